//! What is stored of series and their dates.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper, dsl::exists, insert_into, select,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, SeriesId, ShiftId, UserId},
    shifts::{ShiftPhase, series::RecurrenceRule},
    time::{Instant, LocalDate, Span},
};

use super::{
    read::CURRENT,
    rows::{OrgRow, ShiftRow},
};
use crate::db::{
    Conn, DbTime, Tx,
    schema::{organisations, series_occurrences, shift_series, shifts, signups},
};

/// A series that is carried on.
const ACTIVE: &str = "active";
/// A series that was taken away.
const REMOVED: &str = "removed";

/// A series, whole.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shift_series)]
pub(in crate::shifts) struct SeriesRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) id: SeriesId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) organisation_id: OrganisationId,
    /// The series it was parted from, or itself.
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) root_id: SeriesId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) rule: RecurrenceRule,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) from_date: LocalDate,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) to_date: LocalDate,
    /// A JSON list of days.
    pub(in crate::shifts) excluded: String,
    /// A shift's form as JSON.
    pub(in crate::shifts) template: String,
    pub(in crate::shifts) publish: bool,
    pub(in crate::shifts) status: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) made_until: LocalDate,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) planned_by: UserId,
    pub(in crate::shifts) version: i32,
}

impl SeriesRow {
    /// Whether it is carried on.
    pub(in crate::shifts) fn is_active(&self) -> bool {
        self.status == ACTIVE
    }
}

/// The plan of a series as it is written.
#[derive(Debug, Clone)]
pub(in crate::shifts) struct SeriesPlan {
    pub(in crate::shifts) rule: RecurrenceRule,
    pub(in crate::shifts) from: LocalDate,
    pub(in crate::shifts) to: LocalDate,
    pub(in crate::shifts) excluded: String,
    pub(in crate::shifts) template: String,
    pub(in crate::shifts) publish: bool,
}

macro_rules! planned {
    ($plan:expr) => {
        (
            shift_series::rule.eq($plan.rule.to_string()),
            shift_series::from_date.eq($plan.from.to_string()),
            shift_series::to_date.eq($plan.to.to_string()),
            shift_series::excluded.eq($plan.excluded.clone()),
            shift_series::template.eq($plan.template.clone()),
            shift_series::publish.eq($plan.publish),
        )
    };
}

