//! Setting passwords, and confirming addresses: what one-time links are for.

use lykta_shared::{
    identity::{
        ChangePasswordRequest, ResetPasswordRequest, TokenRequest, rules::check_new_password,
    },
    problem::{FieldCode, ProblemKind},
    text::Token,
    time::Instant,
};

use super::{
    links, mail,
    session::{self, SignedIn, note},
};
use crate::{
    app::State,
    db::{Tx, lock_user},
    http::ApiError,
    identity::{
        StoredHash,
        actor::Actor,
        password::Verdict,
        soft_lock::{Failures, change_key, failure_keys},
        store::{self, Purpose, TokenRow, UserRow},
        visit::Visit,
    },
    limits::Bucket,
    messages::MailKind,
};

/// Links that lead to a new password.
const RESETS: &[Purpose] = &[Purpose::ResetPassword, Purpose::FirstLogin];

/// Confirms an address with the token that was mailed to it.
pub(in crate::identity) async fn verify_email(
    state: &State,
    request: TokenRequest,
    visit: &Visit,
) -> Result<(), ApiError> {
    state.limits.peek(Bucket::Credentials, visit.ip.network())?;
    let now = state.clock.now();
    let confirmed = state
        .db
        .write(move |tx| {
            let link = links::find(tx, request.token.reveal(), &[Purpose::VerifyEmail], now)?;
            links::consume(tx, &link, now)?;
            let user = owner(tx, &link)?;
            store::set_verified(tx, user.id, now)?;
            links::void(tx, user.id, &[Purpose::VerifyEmail], now)?;
            Ok(note(
                tx,
                now,
                Some(user.id),
                "user.email_verified",
                ("user", user.id.to_string()),
            )?)
        })
        .await;
    cost(state, visit, confirmed)
}

/// Lets only failures cost.
fn cost<T>(state: &State, visit: &Visit, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
    if outcome
        .as_ref()
        .is_err_and(|error| error.kind() == ProblemKind::LinkInvalid)
    {
        state.limits.take(Bucket::Credentials, visit.ip.network())?;
    }
    outcome
}

/// Whose link it is: an account that still has the address the link went to.
fn owner(tx: &mut Tx<'_>, link: &TokenRow) -> Result<UserRow, ApiError> {
    lock_user(tx, link.user_id)?;
    store::user(tx, link.user_id)?
        .filter(|user| user.email_norm == link.email_norm)
        .ok_or_else(|| ApiError::new(ProblemKind::LinkInvalid))
}

/// Sets a new password with the token of a link. Ends all sessions; does not sign in.
pub(in crate::identity) async fn reset_password(
    state: &State,
    request: ResetPasswordRequest,
    visit: &Visit,
) -> Result<(), ApiError> {
    state.limits.peek(Bucket::Credentials, visit.ip.network())?;
    let ResetPasswordRequest { token, password } = request;
    let user = cost(state, visit, holder(state, &token).await)?;
    check_new_password(password.reveal(), &[&user.email, &user.display_name])
        .map_err(|code| ApiError::field("/password", code))?;
    let hash = state.identity.hashes().hash(&password).await?;
    let (now, inner, prefix) = (state.clock.now(), state.clone(), visit.prefix.clone());
    let done = state
        .db
        .write(move |tx| {
            let link = links::find(tx, token.reveal(), RESETS, now)?;
            links::consume(tx, &link, now)?;
            let user = owner(tx, &link)?;
            // Who has the link has the mailbox, or was given it by the operator.
            store::set_verified(tx, user.id, now)?;
            let keys = failure_keys(inner.identity.failure_key(), &user.email_norm, &prefix);
            store::clear_failures(tx, &keys)?;
            set(tx, &user, &hash, "user.password_reset", now)
        })
        .await;
    cost(state, visit, done)
}

async fn holder(state: &State, token: &Token) -> Result<UserRow, ApiError> {
    let (now, token) = (state.clock.now(), token.clone());
    state
        .db
        .read(move |conn| {
            let link = links::find(conn, token.reveal(), RESETS, now)?;
            store::user(conn, link.user_id)?.ok_or_else(|| ApiError::new(ProblemKind::LinkInvalid))
        })
        .await
}

/// Sets the password; ends every session and every link that leads to another one; tells the person.
fn set(
    tx: &mut Tx<'_>,
    user: &UserRow,
    hash: &StoredHash,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    store::set_password(tx, user.id, hash)?;
    store::revoke_sessions(tx, user.id, now)?;
    links::void(tx, user.id, RESETS, now)?;
    note(
        tx,
        now,
        Some(user.id),
        action,
        ("user", user.id.to_string()),
    )?;
    let occasion = (user.session_epoch + 1).to_string();
    mail::send(
        tx,
        now,
        user.id,
        MailKind::PasswordChanged,
        (&occasion, mail::notice_expiry(now)),
    )?;
    Ok(())
}

/// Changes the password of somebody who knows the present one. This device gets a new session, all others are
/// signed out.
pub(in crate::identity) async fn change_password(
    state: &State,
    actor: Actor,
    request: ChangePasswordRequest,
    visit: Visit,
) -> Result<SignedIn, ApiError> {
    let now = state.clock.now();
    let key = change_key(state.identity.failure_key(), actor.user);
    let asked = key.clone();
    let id = actor.user;
    let (user, failures) = state
        .db
        .read(move |conn| {
            Ok::<_, ApiError>((store::user(conn, id)?, store::failures(conn, &asked)?))
        })
        .await?;
    let user = user.ok_or_else(ApiError::unauthenticated)?;
    if let Some(until) = failures
        .and_then(|held| held.locked_until)
        .filter(|until| now < *until)
    {
        return Err(ApiError::too_many(
            u32::try_from(until.seconds() - now.seconds() + 1).unwrap_or(u32::MAX),
        ));
    }
    check_new_password(request.new.reveal(), &[&user.email, &user.display_name])
        .map_err(|code| ApiError::field("/new", code))?;
    let verdict = state
        .identity
        .hashes()
        .verify(&request.current, user.stored_hash().as_ref())
        .await?;
    if verdict == Verdict::Wrong {
        state
            .db
            .write(move |tx| {
                Ok::<_, ApiError>(store::set_failures(tx, &key, now, |held| {
                    Failures::one_more(held, now)
                })?)
            })
            .await?;
        return Err(ApiError::field("/current", FieldCode::WrongPassword));
    }
    let hash = state.identity.hashes().hash(&request.new).await?;
    let inner = state.clone();
    state
        .db
        .write(move |tx| {
            lock_user(tx, user.id)?;
            let held =
                store::user(tx, user.id)?.filter(|held| held.password_hash == user.password_hash);
            let held = held.ok_or_else(ApiError::unauthenticated)?;
            store::clear_failures(tx, std::slice::from_ref(&key))?;
            set(tx, &held, &hash, "user.password_changed", now)?;
            let after = store::user(tx, user.id)?.ok_or_else(ApiError::unauthenticated)?;
            session::open(tx, &inner, &after, (&visit.device, &visit.prefix), now)
        })
        .await
}
