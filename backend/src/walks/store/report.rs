//! Reports, and the versions of them that the city has.

use diesel::{
    ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{OrganisationId, ReportId, ShiftId, UserId},
    shifts::ShiftPhase,
    time::{Instant, LocalDate},
};

use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{organisations, report_numbers, shifts, walk_report_versions, walk_reports},
};

/// A report.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = walk_reports)]
pub(in crate::walks) struct ReportRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) id: ReportId,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) organisation_id: OrganisationId,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) shift_id: ShiftId,
    pub(in crate::walks) revision: i32,
    /// The form, as JSON.
    pub(in crate::walks) content: String,
    pub(in crate::walks) reference: Option<String>,
    pub(in crate::walks) sent_revision: Option<i32>,
    pub(in crate::walks) sent_at: Option<DbTime>,
    pub(in crate::walks) accepted_at: Option<DbTime>,
}

/// The report of a walk.
pub(in crate::walks) fn report_of(
    conn: &mut Conn,
    shift: ShiftId,
) -> QueryResult<Option<ReportRow>> {
    walk_reports::table
        .filter(walk_reports::shift_id.eq(shift.to_string()))
        .select(ReportRow::as_select())
        .first(conn)
        .optional()
}

/// The report with this id.
pub(in crate::walks) fn report(conn: &mut Conn, id: ReportId) -> QueryResult<Option<ReportRow>> {
    walk_reports::table
        .find(id.to_string())
        .select(ReportRow::as_select())
        .first(conn)
        .optional()
}

/// A report to be written down.
#[derive(Debug, Clone, Copy)]
pub(in crate::walks) struct NewReport<'a> {
    pub(in crate::walks) id: ReportId,
    pub(in crate::walks) revision: u16,
    pub(in crate::walks) content: &'a str,
    pub(in crate::walks) by: UserId,
}

/// Writes a first revision. The shift is held. `false` when the id is taken by another walk's.
pub(in crate::walks) fn insert_report(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    new: NewReport<'_>,
    now: Instant,
) -> QueryResult<bool> {
    let row = (
        walk_reports::id.eq(new.id.to_string()),
        walk_reports::organisation_id.eq(organisation.to_string()),
        walk_reports::shift_id.eq(shift.to_string()),
        walk_reports::revision.eq(i32::from(new.revision)),
        walk_reports::content.eq(new.content),
        walk_reports::written_by.eq(new.by.to_string()),
        walk_reports::saved_at.eq(DbTime::from(now)),
        walk_reports::created_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(walk_reports::table)
        .values(row)
        .on_conflict(walk_reports::id)
        .do_nothing()
        .execute(c))
    .map(|rows| rows == 1)
}

