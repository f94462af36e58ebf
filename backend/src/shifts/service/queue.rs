//! A place becomes free, and the queue moves.

use lykta_shared::{
    organisations::AgeBand,
    shifts::{
        SignUpReason,
        policy::{is_offered, offer_until},
        rules::{check_sign_up, leaves_queue},
        staffing::Places,
        status::may_move,
    },
    time::Instant,
};

use super::{
    super::store::{self, SignupRow, Waiting},
    crew,
    hold::Held,
    notify,
    viewer::{others, person_facts},
};
use crate::{db::Tx, http::ApiError, organisations::service as organisations};

/// Takes somebody off a shift or out of its queue, lets the next move up, and tells whoever plans if it has too
/// few people or no leader now and had not before.
pub(super) fn take_off(
    tx: &mut Tx<'_>,
    held: &mut Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let before = give_up(tx, held, signup, now)?;
    tell_what_is_missing(tx, held, before, now)
}

/// Ends a sign-up and lets the queue move; how it stood before.
fn give_up(
    tx: &mut Tx<'_>,
    held: &mut Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<Places, ApiError> {
    let before = held.shift.places();
    release(tx, held, signup, now)?;
    promote(tx, held, now)?;
    Ok(before)
}

/// As [`take_off`], of somebody who withdraws after the deadline: the leader is told at once, and when nobody of the
/// queue is there to fill the place, every member who could is asked.
pub(super) fn drop_out(
    tx: &mut Tx<'_>,
    held: &mut Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let before = give_up(tx, held, signup, now)?;
    notify::late_drop_out(tx, held, signup, now)?;
    let places = held.shift.places();
    if places.leader_missing() && !before.leader_missing() {
        notify::no_leader(tx, held, now)?;
    }
    if places.free() > 0 && places.taken < before.taken {
        let people = crew::could_join(tx, held, now)?;
        notify::place_free(tx, held, &people, now)?;
    }
    Ok(())
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
    store::end_stand_in(tx, signup.id, "ended", now)?;
    if signup.queue_position.is_some() {
        if signup.offered().is_some() {
            store::let_go(tx, organisation, shift)?;
        }
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
        let own = held.shift.places_for(waiting.home, now);
        if waiting.offered().is_some() || own.free() == 0 {
            continue;
        }
        held.also(tx, waiting.user_id)?;
        match may_move_up(tx, held, &waiting, now)? {
            Ok(adult) => move_up(tx, held, &waiting, adult, now)?,
            Err(reasons) => pass_over(tx, held, &waiting, reasons, now)?,
        }
    }
    Ok(())
}

/// The place is theirs; near the start it is only kept for them until they answer.
fn move_up(
    tx: &mut Tx<'_>,
    held: &mut Held,
    waiting: &Waiting,
    adult: bool,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let settings = &held.organisation.signup_settings.0;
    if is_offered(settings, held.shift.span(), now) {
        let until = offer_until(settings, held.shift.span(), now);
        if store::keep_place(tx, organisation, shift)? {
            store::to_offered(tx, organisation, waiting.id, until)?;
            held.refresh(tx)?;
            notify::offered(tx, held, waiting, until, now)?;
        }
        return Ok(());
    }
    if store::take_place(tx, organisation, shift, adult)? {
        seat(tx, held, waiting, adult, None, now)?;
        notify::promoted(tx, held, waiting, now)?;
    }
    Ok(())
}

/// Turns somebody's place in the queue into the place on the shift that has been taken for them.
pub(super) fn seat(
    tx: &mut Tx<'_>,
    held: &mut Held,
    waiting: &Waiting,
    adult: bool,
    override_reason: Option<String>,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    store::leave_queue(tx, organisation, shift)?;
    store::to_signed_up(tx, organisation, waiting.id, adult, override_reason, now)?;
    held.refresh(tx)
}

/// Somebody takes the place that was kept for them. Whoever can't any more is told why and loses it.
pub(super) fn accept(
    tx: &mut Tx<'_>,
    held: &mut Held,
    waiting: &Waiting,
    now: Instant,
) -> Result<(), ApiError> {
    let adult = may_move_up(tx, held, waiting, now)?.map_err(ApiError::refused)?;
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    store::let_go(tx, organisation, shift)?;
    if !store::take_place(tx, organisation, shift, adult)? {
        return Err(ApiError::refused(vec![SignUpReason::Full]));
    }
    seat(tx, held, waiting, adult, None, now)?;
    notify::signed_up(tx, held, waiting.id, waiting.user_id, false, now)
}

/// The places that were kept for people who have not answered go to the next. They leave the queue and are told.
pub(super) fn lapse(tx: &mut Tx<'_>, held: &mut Held, now: Instant) -> Result<(), ApiError> {
    for waiting in store::queue(tx, held.organisation.id, held.shift.id)? {
        if waiting.offered().is_some_and(|until| until <= now) {
            release(tx, held, &waiting, now)?;
            notify::lapsed(tx, held, &waiting, now)?;
        }
    }
    promote(tx, held, now)
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
    let membership = organisations::membership(tx, waiting.user_id, waiting.home)?;
    let of = (&held.shift, &held.organisation);
    let person = person_facts(tx, waiting.user_id, membership.as_ref(), of)?;
    let signups = store::my_signups(tx, waiting.user_id, now)?;
    let facts = held.shift.facts_for(&held.organisation, waiting.home, now);
    let adult = membership.is_some_and(|held| held.age_band == AgeBand::Adult);
    Ok(check_sign_up(&facts, person, &others(&signups, held.shift.id), now).map(|()| adult))
}
