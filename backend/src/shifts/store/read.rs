//! Reading shifts and a person's own sign-ups.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, QueryResult,
    RunQueryDsl, SelectableHelper,
    dsl::{InnerJoin, IntoBoxed, count_star, min, sql},
    expression::{AsExpression, SqlLiteral, UncheckedBind},
    sql_types::{Bool, Text},
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    shifts::{ShiftPhase, SignupStatus, plan::MAX_MINUTES},
    time::{Instant, Span},
    vocabulary::Key,
};

use super::{
    rows::{Mine, OrgRow, OwnRow, ShiftRow, SignupRow},
    shares::fill,
};
use crate::db::{
    Conn, DbTime, MultiBackend, either,
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
    let mut found: Option<(ShiftRow, OrgRow)> = shifts::table
        .inner_join(organisations::table)
        .filter(shifts::id.eq(id.to_string()))
        .select((ShiftRow::as_select(), OrgRow::as_select()))
        .get_result(conn)
        .optional()?;
    fill(conn, found.iter_mut().map(|(shift, _)| shift))?;
    Ok(found)
}

/// The shift that a sign-up is for, and whose sign-up it is.
pub(in crate::shifts) fn signup(conn: &mut Conn, id: SignupId) -> QueryResult<Option<SignupRow>> {
    signups::table
        .find(id.to_string())
        .select(SignupRow::as_select())
        .get_result(conn)
        .optional()
}

/// Who looks at what lies ahead, and when.
#[derive(Debug, Clone, Copy)]
pub(in crate::shifts) struct Looking {
    /// Whose organisations' shifts are seen, published or not; only what is published for a visitor.
    pub(in crate::shifts) member: Option<UserId>,
    /// Only what is not over at this moment.
    pub(in crate::shifts) now: Instant,
}

/// How a list is narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::shifts) struct Narrowing {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::shifts) struct Sorting {
    /// Those that miss people before the others.
    pub(in crate::shifts) need_first: bool,
    /// How many rows to pass over.
    pub(in crate::shifts) offset: i64,
    /// The largest number of rows.
    pub(in crate::shifts) limit: i64,
}

/// A person's own organisations' shifts, those they share with others, and what active partners without special category publish (PRODUCT.md rule 5).
///
/// Diesel knows no subquery for both databases. As subqueries both sides are found by organisation; with the
/// organisation's columns in the condition every shift of the city would be looked at.
fn visible_to(member: Option<UserId>) -> Visible {
    // Nobody's id is empty: a visitor is a member of nothing.
    let member = member.map_or_else(String::new, |user| user.to_string());
    sql::<Bool>(
        "(shifts.public AND shifts.organisation_id IN (SELECT id FROM organisations \
         WHERE publishes_shifts AND NOT special_category AND status IN ('active', 'renewal_due')) \
         OR shifts.organisation_id IN (SELECT organisation_id FROM memberships WHERE status = 'active' AND user_id = ",
    )
    .bind::<Text, _>(member.clone())
    .sql(
        ") OR shifts.id IN (SELECT s.shift_id FROM shift_shares s \
         JOIN memberships m ON m.organisation_id = s.guest_id \
         WHERE s.status = 'accepted' AND m.status = 'active' AND m.user_id = ",
    )
    .bind::<Text, _>(member)
    .sql("))")
}

type Member = <String as AsExpression<Text>>::Expression;
type Visible = SqlLiteral<
    Bool,
    UncheckedBind<SqlLiteral<Bool, UncheckedBind<SqlLiteral<Bool>, Member>>, Member>,
>;

type Joined<'a> = IntoBoxed<'a, InnerJoin<shifts::table, organisations::table>, MultiBackend>;

