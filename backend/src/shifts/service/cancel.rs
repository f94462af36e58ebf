//! Cancelling is a state, with a reason and a message (PRODUCT.md rule 7).

use lykta_shared::{
    ids::ShiftId,
    shifts::{CancelShift, ShiftDetail, ShiftPhase, SignupStatus, status::may_change},
    time::Instant,
};

use super::{
    super::store::{self, SignupRow},
    access::require_planner,
    hold::{Held, hold},
    notify, plan, view,
};
use crate::{db::Tx, http::ApiError, identity::actor::Actor};

/// Cancels a shift. Those on it stay on record, the queue is closed, and everybody is told once.
pub(crate) fn cancel(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    why: &CancelShift,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    require_planner(tx, actor, shift)?;
    let mut held = hold(tx, shift, &[])?;
    if !may_change(held.shift.status, held.shift.span(), now) {
        return Err(plan::refused(&held, now));
    }
    call_off(tx, &mut held, why, now)?;
    if why.reason.concerns_the_city() && !held.shift.is_unpublished() {
        notify::called_off(tx, &held, now)?;
    }
    plan::note_because(
        tx,
        actor,
        &held,
        ("shift.cancelled", Some(why.reason.to_string())),
        now,
    )?;
    view::detail(tx, Some(actor.into()), shift, now)
}

/// It does not take place: the queue is closed, and everybody on it and in its queue is told once.
pub(super) fn call_off(
    tx: &mut Tx<'_>,
    held: &mut Held,
    why: &CancelShift,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let people: Vec<SignupRow> = store::on_shift(tx, organisation, shift)?
        .into_iter()
        .map(|row| row.signup)
        .collect();
    for signup in &people {
        if signup.status == SignupStatus::Waitlisted {
            store::to_cancelled(tx, organisation, signup.id, now)?;
        }
    }
    let told = (held.shift.status != ShiftPhase::Draft).then_some(now);
    store::cancel(tx, organisation, shift, why, told)?;
    held.refresh(tx)?;
    notify::cancelled(tx, held, &people, now)
}
