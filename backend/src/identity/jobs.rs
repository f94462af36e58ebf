//! What identity does in the background: decides on requests for accounts and links, and forgets what is over.

use std::time::Duration;

use lykta_shared::time::Instant;

use super::{service, soft_lock::forgotten_before, store};
use crate::{app::State, db::DbFailure, http::ApiError};

/// Looks this often even when nobody rang: another server may have been asked, or a bell lost.
const INTERVAL: Duration = Duration::from_secs(5);
/// Requests that are looked for at once.
const BATCH: i64 = 100;
/// Hours between two rounds of forgetting.
const SWEEP_HOURS: i64 = 1;
/// Days that an ended session stays in the database (SECURITY-AND-RELIABILITY.md 7.2).
const SESSION_DAYS: i64 = 90;
/// Days that a link that is too old stays.
const LINK_DAYS: i64 = 7;

/// Runs until the server ends.
pub(crate) async fn run(state: State) {
    let mut stopping = state.stopping.clone();
    let mut swept: Option<Instant> = None;
    loop {
        let now = state.clock.now();
        if let Err(error) = run_once(&state).await {
            tracing::warn!(%error, "requests for accounts wait");
        }
        if swept.is_none_or(|last| now >= last.plus_hours(SWEEP_HOURS)) {
            match sweep(&state).await {
                Ok(()) => swept = Some(now),
                Err(error) => tracing::warn!(%error, "what is over could not be forgotten"),
            }
        }
        tokio::select! {
            () = rung(&state) => {}
            () = tokio::time::sleep(INTERVAL) => {}
            () = stopping.wait() => return,
        }
    }
}

/// Waits until somebody asked for something, and a moment of no fixed length more: how long the next request takes
/// must not tell what became of this one.
async fn rung(state: &State) {
    state.identity.bell().notified().await;
    tokio::time::sleep(Duration::from_millis(50 + state.random.below(250))).await;
}

/// Decides on all requests that wait, each in a transaction of its own: one that can't be decided does not hold
/// up the others.
pub(crate) async fn run_once(state: &State) -> Result<(), ApiError> {
    loop {
        let waiting = state
            .db
            .read(|conn| Ok::<_, DbFailure>(store::waiting_requests(conn, BATCH)?))
            .await?;
        let mut done = 0_usize;
        for id in &waiting {
            let (id, random, now) = (id.clone(), state.random, state.clock.now());
            let decided = state
                .db
                .write(move |tx| Ok(service::decide(tx, random, now, &id)?))
                .await;
            match decided {
                Ok(()) => done += 1,
                Err::<(), DbFailure>(failure) => {
                    tracing::error!(%failure, "a request could not be decided");
                }
            }
        }
        if done == 0 {
            state.metrics.beat("accounts", state.clock.now());
            return Ok(());
        }
    }
}

/// Forgets failures, links and sessions that are long over.
async fn sweep(state: &State) -> Result<(), DbFailure> {
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            store::forget_failures(tx, forgotten_before(now))?;
            store::delete_stale_tokens(tx, now.plus_days(-LINK_DAYS))?;
            store::delete_dead_sessions(tx, now.plus_days(-SESSION_DAYS))?;
            Ok(())
        })
        .await
}