/// What a person may see of what lies ahead.
fn narrowed<'a>(looking: Looking, by: &Narrowing) -> Joined<'a> {
    let mut query = shifts::table
        .inner_join(organisations::table)
        .filter(either(shifts::status, LIVE))
        // What is not over can't have begun earlier: with it the index stops where the past begins.
        .filter(shifts::starts_at.gt(DbTime::from(looking.now.plus_minutes(-MAX_MINUTES))))
        .filter(shifts::ends_at.gt(DbTime::from(looking.now)))
        .filter(visible_to(looking.member))
        .into_boxed::<MultiBackend>();
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

/// A page of the shifts ahead.
#[derive(Debug)]
pub(in crate::shifts) struct Ahead {
    /// What stands on it.
    pub(in crate::shifts) rows: Vec<(ShiftRow, OrgRow)>,
    /// How many there are on all pages.
    pub(in crate::shifts) total: i64,
    /// When the first of them all is over.
    pub(in crate::shifts) first_end: Option<Instant>,
}

/// A page of the shifts ahead.
pub(in crate::shifts) fn list(
    conn: &mut Conn,
    looking: Looking,
    by: &Narrowing,
    sorting: Sorting,
) -> QueryResult<Ahead> {
    let (total, first_end): (i64, Option<DbTime>) = narrowed(looking, by)
        .select((count_star(), min(shifts::ends_at)))
        .get_result(conn)?;
    let mut query = narrowed(looking, by).select((ShiftRow::as_select(), OrgRow::as_select()));
    if sorting.need_first {
        let needs_people = shifts::minimum.gt(shifts::adults).or(shifts::needs_leader
            .eq(true)
            .and(shifts::leader_membership_id.is_null()));
        query = query.then_order_by(needs_people.desc());
    }
    let mut rows: Vec<(ShiftRow, OrgRow)> = query
        .then_order_by(shifts::starts_at)
        .then_order_by(shifts::id)
        .offset(sorting.offset)
        .limit(sorting.limit)
        .load(conn)?;
    fill(conn, rows.iter_mut().map(|(shift, _)| shift))?;
    Ok(Ahead {
        rows,
        total,
        first_end: first_end.map(Into::into),
    })
}

/// An organisation's shifts that begin within `span`; drafts, and what was called off as a draft, only when asked for.
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
        let told = shifts::status
            .ne(ShiftPhase::Cancelled.as_str())
            .or(shifts::cancelled_at.is_not_null());
        query = query
            .filter(shifts::status.ne(ShiftPhase::Draft.as_str()))
            .filter(told);
    }
    let mut rows: Vec<(ShiftRow, OrgRow)> = query.load(conn)?;
    fill(conn, rows.iter_mut().map(|(shift, _)| shift))?;
    Ok(rows)
}

/// How many published shifts of an organisation lie ahead.
pub(in crate::shifts) fn count_ahead(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: Instant,
) -> QueryResult<i64> {
    shifts::table
        .filter(shifts::organisation_id.eq(organisation.to_string()))
        .filter(either(shifts::status, LIVE))
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
    let query = signups::table
        .inner_join(shifts::table)
        .filter(either(signups::status, CURRENT))
        .filter(either(shifts::status, LIVE))
        .filter(shifts::ends_at.gt(DbTime::from(now)))
        .select((SignupRow::as_select(), OwnRow::as_select()))
        .into_boxed::<MultiBackend>();
    // One is by far the most frequent, and stays prepared.
    let query = if let [user] = users {
        query.filter(signups::user_id.eq(user.to_string()))
    } else {
        let users: Vec<String> = users.iter().map(ToString::to_string).collect();
        query.filter(signups::user_id.eq_any(users))
    };
    query.load(conn)
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
        .filter(either(signups::status, CURRENT))
        .select(SignupRow::as_select())
        .get_result(conn)
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
                .filter(either(signups::status, CURRENT))
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
    let mut rows: Vec<(ShiftRow, OrgRow)> = query.offset(cut.offset).limit(cut.limit).load(conn)?;
    fill(conn, rows.iter_mut().map(|(shift, _)| shift))?;
    Ok((rows, total))
}
