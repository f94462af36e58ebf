//! Who comes on every date of a series, and who watches all of them. The key is the family of series (`root_id`), so that
//! an edit that parts one changes nothing here.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, SeriesId, ShiftId, SignupId, UserId},
    shifts::SignupStatus,
    time::{Instant, LocalDate},
};

use super::{
    read::LIVE,
    rows::{ShiftRow, SignupRow},
};
use crate::db::{
    Conn, DbTime, Tx, either, on_each,
    schema::{
        series_occurrences, series_watches, shift_series, shifts, signups, standing_sign_ups,
    },
};

/// Somebody who comes on every date of a family of series.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = standing_sign_ups)]
pub(in crate::shifts) struct StandingRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) membership_id: MembershipId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) user_id: UserId,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) since: Instant,
}

/// A family of series and one member of its organisation.
#[derive(Debug, Clone, Copy)]
pub(in crate::shifts) struct Regular {
    pub(in crate::shifts) organisation: OrganisationId,
    pub(in crate::shifts) root: SeriesId,
    pub(in crate::shifts) membership: MembershipId,
    pub(in crate::shifts) user: UserId,
}

/// Who comes on every date, the oldest standing sign-up first.
pub(in crate::shifts) fn standing(
    conn: &mut Conn,
    root: SeriesId,
) -> QueryResult<Vec<StandingRow>> {
    standing_sign_ups::table
        .filter(standing_sign_ups::root_id.eq(root.to_string()))
        .order((standing_sign_ups::since, standing_sign_ups::membership_id))
        .select(StandingRow::as_select())
        .load(conn)
}

/// Writes a standing sign-up; once more changes nothing. Whether it is new.
pub(in crate::shifts) fn insert_standing(
    tx: &mut Tx<'_>,
    of: Regular,
    now: Instant,
) -> QueryResult<bool> {
    let row = (
        standing_sign_ups::organisation_id.eq(of.organisation.to_string()),
        standing_sign_ups::root_id.eq(of.root.to_string()),
        standing_sign_ups::membership_id.eq(of.membership.to_string()),
        standing_sign_ups::user_id.eq(of.user.to_string()),
        standing_sign_ups::since.eq(DbTime::from(now)),
    );
    let written = on_each!(tx.conn(), |c| {
        diesel::insert_into(standing_sign_ups::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)
    })?;
    Ok(written == 1)
}

/// Ends a standing sign-up. Whether there was one.
pub(in crate::shifts) fn end_standing(
    tx: &mut Tx<'_>,
    root: SeriesId,
    membership: MembershipId,
) -> QueryResult<bool> {
    let gone = diesel::delete(
        standing_sign_ups::table
            .filter(standing_sign_ups::root_id.eq(root.to_string()))
            .filter(standing_sign_ups::membership_id.eq(membership.to_string())),
    )
    .execute(tx.conn())?;
    Ok(gone > 0)
}

/// Ends all that a member comes to, and with `watches` what they watch too.
pub(in crate::shifts) fn end_standing_of(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    membership: MembershipId,
    watches: bool,
) -> QueryResult<()> {
    diesel::delete(
        standing_sign_ups::table
            .filter(standing_sign_ups::organisation_id.eq(organisation.to_string()))
            .filter(standing_sign_ups::membership_id.eq(membership.to_string())),
    )
    .execute(tx.conn())?;
    if watches {
        diesel::delete(
            series_watches::table
                .filter(series_watches::organisation_id.eq(organisation.to_string()))
                .filter(series_watches::membership_id.eq(membership.to_string())),
        )
        .execute(tx.conn())?;
    }
    Ok(())
}

/// Ends what hangs on a family of series that is carried on no more.
pub(in crate::shifts) fn end_family(tx: &mut Tx<'_>, root: SeriesId) -> QueryResult<()> {
    if !family(tx, root)?.is_empty() {
        return Ok(());
    }
    let root = root.to_string();
    diesel::delete(standing_sign_ups::table.filter(standing_sign_ups::root_id.eq(root.clone())))
        .execute(tx.conn())?;
    diesel::delete(series_watches::table.filter(series_watches::root_id.eq(root)))
        .execute(tx.conn())
        .map(drop)
}

