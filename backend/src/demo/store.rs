//! What demo data asks of the database beside the rooms' services: whether it is empty, and bulk rows.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    time::{Instant, LocalDate, Span},
};

use crate::{
    db::{
        Conn, DbTime, Tx,
        schema::{membership_roles, memberships, shifts, signups, users},
    },
    identity::StoredHash,
};

/// Whether nobody has an account.
pub(super) fn is_empty(conn: &mut Conn) -> QueryResult<bool> {
    users::table
        .count()
        .get_result(conn)
        .map(|rows: i64| rows == 0)
}

/// A walker without a story.
pub(super) fn insert_walker(
    tx: &mut Tx<'_>,
    (user, member): (UserId, MembershipId),
    organisation: OrganisationId,
    number: u32,
    password: &StoredHash,
    now: Instant,
) -> QueryResult<()> {
    let email = format!("walker{number}@example.se");
    let (phc, pepper) = password.columns();
    let now = DbTime::from(now);
    diesel::insert_into(users::table)
        .values((
            users::id.eq(user.to_string()),
            users::email.eq(&email),
            users::email_norm.eq(&email),
            users::display_name.eq(format!("Vandrare {number}")),
            users::language.eq("sv"),
            users::show_phone.eq(false),
            users::reminders.eq(true),
            users::password_hash.eq(phc),
            users::pepper_key.eq(pepper),
            users::email_verified_at.eq(now),
            users::session_epoch.eq(0),
            users::version.eq(1),
            users::created_at.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(memberships::table)
        .values((
            memberships::id.eq(member.to_string()),
            memberships::organisation_id.eq(organisation.to_string()),
            memberships::user_id.eq(user.to_string()),
            memberships::status.eq("active"),
            memberships::age_band.eq("adult"),
            memberships::joined_at.eq(now),
            memberships::version.eq(1),
            memberships::created_at.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(membership_roles::table)
        .values((
            membership_roles::organisation_id.eq(organisation.to_string()),
            membership_roles::membership_id.eq(member.to_string()),
            membership_roles::role.eq("volunteer"),
            membership_roles::granted_at.eq(now),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// An open shift with `taken` people on it.
pub(super) fn insert_shift(
    tx: &mut Tx<'_>,
    (id, organisation): (ShiftId, OrganisationId),
    (span, date): (Span, LocalDate),
    taken: i32,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(shifts::table)
        .values((
            shifts::id.eq(id.to_string()),
            shifts::organisation_id.eq(organisation.to_string()),
            shifts::activity_type.eq("night_walk"),
            shifts::title.eq("Nattvandring"),
            shifts::district_key.eq("rissne"),
            shifts::place_name.eq("Rissne torg"),
            shifts::starts_at.eq(DbTime::from(span.start)),
            shifts::ends_at.eq(DbTime::from(span.end)),
            shifts::local_date.eq(date.to_string()),
            shifts::minimum.eq(2),
            shifts::maximum.eq(40),
            shifts::extra_places.eq(0),
            shifts::taken.eq(taken),
            shifts::adults.eq(taken),
            shifts::waiting.eq(0),
            (
                shifts::needs_leader.eq(false),
                shifts::notes.eq(""),
                shifts::briefing.eq(""),
                shifts::public.eq(true),
                shifts::status.eq("open"),
                shifts::time_version.eq(0),
                shifts::version.eq(1),
                shifts::created_at.eq(DbTime::from(now)),
            ),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Somebody on a shift.
pub(super) fn insert_signup(
    tx: &mut Tx<'_>,
    id: SignupId,
    (shift, organisation): (ShiftId, OrganisationId),
    (user, member): (UserId, MembershipId),
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(signups::table)
        .values((
            signups::id.eq(id.to_string()),
            signups::organisation_id.eq(organisation.to_string()),
            signups::home_organisation_id.eq(organisation.to_string()),
            signups::shift_id.eq(shift.to_string()),
            signups::membership_id.eq(member.to_string()),
            signups::user_id.eq(user.to_string()),
            signups::status.eq("signed_up"),
            signups::adult.eq(true),
            signups::signed_up_at.eq(DbTime::from(now)),
            signups::changed_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}
