//! Signing up and withdrawing, both safe to repeat.

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    organisations::AgeBand,
    shifts::{
        ShiftCard, SignUpReason, SignupStatus,
        rules::check_own_sign_up,
        status::{display_status, is_live, may_move},
    },
    time::Instant,
};

use super::{
    super::store::{self, NewSignup, SignupRow},
    access::look,
    hold::{Held, hold, hold_alone},
    notify, queue, view,
    viewer::{Viewer, Who},
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    random::Random,
};

/// Signs a person up, or puts them in the queue if there is no place and they want to wait. Who is on it already
/// is answered the same as before; who waits already gets a place if one has become possible, and takes the one
/// that is kept for them. A free place goes to the queue first: nobody jumps it.
pub(crate) fn sign_up(
    tx: &mut Tx<'_>,
    who: Who,
    shift: ShiftId,
    wait: bool,
    now: Instant,
) -> Result<ShiftCard, ApiError> {
    let mut held = hold_alone(tx, shift, who.user)?;
    let viewer = Viewer::load(tx, who, now)?;
    look(Some(&viewer), &held.shift, &held.organisation, now)?;
    match store::my_signup(tx, who.user, shift)? {
        Some(own) if own.offered().is_some_and(|until| now < until) => {
            queue::accept(tx, &mut held, &own, now)?;
        }
        Some(own) if own.status == SignupStatus::Waitlisted => {
            queue::promote(tx, &mut held, now)?;
        }
        Some(_) => {}
        None => {
            if held.shift.waiting > 0 {
                queue::promote(tx, &mut held, now)?;
            }
            join(tx, &mut held, &viewer, wait, now)?;
        }
    }
    card(tx, &held, who, now)
}

/// Looks whether a sign-up would be refused, without holding anything: for the many who are too late when many
/// come at once. What is refused here was so at this moment; everybody else is decided on under the locks.
pub(crate) fn would_refuse(
    conn: &mut Conn,
    who: Who,
    shift: ShiftId,
    wait: bool,
    now: Instant,
) -> Result<(), ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    let viewer = Viewer::load(conn, who, now)?;
    look(Some(&viewer), &shift, &organisation, now)?;
    if viewer.own(shift.id).is_some() {
        return Ok(());
    }
    let home = viewer.home(&shift, &organisation, now);
    let person = viewer.facts(&shift, &organisation, home);
    let others = viewer.others(shift.id);
    let facts = shift.facts_for(&organisation, home, now);
    check_own_sign_up(&facts, person, &others, now).map_err(ApiError::refused)?;
    if facts.places.free() == 0 && !wait {
        return Err(ApiError::refused(vec![SignUpReason::Full]));
    }
    Ok(())
}

fn join(
    tx: &mut Tx<'_>,
    held: &mut Held,
    viewer: &Viewer,
    wait: bool,
    now: Instant,
) -> Result<(), ApiError> {
    let home = viewer.home(&held.shift, &held.organisation, now);
    let facts = held.shift.facts_for(&held.organisation, home, now);
    let person = viewer.facts(&held.shift, &held.organisation, home);
    check_own_sign_up(&facts, person, &viewer.others(held.shift.id), now)
        .map_err(ApiError::refused)?;
    let Some(membership) = viewer.active(home) else {
        return Err(ApiError::refused(vec![SignUpReason::NotAMember]));
    };
    let adult = membership.age_band == AgeBand::Adult;
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    // The share is counted under the same lock as the whole.
    let free = facts.places.free() > 0;
    let position = if free && store::take_place(tx, organisation, shift, adult)? {
        None
    } else if wait {
        store::enter_queue(tx, organisation, shift)?;
        Some(store::next_position(tx, shift)?)
    } else {
        return Err(ApiError::refused(vec![SignUpReason::Full]));
    };
    let new = Entry {
        home,
        membership: membership.id,
        user: viewer.who.user,
        adult,
        position,
        added_by: None,
        override_reason: None,
    };
    let id = enter(tx, held, new, now)?;
    notify::signed_up(tx, held, id, viewer.who.user, position.is_some(), now)
}

