//! Calendars that are fetched by a secret address: the addresses, and what is in them.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    RunQueryDsl, SelectableHelper,
};
use lykta_shared::{
    identity::Language,
    ids::{OrganisationId, SignupId, UserId},
    shifts::{ShiftPhase, SignupStatus, shares::ShareStatus},
    time::Instant,
};

use super::{
    rows::{OrgRow, ShiftRow},
    shares::fill,
};
use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{
        calendar_feeds, organisation_calendar_feeds, organisations, shift_shares, shifts, signups,
    },
};

/// The largest number of events in a calendar.
const LIMIT: i64 = 1000;

/// The phases that stand in a calendar; those cancelled do for a while.
const SHOWN: [&str; 5] = [
    ShiftPhase::Open.as_str(),
    ShiftPhase::Confirmed.as_str(),
    ShiftPhase::Completed.as_str(),
    ShiftPhase::Reported.as_str(),
    ShiftPhase::Aborted.as_str(),
];

/// The sign-ups that stand in a person's calendar.
const OWN: [&str; 3] = [
    SignupStatus::SignedUp.as_str(),
    SignupStatus::Attended.as_str(),
    SignupStatus::NoShow.as_str(),
];

/// Since when there is an address to a person's calendar.
pub(in crate::shifts) fn feed_of(conn: &mut Conn, user: UserId) -> QueryResult<Option<Instant>> {
    let found: Option<DbTime> = calendar_feeds::table
        .find(user.to_string())
        .select(calendar_feeds::made_at)
        .first(conn)
        .optional()?;
    Ok(found.map(Into::into))
}

/// Sets the address of a person's calendar.
pub(in crate::shifts) fn set_feed(
    tx: &mut Tx<'_>,
    user: UserId,
    token_hash: &str,
    now: Instant,
) -> QueryResult<()> {
    let values = (
        calendar_feeds::token_hash.eq(token_hash),
        calendar_feeds::made_at.eq(DbTime::from(now)),
    );
    let key = calendar_feeds::user_id.eq(user.to_string());
    on_each!(tx.conn(), |c| diesel::insert_into(calendar_feeds::table)
        .values((&key, values))
        .on_conflict(calendar_feeds::user_id)
        .do_update()
        .set(values)
        .execute(c))
    .map(drop)
}

/// Takes the address of a person's calendar away.
pub(in crate::shifts) fn end_feed(tx: &mut Tx<'_>, user: UserId) -> QueryResult<()> {
    diesel::delete(calendar_feeds::table.find(user.to_string()))
        .execute(tx.conn())
        .map(drop)
}

/// Since when there is an address to an organisation's calendar.
pub(in crate::shifts) fn organisation_feed_of(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Option<Instant>> {
    let found: Option<DbTime> = organisation_calendar_feeds::table
        .find(organisation.to_string())
        .select(organisation_calendar_feeds::made_at)
        .first(conn)
        .optional()?;
    Ok(found.map(Into::into))
}

/// Sets the address of an organisation's calendar.
pub(in crate::shifts) fn set_organisation_feed(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    token_hash: &str,
    language: Language,
    now: Instant,
) -> QueryResult<()> {
    let values = (
        organisation_calendar_feeds::token_hash.eq(token_hash),
        organisation_calendar_feeds::language.eq(language.as_str()),
        organisation_calendar_feeds::made_at.eq(DbTime::from(now)),
    );
    let key = organisation_calendar_feeds::organisation_id.eq(organisation.to_string());
    on_each!(tx.conn(), |c| diesel::insert_into(
        organisation_calendar_feeds::table
    )
    .values((&key, values))
    .on_conflict(organisation_calendar_feeds::organisation_id)
    .do_update()
    .set(values)
    .execute(c))
    .map(drop)
}

/// Takes the address of an organisation's calendar away.
pub(in crate::shifts) fn end_organisation_feed(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
) -> QueryResult<()> {
    diesel::delete(organisation_calendar_feeds::table.find(organisation.to_string()))
        .execute(tx.conn())
        .map(drop)
}

/// Whose calendar an address leads to.
#[derive(Debug, Clone, Copy)]
pub(in crate::shifts) enum Owner {
    /// A person's.
    Person(UserId),
    /// An organisation's, in the language of whoever made it.
    Organisation(OrganisationId, Language),
}

/// The owner of the address with this hash.
pub(in crate::shifts) fn feed_owner(
    conn: &mut Conn,
    token_hash: &str,
) -> QueryResult<Option<Owner>> {
    let not_ours = diesel::result::Error::NotFound;
    let person: Option<String> = calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(token_hash))
        .select(calendar_feeds::user_id)
        .first(conn)
        .optional()?;
    if let Some(id) = person {
        return id.parse().map(Owner::Person).map(Some).or(Err(not_ours));
    }
    let organisation: Option<(String, String)> = organisation_calendar_feeds::table
        .filter(organisation_calendar_feeds::token_hash.eq(token_hash))
        .select((
            organisation_calendar_feeds::organisation_id,
            organisation_calendar_feeds::language,
        ))
        .first(conn)
        .optional()?;
    match organisation {
        None => Ok(None),
        Some((id, language)) => match (id.parse(), language.parse()) {
            (Ok(id), Ok(language)) => Ok(Some(Owner::Organisation(id, language))),
            _ => Err(not_ours),
        },
    }
}

