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
    judge::{count, judge},
    letter::{self, Desk},
    queue::{self, Claimed, Mark},
    reminders,
    transport::{Line, Outcome},
};
use crate::{app::State, db::DbFailure, platform::once};

/// How often a worker looks whether something is due.
const LOOK: Duration = Duration::from_secs(1);
/// How often leases are renewed while a mail server is slow.
const HEARTBEAT: Duration = Duration::from_mins(1);
/// How often the planner sweeps.
const SWEEP: Duration = Duration::from_mins(5);
/// How many messages a worker claims at a time. Few: after a crash they wait for their lease to end.
const BATCH: usize = 4;
/// Minutes until a mail of a suspended organisation is looked at again.
const POSTPONE: i64 = 15;

/// Sends until the server ends.
pub(crate) async fn run(state: State) {
    let worker = state.random.token();
    let mut stopping = state.stopping.clone();
    loop {
        match drain(&state, &worker).await {
            Ok(_) => state.metrics.beat("mail_worker", state.clock.now()),
            Err(failure) => tracing::warn!(%failure, "the mail worker can't reach the database"),
        }
        tokio::select! {
            () = stopping.wait() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Plans reminders until the server ends, and forgets the answers nobody asks for again.
pub(crate) async fn plan(state: State) {
    let mut stopping = state.stopping.clone();
    loop {
        match sweep(&state).await {
            Ok(_) => state.metrics.beat("planner", state.clock.now()),
            Err(failure) => tracing::warn!(%failure, "the planner can't reach the database"),
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
        .write(move |tx| {
            once::forget(tx, now)?;
            Ok(reminders::sweep(tx, now)?)
        })
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
    if ours {
        count(&state.metrics, claimed, mark, now);
    } else {
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
        Verdict::Later(at) => return Ok(Mark::Postpone { at }),
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

/// A last word without a reply code.
pub(super) fn end(status: &'static str, failure: &'static str) -> Mark {
    Mark::End {
        status,
        failure,
        code: None,
    }
}
