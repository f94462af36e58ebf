//! Row locks. On SQLite a writer is alone, so there is nothing to lock.
//!
//! The order is always: series first, then person, then organisation or application, then shift; shifts in ascending id.
//! Whoever keeps it can't meet a deadlock (PostgreSQL would resolve one, at the price of a retry).

use diesel::{OptionalExtension, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::ids::{ApplicationId, OrganisationId, SeriesId, ShiftId, UserId};

use super::{
    Conn, Tx,
    schema::{organisations, partner_applications, shift_series, shifts, users},
};

/// Makes a function that holds one table's row until the transaction ends. A row that is not there is
/// not locked; whoever loads it next finds out.
macro_rules! lock {
    ($(#[$meta:meta])* $name:ident($id:ty), $table:ident) => {
        $(#[$meta])*
        pub(crate) fn $name(tx: &mut Tx<'_>, id: $id) -> QueryResult<()> {
            match tx.conn() {
                Conn::Sqlite(_) => Ok(()),
                Conn::Pg(pg) => $table::table
                    .find(id.to_string())
                    .select($table::id)
                    .for_update()
                    .first::<String>(pg)
                    .optional()
                    .map(drop),
            }
        }
    };
}

lock! {
    /// Holds a person: what they sign up for, and their roles.
    lock_user(UserId), users
}
lock! {
    /// Holds an organisation: its members, roles and status.
    lock_organisation(OrganisationId), organisations
}
lock! {
    /// Holds an application while it is decided.
    lock_application(ApplicationId), partner_applications
}
lock! {
    /// Holds a series: which dates it has. Only who works on whole series takes it, before anything else.
    lock_series(SeriesId), shift_series
}
lock! {
    /// Holds a shift: its places and its waiting list.
    lock_shift(ShiftId), shifts
}

/// Holds a person if nobody else does, and fails with a conflict otherwise, so that the transaction runs again.
/// For whoever finds out under a shift's lock that one more person is concerned, and may not wait for them.
pub(crate) fn lock_user_now(tx: &mut Tx<'_>, id: UserId) -> QueryResult<()> {
    match tx.conn() {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(pg) => users::table
            .find(id.to_string())
            .select(users::id)
            .for_update()
            .no_wait()
            .first::<String>(pg)
            .optional()
            .map(drop),
    }
}
