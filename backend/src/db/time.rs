//! Moments as the databases keep them.

use chrono::{DateTime, NaiveDateTime};
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_types::Timestamp,
};
use lykta_shared::time::Instant;

/// An [`Instant`] in a `Timestamp` column, in UTC and to the microsecond.
///
/// In row structs: `#[diesel(deserialize_as = DbTime, serialize_as = DbTime)] at: Instant` (an optional
/// column is read as `Option<DbTime>`). In expressions: `shifts::starts_at.gt(DbTime::from(now))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, FromSqlRow, AsExpression)]
#[diesel(sql_type = Timestamp)]
pub(crate) struct DbTime(NaiveDateTime);

impl From<Instant> for DbTime {
    fn from(instant: Instant) -> Self {
        // An Instant lies within 1970–9998, which chrono always holds.
        Self(
            DateTime::from_timestamp_micros(instant.micros())
                .unwrap_or_default()
                .naive_utc(),
        )
    }
}

impl From<DbTime> for Instant {
    fn from(time: DbTime) -> Self {
        Self::from_micros(time.0.and_utc().timestamp_micros())
    }
}

impl<DB> FromSql<Timestamp, DB> for DbTime
where
    DB: Backend,
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}

impl<DB> ToSql<Timestamp, DB> for DbTime
where
    DB: Backend,
    NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}
