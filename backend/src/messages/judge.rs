//! What becomes of a message once it was tried (the table of SECURITY-AND-RELIABILITY.md 5.3), and how that is
//! counted.

use lykta_shared::time::Instant;

use super::{
    check::Ready,
    queue::{self, Claimed, Mark, UNCERTAIN},
    transport::Outcome,
    worker::end,
};
use crate::{
    app::State,
    db::DbFailure,
    metrics::{MailFailure, Metrics},
};

/// Minutes until the next attempt, after the first, second … one.
const BACKOFF: [i64; 7] = [1, 2, 4, 8, 15, 30, 60];
/// Minutes until a mail that may have arrived is sent once more.
const RESEND: i64 = 10;

/// What an outcome means for the message.
pub(super) async fn judge(
    state: &State,
    claimed: &Claimed,
    ready: &Ready,
    outcome: Outcome,
) -> Result<Mark, DbFailure> {
    let now = state.clock.now();
    let breaker = state.messages.breaker();
    let (message, kind) = (claimed.id, claimed.word.as_str());
    match outcome {
        Outcome::Unreachable => {
            let failures = breaker.failed(tokio::time::Instant::now());
            tracing::warn!(failures, "the mail server can't be reached");
            return Ok(Mark::Release);
        }
        Outcome::Untrusted => {
            breaker.failed(tokio::time::Instant::now());
            tracing::error!(
                "the mail server has no certificate we trust, or offers no STARTTLS: see mail.tls and mail.ca_file; mails wait"
            );
            return Ok(Mark::Release);
        }
        Outcome::Unwelcome { code } => {
            breaker.failed(tokio::time::Instant::now());
            tracing::error!(
                code,
                "the mail server refuses us: mail.user, mail.password or mail.from are wrong; mails wait"
            );
            return Ok(Mark::Release);
        }
        _ => breaker.well(),
    }
    Ok(match outcome {
        Outcome::Sent { code } => {
            tracing::info!(%message, kind, "mail sent");
            let address = ready.to.to_lowercase();
            state
                .db
                .write(move |tx| Ok::<_, DbFailure>(queue::delivered(tx, &address)?))
                .await?;
            Mark::Sent { code }
        }
        Outcome::Deferred { code } => again(state, claimed, code, now),
        Outcome::Bounced {
            code,
            no_such_person,
        } => {
            tracing::warn!(%message, kind, code, "an address refuses mail");
            let address = ready.to.to_lowercase();
            state
                .db
                .write(move |tx| {
                    Ok::<_, DbFailure>(queue::bounced(tx, &address, code, no_such_person, now)?)
                })
                .await?;
            Mark::End {
                status: "dead",
                failure: "bounced",
                code: Some(code),
            }
        }
        Outcome::Rejected { code } => {
            tracing::error!(%message, kind, code, "a mail was refused");
            Mark::End {
                status: "dead",
                failure: "rejected",
                code,
            }
        }
        Outcome::Uncertain => uncertain(claimed, now),
        Outcome::Unreachable | Outcome::Untrusted | Outcome::Unwelcome { .. } => Mark::Release,
    })
}

/// Once more with the same `Message-ID`, then never again.
fn uncertain(claimed: &Claimed, now: Instant) -> Mark {
    tracing::warn!(message = %claimed.id, kind = claimed.word, "a mail may or may not have arrived");
    let at = now.plus_minutes(RESEND);
    if claimed.may_have_arrived() || at >= claimed.expires_at {
        end("uncertain", UNCERTAIN)
    } else {
        Mark::Retry {
            at,
            failure: UNCERTAIN,
            code: None,
        }
    }
}

/// Another attempt later, as long as the mail still has a point then.
fn again(state: &State, claimed: &Claimed, code: Option<u16>, now: Instant) -> Mark {
    let at = next_attempt(claimed.attempts, state.random.below(401), now);
    // What may have arrived stays marked so: it must not be sent a third time.
    let failure = if claimed.may_have_arrived() {
        UNCERTAIN
    } else {
        "deferred"
    };
    if at >= claimed.expires_at {
        Mark::End {
            status: "expired",
            failure,
            code,
        }
    } else {
        Mark::Retry { at, failure, code }
    }
}

/// When to try again after this many attempts; `jitter` of 0–400 spreads it over ±20 %.
fn next_attempt(attempts: i32, jitter: u64, now: Instant) -> Instant {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0);
    let minutes = BACKOFF.get(index).or(BACKOFF.last()).copied().unwrap_or(60);
    let per_mille = 800 + i64::try_from(jitter).unwrap_or(200);
    now.plus_seconds(minutes * 60 * per_mille / 1000)
}

/// Counts what was written down.
pub(super) fn count(metrics: &Metrics, claimed: &Claimed, mark: Mark, now: Instant) {
    let failure = match mark {
        Mark::Sent { .. } => {
            metrics.mail_sent(&claimed.word);
            if claimed.word.starts_with("reminder_") {
                metrics.reminder_left(now.seconds() - claimed.not_before.seconds());
            }
            return;
        }
        Mark::Postpone { .. } => return,
        Mark::Release => MailFailure::NoServer,
        Mark::Retry { failure, .. } if failure == UNCERTAIN => MailFailure::Uncertain,
        Mark::Retry { .. } => MailFailure::Deferred,
        Mark::End {
            status, failure, ..
        } => match (status, failure) {
            ("uncertain", _) => MailFailure::Uncertain,
            ("expired", _) => MailFailure::Expired,
            (_, "bounced") => MailFailure::Bounced,
            ("dead", _) => MailFailure::Rejected,
            _ => return,
        },
    };
    metrics.mail_failed(failure);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_grow_apart_to_an_hour_with_a_fifth_of_jitter() {
        let now: Instant = "2026-11-27T20:00:00Z".parse().unwrap();
        let after =
            |attempts, jitter| next_attempt(attempts, jitter, now).seconds() - now.seconds();
        assert_eq!((after(1, 0), after(1, 200), after(1, 400)), (48, 60, 72));
        assert_eq!(after(5, 200), 15 * 60);
        assert_eq!((after(7, 200), after(50, 200)), (3600, 3600));
    }
}
