//! Who may know of a shift, and who may plan it. Deny by default; what one may not know of is not found.

use lykta_shared::{
    ids::ShiftId,
    organisations::OrgRight,
    problem::ProblemKind,
    shifts::{ShiftPhase, status::is_live},
    time::Instant,
};

use super::{
    super::store::{self, OrgRow, ShiftRow},
    viewer::Viewer,
};
use crate::{
    db::Conn, http::ApiError, identity::actor::Actor, organisations::service as organisations,
};

/// How close somebody is to a shift they may know of.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// A member of its organisation or of a guest, or on it: sees place, notes and leader.
    pub(super) inside: bool,
    /// On it.
    pub(super) on_it: bool,
    /// Leads it.
    pub(super) leads: bool,
    /// May change, publish and cancel it.
    pub(super) plans: bool,
    /// Plans for a guest: sees its own people on it.
    pub(super) plans_for_guest: bool,
}

impl Sight {
    /// Whether the roster is for them.
    pub(super) fn sees_people(self) -> bool {
        self.leads || self.plans || self.plans_for_guest
    }
}

/// How close this person (`None`: a visitor) is to the shift; not found when they may not know of it.
pub(super) fn look(
    viewer: Option<&Viewer>,
    shift: &ShiftRow,
    organisation: &OrgRow,
    now: Instant,
) -> Result<Sight, ApiError> {
    let own = viewer.and_then(|viewer| viewer.own(shift.id));
    let on_it = viewer.is_some_and(|viewer| viewer.is_on(shift.id));
    let plans = viewer.is_some_and(|viewer| viewer.may(organisation.id, OrgRight::PlanShifts));
    let member = viewer.is_some_and(|viewer| viewer.takes_part(shift, organisation));
    let sight = Sight {
        inside: member || on_it,
        on_it,
        leads: on_it && own.is_some_and(|own| own.leader),
        plans,
        plans_for_guest: viewer.is_some_and(|viewer| !viewer.plans_for(shift).is_empty()),
    };
    let known = if shift.is_unpublished() {
        plans
    } else {
        sight.inside || is_public(shift, organisation, now)
    };
    if known {
        Ok(sight)
    } else {
        Err(ApiError::not_found())
    }
}

/// Whether everybody may know of it: published by an active partner that publishes, never by one of a special
/// category (PRODUCT.md rule 5), and not over. A cancelled one stays, so that an old link says why.
fn is_public(shift: &ShiftRow, organisation: &OrgRow, now: Instant) -> bool {
    shift.public
        && organisation.publishes_shifts
        && !organisation.special_category
        && organisation.status.can_schedule()
        && now < shift.ends_at
        && (is_live(shift.status) || shift.status == ShiftPhase::Cancelled)
}

/// Makes sure that the person plans the shifts of this one's organisation: not found for those outside, and for
/// drafts, forbidden for other members.
pub(super) fn require_planner(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
) -> Result<(), ApiError> {
    let (row, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    organisations::require(conn, actor, organisation.id, OrgRight::PlanShifts)
        .map(drop)
        .map_err(|error| {
            let hidden = row.is_unpublished() && error.kind() == ProblemKind::Forbidden;
            if hidden { ApiError::not_found() } else { error }
        })
}
