//! Taking a shift back that nobody joined: it goes away; if somebody ever was on it, it is cancelled instead, so
//! that what happened stays on record (PRODUCT.md rule 7).

use std::collections::BTreeSet;

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, UserId},
    problem::ProblemKind,
    shifts::CancelShift,
    time::Instant,
};

use super::outlook::Outcome;
use crate::{
    db::Tx,
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    platform::audit::{self, AuditEvent},
    shifts::{
        service::{
            cancel::cancel,
            hold::{Held, hold_all},
        },
        store::{self, ShiftRow},
    },
};

/// Holds everybody and every shift of an edit in the order of locks, so that the steps after it, which hold them
/// again one by one, never wait. `leaders` are those who may be put on a shift.
pub(super) fn hold_everything(
    tx: &mut Tx<'_>,
    (organisation, shifts): (OrganisationId, &[ShiftId]),
    leaders: impl IntoIterator<Item = Option<MembershipId>>,
) -> Result<Vec<Held>, ApiError> {
    let mut people: Vec<UserId> = Vec::new();
    for leader in leaders {
        people.extend(organisations::user_of(tx, leader)?);
    }
    for shift in shifts {
        let there = store::on_shift(tx, organisation, *shift)?;
        people.extend(there.into_iter().map(|row| row.signup.user_id));
    }
    hold_all(tx, shifts, &people)
}

/// As [`hold_everything`], of dates that were looked at before they were held: with other people on one of them by now,
/// whoever edits has to look once more, since nobody chose for those.
pub(super) fn hold_as_seen(
    tx: &mut Tx<'_>,
    (organisation, seen): (OrganisationId, &[Outcome]),
    leaders: impl IntoIterator<Item = Option<MembershipId>>,
) -> Result<(), ApiError> {
    let shifts: Vec<ShiftId> = seen.iter().map(|one| one.shift.id).collect();
    let held = hold_everything(tx, (organisation, &shifts), leaders)?;
    let people = |shift: &ShiftRow| (shift.id, shift.taken, shift.waiting);
    let now: BTreeSet<_> = held.iter().map(|held| people(&held.shift)).collect();
    if seen.iter().all(|one| now.contains(&people(&one.shift))) {
        Ok(())
    } else {
        Err(ApiError::new(ProblemKind::Stale))
    }
}

/// Takes back a shift nobody is on, which is held.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, shift): (OrganisationId, ShiftId),
    why: &CancelShift,
    now: Instant,
) -> Result<(), ApiError> {
    if store::has_history(tx, shift)? {
        return cancel(tx, actor, shift, why, now).map(drop);
    }
    let deleted =
        tx.attempt(|tx| Ok::<_, ApiError>(store::delete_shift(tx, organisation, shift)?))?;
    match deleted {
        Ok(()) => {
            let event = AuditEvent {
                organisation: Some(organisation),
                actor: Some(actor.user),
                action: "shift.taken_back",
                object_type: "shift",
                object_id: shift.to_string(),
                reason: None,
            };
            Ok(audit::record(tx, now, event)?)
        }
        // Something refers to it that nobody joined but that is worth keeping.
        Err(error) if error.is_violation() => cancel(tx, actor, shift, why, now).map(drop),
        Err(error) => Err(error),
    }
}
