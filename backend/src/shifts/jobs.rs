//! What shifts do by themselves as their hour comes nearer: offers run out, people are asked for, and at a set hour a
//! walk is confirmed or called off.

use std::time::Duration;

use super::service;
use crate::{
    app::State,
    db::{Conn, Tx},
    http::ApiError,
};

/// How often it is looked. An offer runs out at most so much late; until then the place is nobody else's.
const LOOK: Duration = Duration::from_secs(30);

/// Runs until the server ends.
pub(crate) async fn run(state: State) {
    let mut stopping = state.stopping.clone();
    loop {
        if let Err(error) = run_once(&state).await {
            tracing::warn!(%error, "shifts wait for their hour");
        }
        tokio::select! {
            () = stopping.wait() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Does what is due, each shift in a transaction of its own: one that fails does not hold up the others. Doing it
/// twice, or on two servers at once, does it once.
pub(crate) async fn run_once(state: &State) -> Result<(), ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::due(conn, now);
    for shift in state.db.read(read).await? {
        let write = move |tx: &mut Tx<'_>| service::attend(tx, shift, now);
        if let Err(error) = state.db.write(write).await {
            tracing::error!(%error, %shift, "a shift could not be attended to");
        }
    }
    Ok(())
}
