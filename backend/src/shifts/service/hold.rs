//! Holding the people and the shift of a change (see the module above for the order of locks).

use std::collections::BTreeSet;

use lykta_shared::ids::{ShiftId, UserId};

use super::super::store::{self, OrgRow, ShiftRow};
use crate::{
    db::{Tx, lock_shift, lock_user, lock_user_now},
    http::ApiError,
};

/// How many of a queue are held in advance: the one who moves up, and those after in case those before can't.
/// Beyond that somebody can still move up, but may meet another transaction and make this one run again.
const AHEAD: i64 = 32;

/// A shift whose row and people are held until the transaction ends, as they are now.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) shift: ShiftRow,
    pub(super) organisation: OrgRow,
    people: BTreeSet<UserId>,
}

impl Held {
    /// Reads the shift again after a change.
    pub(super) fn refresh(&mut self, tx: &mut Tx<'_>) -> Result<(), ApiError> {
        (self.shift, self.organisation) =
            store::find(tx, self.shift.id)?.ok_or_else(ApiError::not_found)?;
        Ok(())
    }

    /// Holds one more person, who came to the front of the queue while we waited for the shift. Waiting for them
    /// here could be a deadlock, so it is now or once more from the beginning.
    pub(super) fn also(&mut self, tx: &mut Tx<'_>, user: UserId) -> Result<(), ApiError> {
        if self.people.insert(user) {
            lock_user_now(tx, user)?;
        }
        Ok(())
    }
}

/// Holds a person and the shift, for what frees no place: nobody of the queue is concerned.
pub(super) fn hold_alone(tx: &mut Tx<'_>, shift: ShiftId, user: UserId) -> Result<Held, ApiError> {
    lock_user(tx, user)?;
    lock_shift(tx, shift)?;
    let (shift, organisation) = store::find(tx, shift)?.ok_or_else(ApiError::not_found)?;
    Ok(Held {
        shift,
        organisation,
        people: BTreeSet::from([user]),
    })
}

/// Holds these people, the front of the shift's queue, and the shift.
pub(super) fn hold(tx: &mut Tx<'_>, shift: ShiftId, people: &[UserId]) -> Result<Held, ApiError> {
    let mut held = hold_all(tx, &[shift], people)?;
    held.pop().ok_or_else(ApiError::not_found)
}

/// Holds these people, the fronts of the shifts' queues, and the shifts. One that is not there is left out.
pub(super) fn hold_all(
    tx: &mut Tx<'_>,
    shifts: &[ShiftId],
    people: &[UserId],
) -> Result<Vec<Held>, ApiError> {
    let mut people: BTreeSet<UserId> = people.iter().copied().collect();
    let shifts: BTreeSet<ShiftId> = shifts.iter().copied().collect();
    for shift in &shifts {
        people.extend(store::waiting_users(tx, *shift, AHEAD)?);
    }
    for user in &people {
        lock_user(tx, *user)?;
    }
    let mut held = Vec::new();
    for id in shifts {
        lock_shift(tx, id)?;
        if let Some((shift, organisation)) = store::find(tx, id)? {
            held.push(Held {
                shift,
                organisation,
                people: people.clone(),
            });
        }
    }
    Ok(held)
}
