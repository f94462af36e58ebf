//! The worker: claims what is due, asks whether it is still true, sends it, writes down what became of it.
//!
//! Several may run, in one process or many. The only mail that can arrive twice is one that was handed over
//! without an answer coming back; it keeps its `Message-ID`, so that mail programs show it once.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    time::Duration,
};

use lykta_shared::time::Instant;

use super::{
    MailKind, Messages,
    check::{self, Ready, Verdict},
    compose::{self, ComposeFailure, Mail},
    letter::{self, Desk},
    queue::{self, Claimed, Mark, UNCERTAIN},
    reminders,
    transport::{Line, Outcome},
};
use crate::{app::State, db::DbFailure};

/// How often a worker looks whether something is due.
const LOOK: Duration = Duration::from_secs(1);
/// How often leases are renewed while a mail server is slow.
const HEARTBEAT: Duration = Duration::from_mins(1);
/// How often the planner sweeps.
const SWEEP: Duration = Duration::from_mins(5);
/// How many messages a worker claims at a time. Few: after a crash they wait for their lease to end.
const BATCH: usize = 4;
/// Minutes until the next attempt, after the first, second … one.
const BACKOFF: [i64; 7] = [1, 2, 4, 8, 15, 30, 60];
/// Minutes until a mail that may have arrived is sent once more.
const RESEND: i64 = 10;
/// Minutes until a mail of a suspended organisation is looked at again.
const POSTPONE: i64 = 15;

