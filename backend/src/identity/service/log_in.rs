//! Signing in with address and password (SECURITY-AND-RELIABILITY.md 2.4). Unknown, without password, locked and
//! wrong all take one hash and get one answer.

use lykta_shared::{identity::LoginRequest, problem::ProblemKind, time::Instant};

use super::session::{self, SignedIn};
use crate::{
    app::State,
    db::{Conn, Tx, lock_user},
    http::ApiError,
    identity::{
        StoredHash,
        password::Verdict,
        soft_lock::{Failures, failure_keys},
        store::{self, UserRow},
        visit::Visit,
    },
    limits::Bucket,
};

/// What is needed to let somebody in whose password was right.
struct Proven {
    user: UserRow,
    /// A better hash of the same password, where the stored one is outdated.
    fresh: Option<StoredHash>,
    visit: Visit,
    keys: [String; 2],
}

/// Signs somebody in.
pub(in crate::identity) async fn log_in(
    state: &State,
    request: LoginRequest,
    visit: Visit,
) -> Result<SignedIn, ApiError> {
    let now = state.clock.now();
    let network = visit.ip.network();
    state.limits.peek(Bucket::Credentials, network)?;
    let email_norm = request.email.normalised();
    let keys = failure_keys(state.identity.failure_key(), &email_norm, &visit.prefix);
    let asked = keys.clone();
    let (user, locked) = state
        .db
        .read(move |conn| {
            Ok::<_, ApiError>((
                store::user_by_email(conn, &email_norm)?,
                is_locked(conn, &asked, now)?,
            ))
        })
        .await?;
    let stored = user
        .as_ref()
        .filter(|_| !locked)
        .and_then(UserRow::stored_hash);
    let verdict = state
        .identity
        .hashes()
        .verify(&request.password, stored.as_ref())
        .await?;
    let (Some(user), Verdict::Right { outdated }) = (user, verdict) else {
        state.limits.take(Bucket::Credentials, network)?;
        count(state, keys, now, locked).await?;
        return Err(ApiError::new(ProblemKind::LoginFailed));
    };
    // Whoever knows the password may know how the account stands.
    if user.suspended_at.is_some() {
        return Err(ApiError::new(ProblemKind::AccountSuspended));
    }
    if user.email_verified_at.is_none() {
        return Err(ApiError::new(ProblemKind::EmailUnverified));
    }
    // Not worth a failed log-in: the next one tries again.
    let fresh = if outdated {
        state.identity.hashes().hash(&request.password).await.ok()
    } else {
        None
    };
    let (inner, proven) = (
        state.clone(),
        Proven {
            user,
            fresh,
            visit,
            keys,
        },
    );
    state
        .db
        .write(move |tx| enter(tx, &inner, &proven, now))
        .await
}

fn is_locked(conn: &mut Conn, keys: &[String], now: Instant) -> Result<bool, ApiError> {
    for key in keys {
        if store::failures(conn, key)?.is_some_and(|failures| failures.locked(now)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Counts a failure for the account and for the account from this network, whether it exists or not. An attempt
/// while locked is not looked at, so it does not make the wait longer: nobody can be locked out for good.
async fn count(
    state: &State,
    keys: [String; 2],
    now: Instant,
    locked: bool,
) -> Result<(), ApiError> {
    state
        .db
        .write(move |tx| {
            for key in &keys {
                store::set_failures(tx, key, now, |held| {
                    if locked {
                        held
                    } else {
                        Failures::one_more(held, now)
                    }
                })?;
            }
            Ok(())
        })
        .await
}

fn enter(
    tx: &mut Tx<'_>,
    state: &State,
    proven: &Proven,
    now: Instant,
) -> Result<SignedIn, ApiError> {
    let Proven {
        user,
        fresh,
        visit,
        keys,
    } = proven;
    lock_user(tx, user.id)?;
    // Between the check and now the password may have been changed, or the account suspended.
    let user = store::user(tx, user.id)?
        .filter(|held| held.password_hash == user.password_hash && held.suspended_at.is_none())
        .ok_or_else(|| ApiError::new(ProblemKind::LoginFailed))?;
    store::clear_failures(tx, keys)?;
    if let Some(fresh) = fresh {
        store::set_stored_hash(tx, user.id, fresh)?;
    }
    session::open(tx, state, &user, (&visit.device, &visit.prefix), now)
}
