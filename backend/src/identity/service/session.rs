//! Sessions: opened, kept alive by rotating refresh tokens, seen and ended
//! (SECURITY-AND-RELIABILITY.md 2.2).

use diesel::QueryResult;
use lykta_shared::{
    identity::{CityRole, Me, SessionView},
    ids::{SessionId, UserId},
    time::Instant,
};

use super::{mail, me_of};
use crate::{
    app::State,
    db::Tx,
    http::ApiError,
    identity::{
        access::Subject,
        actor::Actor,
        keys::token_hash,
        lifetime::{GRACE_SECONDS, Lifetime, MAX_SESSIONS},
        store::{self, RefreshRow, SessionRow, UserRow},
        visit::Visit,
    },
    limits::Bucket,
    messages::MailKind,
    platform::audit::{self, AuditEvent},
};

/// What a browser gets that is signed in now.
#[derive(Debug)]
pub(in crate::identity) struct SignedIn {
    /// Who.
    pub(in crate::identity) me: Me,
    /// The access token.
    pub(in crate::identity) access: String,
    /// The refresh token.
    pub(in crate::identity) refresh: String,
    /// For how many seconds the browser keeps it.
    pub(in crate::identity) refresh_seconds: i64,
}

/// Whether the session still lives, for an account with these roles.
pub(in crate::identity) fn is_alive(
    session: &SessionRow,
    user: &UserRow,
    roles: &[CityRole],
    now: Instant,
) -> bool {
    session.user_id == user.id
        && session.revoked_at.is_none()
        && now < session.expires_at
        && Lifetime::of(roles).covers(session.created_at, session.last_seen_at, now)
        && user.suspended_at.is_none()
}

/// Opens a session for somebody who has just proved who they are. The oldest of too many makes room.
pub(super) fn open(
    tx: &mut Tx<'_>,
    state: &State,
    user: &UserRow,
    (device, prefix): (&str, &str),
    now: Instant,
) -> Result<SignedIn, ApiError> {
    let roles = store::city_roles(tx, user.id)?;
    for old in store::live_sessions(tx, user.id, now)?
        .iter()
        .skip(MAX_SESSIONS - 1)
    {
        store::revoke_session(tx, user.id, old.id, now)?;
        note(
            tx,
            now,
            None,
            "session.made_room",
            ("session", old.id.to_string()),
        )?;
        let occasion = old.id.to_string();
        mail::send(
            tx,
            now,
            user.id,
            MailKind::DeviceMadeRoom,
            (&occasion, mail::notice_expiry(now)),
        )?;
    }
    let session = SessionRow {
        id: SessionId(state.random.id(now)),
        user_id: user.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus_seconds(Lifetime::of(&roles).absolute),
        revoked_at: None,
        authenticated_at: now,
        auth_methods: "pwd".to_owned(),
        device: device.to_owned(),
        ip_prefix: prefix.to_owned(),
    };
    store::insert_session(tx, &session)?;
    let refresh = state.random.token();
    store::insert_refresh(
        tx,
        state.random.id(now),
        session.id,
        &token_hash(&refresh),
        now,
    )?;
    signed_in(tx, state, (user, &roles), &session, (refresh, now))
}

fn signed_in(
    tx: &mut Tx<'_>,
    state: &State,
    (user, roles): (&UserRow, &[CityRole]),
    session: &SessionRow,
    (refresh, now): (String, Instant),
) -> Result<SignedIn, ApiError> {
    let subject = Subject {
        user: user.id,
        session: session.id,
        epoch: user.session_epoch,
        authenticated_at: session.authenticated_at,
        methods: session
            .auth_methods
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    };
    let left = session.expires_at.seconds() - now.seconds();
    Ok(SignedIn {
        access: state
            .identity
            .access()
            .make(&subject, now)
            .map_err(ApiError::internal)?,
        refresh,
        refresh_seconds: Lifetime::of(roles).idle.min(left),
        me: me_of(tx, user, roles)?,
    })
}

/// Trades a refresh token for new ones. A used one that comes again ends its session, unless it is the same
/// browser's second tab or an answer that got lost.
pub(in crate::identity) async fn refresh(
    state: &State,
    token: &str,
    visit: &Visit,
) -> Result<SignedIn, ApiError> {
    let network = visit.ip.network();
    state.limits.peek(Bucket::Credentials, network)?;
    let (now, hash) = (state.clock.now(), token_hash(token));
    let inner = state.clone();
    let rotated = state
        .db
        .write(move |tx| rotate(tx, &inner, &hash, now))
        .await?;
    if rotated.is_none() {
        state.limits.take(Bucket::Credentials, network)?;
    }
    rotated.ok_or_else(ApiError::unauthenticated)
}

