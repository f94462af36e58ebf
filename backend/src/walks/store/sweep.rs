//! Walks that are over and of which nobody has said that everybody is home.

use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, QueryResult, Queryable,
    RunQueryDsl,
};
use lykta_shared::{shifts::ShiftPhase, time::Instant};

use crate::db::{
    Conn, DbTime,
    schema::{shifts, walk_settings, walks},
};

/// A walk that is over without *all home*.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct Unticked {
    pub(in crate::walks) shift_id: String,
    pub(in crate::walks) organisation_id: String,
    pub(in crate::walks) ends_at: DbTime,
    pub(in crate::walks) leader: Option<String>,
    pub(in crate::walks) time_version: i32,
    pub(in crate::walks) deputy: Option<String>,
    pub(in crate::walks) home_minutes: Option<i32>,
    pub(in crate::walks) step_minutes: Option<i32>,
    pub(in crate::walks) duty: Option<String>,
}

/// Walks with people on them that ended between these moments and are not ticked off as home.
pub(in crate::walks) fn unticked(
    conn: &mut Conn,
    after: Instant,
    until: Instant,
) -> QueryResult<Vec<Unticked>> {
    shifts::table
        .left_join(walks::table)
        .left_join(
            walk_settings::table.on(walk_settings::organisation_id.eq(shifts::organisation_id)),
        )
        .filter(shifts::status.eq_any([
            ShiftPhase::Open.as_str(),
            ShiftPhase::Confirmed.as_str(),
            ShiftPhase::Completed.as_str(),
            ShiftPhase::Reported.as_str(),
            ShiftPhase::Aborted.as_str(),
        ]))
        .filter(shifts::ends_at.gt(DbTime::from(after)))
        .filter(shifts::ends_at.le(DbTime::from(until)))
        .filter(shifts::taken.gt(0))
        .filter(walks::home_at.is_null())
        .order((shifts::ends_at, shifts::id))
        .select((
            shifts::id,
            shifts::organisation_id,
            shifts::ends_at,
            shifts::leader_membership_id,
            shifts::time_version,
            walks::deputy_membership_id.nullable(),
            walk_settings::home_minutes.nullable(),
            walk_settings::step_minutes.nullable(),
            walk_settings::duty_membership_id.nullable(),
        ))
        .load(conn)
}