/// Writes a new series.
pub(in crate::shifts) fn insert_series(
    tx: &mut Tx<'_>,
    (organisation, id, root): (OrganisationId, SeriesId, SeriesId),
    plan: &SeriesPlan,
    (planned_by, made_until): (UserId, LocalDate),
    now: Instant,
) -> QueryResult<()> {
    insert_into(shift_series::table)
        .values((
            shift_series::id.eq(id.to_string()),
            shift_series::organisation_id.eq(organisation.to_string()),
            shift_series::root_id.eq(root.to_string()),
            planned!(plan),
            shift_series::status.eq(ACTIVE),
            shift_series::made_until.eq(made_until.to_string()),
            shift_series::planned_by.eq(planned_by.to_string()),
            shift_series::version.eq(1),
            shift_series::created_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Writes a changed plan; the series' row is held.
pub(in crate::shifts) fn update_series(
    tx: &mut Tx<'_>,
    (organisation, id): (OrganisationId, SeriesId),
    plan: &SeriesPlan,
) -> QueryResult<()> {
    diesel::update(
        shift_series::table
            .filter(shift_series::organisation_id.eq(organisation.to_string()))
            .filter(shift_series::id.eq(id.to_string())),
    )
    .set((
        planned!(plan),
        shift_series::version.eq(shift_series::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Notes until when a series' shifts are made.
pub(in crate::shifts) fn set_made_until(
    tx: &mut Tx<'_>,
    (organisation, id): (OrganisationId, SeriesId),
    until: LocalDate,
) -> QueryResult<()> {
    diesel::update(
        shift_series::table
            .filter(shift_series::organisation_id.eq(organisation.to_string()))
            .filter(shift_series::id.eq(id.to_string())),
    )
    .set(shift_series::made_until.eq(until.to_string()))
    .execute(tx.conn())
    .map(drop)
}

/// Takes a series away: it is carried on no more. Its row stays, because its past shifts belong to it.
pub(in crate::shifts) fn remove_series(
    tx: &mut Tx<'_>,
    (organisation, id): (OrganisationId, SeriesId),
) -> QueryResult<()> {
    diesel::update(
        shift_series::table
            .filter(shift_series::organisation_id.eq(organisation.to_string()))
            .filter(shift_series::id.eq(id.to_string())),
    )
    .set((
        shift_series::status.eq(REMOVED),
        shift_series::version.eq(shift_series::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// A series and its organisation. The caller decides who may know of it.
pub(in crate::shifts) fn series(
    conn: &mut Conn,
    id: SeriesId,
) -> QueryResult<Option<(SeriesRow, OrgRow)>> {
    shift_series::table
        .inner_join(organisations::table)
        .filter(shift_series::id.eq(id.to_string()))
        .select((SeriesRow::as_select(), OrgRow::as_select()))
        .first(conn)
        .optional()
}

/// An organisation's series that were not taken away, those that begin first before the others.
pub(in crate::shifts) fn series_of(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<SeriesRow>> {
    shift_series::table
        .filter(shift_series::organisation_id.eq(organisation.to_string()))
        .filter(shift_series::status.eq(ACTIVE))
        .order((shift_series::from_date, shift_series::id))
        .select(SeriesRow::as_select())
        .load(conn)
}

/// The series of active partners that are not made until this day, though their season goes on.
pub(in crate::shifts) fn series_to_make(
    conn: &mut Conn,
    until: LocalDate,
) -> QueryResult<Vec<SeriesId>> {
    let ids: Vec<String> = shift_series::table
        .inner_join(organisations::table)
        .filter(shift_series::status.eq(ACTIVE))
        .filter(shift_series::made_until.lt(until.to_string()))
        .filter(shift_series::made_until.lt(shift_series::to_date))
        .filter(organisations::status.eq_any(["active", "renewal_due"]))
        .order(shift_series::id)
        .select(shift_series::id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// How many shifts of a series lie ahead and take place.
pub(in crate::shifts) fn ahead_in_series(
    conn: &mut Conn,
    id: SeriesId,
    now: Instant,
) -> QueryResult<i64> {
    series_occurrences::table
        .inner_join(shifts::table)
        .filter(series_occurrences::series_id.eq(id.to_string()))
        .filter(shifts::status.ne(ShiftPhase::Cancelled.as_str()))
        .filter(shifts::starts_at.gt(DbTime::from(now)))
        .count()
        .get_result(conn)
}

/// The days that stand for a shift already, in a series and all that were parted from it.
pub(in crate::shifts) fn days_made(conn: &mut Conn, root: SeriesId) -> QueryResult<Vec<LocalDate>> {
    let days: Vec<String> = series_occurrences::table
        .filter(series_occurrences::root_id.eq(root.to_string()))
        .select(series_occurrences::original_date)
        .load(conn)?;
    Ok(days
        .into_iter()
        .filter_map(|day| day.parse().ok())
        .collect())
}

/// A date of a series and its shift.
#[derive(Debug, Clone)]
pub(in crate::shifts) struct Occurrence {
    /// The day it stands for.
    pub(in crate::shifts) original: LocalDate,
    /// The shift it became.
    pub(in crate::shifts) shift: ShiftRow,
}

/// The dates of a series that are shifts, in order.
pub(in crate::shifts) fn occurrences(
    conn: &mut Conn,
    series: SeriesId,
) -> QueryResult<Vec<Occurrence>> {
    let rows: Vec<(String, ShiftRow)> = series_occurrences::table
        .inner_join(shifts::table)
        .filter(series_occurrences::series_id.eq(series.to_string()))
        .order(series_occurrences::original_date)
        .select((series_occurrences::original_date, ShiftRow::as_select()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(day, shift)| {
            let original = day.parse().ok()?;
            Some(Occurrence { original, shift })
        })
        .collect())
}

/// Writes down which shift a day became. The key says no to a second one.
pub(in crate::shifts) fn insert_occurrence(
    tx: &mut Tx<'_>,
    row: &SeriesRow,
    original: LocalDate,
    shift: ShiftId,
) -> QueryResult<()> {
    insert_into(series_occurrences::table)
        .values((
            series_occurrences::root_id.eq(row.root_id.to_string()),
            series_occurrences::original_date.eq(original.to_string()),
            series_occurrences::organisation_id.eq(row.organisation_id.to_string()),
            series_occurrences::series_id.eq(row.id.to_string()),
            series_occurrences::shift_id.eq(shift.to_string()),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Lets a date stand for another day of its series.
pub(in crate::shifts) fn rekey_occurrence(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    original: LocalDate,
) -> QueryResult<()> {
    diesel::update(
        series_occurrences::table
            .filter(series_occurrences::organisation_id.eq(organisation.to_string()))
            .filter(series_occurrences::shift_id.eq(shift.to_string())),
    )
    .set(series_occurrences::original_date.eq(original.to_string()))
    .execute(tx.conn())
    .map(drop)
}

/// Hands a series' dates from this day on to the series that was parted from it.
pub(in crate::shifts) fn hand_over(
    tx: &mut Tx<'_>,
    (organisation, from): (OrganisationId, SeriesId),
    since: LocalDate,
    to: SeriesId,
) -> QueryResult<()> {
    diesel::update(
        series_occurrences::table
            .filter(series_occurrences::organisation_id.eq(organisation.to_string()))
            .filter(series_occurrences::series_id.eq(from.to_string()))
            .filter(series_occurrences::original_date.ge(since.to_string())),
    )
    .set(series_occurrences::series_id.eq(to.to_string()))
    .execute(tx.conn())
    .map(drop)
}

/// Whether anybody ever was on this shift or waited for it.
pub(in crate::shifts) fn has_history(conn: &mut Conn, shift: ShiftId) -> QueryResult<bool> {
    select(exists(
        signups::table.filter(signups::shift_id.eq(shift.to_string())),
    ))
    .get_result(conn)
}

/// Takes a shift away that nobody ever was on. What hangs on a shift from its beginning goes with it (`ON DELETE
/// CASCADE`); anything else in the way fails.
pub(in crate::shifts) fn delete_shift(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: ShiftId,
) -> QueryResult<()> {
    diesel::delete(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string())),
    )
    .execute(tx.conn())
    .map(drop)
}

/// A shift that might be in the way of a new one.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shifts)]
pub(in crate::shifts) struct NeighbourRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) id: ShiftId,
    pub(in crate::shifts) title: String,
    pub(in crate::shifts) place_name: String,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) starts_at: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) ends_at: Instant,
    pub(in crate::shifts) leader_membership_id: Option<String>,
}

/// The organisation's shifts, drafts too, that share a moment with `span` and are to take place.
pub(in crate::shifts) fn neighbours(
    conn: &mut Conn,
    organisation: OrganisationId,
    span: Span,
) -> QueryResult<Vec<NeighbourRow>> {
    shifts::table
        .filter(shifts::organisation_id.eq(organisation.to_string()))
        .filter(shifts::status.eq_any(["draft", "open", "confirmed"]))
        .filter(shifts::starts_at.lt(DbTime::from(span.end)))
        .filter(shifts::ends_at.gt(DbTime::from(span.start)))
        .select(NeighbourRow::as_select())
        .load(conn)
}

/// The organisation's shifts that a member is on.
pub(in crate::shifts) fn shifts_of_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    member: MembershipId,
) -> QueryResult<Vec<String>> {
    signups::table
        .filter(signups::organisation_id.eq(organisation.to_string()))
        .filter(signups::membership_id.eq(member.to_string()))
        .filter(signups::status.eq_any(CURRENT))
        .select(signups::shift_id)
        .load(conn)
}

/// The series that a shift is a date of.
pub(in crate::shifts) fn series_of_shift(
    conn: &mut Conn,
    shift: ShiftId,
) -> QueryResult<Option<SeriesId>> {
    let id: Option<String> = series_occurrences::table
        .filter(series_occurrences::shift_id.eq(shift.to_string()))
        .select(series_occurrences::series_id)
        .first(conn)
        .optional()?;
    Ok(id.and_then(|id| id.parse().ok()))
}
