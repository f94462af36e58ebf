//! Series: a term planned in one form, its shifts made ahead, edited and taken away; and other things done with
//! many shifts at once.
//!
//! The rule names days (RFC 5545, by the `rrule` crate, in UTC); the wall times of those days are resolved by
//! `lykta_shared::time::civil`, as for every other shift. So no clock change can add, lose or move a day.
//!
//! # Locks
//!
//! Whoever works on a whole series holds its row first ([`crate::db::lock_series`]), then people, then shifts as
//! everywhere else. Nobody who holds a person or a shift waits for a series.

mod batch;
mod change;
mod copy;
mod create;
mod days;
mod generate;
mod look;
mod outlook;
mod remove;
mod take_back;

pub(crate) use batch::{publish_many, undo};
pub(crate) use change::{change, preview_change};
pub(crate) use copy::{copy, copy_week};
pub(crate) use create::{create, preview};
#[cfg(feature = "test-hooks")]
pub(crate) use generate::generate_unguarded;
pub(crate) use generate::{due, generate};
pub(crate) use look::{detail, list};
pub(crate) use remove::{preview_removal, remove};

use lykta_shared::{
    ids::SeriesId,
    organisations::OrgRight,
    time::{
        Instant, LocalDate,
        civil::{local, shift_days},
    },
};

use super::super::store::{self, OrgRow, SeriesRow};
use crate::{
    db::{Conn, Tx, lock_series},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
};

/// The moment of a use case, and how far ahead shifts are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ahead {
    /// Now.
    pub(crate) now: Instant,
    /// How many weeks ahead.
    pub(crate) weeks: i32,
}

impl Ahead {
    /// The last day that shifts are made for.
    fn horizon(self) -> LocalDate {
        shift_days(local(self.now).0, 7 * self.weeks)
    }
}

/// A series that this person plans: not found for those outside, forbidden for other members.
fn require(conn: &mut Conn, actor: &Actor, id: SeriesId) -> Result<(SeriesRow, OrgRow), ApiError> {
    let (row, organisation) = store::series(conn, id)?.ok_or_else(ApiError::not_found)?;
    organisations::require(conn, actor, organisation.id, OrgRight::PlanShifts)?;
    Ok((row, organisation))
}

/// As [`require`], and holds the series.
fn require_held(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: SeriesId,
) -> Result<(SeriesRow, OrgRow), ApiError> {
    lock_series(tx, id)?;
    let found = require(tx, actor, id)?;
    if found.0.is_active() {
        Ok(found)
    } else {
        Err(ApiError::wrong_state("removed"))
    }
}
