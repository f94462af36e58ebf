//! What is settled for a walk, the organisation's settings, and who has read the briefing.

use diesel::{
    AsChangeset, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult,
    Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{OrganisationId, ShiftId, UserId},
    time::Instant,
};

use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{briefing_readings, walk_settings, walks},
};

/// What is settled for a walk.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = walks, treat_none_as_null = true)]
pub(in crate::walks) struct WalkRow {
    pub(in crate::walks) shift_id: String,
    pub(in crate::walks) organisation_id: String,
    /// The places, as JSON.
    pub(in crate::walks) route: String,
    pub(in crate::walks) deputy_membership_id: Option<String>,
    pub(in crate::walks) checkpoint_at: Option<DbTime>,
    pub(in crate::walks) checkpoint_place: Option<String>,
    pub(in crate::walks) checkpoint_reached_at: Option<DbTime>,
    pub(in crate::walks) home_at: Option<DbTime>,
    pub(in crate::walks) home_by: Option<String>,
    pub(in crate::walks) abort_reason: Option<String>,
    pub(in crate::walks) abort_message: Option<String>,
}

impl WalkRow {
    /// A walk for which nothing is settled yet.
    pub(in crate::walks) fn new(organisation: OrganisationId, shift: ShiftId) -> Self {
        Self {
            shift_id: shift.to_string(),
            organisation_id: organisation.to_string(),
            route: "[]".to_owned(),
            deputy_membership_id: None,
            checkpoint_at: None,
            checkpoint_place: None,
            checkpoint_reached_at: None,
            home_at: None,
            home_by: None,
            abort_reason: None,
            abort_message: None,
        }
    }
}

/// What is settled for the walk, if anything.
pub(in crate::walks) fn walk(conn: &mut Conn, shift: ShiftId) -> QueryResult<Option<WalkRow>> {
    walks::table
        .find(shift.to_string())
        .select(WalkRow::as_select())
        .first(conn)
        .optional()
}

/// Writes what is settled for a walk. Its shift is held.
pub(in crate::walks) fn put_walk(tx: &mut Tx<'_>, row: &WalkRow) -> QueryResult<()> {
    on_each!(tx.conn(), |c| diesel::insert_into(walks::table)
        .values(row)
        .on_conflict(walks::shift_id)
        .do_update()
        .set(row)
        .execute(c))
    .map(drop)
}

/// An organisation's settings.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = walk_settings, treat_none_as_null = true)]
pub(in crate::walks) struct SettingsRow {
    pub(in crate::walks) organisation_id: String,
    pub(in crate::walks) briefing_hours: i32,
    pub(in crate::walks) home_minutes: i32,
    pub(in crate::walks) step_minutes: i32,
    pub(in crate::walks) duty_membership_id: Option<String>,
    pub(in crate::walks) version: i32,
}

/// The organisation's settings, if it ever changed them.
pub(in crate::walks) fn settings(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Option<SettingsRow>> {
    walk_settings::table
        .find(organisation.to_string())
        .select(SettingsRow::as_select())
        .first(conn)
        .optional()
}

/// Writes the settings over those of the version before; `false` when somebody else was first.
pub(in crate::walks) fn put_settings(tx: &mut Tx<'_>, row: &SettingsRow) -> QueryResult<bool> {
    let changed = if row.version == 1 {
        on_each!(tx.conn(), |c| diesel::insert_into(walk_settings::table)
            .values(row)
            .on_conflict(walk_settings::organisation_id)
            .do_nothing()
            .execute(c))?
    } else {
        diesel::update(
            walk_settings::table
                .find(&row.organisation_id)
                .filter(walk_settings::version.eq(row.version - 1)),
        )
        .set(row)
        .execute(tx.conn())?
    };
    Ok(changed == 1)
}

/// Whether this person has read the briefing of this walk before.
pub(in crate::walks) fn has_read(
    conn: &mut Conn,
    shift: ShiftId,
    user: UserId,
) -> QueryResult<bool> {
    briefing_readings::table
        .find((shift.to_string(), user.to_string()))
        .select(briefing_readings::user_id)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}

/// Notes that this person reads the briefing; the first time stands.
pub(in crate::walks) fn note_reading(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    user: UserId,
    now: Instant,
) -> QueryResult<()> {
    let row = (
        briefing_readings::shift_id.eq(shift.to_string()),
        briefing_readings::user_id.eq(user.to_string()),
        briefing_readings::organisation_id.eq(organisation.to_string()),
        briefing_readings::read_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(briefing_readings::table)
        .values(row)
        .on_conflict((briefing_readings::shift_id, briefing_readings::user_id))
        .do_nothing()
        .execute(c))
    .map(drop)
}
