//! What the walks room asks of a shift: the shift as it is, who is on it, and the last steps of its life, which go
//! ongoing → completed → reported, or aborted.

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId},
    shifts::{MeetingPoint, ShiftPhase, ShiftStatus, status::display_status},
    time::{Instant, LocalDate, LocalTime, Span, civil::local},
    vocabulary::Key,
};

use super::{
    super::store::{self, CrewMember, OrgRow, ShiftRow},
    view,
};
use crate::{
    db::{Conn, Tx, lock_shift},
    http::ApiError,
};

/// A shift as a walk.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
#[derive(Debug, Clone)]
pub(crate) struct WalkShift {
    /// The shift.
    pub(crate) id: ShiftId,
    /// Whose it is.
    pub(crate) organisation: OrganisationId,
    /// The organisation's word in paths.
    pub(crate) slug: String,
    /// The organisation's name.
    pub(crate) organisation_name: String,
    /// Whether the rules for special categories hold.
    pub(crate) special_category: bool,
    /// What is done.
    pub(crate) activity_type: Key,
    /// Its title.
    pub(crate) title: String,
    /// In which district.
    pub(crate) district: Key,
    /// Where people meet.
    pub(crate) meeting_point: MeetingPoint,
    /// From gathering to end.
    pub(crate) span: Span,
    /// How many adults it needs.
    pub(crate) minimum: u16,
    /// Who leads it.
    pub(crate) leader: Option<MembershipId>,
    /// For everybody who may see the shift.
    pub(crate) notes: String,
    /// For those on it.
    pub(crate) briefing: String,
    /// What is stored of its life.
    pub(crate) phase: ShiftPhase,
    /// Whether several organisations share it.
    pub(crate) shared: bool,
    /// Whether only first names are shown, because a special category takes part.
    pub(crate) discreet: bool,
    /// Whether only those who plan may know of it.
    pub(crate) unpublished: bool,
    /// Everybody who has a place on it.
    pub(crate) crew: Vec<CrewMember>,
    status_facts: lykta_shared::shifts::staffing::Places,
}

impl WalkShift {
    fn of(
        shift: &ShiftRow,
        organisation: &OrgRow,
        crew: Vec<CrewMember>,
    ) -> Result<Self, ApiError> {
        Ok(Self {
            id: shift.id,
            organisation: organisation.id,
            slug: organisation.slug.clone(),
            organisation_name: organisation.name.clone(),
            special_category: organisation.special_category,
            activity_type: shift.activity_type.clone(),
            title: shift.title.clone(),
            district: shift.district_key.clone(),
            meeting_point: view::meeting_point(shift)?,
            span: shift.span(),
            minimum: shift.minimum,
            leader: shift.leader(),
            notes: shift.notes.clone(),
            briefing: shift.briefing.clone(),
            phase: shift.status,
            discreet: shift.joint.discreet(),
            shared: shift.joint.along().next().is_some(),
            unpublished: shift.is_unpublished(),
            crew,
            status_facts: shift.places(),
        })
    }

    /// What people see of its life.
    pub(crate) fn status(&self, now: Instant) -> ShiftStatus {
        display_status(self.phase, self.status_facts, self.span, now)
    }

    /// The day it belongs to and the wall time it begins.
    pub(crate) fn begins(&self) -> (LocalDate, LocalTime) {
        local(self.span.start)
    }
}

/// The shift with its people; not found when there is none. Who may see it is for the caller to decide.
pub(crate) fn walk_shift(conn: &mut Conn, shift: ShiftId) -> Result<WalkShift, ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    let mut crew = store::crew(conn, organisation.id, shift.id)?;
    for one in &mut crew {
        one.display_name = view::shown_name(&shift, &one.display_name);
    }
    WalkShift::of(&shift, &organisation, crew)
}

/// Holds the shift until the transaction ends: of two who close it, one does.
pub(crate) fn hold_walk(tx: &mut Tx<'_>, shift: ShiftId) -> Result<WalkShift, ApiError> {
    lock_shift(tx, shift)?;
    walk_shift(tx, shift)
}

/// Sets how a held walk that has begun ended. Who came is written down where anybody was checked in at all; without
/// check-ins nobody is said to have stayed away.
pub(crate) fn end_walk(
    tx: &mut Tx<'_>,
    walk: &mut WalkShift,
    phase: ShiftPhase,
    came: Option<&[MembershipId]>,
    now: Instant,
) -> Result<(), ApiError> {
    if let Some(came) = came {
        store::set_attended(tx, walk.organisation, walk.id, came, now)?;
    }
    if walk.phase != phase {
        store::set_phase(tx, walk.organisation, walk.id, phase)?;
        walk.phase = phase;
    }
    Ok(())
}
