//! Reading shifts and a person's own sign-ups.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, QueryResult,
    RunQueryDsl, SelectableHelper,
    dsl::{InnerJoin, IntoBoxed},
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    shifts::{ShiftPhase, SignupStatus},
    time::{Instant, Span},
    vocabulary::Key,
};

use super::rows::{Mine, OrgRow, OwnRow, ShiftRow, SignupRow};
use crate::db::{
    Conn, DbTime, MultiBackend,
    schema::{organisations, shifts, signups},
};

/// The phases in which people can be on a shift.
pub(super) const LIVE: [&str; 2] = [ShiftPhase::Open.as_str(), ShiftPhase::Confirmed.as_str()];

/// The statuses of a sign-up that counts today.
pub(super) const CURRENT: [&str; 2] = [
    SignupStatus::SignedUp.as_str(),
    SignupStatus::Waitlisted.as_str(),
];

/// A shift and its organisation. The caller decides who may know of it.
pub(in crate::shifts) fn find(
    conn: &mut Conn,
    id: ShiftId,
) -> QueryResult<Option<(ShiftRow, OrgRow)>> {
    shifts::table
        .inner_join(organisations::table)
        .filter(shifts::id.eq(id.to_string()))
        .select((ShiftRow::as_select(), OrgRow::as_select()))
        .first(conn)
        .optional()
}

/// The shift that a sign-up is for, and whose sign-up it is.
pub(in crate::shifts) fn signup(conn: &mut Conn, id: SignupId) -> QueryResult<Option<SignupRow>> {
    signups::table
        .find(id.to_string())
        .select(SignupRow::as_select())
        .first(conn)
        .optional()
}

/// How a list is narrowed.
#[derive(Debug, Clone)]
pub(in crate::shifts) struct Narrowing {
    /// The organisations whose shifts the person may see, published or not.
    pub(in crate::shifts) member_of: Vec<OrganisationId>,
    /// Only what is not over at this moment.
    pub(in crate::shifts) now: Instant,
    /// Only what begins within.
    pub(in crate::shifts) begins_in: Option<Span>,
    /// Only what shares a moment with this.
    pub(in crate::shifts) touches: Vec<Span>,
    /// Only this district.
    pub(in crate::shifts) district: Option<Key>,
    /// Only this organisation.
    pub(in crate::shifts) organisation: Option<OrganisationId>,
}

/// How a list is sorted and cut.
#[derive(Debug, Clone, Copy)]
pub(in crate::shifts) struct Sorting {
    /// Those that miss people before the others.
    pub(in crate::shifts) need_first: bool,
    /// How many rows to pass over.
    pub(in crate::shifts) offset: i64,
    /// The largest number of rows.
    pub(in crate::shifts) limit: i64,
}

type Joined<'a> = IntoBoxed<'a, InnerJoin<shifts::table, organisations::table>, MultiBackend>;

/// What a person may see of what lies ahead: all of their organisations', and what active partners without
/// special category publish (PRODUCT.md rule 5).
fn narrowed<'a>(by: &Narrowing) -> Joined<'a> {
    let own: Vec<String> = by.member_of.iter().map(ToString::to_string).collect();
    let published = shifts::public
        .eq(true)
        .and(organisations::publishes_shifts.eq(true))
        .and(organisations::special_category.eq(false))
        .and(organisations::status.eq_any(["active", "renewal_due"]));
    let mut query = shifts::table
        .inner_join(organisations::table)
        .filter(shifts::status.eq_any(LIVE))
        .filter(shifts::ends_at.gt(DbTime::from(by.now)))
        .filter(published.or(shifts::organisation_id.eq_any(own)))
        .into_boxed();
    if let Some(span) = by.begins_in {
        query = query
            .filter(shifts::starts_at.ge(DbTime::from(span.start)))
            .filter(shifts::starts_at.lt(DbTime::from(span.end)));
    }
    for span in &by.touches {
        query = query
            .filter(shifts::starts_at.lt(DbTime::from(span.end)))
            .filter(shifts::ends_at.gt(DbTime::from(span.start)));
    }
    if let Some(district) = &by.district {
        query = query.filter(shifts::district_key.eq(district.to_string()));
    }
    if let Some(organisation) = by.organisation {
        query = query.filter(shifts::organisation_id.eq(organisation.to_string()));
    }
    query
}

/// A page of the shifts ahead, and how many there are on all pages.
pub(in crate::shifts) fn list(
    conn: &mut Conn,
    by: &Narrowing,
    sorting: Sorting,
) -> QueryResult<(Vec<(ShiftRow, OrgRow)>, i64)> {
    let total = narrowed(by).count().get_result(conn)?;
    let mut query = narrowed(by).select((ShiftRow::as_select(), OrgRow::as_select()));
    if sorting.need_first {
        let needs_people = shifts::minimum.gt(shifts::adults).or(shifts::needs_leader
            .eq(true)
            .and(shifts::leader_membership_id.is_null()));
        query = query.then_order_by(needs_people.desc());
    }
    let rows = query
        .then_order_by(shifts::starts_at)
        .then_order_by(shifts::id)
        .offset(sorting.offset)
        .limit(sorting.limit)
        .load(conn)?;
    Ok((rows, total))
}

