//! Invitations by e-mail and join links. Tokens are kept as SHA-256 only.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{InvitationId, MembershipId, OrganisationId},
    organisations::AgeBand,
    time::Instant,
};

use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{invitations, join_links},
};

/// A row of `invitations`. `roles` is a JSON array of keys.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations)]
pub(in crate::organisations) struct InvitationRow {
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) id: InvitationId,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) organisation_id: OrganisationId,
    pub(in crate::organisations) email: String,
    pub(in crate::organisations) email_norm: String,
    pub(in crate::organisations) roles: String,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) age_band: AgeBand,
    pub(in crate::organisations) token_hash: String,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) invited_by: MembershipId,
    #[diesel(deserialize_as = DbTime, serialize_as = DbTime)]
    pub(in crate::organisations) created_at: Instant,
    #[diesel(deserialize_as = DbTime, serialize_as = DbTime)]
    pub(in crate::organisations) expires_at: Instant,
    pub(in crate::organisations) accepted_at: Option<DbTime>,
    pub(in crate::organisations) revoked_at: Option<DbTime>,
}

/// Adds an invitation.
pub(in crate::organisations) fn insert_invitation(
    tx: &mut Tx<'_>,
    row: InvitationRow,
) -> QueryResult<()> {
    diesel::insert_into(invitations::table)
        .values(row)
        .execute(tx.conn())
        .map(drop)
}

/// The invitations of the organisation that can still be accepted, newest first.
pub(in crate::organisations) fn open_invitations(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: Instant,
) -> QueryResult<Vec<InvitationRow>> {
    invitations::table
        .filter(invitations::organisation_id.eq(organisation.to_string()))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(DbTime::from(now)))
        .order((invitations::created_at.desc(), invitations::id))
        .select(InvitationRow::as_select())
        .load(conn)
}

/// The invitation this token was made for, if it can still be accepted.
pub(in crate::organisations) fn open_invitation(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> QueryResult<Option<InvitationRow>> {
    invitations::table
        .filter(invitations::token_hash.eq(token_hash))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(DbTime::from(now)))
        .select(InvitationRow::as_select())
        .first(conn)
        .optional()
}

/// Marks the invitation as accepted; whether it was still open.
pub(in crate::organisations) fn accept_invitation(
    tx: &mut Tx<'_>,
    id: InvitationId,
    now: Instant,
) -> QueryResult<bool> {
    diesel::update(invitations::table.find(id.to_string()))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .set(invitations::accepted_at.eq(DbTime::from(now)))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// Takes back one invitation of the organisation; whether there was such a one.
pub(in crate::organisations) fn revoke_invitation(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: InvitationId,
    now: Instant,
) -> QueryResult<bool> {
    let known: i64 = invitations::table
        .filter(invitations::organisation_id.eq(organisation.to_string()))
        .filter(invitations::id.eq(id.to_string()))
        .count()
        .get_result(tx.conn())?;
    diesel::update(invitations::table.find(id.to_string()))
        .filter(invitations::organisation_id.eq(organisation.to_string()))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .set(invitations::revoked_at.eq(DbTime::from(now)))
        .execute(tx.conn())?;
    Ok(known == 1)
}

/// Takes back whatever invitation to this address is still open: a second one replaces the first.
pub(in crate::organisations) fn revoke_for_address(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    email_norm: &str,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(invitations::table)
        .filter(invitations::organisation_id.eq(organisation.to_string()))
        .filter(invitations::email_norm.eq(email_norm))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .set(invitations::revoked_at.eq(DbTime::from(now)))
        .execute(tx.conn())
        .map(drop)
}

/// Sets the organisation's join link; the one before ends.
pub(in crate::organisations) fn set_join_link(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    token_hash: &str,
    now: Instant,
    expires_at: Instant,
) -> QueryResult<()> {
    let values = (
        join_links::token_hash.eq(token_hash),
        join_links::created_at.eq(DbTime::from(now)),
        join_links::expires_at.eq(DbTime::from(expires_at)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(join_links::table)
        .values((
            join_links::organisation_id.eq(organisation.to_string()),
            values
        ))
        .on_conflict(join_links::organisation_id)
        .do_update()
        .set(values)
        .execute(c))
    .map(drop)
}

/// Ends the organisation's join link.
pub(in crate::organisations) fn delete_join_link(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
) -> QueryResult<()> {
    diesel::delete(join_links::table.find(organisation.to_string()))
        .execute(tx.conn())
        .map(drop)
}

/// Whether the organisation has a join link that still works.
pub(in crate::organisations) fn has_join_link(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: Instant,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        join_links::table
            .find(organisation.to_string())
            .filter(join_links::expires_at.gt(DbTime::from(now))),
    ))
    .get_result(conn)
}

/// The organisation this join link leads to, while it works.
pub(in crate::organisations) fn join_link_organisation(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> QueryResult<Option<OrganisationId>> {
    let id: Option<String> = join_links::table
        .filter(join_links::token_hash.eq(token_hash))
        .filter(join_links::expires_at.gt(DbTime::from(now)))
        .select(join_links::organisation_id)
        .first(conn)
        .optional()?;
    Ok(id.and_then(|id| id.parse().ok()))
}