/// `None` when the token is good for nothing. That is kept like a success, because a reuse ends the session.
fn rotate(
    tx: &mut Tx<'_>,
    state: &State,
    hash: &str,
    now: Instant,
) -> Result<Option<SignedIn>, ApiError> {
    let successor = state.random.id(now);
    let first = store::use_refresh(tx, hash, successor, now)?;
    let Some(row) = store::refresh_by_hash(tx, hash)? else {
        return Ok(None);
    };
    let Some(session) = store::session(tx, row.session_id)? else {
        return Ok(None);
    };
    let Some(user) = store::user(tx, session.user_id)? else {
        return Ok(None);
    };
    let roles = store::city_roles(tx, user.id)?;
    if !is_alive(&session, &user, &roles, now) {
        return Ok(None);
    }
    if !first && !in_grace(tx, &row, now)? {
        store::revoke_session(tx, user.id, session.id, now)?;
        note(
            tx,
            now,
            None,
            "session.refresh_reused",
            ("session", session.id.to_string()),
        )?;
        let occasion = session.id.to_string();
        mail::send(
            tx,
            now,
            user.id,
            MailKind::RefreshReuse,
            (&occasion, mail::notice_expiry(now)),
        )?;
        return Ok(None);
    }
    let token = state.random.token();
    let id = if first {
        successor
    } else {
        state.random.id(now)
    };
    store::insert_refresh(tx, id, session.id, &token_hash(&token), now)?;
    store::touch_session(tx, session.id, now)?;
    signed_in(tx, state, (&user, &roles), &session, (token, now)).map(Some)
}

fn in_grace(tx: &mut Tx<'_>, row: &RefreshRow, now: Instant) -> QueryResult<bool> {
    let fresh = row
        .used_at
        .is_some_and(|used| now <= Instant::from(used).plus_seconds(GRACE_SECONDS));
    match &row.successor_id {
        Some(successor) if fresh => Ok(!store::refresh_is_used(tx, successor)?),
        _ => Ok(false),
    }
}

/// Ends the session of whatever is left of it: either token will do.
pub(in crate::identity) async fn log_out(
    state: &State,
    access: Option<String>,
    refresh: Option<String>,
) -> Result<(), ApiError> {
    let now = state.clock.now();
    let claims = access.and_then(|token| state.identity.access().check(&token, now).ok());
    let hash = refresh.map(|token| token_hash(&token));
    if claims.is_none() && hash.is_none() {
        return Ok(());
    }
    state
        .db
        .write(move |tx| {
            let by_refresh = match &hash {
                Some(hash) => store::refresh_by_hash(tx, hash)?.map(|row| row.session_id),
                None => None,
            };
            for id in by_refresh
                .into_iter()
                .chain(claims.as_ref().map(|claims| claims.sid))
            {
                if let Some(session) = store::session(tx, id)? {
                    store::revoke_session(tx, session.user_id, id, now)?;
                }
            }
            Ok::<_, ApiError>(())
        })
        .await
}

/// The person's live sessions, last used first.
pub(in crate::identity) async fn sessions(
    state: &State,
    actor: Actor,
) -> Result<Vec<SessionView>, ApiError> {
    let now = state.clock.now();
    state
        .db
        .read(move |conn| {
            let lifetime = Lifetime::of(&actor.city_roles);
            let live = store::live_sessions(conn, actor.user, now)?;
            let live = live
                .into_iter()
                .filter(|row| lifetime.covers(row.created_at, row.last_seen_at, now));
            Ok(live
                .map(|row| SessionView {
                    id: row.id,
                    device: row.device,
                    created_at: row.created_at,
                    last_seen_at: row.last_seen_at,
                    current: row.id == actor.session,
                })
                .collect())
        })
        .await
}

/// Ends one session of the person. Somebody else's is not found; one that has ended stays ended.
pub(in crate::identity) async fn end_session(
    state: &State,
    actor: Actor,
    id: SessionId,
) -> Result<(), ApiError> {
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            let own = store::session(tx, id)?.is_some_and(|row| row.user_id == actor.user);
            if !own {
                return Err(ApiError::not_found());
            }
            store::revoke_session(tx, actor.user, id, now)?;
            Ok(())
        })
        .await
}

/// Ends all sessions of the person, and every access token with them.
pub(in crate::identity) async fn end_everywhere(
    state: &State,
    actor: Actor,
) -> Result<(), ApiError> {
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            store::raise_epoch(tx, actor.user)?;
            store::revoke_sessions(tx, actor.user, now)?;
            Ok(note(
                tx,
                now,
                Some(actor.user),
                "user.logged_out_everywhere",
                ("user", actor.user.to_string()),
            )?)
        })
        .await
}

/// Writes down what was done to an account, by its owner or, without an actor, by the system or the operator.
pub(super) fn note(
    tx: &mut Tx<'_>,
    now: Instant,
    actor: Option<UserId>,
    action: &'static str,
    (object_type, object_id): (&'static str, String),
) -> QueryResult<()> {
    let event = AuditEvent {
        organisation: None,
        actor,
        action,
        object_type,
        object_id,
        reason: None,
    };
    audit::record(tx, now, event)
}
