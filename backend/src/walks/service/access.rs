//! Who may see a walk and who leads it. Deny by default; what one may not know of is not found.

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId},
    organisations::{MembershipStatus, OrgRight, may},
    shifts::{ShiftPhase, ShiftStatus},
    time::Instant,
    walks::hours,
};

use super::super::store::{self, WalkRow};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    shifts::service::{self as shifts, WalkShift},
};

/// A walk, seen by somebody who may see it.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) shift: WalkShift,
    pub(super) walk: WalkRow,
    /// The person's membership on this walk.
    pub(super) you: Option<MembershipId>,
    /// Leader, deputy or planner.
    pub(super) leads: bool,
    /// Leader or deputy: sees everybody on a walk that several organisations share.
    pub(super) leads_it: bool,
}

impl Seen {
    /// The walk's key in stores.
    pub(super) fn scope(&self) -> (OrganisationId, ShiftId) {
        (self.shift.organisation, self.shift.id)
    }

    /// Whether they may see who this is: on a walk that several organisations share, whoever plans it and is not on it
    /// sees their own people.
    pub(super) fn sees(&self, home: OrganisationId) -> bool {
        let whole = !self.shift.shared || self.leads_it || self.you.is_some();
        whole || home == self.shift.organisation
    }

    /// Whether they may have the number of somebody of this organisation, if it is shown.
    pub(super) fn may_call(&self, home: OrganisationId) -> bool {
        let own = !self.shift.shared || home == self.shift.organisation;
        self.leads_it || (self.leads && own)
    }

    /// Refuses with the status the walk is in.
    pub(super) fn refused(&self, now: Instant) -> ApiError {
        let status = match self.shift.status(now) {
            // Shown as over by the hour, but nothing was closed: then it is the hour that refuses.
            ShiftStatus::Completed if is_open(self.shift.phase) => ShiftStatus::Completed,
            status => status,
        };
        ApiError::wrong_state(status)
    }

    /// Makes sure that attendance can be written down now: published, not cancelled, within its days.
    pub(super) fn require_book(&self, now: Instant) -> Result<(), ApiError> {
        let window = hours::book_window(self.shift.span);
        let stands = !matches!(self.shift.phase, ShiftPhase::Draft | ShiftPhase::Cancelled);
        if stands && window.start <= now && now < window.end {
            Ok(())
        } else {
            Err(self.refused(now))
        }
    }

    /// Makes sure that the walk has begun.
    pub(super) fn require_begun(&self, now: Instant) -> Result<(), ApiError> {
        self.require_book(now)?;
        if self.shift.span.start <= now {
            Ok(())
        } else {
            Err(self.refused(now))
        }
    }
}

/// Whether a phase is one in which people can be on the walk.
pub(super) const fn is_open(phase: ShiftPhase) -> bool {
    matches!(phase, ShiftPhase::Open | ShiftPhase::Confirmed)
}

/// The walk as this person may see it: for its leader, deputy and planners, those on it, and walk-ins. Other members
/// are refused, others don't find it.
pub(super) fn look(conn: &mut Conn, actor: &Actor, shift: ShiftId) -> Result<Seen, ApiError> {
    let shift = shifts::walk_shift(conn, shift)?;
    seen(conn, actor, shift)
}

/// As [`look`], with the shift held, for whoever leads it.
pub(super) fn hold_as_leader(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
) -> Result<Seen, ApiError> {
    let seen = hold(tx, actor, shift)?;
    if seen.leads {
        Ok(seen)
    } else {
        Err(ApiError::forbidden())
    }
}

/// As [`look`], with the shift held.
pub(super) fn hold(tx: &mut Tx<'_>, actor: &Actor, shift: ShiftId) -> Result<Seen, ApiError> {
    let shift = shifts::hold_walk(tx, shift)?;
    seen(tx, actor, shift)
}

fn seen(conn: &mut Conn, actor: &Actor, shift: WalkShift) -> Result<Seen, ApiError> {
    let held = organisations::membership(conn, actor.user, shift.organisation)?
        .filter(|held| held.status == MembershipStatus::Active);
    let plans = held
        .as_ref()
        .is_some_and(|held| may(&held.roles, OrgRight::PlanShifts));
    if shift.unpublished && !plans {
        return Err(ApiError::not_found());
    }
    let walk =
        store::walk(conn, shift.id)?.unwrap_or_else(|| WalkRow::new(shift.organisation, shift.id));
    let you = match shift.crew.iter().find(|one| one.user == actor.user) {
        Some(one) => Some(one.membership),
        None => walk_in(conn, &shift, held.as_ref().map(|held| held.id))?,
    };
    let named = |id: Option<MembershipId>| id.is_some() && id == you;
    let deputy = walk
        .deputy_membership_id
        .as_ref()
        .and_then(|id| id.parse().ok());
    let leads_it = named(shift.leader) || named(deputy);
    let leads = plans || leads_it;
    if you.is_some() || leads {
        Ok(Seen {
            shift,
            walk,
            you,
            leads,
            leads_it,
        })
    } else if held.is_some() {
        Err(ApiError::forbidden())
    } else {
        Err(ApiError::not_found())
    }
}

fn walk_in(
    conn: &mut Conn,
    shift: &WalkShift,
    member: Option<MembershipId>,
) -> Result<Option<MembershipId>, ApiError> {
    let Some(member) = member else {
        return Ok(None);
    };
    let there = store::attendances(conn, shift.organisation, shift.id)?;
    Ok(there
        .iter()
        .any(|(row, _, _)| row.member() == Some(member))
        .then_some(member))
}
