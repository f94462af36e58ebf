//! A place becomes free, and the queue moves.

use lykta_shared::{
    organisations::AgeBand,
    shifts::{
        SignUpReason,
        rules::{PersonFacts, check_sign_up, leaves_queue},
        staffing::Places,
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
    tell_what_is_missing(tx, held, before, now)
}

/// Tells those who can mend it that there are too few people now, or that nobody leads, and that it was not so
/// `before`: once each for what is missing, not at each drop-out (edge cases F52 and F53).
pub(super) fn tell_what_is_missing(
    tx: &mut Tx<'_>,
    held: &Held,
    before: Places,
    now: Instant,
) -> Result<(), ApiError> {
    let places = held.shift.places();
    if !may_move(held.shift.status, held.shift.span(), now) {
        return Ok(());
    }
    if places.missing() > 0 && before.missing() == 0 {
        notify::too_few(tx, held, now)?;
    }
    if places.leader_missing() && !before.leader_missing() {
        notify::no_leader(tx, held, now)?;
    }
    Ok(())
}

/// Ends a sign-up: the place is given back, or the queue closes up. Whoever leads and leaves leads no more.
/// Nobody moves up yet: that is [`promote`].
pub(super) fn release(
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

/// Lets people move up while there are places, in the order they came. Who can't be on the shift now is passed
/// over and told why, once. They stay in the queue where the obstacle may go away (on another shift, the address
/// not confirmed, a consent not noted); who no longer belongs to the organisation leaves it ([`leaves_queue`]).
/// While the organisation may not hold shifts nobody moves and nobody is told: the queue stands still.
pub(super) fn promote(tx: &mut Tx<'_>, held: &mut Held, now: Instant) -> Result<(), ApiError> {
    if !may_move(held.shift.status, held.shift.span(), now)
        || held.shift.places().free() == 0
        || !held.organisation.status.can_schedule()
    {
        return Ok(());
    }
    for waiting in store::queue(tx, held.organisation.id, held.shift.id)? {
        if held.shift.places().free() == 0 {
            break;
        }
        held.also(tx, waiting.user_id)?;
        match may_move_up(tx, held, &waiting, now)? {
            Ok(adult) => move_up(tx, held, &waiting, adult, now)?,
            Err(reasons) => pass_over(tx, held, &waiting, reasons, now)?,
        }
    }
    Ok(())
}

fn move_up(
    tx: &mut Tx<'_>,
    held: &mut Held,
    waiting: &Waiting,
    adult: bool,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    if !store::take_place(tx, organisation, shift, adult)? {
        return Ok(());
    }
    store::leave_queue(tx, organisation, shift)?;
    store::to_signed_up(tx, organisation, waiting.id, adult, None, now)?;
    held.refresh(tx)?;
    notify::promoted(tx, held, waiting, now)
}

fn pass_over(
    tx: &mut Tx<'_>,
    held: &mut Held,
    waiting: &Waiting,
    reasons: Vec<SignUpReason>,
    now: Instant,
) -> Result<(), ApiError> {
    if leaves_queue(&reasons) {
        release(tx, held, waiting, now)?;
    }
    notify::skipped(tx, held, waiting, reasons, now)
}

/// Whether somebody of the queue may have a place now: then whether as an adult, otherwise why not.
fn may_move_up(
    tx: &mut Tx<'_>,
    held: &Held,
    waiting: &Waiting,
    now: Instant,
) -> Result<Result<bool, Vec<SignUpReason>>, ApiError> {
    let account = identity::person(tx, waiting.user_id)?;
    let membership = organisations::membership(tx, waiting.user_id, held.organisation.id)?;
    let person = PersonFacts {
        membership: membership.as_ref().map(membership_facts),
        email_verified: account.verified,
        suspended: account.suspended,
    };
    let signups = store::my_signups(tx, waiting.user_id, now)?;
    let facts = held.shift.facts(&held.organisation);
    let adult = membership.is_some_and(|held| held.age_band == AgeBand::Adult);
    Ok(check_sign_up(&facts, person, &others(&signups, held.shift.id), now).map(|()| adult))
}