/// Whose sign-up is written, and how they got in.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) home: OrganisationId,
    pub(super) membership: MembershipId,
    pub(super) user: UserId,
    pub(super) adult: bool,
    pub(super) position: Option<i32>,
    /// Who brought them in: a planner, or whoever asked for a stand-in.
    pub(super) added_by: Option<UserId>,
    pub(super) override_reason: Option<String>,
}

/// Writes a sign-up whose place has been taken.
pub(super) fn enter(
    tx: &mut Tx<'_>,
    held: &mut Held,
    entry: Entry,
    now: Instant,
) -> Result<SignupId, ApiError> {
    let id = SignupId(Random::default().id(now));
    let new = NewSignup {
        id,
        organisation: held.organisation.id,
        shift: held.shift.id,
        home: entry.home,
        membership: entry.membership,
        user: entry.user,
        adult: entry.adult,
        position: entry.position,
        added_by: entry.added_by,
        override_reason: entry.override_reason,
    };
    store::insert_signup(tx, &new, now)?;
    held.refresh(tx)?;
    Ok(id)
}

/// Takes a person off a shift or out of its queue; the first of the queue moves up. Who is not on it is answered
/// the same as before, without another mail.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    who: Who,
    shift: ShiftId,
    now: Instant,
) -> Result<ShiftCard, ApiError> {
    let mut held = hold(tx, shift, &[who.user])?;
    let viewer = Viewer::load(tx, who, now)?;
    look(Some(&viewer), &held.shift, &held.organisation, now)?;
    if let Some(own) = store::my_signup(tx, who.user, shift)? {
        leave(tx, &mut held, &own, now)?;
    }
    card(tx, &held, who, now)
}

/// As [`withdraw`], for whoever holds the link of a mail instead of a session.
pub(crate) fn withdraw_signup(
    tx: &mut Tx<'_>,
    signup: SignupId,
    now: Instant,
) -> Result<(), ApiError> {
    let found = store::signup(tx, signup)?.ok_or_else(ApiError::not_found)?;
    let mut held = hold(tx, found.shift_id, &[found.user_id])?;
    match store::my_signup(tx, found.user_id, found.shift_id)? {
        // A link stands for one sign-up: whoever has left and come back since keeps their new place.
        Some(own) if own.id == signup => leave(tx, &mut held, &own, now),
        _ => Ok(()),
    }
}

/// Takes the place that is kept for a sign-up, for whoever holds the link of the mail that offers it. When none is
/// kept any more nothing changes.
pub(crate) fn accept_offer(
    tx: &mut Tx<'_>,
    signup: SignupId,
    now: Instant,
) -> Result<(), ApiError> {
    let found = store::signup(tx, signup)?.ok_or_else(ApiError::not_found)?;
    let mut held = hold(tx, found.shift_id, &[found.user_id])?;
    let own = store::my_signup(tx, found.user_id, found.shift_id)?
        .filter(|own| own.id == signup)
        .filter(|own| own.offered().is_some_and(|until| now < until));
    match own {
        Some(own) => queue::accept(tx, &mut held, &own, now),
        None => Ok(()),
    }
}

/// Until the shift begins; on a cancelled one there is nothing to leave.
pub(super) fn leave(
    tx: &mut Tx<'_>,
    held: &mut Held,
    own: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let shift = &held.shift;
    if !is_live(shift.status) {
        return Ok(());
    }
    if !may_move(shift.status, shift.span(), now) {
        let status = display_status(shift.status, shift.places(), shift.span(), now);
        return Err(ApiError::wrong_state(status));
    }
    let on_it = own.status == SignupStatus::SignedUp;
    let window = shift.window(&held.organisation);
    if on_it && window.is_late(own.tapped_at(), now) {
        queue::drop_out(tx, held, own, now)
    } else {
        queue::take_off(tx, held, own, now)
    }
}

fn card(tx: &mut Tx<'_>, held: &Held, who: Who, now: Instant) -> Result<ShiftCard, ApiError> {
    let viewer = Viewer::load(tx, who, now)?;
    Ok(view::card(
        Some(&viewer),
        &held.shift,
        &held.organisation,
        now,
    ))
}
