//! Requests for an account or a link, as they wait for the job that decides on them.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};
use lykta_shared::{identity::Language, time::Instant, vocabulary::UnknownKey};
use uuid::Uuid;

use crate::{
    db::{Conn, DbTime, Tx, schema::auth_requests},
    identity::password::StoredHash,
};

/// What somebody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identity) enum RequestKind {
    /// An account.
    Register,
    /// The confirmation mail once more.
    Resend,
    /// A link to set a new password.
    Forgot,
}

impl RequestKind {
    /// As it stands in the database.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Resend => "resend",
            Self::Forgot => "forgot",
        }
    }
}

impl TryFrom<String> for RequestKind {
    type Error = UnknownKey;

    fn try_from(text: String) -> Result<Self, UnknownKey> {
        let all = [Self::Register, Self::Resend, Self::Forgot];
        all.into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownKey)
    }
}

/// One request. No `Debug`: it is somebody's data.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = auth_requests)]
pub(in crate::identity) struct AuthRequestRow {
    pub(in crate::identity) id: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) kind: RequestKind,
    pub(in crate::identity) email: String,
    pub(in crate::identity) email_norm: String,
    pub(in crate::identity) display_name: Option<String>,
    pub(in crate::identity) language: Option<String>,
    pub(in crate::identity) password_hash: Option<String>,
    pub(in crate::identity) pepper_key: Option<String>,
}

/// What a request is made of: what only a registration has may be missing.
#[derive(Debug, Clone)]
pub(in crate::identity) struct NewAuthRequest {
    pub(in crate::identity) id: Uuid,
    pub(in crate::identity) kind: RequestKind,
    pub(in crate::identity) email: String,
    pub(in crate::identity) email_norm: String,
    pub(in crate::identity) registration: Option<(String, Language, StoredHash)>,
}

/// Adds a request: one row, whoever asks for what.
pub(in crate::identity) fn insert_request(
    tx: &mut Tx<'_>,
    request: &NewAuthRequest,
    now: Instant,
) -> QueryResult<()> {
    let registration = request.registration.as_ref();
    diesel::insert_into(auth_requests::table)
        .values((
            auth_requests::id.eq(request.id.to_string()),
            auth_requests::kind.eq(request.kind.as_str()),
            auth_requests::email.eq(&request.email),
            auth_requests::email_norm.eq(&request.email_norm),
            auth_requests::display_name.eq(registration.map(|(name, _, _)| name)),
            auth_requests::language.eq(registration.map(|(_, language, _)| language.as_str())),
            auth_requests::password_hash.eq(registration.map(|(_, _, held)| &held.phc)),
            auth_requests::pepper_key.eq(registration.map(|(_, _, held)| &held.pepper)),
            auth_requests::created_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// The ids of what waits, oldest first.
pub(in crate::identity) fn waiting_requests(
    conn: &mut Conn,
    limit: i64,
) -> QueryResult<Vec<String>> {
    auth_requests::table
        .order((auth_requests::created_at, auth_requests::id))
        .limit(limit)
        .select(auth_requests::id)
        .load(conn)
}

/// Takes a request out. Of two that try at once one gets it.
pub(in crate::identity) fn take_request(
    tx: &mut Tx<'_>,
    id: &str,
) -> QueryResult<Option<AuthRequestRow>> {
    let row = auth_requests::table
        .find(id)
        .select(AuthRequestRow::as_select())
        .first(tx.conn())
        .optional()?;
    let taken = diesel::delete(auth_requests::table.find(id)).execute(tx.conn())? == 1;
    Ok(row.filter(|_| taken))
}
