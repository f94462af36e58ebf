//! A place becomes free, and the queue moves.

use lykta_shared::{
    organisations::AgeBand,
    shifts::{
        rules::{PersonFacts, check_sign_up},
        status::may_move,
    },
    time::Instant,
};

use super::{
    super::store::{self, SignupRow, Waiting},
    hold::Held,
    notify,
    viewer::{membership_facts, others},
};
use crate::{
    db::Tx, http::ApiError, identity::service as identity, organisations::service as organisations,
};

/// Takes somebody off a shift or out of its queue, lets the next move up, and tells whoever plans if it has too
/// few people or no leader now and had not before.
pub(super) fn take_off(
    tx: &mut Tx<'_>,
    held: &mut Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let before = held.shift.places();
    release(tx, held, signup, now)?;
    promote(tx, held, now)?;
    if held.shift.places().understaffed() && !before.understaffed() {
        notify::too_few(tx, held, now)?;
    }
    Ok(())
}

/// Ends a sign-up: the place is given back, or the queue closes up. Whoever leads and leaves leads no more.
/// Nobody moves up yet: that is [`promote`].
fn release(
    tx: &mut Tx<'_>,
    held: &mut Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    store::to_cancelled(tx, organisation, signup.id, now)?;
    notify::withdrawn(tx, signup.id)?;
    if signup.queue_position.is_some() {
        store::leave_queue(tx, organisation, shift)?;
        return held.refresh(tx);
    }
    store::free_place(tx, organisation, shift, signup.adult)?;
    held.refresh(tx)?;
    // An override was for one person; it is not one more place for the next.
    store::set_extra(tx, organisation, shift, held.shift.places().beyond())?;
    if held.shift.leader() == Some(signup.membership_id) {
        store::set_leader(tx, organisation, shift, None)?;
        held.refresh(tx)?;
    }
    Ok(())
}

/// Lets people move up while there are places, in the order they came. Who can't be on the shift any more (on
/// another one, no longer a member, the organisation suspended) is passed over, told once, and stays in the queue.
pub(super) fn promote(tx: &mut Tx<'_>, held: &mut Held, now: Instant) -> Result<(), ApiError> {
    if !may_move(held.shift.status, held.shift.span(), now) || held.shift.places().free() == 0 {
        return Ok(());
    }
    for waiting in store::queue(tx, held.organisation.id, held.shift.id)? {
        if held.shift.places().free() == 0 {
            break;
        }
        held.also(tx, waiting.user_id)?;
        let Some(adult) = may_move_up(tx, held, &waiting, now)? else {
            notify::skipped(tx, held, &waiting, now)?;
            continue;
        };
        let (organisation, shift) = (held.organisation.id, held.shift.id);
        if !store::take_place(tx, organisation, shift, adult)? {
            break;
        }
        store::leave_queue(tx, organisation, shift)?;
        store::to_signed_up(tx, organisation, waiting.id, adult, None, now)?;
        held.refresh(tx)?;
        notify::promoted(tx, held, &waiting, now)?;
    }
    Ok(())
}

/// Whether somebody of the queue may have a place now; if so, whether as an adult.
fn may_move_up(
    tx: &mut Tx<'_>,
    held: &Held,
    waiting: &Waiting,
    now: Instant,
) -> Result<Option<bool>, ApiError> {
    let account = identity::person(tx, waiting.user_id)?;
    let membership = organisations::membership(tx, waiting.user_id, held.organisation.id)?;
    let person = PersonFacts {
        membership: membership.as_ref().map(membership_facts),
        email_verified: account.verified,
    };
    let signups = store::my_signups(tx, waiting.user_id, now)?;
    let facts = held.shift.facts(&held.organisation);
    let allowed = check_sign_up(&facts, person, &others(&signups, held.shift.id), now).is_ok();
    let adult = membership.is_some_and(|held| held.age_band == AgeBand::Adult);
    Ok((allowed && !account.suspended).then_some(adult))
}
