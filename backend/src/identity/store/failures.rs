//! Counts of failed log-ins, for the soft lock.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::time::Instant;

use crate::{
    db::{Conn, DbTime, Tx, on_each, schema::login_failures},
    identity::soft_lock::Failures,
};

/// What has been counted under this name.
pub(in crate::identity) fn failures(conn: &mut Conn, key: &str) -> QueryResult<Option<Failures>> {
    let row: Option<(i32, DbTime, Option<DbTime>)> = login_failures::table
        .find(key)
        .select((
            login_failures::failures,
            login_failures::last_failure_at,
            login_failures::locked_until,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(count, last, locked_until)| Failures {
        count,
        last: last.into(),
        locked_until: locked_until.map(Into::into),
    }))
}

/// Counts on under this name: what stands there is held until the transaction ends, so that none of several
/// failures at once is lost.
pub(in crate::identity) fn set_failures(
    tx: &mut Tx<'_>,
    key: &str,
    now: Instant,
    next: impl Fn(Failures) -> Failures,
) -> QueryResult<()> {
    let fresh = (
        login_failures::failure_key.eq(key),
        login_failures::failures.eq(0),
        login_failures::last_failure_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| {
        diesel::insert_into(login_failures::table)
            .values(fresh)
            .on_conflict(login_failures::failure_key)
            .do_update()
            .set(login_failures::failures.eq(login_failures::failures))
            .execute(c)
    })?;
    let after = next(failures(tx, key)?.unwrap_or_else(|| Failures::none(now)));
    diesel::update(login_failures::table.find(key))
        .set((
            login_failures::failures.eq(after.count),
            login_failures::last_failure_at.eq(DbTime::from(after.last)),
            login_failures::locked_until.eq(after.locked_until.map(DbTime::from)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Forgets what has been counted under these names.
pub(in crate::identity) fn clear_failures(tx: &mut Tx<'_>, keys: &[String]) -> QueryResult<()> {
    for key in keys {
        diesel::delete(login_failures::table.find(key)).execute(tx.conn())?;
    }
    Ok(())
}

/// Forgets failures that were before this moment.
pub(in crate::identity) fn forget_failures(tx: &mut Tx<'_>, before: Instant) -> QueryResult<usize> {
    diesel::delete(login_failures::table)
        .filter(login_failures::last_failure_at.lt(DbTime::from(before)))
        .execute(tx.conn())
}