/// Writes a later revision. The shift is held.
pub(in crate::walks) fn update_report(
    tx: &mut Tx<'_>,
    new: NewReport<'_>,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(walk_reports::table.find(new.id.to_string()))
        .set((
            walk_reports::revision.eq(i32::from(new.revision)),
            walk_reports::content.eq(new.content),
            walk_reports::written_by.eq(new.by.to_string()),
            walk_reports::saved_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// The next number of the year. Who asks at the same time waits, so no number is given out twice.
pub(in crate::walks) fn next_number(tx: &mut Tx<'_>, year: i16) -> QueryResult<i32> {
    let year = i32::from(year);
    let first = (report_numbers::year.eq(year), report_numbers::last.eq(0));
    on_each!(tx.conn(), |c| diesel::insert_into(report_numbers::table)
        .values(first)
        .on_conflict(report_numbers::year)
        .do_nothing()
        .execute(c))?;
    diesel::update(report_numbers::table.find(year))
        .set(report_numbers::last.eq(report_numbers::last + 1))
        .execute(tx.conn())?;
    report_numbers::table
        .find(year)
        .select(report_numbers::last)
        .first(tx.conn())
}

/// Freezes a version for the city.
pub(in crate::walks) fn insert_version(
    tx: &mut Tx<'_>,
    report: &ReportRow,
    (number, content): (i32, &str),
    by: UserId,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(walk_report_versions::table)
        .values((
            walk_report_versions::report_id.eq(report.id.to_string()),
            walk_report_versions::number.eq(number),
            walk_report_versions::organisation_id.eq(report.organisation_id.to_string()),
            walk_report_versions::revision.eq(report.revision),
            walk_report_versions::content.eq(content),
            walk_report_versions::sent_by.eq(by.to_string()),
            walk_report_versions::sent_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Marks a report as sent with this revision. The city has to take note of it anew.
pub(in crate::walks) fn set_sent(
    tx: &mut Tx<'_>,
    report: &ReportRow,
    reference: &str,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(walk_reports::table.find(report.id.to_string()))
        .set((
            walk_reports::reference.eq(reference),
            walk_reports::sent_revision.eq(report.revision),
            walk_reports::sent_at.eq(DbTime::from(now)),
            walk_reports::accepted_at.eq(None::<DbTime>),
            walk_reports::accepted_by.eq(None::<String>),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// The city takes note of a report that was sent; the first time stands.
pub(in crate::walks) fn accept(
    tx: &mut Tx<'_>,
    report: ReportId,
    by: UserId,
    now: Instant,
) -> QueryResult<bool> {
    let changed = diesel::update(
        walk_reports::table
            .find(report.to_string())
            .filter(walk_reports::sent_at.is_not_null())
            .filter(walk_reports::accepted_at.is_null()),
    )
    .set((
        walk_reports::accepted_at.eq(DbTime::from(now)),
        walk_reports::accepted_by.eq(by.to_string()),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// A frozen version.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct VersionRow {
    pub(in crate::walks) report: String,
    pub(in crate::walks) number: i32,
    pub(in crate::walks) revision: i32,
    pub(in crate::walks) content: String,
    pub(in crate::walks) sent_at: DbTime,
}

macro_rules! version_columns {
    () => {
        (
            walk_report_versions::report_id,
            walk_report_versions::number,
            walk_report_versions::revision,
            walk_report_versions::content,
            walk_report_versions::sent_at,
        )
    };
}

/// The versions of a report, the latest first.
pub(in crate::walks) fn versions(
    conn: &mut Conn,
    report: ReportId,
) -> QueryResult<Vec<VersionRow>> {
    walk_report_versions::table
        .filter(walk_report_versions::report_id.eq(report.to_string()))
        .order(walk_report_versions::number.desc())
        .select(version_columns!())
        .load(conn)
}

/// The versions of the reports of a page, the latest first.
pub(in crate::walks) fn latest_versions(
    conn: &mut Conn,
    reports: &[String],
) -> QueryResult<Vec<VersionRow>> {
    walk_report_versions::table
        .filter(walk_report_versions::report_id.eq_any(reports))
        .order((
            walk_report_versions::report_id,
            walk_report_versions::number.desc(),
        ))
        .select(version_columns!())
        .load(conn)
}

/// A report that was sent, in the city's list.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct CityRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) id: ReportId,
    pub(in crate::walks) reference: Option<String>,
    pub(in crate::walks) accepted_at: Option<DbTime>,
}

/// A page of the reports that were sent, the latest first, and how many there are on all pages.
pub(in crate::walks) fn city_reports(
    conn: &mut Conn,
    organisation: Option<OrganisationId>,
    (offset, limit): (i64, i64),
) -> QueryResult<(Vec<CityRow>, i64)> {
    let sent = || {
        let query = walk_reports::table
            .inner_join(organisations::table)
            .filter(walk_reports::sent_at.is_not_null())
            .into_boxed::<crate::db::MultiBackend>();
        match organisation {
            Some(id) => query.filter(walk_reports::organisation_id.eq(id.to_string())),
            None => query,
        }
    };
    let total = sent().count().get_result(conn)?;
    let rows = sent()
        .order((walk_reports::sent_at.desc(), walk_reports::id.desc()))
        .select((
            walk_reports::id,
            walk_reports::reference,
            walk_reports::accepted_at,
        ))
        .offset(offset)
        .limit(limit)
        .load(conn)?;
    Ok((rows, total))
}

/// The organisation's walks of a year that are over, with what is known of their reports: shift, title, day, revision,
/// sent revision, reference.
#[expect(clippy::type_complexity, reason = "one row, used once")]
pub(in crate::walks) fn reports_of_year(
    conn: &mut Conn,
    organisation: OrganisationId,
    year: i16,
    now: Instant,
) -> QueryResult<
    Vec<(
        String,
        String,
        String,
        Option<i32>,
        Option<i32>,
        Option<String>,
    )>,
> {
    let days = (
        LocalDate {
            year,
            month: 1,
            day: 1,
        },
        LocalDate {
            year,
            month: 12,
            day: 31,
        },
    );
    shifts::table
        .left_join(walk_reports::table)
        .filter(shifts::organisation_id.eq(organisation.to_string()))
        .filter(shifts::local_date.between(days.0.to_string(), days.1.to_string()))
        .filter(shifts::status.ne_all([ShiftPhase::Draft.as_str(), ShiftPhase::Cancelled.as_str()]))
        .filter(shifts::starts_at.le(DbTime::from(now)))
        .filter(shifts::taken.gt(0))
        .order((shifts::starts_at.desc(), shifts::id.desc()))
        .select((
            shifts::id,
            shifts::title,
            shifts::local_date,
            walk_reports::revision.nullable(),
            walk_reports::sent_revision.nullable(),
            walk_reports::reference.nullable(),
        ))
        .load(conn)
}
