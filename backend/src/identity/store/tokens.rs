//! One-time tokens, by their hash.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};
use lykta_shared::{ids::UserId, time::Instant, vocabulary::UnknownKey};
use uuid::Uuid;

use crate::db::{Conn, DbTime, Tx, schema::one_time_tokens};

/// What a one-time token is good for, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identity) enum Purpose {
    /// Confirming an address.
    VerifyEmail,
    /// Setting a new password.
    ResetPassword,
    /// Setting the first password of an account made on the command line.
    FirstLogin,
}

impl Purpose {
    /// As it stands in the database.
    pub(in crate::identity) const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
            Self::FirstLogin => "first_login",
        }
    }
}

impl TryFrom<String> for Purpose {
    type Error = UnknownKey;

    fn try_from(text: String) -> Result<Self, UnknownKey> {
        let all = [Self::VerifyEmail, Self::ResetPassword, Self::FirstLogin];
        all.into_iter()
            .find(|purpose| purpose.as_str() == text)
            .ok_or(UnknownKey)
    }
}

/// A one-time token.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = one_time_tokens)]
pub(in crate::identity) struct TokenRow {
    pub(in crate::identity) id: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) purpose: Purpose,
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) user_id: UserId,
    pub(in crate::identity) email_norm: String,
}

/// What a new token is made of.
#[derive(Debug, Clone)]
pub(in crate::identity) struct NewToken {
    pub(in crate::identity) id: Uuid,
    pub(in crate::identity) purpose: Purpose,
    pub(in crate::identity) user: UserId,
    pub(in crate::identity) email_norm: String,
    pub(in crate::identity) token_hash: String,
    pub(in crate::identity) expires_at: Instant,
}

/// Adds a token.
pub(in crate::identity) fn insert_token(
    tx: &mut Tx<'_>,
    token: &NewToken,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(one_time_tokens::table)
        .values((
            one_time_tokens::id.eq(token.id.to_string()),
            one_time_tokens::purpose.eq(token.purpose.as_str()),
            one_time_tokens::user_id.eq(token.user.to_string()),
            one_time_tokens::email_norm.eq(&token.email_norm),
            one_time_tokens::token_hash.eq(&token.token_hash),
            one_time_tokens::created_at.eq(DbTime::from(now)),
            one_time_tokens::expires_at.eq(DbTime::from(token.expires_at)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// The token with this hash, if it is unused and not too old.
pub(in crate::identity) fn live_token(
    conn: &mut Conn,
    token_hash: &str,
    now: Instant,
) -> QueryResult<Option<TokenRow>> {
    one_time_tokens::table
        .filter(one_time_tokens::token_hash.eq(token_hash))
        .filter(one_time_tokens::used_at.is_null())
        .filter(one_time_tokens::expires_at.gt(DbTime::from(now)))
        .select(TokenRow::as_select())
        .first(conn)
        .optional()
}

/// The ids of the person's unused tokens for this, newest first.
pub(in crate::identity) fn live_tokens(
    conn: &mut Conn,
    user: UserId,
    purpose: Purpose,
    now: Instant,
) -> QueryResult<Vec<String>> {
    one_time_tokens::table
        .filter(one_time_tokens::user_id.eq(user.to_string()))
        .filter(one_time_tokens::purpose.eq(purpose.as_str()))
        .filter(one_time_tokens::used_at.is_null())
        .filter(one_time_tokens::expires_at.gt(DbTime::from(now)))
        .order((
            one_time_tokens::created_at.desc(),
            one_time_tokens::id.desc(),
        ))
        .select(one_time_tokens::id)
        .load(conn)
}

/// Marks an unused token as used. Of two that try at once one succeeds.
pub(in crate::identity) fn use_token(tx: &mut Tx<'_>, id: &str, now: Instant) -> QueryResult<bool> {
    diesel::update(one_time_tokens::table.find(id))
        .filter(one_time_tokens::used_at.is_null())
        .filter(one_time_tokens::expires_at.gt(DbTime::from(now)))
        .set(one_time_tokens::used_at.eq(Some(DbTime::from(now))))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// Deletes these tokens; a handful at most.
pub(in crate::identity) fn delete_tokens(tx: &mut Tx<'_>, ids: &[String]) -> QueryResult<()> {
    for id in ids {
        diesel::delete(one_time_tokens::table.find(id)).execute(tx.conn())?;
    }
    Ok(())
}

/// Deletes what could not be used any more before this moment.
pub(in crate::identity) fn delete_stale_tokens(
    tx: &mut Tx<'_>,
    before: Instant,
) -> QueryResult<usize> {
    diesel::delete(one_time_tokens::table)
        .filter(one_time_tokens::expires_at.lt(DbTime::from(before)))
        .execute(tx.conn())
}