/// A person's sign-up, since when it stands so, and its shift.
pub(in crate::shifts) type OwnShift = (SignupId, Instant, ShiftRow, OrgRow);

/// What stands in a person's calendar: shifts from `from` on, those cancelled only if that was after `cancelled`.
pub(in crate::shifts) fn own_calendar(
    conn: &mut Conn,
    user: UserId,
    from: Instant,
    cancelled: Instant,
) -> QueryResult<Vec<OwnShift>> {
    let rows: Vec<(String, DbTime, ShiftRow, OrgRow)> = signups::table
        .inner_join(shifts::table.inner_join(organisations::table))
        .filter(signups::user_id.eq(user.to_string()))
        .filter(signups::status.eq_any(OWN))
        .filter(shifts::starts_at.gt(DbTime::from(from)))
        .filter(
            shifts::status
                .eq_any(SHOWN)
                .or(shifts::cancelled_at.gt(DbTime::from(cancelled))),
        )
        .order((shifts::starts_at, shifts::id))
        .limit(LIMIT)
        .select((
            signups::id,
            signups::changed_at,
            ShiftRow::as_select(),
            OrgRow::as_select(),
        ))
        .load(conn)?;
    let mut rows = rows;
    fill(conn, rows.iter_mut().map(|row| &mut row.2))?;
    rows.into_iter()
        .map(|(id, since, shift, organisation)| {
            let id = id.parse().or(Err(diesel::result::Error::NotFound))?;
            Ok((id, since.into(), shift, organisation))
        })
        .collect()
}

/// What stands in an organisation's calendar, in the same bounds: what it plans, and what it walks along on. No drafts.
pub(in crate::shifts) fn organisation_calendar(
    conn: &mut Conn,
    organisation: OrganisationId,
    from: Instant,
    cancelled: Instant,
) -> QueryResult<Vec<ShiftRow>> {
    let along = shift_shares::table
        .filter(shift_shares::guest_id.eq(organisation.to_string()))
        .filter(shift_shares::status.eq(ShareStatus::Accepted.as_str()))
        .select(shift_shares::shift_id);
    let mut rows: Vec<ShiftRow> = shifts::table
        .filter(
            shifts::organisation_id
                .eq(organisation.to_string())
                .or(shifts::id.eq_any(along)),
        )
        .filter(shifts::starts_at.gt(DbTime::from(from)))
        .filter(
            shifts::status
                .eq_any(SHOWN)
                .or(shifts::cancelled_at.gt(DbTime::from(cancelled))),
        )
        .order((shifts::starts_at, shifts::id))
        .limit(LIMIT)
        .select(ShiftRow::as_select())
        .load(conn)?;
    fill(conn, rows.iter_mut())?;
    Ok(rows)
}

/// The organisation, as a calendar names it.
pub(in crate::shifts) fn calendar_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Option<OrgRow>> {
    organisations::table
        .find(organisation.to_string())
        .select(OrgRow::as_select())
        .first(conn)
        .optional()
}
