//! The database: one schema, two verbs.
//!
//! ```ignore
//! let shifts = db.read(move |c| store::open_shifts(c, day)).await?;
//! let view = db.write(move |tx| service::sign_up(tx, &actor, shift)).await?;
//! ```
//!
//! A **read** gets one connection and one snapshot. A **write** is one transaction, kept when the closure
//! answers `Ok` and undone otherwise. It may run more than once, so it has no effect outside the database;
//! effects go to the outbox table in the same transaction. Store functions that write take `&mut Tx<'_>`.
//!
//! Diesel remembers a prepared query by its type, but not one with `eq_any`, `sql(…)` or, through both databases, a `LIMIT`. So
//! what is found by a key is asked by `get_result`, not `first`, and a few words of our own are compared by [`either`].

mod conn;
mod each;
mod errors;
mod kept;
mod locks;
mod migrate;
mod pool;
pub(crate) mod schema;
mod time;
mod tx;
mod words;
mod writer;

#[cfg(test)]
mod pg_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub(crate) use conn::{Address, Conn, MultiBackend};
pub(crate) use each::on_each;
pub(crate) use errors::{DbFailure, Violation};
pub(crate) use kept::Kept;
pub(crate) use locks::{
    lock_application, lock_organisation, lock_series, lock_shift, lock_user, lock_user_now,
};
pub(crate) use migrate::{MigrateFailure, ServerLock, current, has_our_tables, migrate};
pub(crate) use pool::{Db, DbOptions, WorkError};
pub(crate) use time::DbTime;
pub(crate) use tx::Tx;
pub(crate) use words::either;