/// Sends until the server ends.
pub(crate) async fn run(state: State) {
    let worker = state.random.token();
    let mut stopping = state.stopping.clone();
    loop {
        if let Err(failure) = drain(&state, &worker).await {
            tracing::warn!(%failure, "the mail worker can't reach the database");
        }
        tokio::select! {
            () = stopping.wait() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Plans reminders until the server ends.
pub(crate) async fn plan(state: State) {
    let mut stopping = state.stopping.clone();
    loop {
        if let Err(failure) = sweep(&state).await {
            tracing::warn!(%failure, "the planner can't reach the database");
        }
        tokio::select! {
            () = stopping.wait() => return,
            () = tokio::time::sleep(SWEEP) => {}
        }
    }
}

async fn sweep(state: &State) -> Result<usize, DbFailure> {
    let now = state.clock.now();
    state
        .db
        .write(move |tx| Ok(reminders::sweep(tx, now)?))
        .await
}

/// Plans and sends until nothing is left to do now, also by this server's other workers. For tests.
#[cfg(feature = "test-hooks")]
pub(crate) async fn work(state: &State) -> Result<(), DbFailure> {
    let worker = state.random.token();
    sweep(state).await?;
    loop {
        state.messages.breaker().end_pause();
        let sent = drain(state, &worker).await?;
        // Whatever the others of this server have under way is finished now.
        drop(state.messages.0.under_way.write().await);
        if sent == 0 {
            return Ok(());
        }
    }
}

/// Sends what is due; answers how many messages got somewhere.
async fn drain(state: &State, worker: &str) -> Result<usize, DbFailure> {
    #[cfg(feature = "test-hooks")]
    let _under_way = state.messages.0.under_way.read().await;
    let mut line = state.messages.transport().line();
    let mut done = 0;
    while !state.stopping.is_on() && !paused(state) {
        let batch = claim(state, worker).await?;
        if batch.is_empty() {
            break;
        }
        for claimed in &batch {
            let mark = if state.stopping.is_on() || paused(state) {
                Mark::Release
            } else {
                deliver(state, worker, claimed, &mut line).await?
            };
            if mark != Mark::Release {
                done += 1;
            }
            write_down(state, claimed, mark).await?;
        }
    }
    line.close().await;
    Ok(done)
}

fn paused(state: &State) -> bool {
    state
        .messages
        .breaker()
        .is_open(tokio::time::Instant::now())
}

async fn claim(state: &State, worker: &str) -> Result<Vec<Claimed>, DbFailure> {
    let now = state.clock.now();
    let due: bool = state
        .db
        .read(move |conn| Ok::<_, DbFailure>(queue::anything_due(conn, now)?))
        .await?;
    if !due {
        return Ok(Vec::new());
    }
    let worker = worker.to_owned();
    state
        .db
        .write(move |tx| Ok(queue::claim(tx, &worker, BATCH, now)?))
        .await
}

async fn write_down(state: &State, claimed: &Claimed, mark: Mark) -> Result<(), DbFailure> {
    let now = state.clock.now();
    let (message, held) = (claimed.id, claimed.clone());
    let ours = state
        .db
        .write(move |tx| Ok::<_, DbFailure>(queue::mark(tx, &held, mark, now)?))
        .await?;
    if !ours {
        tracing::warn!(%message, "another worker took this message over");
    }
    Ok(())
}

/// One message, from the question whether it is still true to what is to be written down about it.
async fn deliver(
    state: &State,
    worker: &str,
    claimed: &Claimed,
    line: &mut Line,
) -> Result<Mark, DbFailure> {
    let now = state.clock.now();
    let Ok(kind) = serde_json::from_str::<MailKind>(&claimed.params) else {
        tracing::error!(message = %claimed.id, kind = claimed.word, "a message can't be read");
        return Ok(end("dead", "unreadable"));
    };
    let (asked, about) = (claimed.clone(), kind.clone());
    let verdict = state
        .db
        .read(move |conn| Ok::<_, DbFailure>(check::check(conn, &asked, &about, now)?))
        .await?;
    let ready = match verdict {
        Verdict::Send(ready) => ready,
        Verdict::Cancel => return Ok(end("cancelled", "no_longer_so")),
        Verdict::Expire => return Ok(end("expired", "too_late")),
        Verdict::Suppress => return Ok(end("suppressed", "address_refuses")),
        Verdict::Wait => {
            let at = now.plus_minutes(POSTPONE);
            return Ok(Mark::Postpone { at });
        }
    };
    let mail = match written(&state.messages, claimed, &kind, &ready, now) {
        Ok(mail) => mail,
        Err(failure) => {
            tracing::error!(message = %claimed.id, kind = claimed.word, %failure, "a message can't be written");
            return Ok(end("dead", "poison"));
        }
    };
    let outcome = send(state, worker, line, &mail).await?;
    judge(state, claimed, &ready, outcome).await
}

/// The mail. A panic in here is one message's fault and stays with it.
fn written(
    messages: &Messages,
    claimed: &Claimed,
    kind: &MailKind,
    ready: &Ready,
    now: Instant,
) -> Result<Mail, ComposeFailure> {
    let stationery = messages.stationery();
    let desk = Desk {
        links: &stationery.links,
        language: ready.language,
        now,
        expires_at: claimed.expires_at,
    };
    let write = || {
        let letter = letter::write(&desk, kind, &ready.about)
            .ok_or_else(|| ComposeFailure::Build("nothing to say about this".to_owned()))?;
        compose::mail(stationery, &letter, claimed.id, &ready.to, now)
    };
    catch_unwind(AssertUnwindSafe(write))
        .unwrap_or_else(|_panic| Err(ComposeFailure::Build("a panic".to_owned())))
}

/// Hands the mail over, holding on to the lease however long that takes.
async fn send(
    state: &State,
    worker: &str,
    line: &mut Line,
    mail: &Mail,
) -> Result<Outcome, DbFailure> {
    let mut sending = pin!(line.send(mail));
    loop {
        tokio::select! {
            outcome = &mut sending => return Ok(outcome),
            () = tokio::time::sleep(HEARTBEAT) => {
                let (worker, now) = (worker.to_owned(), state.clock.now());
                state.db.write(move |tx| Ok::<_, DbFailure>(queue::renew(tx, &worker, now)?)).await?;
            }
        }
    }
}

/// What an outcome means for the message (the table of SECURITY-AND-RELIABILITY.md 5.3).
async fn judge(
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

fn end(status: &'static str, failure: &'static str) -> Mark {
    Mark::End {
        status,
        failure,
        code: None,
    }
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
