//! Sessions and their refresh tokens.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper, dsl::exists, select,
};
use lykta_shared::{
    ids::{SessionId, UserId},
    time::Instant,
};
use uuid::Uuid;

use crate::db::{
    Conn, DbTime, Tx,
    schema::{refresh_tokens, sessions},
};

/// One signed-in device.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(in crate::identity) struct SessionRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) id: SessionId,
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) user_id: UserId,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::identity) created_at: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::identity) last_seen_at: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::identity) expires_at: Instant,
    pub(in crate::identity) revoked_at: Option<DbTime>,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::identity) authenticated_at: Instant,
    /// How the person proved who they are, separated by spaces: `pwd`, later also `otp` or `webauthn`.
    pub(in crate::identity) auth_methods: String,
    pub(in crate::identity) device: String,
    pub(in crate::identity) ip_prefix: String,
}

/// One refresh token, by its hash.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = refresh_tokens)]
pub(in crate::identity) struct RefreshRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) session_id: SessionId,
    pub(in crate::identity) used_at: Option<DbTime>,
    pub(in crate::identity) successor_id: Option<String>,
}

/// The session with this id, ended or not.
pub(in crate::identity) fn session(
    conn: &mut Conn,
    id: SessionId,
) -> QueryResult<Option<SessionRow>> {
    sessions::table
        .find(id.to_string())
        .select(SessionRow::as_select())
        .get_result(conn)
        .optional()
}

/// The person's sessions that were not ended and did not run out, last used first.
pub(in crate::identity) fn live_sessions(
    conn: &mut Conn,
    user: UserId,
    now: Instant,
) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(user.to_string()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(DbTime::from(now)))
        .order((sessions::last_seen_at.desc(), sessions::id.desc()))
        .select(SessionRow::as_select())
        .load(conn)
}

/// Adds a session.
pub(in crate::identity) fn insert_session(tx: &mut Tx<'_>, row: &SessionRow) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(row.id.to_string()),
            sessions::user_id.eq(row.user_id.to_string()),
            sessions::created_at.eq(DbTime::from(row.created_at)),
            sessions::last_seen_at.eq(DbTime::from(row.last_seen_at)),
            sessions::expires_at.eq(DbTime::from(row.expires_at)),
            sessions::authenticated_at.eq(DbTime::from(row.authenticated_at)),
            sessions::auth_methods.eq(&row.auth_methods),
            sessions::device.eq(&row.device),
            sessions::ip_prefix.eq(&row.ip_prefix),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Notes a sign of life.
pub(in crate::identity) fn touch_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::last_seen_at.eq(DbTime::from(now)))
        .execute(tx.conn())
        .map(drop)
}

/// Ends one session of this person; one that is ended, or somebody else's, stays as it is. Says whether it did.
pub(in crate::identity) fn revoke_session(
    tx: &mut Tx<'_>,
    user: UserId,
    id: SessionId,
    now: Instant,
) -> QueryResult<bool> {
    diesel::update(sessions::table.find(id.to_string()))
        .filter(sessions::user_id.eq(user.to_string()))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(Some(DbTime::from(now))))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// Ends all sessions of this person.
pub(in crate::identity) fn revoke_sessions(
    tx: &mut Tx<'_>,
    user: UserId,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(sessions::table)
        .filter(sessions::user_id.eq(user.to_string()))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(Some(DbTime::from(now))))
        .execute(tx.conn())
        .map(drop)
}

/// Deletes what ended before this moment, with its refresh tokens.
pub(in crate::identity) fn delete_dead_sessions(
    tx: &mut Tx<'_>,
    before: Instant,
) -> QueryResult<usize> {
    let before = DbTime::from(before);
    diesel::delete(sessions::table)
        .filter(
            sessions::expires_at
                .lt(before)
                .or(sessions::revoked_at.lt(Some(before))),
        )
        .execute(tx.conn())
}

/// Adds an unused refresh token.
pub(in crate::identity) fn insert_refresh(
    tx: &mut Tx<'_>,
    id: Uuid,
    session: SessionId,
    token_hash: &str,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::id.eq(id.to_string()),
            refresh_tokens::session_id.eq(session.to_string()),
            refresh_tokens::token_hash.eq(token_hash),
            refresh_tokens::issued_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// The refresh token with this hash, used or not.
pub(in crate::identity) fn refresh_by_hash(
    conn: &mut Conn,
    token_hash: &str,
) -> QueryResult<Option<RefreshRow>> {
    refresh_tokens::table
        .filter(refresh_tokens::token_hash.eq(token_hash))
        .select(RefreshRow::as_select())
        .get_result(conn)
        .optional()
}

/// Marks an unused token as used and names its successor. Of two that try at once one succeeds.
pub(in crate::identity) fn use_refresh(
    tx: &mut Tx<'_>,
    token_hash: &str,
    successor: Uuid,
    now: Instant,
) -> QueryResult<bool> {
    diesel::update(refresh_tokens::table)
        .filter(refresh_tokens::token_hash.eq(token_hash))
        .filter(refresh_tokens::used_at.is_null())
        .set((
            refresh_tokens::used_at.eq(Some(DbTime::from(now))),
            refresh_tokens::successor_id.eq(Some(successor.to_string())),
        ))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// Whether the token with this id has been used.
pub(in crate::identity) fn refresh_is_used(conn: &mut Conn, id: &str) -> QueryResult<bool> {
    let used = refresh_tokens::table
        .find(id)
        .filter(refresh_tokens::used_at.is_not_null());
    select(exists(used)).get_result(conn)
}