/// An organisation's shifts that begin within `span`, drafts only when asked for.
pub(in crate::shifts) fn schedule(
    conn: &mut Conn,
    organisation: OrganisationId,
    span: Span,
    drafts: bool,
) -> QueryResult<Vec<(ShiftRow, OrgRow)>> {
    let mut query = shifts::table
        .inner_join(organisations::table)
        .filter(shifts::organisation_id.eq(organisation.to_string()))
        .filter(shifts::starts_at.ge(DbTime::from(span.start)))
        .filter(shifts::starts_at.lt(DbTime::from(span.end)))
        .select((ShiftRow::as_select(), OrgRow::as_select()))
        .order((shifts::starts_at, shifts::id))
        .into_boxed();
    if !drafts {
        query = query.filter(shifts::status.ne(ShiftPhase::Draft.as_str()));
    }
    query.load(conn)
}

/// How many published shifts of an organisation lie ahead.
pub(in crate::shifts) fn count_ahead(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: Instant,
) -> QueryResult<i64> {
    shifts::table
        .filter(shifts::organisation_id.eq(organisation.to_string()))
        .filter(shifts::status.eq_any(LIVE))
        .filter(shifts::starts_at.gt(DbTime::from(now)))
        .count()
        .get_result(conn)
}

/// The shifts that a member is to lead and that have not begun, drafts too, by ascending id.
pub(in crate::shifts) fn led_ahead(
    conn: &mut Conn,
    organisation: OrganisationId,
    leader: MembershipId,
    now: Instant,
) -> QueryResult<Vec<ShiftId>> {
    let ids: Vec<String> = shifts::table
        .filter(shifts::organisation_id.eq(organisation.to_string()))
        .filter(shifts::leader_membership_id.eq(leader.to_string()))
        .filter(shifts::starts_at.gt(DbTime::from(now)))
        .order(shifts::id)
        .select(shifts::id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// A person's current sign-ups for live shifts that are not over: what they are on, what they wait for and
/// what collides, in one query.
pub(in crate::shifts) fn my_signups(
    conn: &mut Conn,
    user: UserId,
    now: Instant,
) -> QueryResult<Vec<Mine>> {
    signups_of(conn, &[user], now)
}

/// As [`my_signups`], of several people.
pub(in crate::shifts) fn signups_of(
    conn: &mut Conn,
    users: &[UserId],
    now: Instant,
) -> QueryResult<Vec<Mine>> {
    let users: Vec<String> = users.iter().map(ToString::to_string).collect();
    signups::table
        .inner_join(shifts::table)
        .filter(signups::user_id.eq_any(users))
        .filter(signups::status.eq_any(CURRENT))
        .filter(shifts::status.eq_any(LIVE))
        .filter(shifts::ends_at.gt(DbTime::from(now)))
        .select((SignupRow::as_select(), OwnRow::as_select()))
        .load(conn)
}

/// A person's current sign-up for one shift.
pub(in crate::shifts) fn my_signup(
    conn: &mut Conn,
    user: UserId,
    shift: ShiftId,
) -> QueryResult<Option<SignupRow>> {
    signups::table
        .filter(signups::user_id.eq(user.to_string()))
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq_any(CURRENT))
        .select(SignupRow::as_select())
        .first(conn)
        .optional()
}

/// The queues of these shifts as (shift, position), in order. Asked only for the few a person waits for.
pub(in crate::shifts) fn queue_positions(
    conn: &mut Conn,
    of: &[ShiftId],
) -> QueryResult<Vec<(String, Option<i32>)>> {
    let ids: Vec<String> = of.iter().map(ToString::to_string).collect();
    signups::table
        .filter(signups::shift_id.eq_any(ids))
        .filter(signups::status.eq(SignupStatus::Waitlisted.as_str()))
        .select((signups::shift_id, signups::queue_position))
        .load(conn)
}

/// A page of the shifts a person is on or waits for. Ahead: not over, cancelled ones too, soonest first. Past:
/// those they were on, latest first.
pub(in crate::shifts) fn my_shifts(
    conn: &mut Conn,
    user: UserId,
    now: Instant,
    past: bool,
    cut: Sorting,
) -> QueryResult<(Vec<(ShiftRow, OrgRow)>, i64)> {
    let mine = || {
        let query = shifts::table
            .inner_join(organisations::table)
            .inner_join(
                signups::table.on(signups::shift_id
                    .eq(shifts::id)
                    .and(signups::user_id.eq(user.to_string()))),
            )
            .into_boxed::<MultiBackend>();
        let now = DbTime::from(now);
        if past {
            query
                .filter(signups::status.eq_any(["signed_up", "attended", "no_show"]))
                .filter(shifts::ends_at.le(now))
                .filter(shifts::status.ne(ShiftPhase::Cancelled.as_str()))
        } else {
            query
                .filter(signups::status.eq_any(CURRENT))
                .filter(shifts::ends_at.gt(now))
        }
    };
    let total = mine().count().get_result(conn)?;
    let query = mine().select((ShiftRow::as_select(), OrgRow::as_select()));
    let query = if past {
        query.order((shifts::starts_at.desc(), shifts::id.desc()))
    } else {
        query.order((shifts::starts_at.asc(), shifts::id.asc()))
    };
    let rows = query.offset(cut.offset).limit(cut.limit).load(conn)?;
    Ok((rows, total))
}
