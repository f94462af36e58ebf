//! Stand-ins, watchers, alerts, and what a job has to look at.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    RunQueryDsl, SelectableHelper,
};
use lykta_shared::{
    ids::{OrganisationId, ShiftId, SignupId, UserId},
    shifts::policy::Alert,
    time::Instant,
};
use uuid::Uuid;

use super::{
    read::LIVE,
    rows::{OrgRow, ShiftRow, SignupRow},
};
use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{organisations, shift_alerts, shift_watches, shifts, signups, stand_in_requests},
};

/// Notes that somebody on a shift asks for a stand-in.
pub(in crate::shifts) fn insert_stand_in(
    tx: &mut Tx<'_>,
    id: Uuid,
    organisation: OrganisationId,
    signup: &SignupRow,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(stand_in_requests::table)
        .values((
            stand_in_requests::id.eq(id.to_string()),
            stand_in_requests::organisation_id.eq(organisation.to_string()),
            stand_in_requests::shift_id.eq(signup.shift_id.to_string()),
            stand_in_requests::signup_id.eq(signup.id.to_string()),
            stand_in_requests::status.eq("open"),
            stand_in_requests::asked_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Ends the open request of a sign-up, if there is one: somebody took over (`taken`), or nobody needs to (`ended`).
pub(in crate::shifts) fn end_stand_in(
    tx: &mut Tx<'_>,
    signup: SignupId,
    status: &'static str,
    now: Instant,
) -> QueryResult<bool> {
    let changed = diesel::update(
        stand_in_requests::table
            .filter(stand_in_requests::signup_id.eq(signup.to_string()))
            .filter(stand_in_requests::status.eq("open")),
    )
    .set((
        stand_in_requests::status.eq(status),
        stand_in_requests::ended_at.eq(Some(DbTime::from(now))),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// The sign-ups of a shift whose people ask for a stand-in, the one who asked first before the others.
pub(in crate::shifts) fn stand_ins(conn: &mut Conn, shift: ShiftId) -> QueryResult<Vec<SignupRow>> {
    stand_in_requests::table
        .inner_join(signups::table)
        .filter(stand_in_requests::shift_id.eq(shift.to_string()))
        .filter(stand_in_requests::status.eq("open"))
        .order((stand_in_requests::asked_at, stand_in_requests::id))
        .select(SignupRow::as_select())
        .load(conn)
}

/// From now on this person watches the shift; once more changes nothing.
pub(in crate::shifts) fn watch(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    user: UserId,
    now: Instant,
) -> QueryResult<()> {
    let row = (
        shift_watches::organisation_id.eq(organisation.to_string()),
        shift_watches::shift_id.eq(shift.to_string()),
        shift_watches::user_id.eq(user.to_string()),
        shift_watches::since.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| {
        diesel::insert_into(shift_watches::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)
            .map(drop)
    })
}

/// This person watches the shift no more.
pub(in crate::shifts) fn unwatch(tx: &mut Tx<'_>, shift: ShiftId, user: UserId) -> QueryResult<()> {
    diesel::delete(
        shift_watches::table
            .filter(shift_watches::shift_id.eq(shift.to_string()))
            .filter(shift_watches::user_id.eq(user.to_string())),
    )
    .execute(tx.conn())
    .map(drop)
}

/// Whether this person watches the shift.
pub(in crate::shifts) fn watches(
    conn: &mut Conn,
    shift: ShiftId,
    user: UserId,
) -> QueryResult<bool> {
    shift_watches::table
        .find((shift.to_string(), user.to_string()))
        .select(shift_watches::user_id)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}

/// Who watches the shift.
pub(in crate::shifts) fn watchers(conn: &mut Conn, shift: ShiftId) -> QueryResult<Vec<UserId>> {
    let ids: Vec<String> = shift_watches::table
        .filter(shift_watches::shift_id.eq(shift.to_string()))
        .order(shift_watches::user_id)
        .select(shift_watches::user_id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// Notes that an alert goes out for a shift at its present time. `false`: it has already.
pub(in crate::shifts) fn note_alert(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: &ShiftRow,
    alert: Alert,
    now: Instant,
) -> QueryResult<bool> {
    let row = (
        shift_alerts::organisation_id.eq(organisation.to_string()),
        shift_alerts::shift_id.eq(shift.id.to_string()),
        shift_alerts::time_version.eq(shift.time_version),
        shift_alerts::alert.eq(alert.word()),
        shift_alerts::sent_at.eq(DbTime::from(now)),
    );
    let written = on_each!(tx.conn(), |c| {
        diesel::insert_into(shift_alerts::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)
    })?;
    Ok(written == 1)
}

/// The alerts that have gone out for these shifts, as (shift, time version, alert).
pub(in crate::shifts) fn alerts(
    conn: &mut Conn,
    of: &[ShiftId],
) -> QueryResult<Vec<(String, i32, String)>> {
    let ids: Vec<String> = of.iter().map(ToString::to_string).collect();
    shift_alerts::table
        .filter(shift_alerts::shift_id.eq_any(ids))
        .select((
            shift_alerts::shift_id,
            shift_alerts::time_version,
            shift_alerts::alert,
        ))
        .load(conn)
}

/// The published shifts that begin between two moments and miss people or have not been confirmed: what may need
/// an alert or a decision.
pub(in crate::shifts) fn undecided(
    conn: &mut Conn,
    from: Instant,
    to: Instant,
) -> QueryResult<Vec<(ShiftRow, OrgRow)>> {
    let leaderless = shifts::needs_leader
        .eq(true)
        .and(shifts::leader_membership_id.is_null());
    let misses = shifts::minimum.gt(shifts::adults).or(leaderless);
    shifts::table
        .inner_join(organisations::table)
        .filter(shifts::status.eq_any(LIVE))
        .filter(shifts::starts_at.gt(DbTime::from(from)))
        .filter(shifts::starts_at.le(DbTime::from(to)))
        .filter(organisations::status.eq_any(["active", "renewal_due"]))
        .filter(shifts::status.eq(LIVE[0]).or(misses))
        .order((shifts::starts_at, shifts::id))
        .select((ShiftRow::as_select(), OrgRow::as_select()))
        .load(conn)
}

/// The shifts with offers that have run out.
pub(in crate::shifts) fn with_lapsed_offers(
    conn: &mut Conn,
    now: Instant,
) -> QueryResult<Vec<ShiftId>> {
    let ids: Vec<String> = signups::table
        .filter(signups::status.eq("waitlisted"))
        .filter(signups::offered_until.le(DbTime::from(now)))
        .select(signups::shift_id)
        .distinct()
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}
