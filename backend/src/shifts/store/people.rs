//! Who is on a shift and who waits.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, UserId},
    organisations::AgeBand,
    shifts::SignupStatus,
    time::Instant,
};

use super::{
    read::{CURRENT, LIVE},
    rows::SignupRow,
};
use crate::db::{
    Conn, DbTime, either,
    schema::{memberships, shifts, signups, users},
};

/// One person on a shift or waiting for it, with what a roster says.
#[derive(Debug, Clone)]
pub(in crate::shifts) struct OnShift {
    /// The sign-up.
    pub(in crate::shifts) signup: SignupRow,
    /// What is said of the person.
    pub(in crate::shifts) person: PersonRow,
    /// Over or under the age limit.
    pub(in crate::shifts) age_band: AgeBand,
    /// Since when.
    pub(in crate::shifts) signed_up_at: Instant,
}

/// What a roster says of a person.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub(in crate::shifts) struct PersonRow {
    pub(in crate::shifts) display_name: String,
    pub(in crate::shifts) phone: Option<String>,
    pub(in crate::shifts) show_phone: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
struct Band {
    #[diesel(deserialize_as = String)]
    age_band: AgeBand,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signups)]
struct Since {
    #[diesel(deserialize_as = DbTime)]
    signed_up_at: Instant,
}

/// Everybody on a shift or waiting for it: those on it in the order they came, then the queue in its order.
pub(in crate::shifts) fn on_shift(
    conn: &mut Conn,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<Vec<OnShift>> {
    let rows: Vec<(SignupRow, PersonRow, Band, Since)> = signups::table
        .inner_join(users::table)
        .inner_join(memberships::table)
        .filter(signups::organisation_id.eq(organisation.to_string()))
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(either(signups::status, CURRENT))
        .order((
            signups::status.asc(),
            signups::queue_position.asc(),
            signups::signed_up_at.asc(),
            signups::id.asc(),
        ))
        .select((
            SignupRow::as_select(),
            PersonRow::as_select(),
            Band::as_select(),
            Since::as_select(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(signup, person, band, since)| OnShift {
            signup,
            person,
            age_band: band.age_band,
            signed_up_at: since.signed_up_at,
        })
        .collect())
}

/// Somebody in a queue.
pub(in crate::shifts) type Waiting = SignupRow;

/// The queue of a shift, in order.
pub(in crate::shifts) fn queue(
    conn: &mut Conn,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<Vec<Waiting>> {
    signups::table
        .filter(signups::organisation_id.eq(organisation.to_string()))
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq(SignupStatus::Waitlisted.as_str()))
        .order((signups::queue_position, signups::id))
        .select(SignupRow::as_select())
        .load(conn)
}

/// Who stands first in the queues of these shifts, at most `each` of each: a look before the locks.
pub(in crate::shifts) fn waiting_users(
    conn: &mut Conn,
    shift: ShiftId,
    each: i64,
) -> QueryResult<Vec<UserId>> {
    let users: Vec<String> = signups::table
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq(SignupStatus::Waitlisted.as_str()))
        .order((signups::queue_position, signups::id))
        .select(signups::user_id)
        .limit(each)
        .load(conn)?;
    Ok(users.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// The current sign-ups of a membership for shifts that have not begun, by ascending shift.
pub(in crate::shifts) fn current_of_membership(
    conn: &mut Conn,
    organisation: OrganisationId,
    membership: MembershipId,
    now: Instant,
) -> QueryResult<Vec<SignupRow>> {
    signups::table
        .inner_join(shifts::table)
        .filter(signups::home_organisation_id.eq(organisation.to_string()))
        .filter(signups::membership_id.eq(membership.to_string()))
        .filter(either(signups::status, CURRENT))
        .filter(either(shifts::status, LIVE))
        .filter(shifts::starts_at.gt(DbTime::from(now)))
        .order(signups::shift_id)
        .select(SignupRow::as_select())
        .load(conn)
}

/// How many people are on a shift, counted row by row: what the counter replaces.
#[cfg(feature = "test-hooks")]
pub(in crate::shifts) fn count_on_shift(conn: &mut Conn, shift: ShiftId) -> QueryResult<i64> {
    signups::table
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq(SignupStatus::SignedUp.as_str()))
        .count()
        .get_result(conn)
}