/// The series of a family that are carried on, by ascending id.
pub(in crate::shifts) fn family(conn: &mut Conn, root: SeriesId) -> QueryResult<Vec<SeriesId>> {
    let ids: Vec<String> = shift_series::table
        .filter(shift_series::root_id.eq(root.to_string()))
        .filter(shift_series::status.eq("active"))
        .order(shift_series::id)
        .select(shift_series::id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// The dates of a family that have not begun and are not called off, drafts too, by their start.
pub(in crate::shifts) fn dates_ahead(
    conn: &mut Conn,
    root: SeriesId,
    now: Instant,
) -> QueryResult<Vec<(LocalDate, ShiftRow)>> {
    let rows: Vec<(String, ShiftRow)> = series_occurrences::table
        .inner_join(shifts::table)
        .filter(series_occurrences::root_id.eq(root.to_string()))
        .filter(shifts::status.eq("draft").or(either(shifts::status, LIVE)))
        .filter(shifts::starts_at.gt(DbTime::from(now)))
        .order((shifts::starts_at, shifts::id))
        .select((series_occurrences::original_date, ShiftRow::as_select()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(day, shift)| Some((day.parse().ok()?, shift)))
        .collect())
}

/// The series of a shift and the family it belongs to.
pub(in crate::shifts) fn family_of_shift(
    conn: &mut Conn,
    shift: ShiftId,
) -> QueryResult<Option<(SeriesId, SeriesId)>> {
    let found: Option<(String, String)> = series_occurrences::table
        .filter(series_occurrences::shift_id.eq(shift.to_string()))
        .select((series_occurrences::series_id, series_occurrences::root_id))
        .first(conn)
        .optional()?;
    Ok(found.and_then(|(series, root)| Some((series.parse().ok()?, root.parse().ok()?))))
}

/// How many are on a shift by a standing sign-up.
pub(in crate::shifts) fn standing_on(conn: &mut Conn, shift: ShiftId) -> QueryResult<u16> {
    let count: i64 = signups::table
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq(SignupStatus::SignedUp.as_str()))
        .filter(signups::standing.eq(true))
        .count()
        .get_result(conn)?;
    Ok(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Notes that a sign-up came by a standing one.
pub(in crate::shifts) fn mark_standing(tx: &mut Tx<'_>, id: SignupId) -> QueryResult<()> {
    diesel::update(signups::table.filter(signups::id.eq(id.to_string())))
        .set(signups::standing.eq(true))
        .execute(tx.conn())
        .map(drop)
}

/// The shifts a membership is on by a standing sign-up.
pub(in crate::shifts) fn taken_by_standing(
    conn: &mut Conn,
    membership: MembershipId,
) -> QueryResult<Vec<ShiftId>> {
    let ids: Vec<String> = signups::table
        .filter(signups::membership_id.eq(membership.to_string()))
        .filter(signups::status.eq(SignupStatus::SignedUp.as_str()))
        .filter(signups::standing.eq(true))
        .select(signups::shift_id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// The shifts of a family that a membership was on and left at `since` or later: dates it skips.
pub(in crate::shifts) fn left_since(
    conn: &mut Conn,
    root: SeriesId,
    membership: MembershipId,
    since: Instant,
) -> QueryResult<Vec<ShiftId>> {
    let rows: Vec<SignupRow> = signups::table
        .filter(signups::membership_id.eq(membership.to_string()))
        .filter(signups::status.eq(SignupStatus::Cancelled.as_str()))
        .filter(signups::changed_at.ge(DbTime::from(since)))
        .filter(
            signups::shift_id.eq_any(
                series_occurrences::table
                    .filter(series_occurrences::root_id.eq(root.to_string()))
                    .select(series_occurrences::shift_id),
            ),
        )
        .select(SignupRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.shift_id).collect())
}

/// From now on this member watches all dates; once more changes nothing.
pub(in crate::shifts) fn watch_series(
    tx: &mut Tx<'_>,
    of: Regular,
    now: Instant,
) -> QueryResult<()> {
    let row = (
        series_watches::organisation_id.eq(of.organisation.to_string()),
        series_watches::root_id.eq(of.root.to_string()),
        series_watches::membership_id.eq(of.membership.to_string()),
        series_watches::user_id.eq(of.user.to_string()),
        series_watches::since.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| {
        diesel::insert_into(series_watches::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)
            .map(drop)
    })
}

/// This member watches the series no more.
pub(in crate::shifts) fn unwatch_series(
    tx: &mut Tx<'_>,
    root: SeriesId,
    membership: MembershipId,
) -> QueryResult<()> {
    diesel::delete(
        series_watches::table
            .filter(series_watches::root_id.eq(root.to_string()))
            .filter(series_watches::membership_id.eq(membership.to_string())),
    )
    .execute(tx.conn())
    .map(drop)
}

/// Who watches a whole family of series.
pub(in crate::shifts) fn series_watchers(
    conn: &mut Conn,
    root: SeriesId,
) -> QueryResult<Vec<UserId>> {
    let ids: Vec<String> = series_watches::table
        .filter(series_watches::root_id.eq(root.to_string()))
        .select(series_watches::user_id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}
