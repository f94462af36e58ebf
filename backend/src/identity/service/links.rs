//! One-time links: 256 random bits, of which the database holds the hash, for one purpose and one use.

use diesel::QueryResult;
use lykta_shared::{ids::UserId, problem::ProblemKind, time::Instant};

use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::{
        keys::token_hash,
        store::{self, NewToken, Purpose, TokenRow},
    },
    random::Random,
};

/// So many links for the same purpose work at once: the newest ones.
const MAX_LIVE: usize = 3;

/// When a link made now for this purpose becomes too old.
pub(super) fn expiry(purpose: Purpose, now: Instant) -> Instant {
    match purpose {
        Purpose::ResetPassword => now.plus_minutes(30),
        Purpose::VerifyEmail | Purpose::FirstLogin => now.plus_hours(24),
    }
}

/// Makes a link's token. What is answered is the only copy of it.
pub(super) fn issue(
    tx: &mut Tx<'_>,
    random: Random,
    now: Instant,
    purpose: Purpose,
    (user, email_norm): (UserId, &str),
) -> QueryResult<String> {
    let live = store::live_tokens(tx, user, purpose, now)?;
    store::delete_tokens(tx, live.get(MAX_LIVE - 1..).unwrap_or_default())?;
    let token = random.token();
    let row = NewToken {
        id: random.id(now),
        purpose,
        user,
        email_norm: email_norm.to_owned(),
        token_hash: token_hash(&token),
        expires_at: expiry(purpose, now),
    };
    store::insert_token(tx, &row, now)?;
    Ok(token)
}

/// Ends the person's links for these purposes.
pub(super) fn void(
    tx: &mut Tx<'_>,
    user: UserId,
    purposes: &[Purpose],
    now: Instant,
) -> QueryResult<()> {
    for purpose in purposes {
        let live = store::live_tokens(tx, user, *purpose, now)?;
        store::delete_tokens(tx, &live)?;
    }
    Ok(())
}

/// The link's row if it is good for one of these purposes now. Unknown, used, too old and of another purpose
/// are all the same: the link does not work.
pub(super) fn find(
    conn: &mut Conn,
    token: &str,
    purposes: &[Purpose],
    now: Instant,
) -> Result<TokenRow, ApiError> {
    store::live_token(conn, &token_hash(token), now)?
        .filter(|row| purposes.contains(&row.purpose))
        .ok_or_else(|| ApiError::new(ProblemKind::LinkInvalid))
}

/// Uses the link up. Of two that try at once one succeeds.
pub(super) fn consume(tx: &mut Tx<'_>, row: &TokenRow, now: Instant) -> Result<(), ApiError> {
    if store::use_token(tx, &row.id, now)? {
        Ok(())
    } else {
        Err(ApiError::new(ProblemKind::LinkInvalid))
    }
}
