//! A membership ends: the places it held come free (PRODUCT.md rule 10). Or only its right to lead does, or what is
//! known of the member's age changes.

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, UserId},
    shifts::SignupStatus,
    time::Instant,
};

use super::{
    super::store,
    hold::{hold_all, hold_alone},
    notify, queue,
};
use crate::{
    db::{Tx, lock_user},
    http::ApiError,
    organisations::service as organisations,
};

/// Takes a membership that ends off all shifts of its organisation that have not begun, and out of their queues;
/// the queues move, and whoever plans is told where people are missing now. A walk under way is not touched.
///
/// To be called in the transaction that ends the membership, before or after ending it.
pub(crate) fn release_future_places(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    membership: MembershipId,
    now: Instant,
) -> Result<(), ApiError> {
    let user = organisations::user_of(tx, Some(membership))?;
    if let Some(user) = user {
        // Before looking: a sign-up under way is either seen here or sees that the membership has ended.
        lock_user(tx, user)?;
    }
    store::end_standing_of(tx, organisation, membership, true)?;
    let shifts: Vec<ShiftId> = store::current_of_membership(tx, organisation, membership, now)?
        .into_iter()
        .map(|signup| signup.shift_id)
        .collect();
    let held = hold_all(tx, &shifts, user.as_slice())?;
    // Once more, under the locks: meanwhile somebody may have been moved up or taken off.
    let signups = store::current_of_membership(tx, organisation, membership, now)?;
    for mut held in held {
        let own = signups
            .iter()
            .find(|signup| signup.shift_id == held.shift.id);
        if let Some(own) = own {
            queue::take_off(tx, &mut held, own, now)?;
        }
    }
    Ok(store::clear_leader(tx, organisation, membership, now)?)
}

/// Takes the lead of all shifts that have not begun from a member who may no longer lead. They stay on them as
/// anybody else; whoever plans is told that nobody leads.
///
/// To be called in the transaction that changes the roles, with the person held since before they were changed:
/// whoever names a leader holds the person too.
pub(crate) fn stop_leading(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    membership: MembershipId,
    now: Instant,
) -> Result<(), ApiError> {
    let Some(user) = organisations::user_of(tx, Some(membership))? else {
        return Ok(());
    };
    for shift in store::led_ahead(tx, organisation, membership, now)? {
        let mut held = hold_alone(tx, shift, user)?;
        if held.shift.leader() != Some(membership) {
            continue;
        }
        let before = held.shift.places();
        store::set_leader(tx, organisation, held.shift.id, None)?;
        held.refresh(tx)?;
        queue::tell_what_is_missing(tx, &held, before, now)?;
    }
    Ok(())
}

/// Counts a member whose age band has changed anew on all shifts that have not begun: only adults count towards the
/// minimum (PRODUCT.md rule 1). Whoever plans is told where too few are left.
///
/// To be called in the transaction that changes the age band, with the person held.
pub(crate) fn count_anew(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    (membership, user): (MembershipId, UserId),
    adult: bool,
    now: Instant,
) -> Result<(), ApiError> {
    for signup in store::current_of_membership(tx, organisation, membership, now)? {
        if signup.status != SignupStatus::SignedUp || signup.adult == adult {
            continue;
        }
        let mut held = hold_alone(tx, signup.shift_id, user)?;
        let before = held.shift.places();
        let on = (held.organisation.id, held.shift.id);
        store::set_adult(tx, on, signup.id, (signup.adult, adult))?;
        held.refresh(tx)?;
        queue::tell_what_is_missing(tx, &held, before, now)?;
    }
    Ok(())
}

/// Takes a member off all shifts that have not begun because a consent is missing, and tells them. In a queue they keep
/// their place: the consent may be noted again before their turn comes.
///
/// To be called in the transaction that takes the consent away, with the person held.
pub(crate) fn take_off_for_consent(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    (membership, user): (MembershipId, UserId),
    now: Instant,
) -> Result<(), ApiError> {
    store::end_standing_of(tx, organisation, membership, false)?;
    let mut current = store::current_of_membership(tx, organisation, membership, now)?;
    current.retain(|signup| signup.status == SignupStatus::SignedUp);
    let shifts: Vec<ShiftId> = current.iter().map(|signup| signup.shift_id).collect();
    let mut held = hold_all(tx, &shifts, &[user])?;
    for held in &mut held {
        let own = current
            .iter()
            .find(|signup| signup.shift_id == held.shift.id);
        if let Some(own) = own {
            queue::take_off(tx, held, own, now)?;
            notify::removed(tx, held, own, now)?;
        }
    }
    Ok(())
}
