//! The job that asks whether everybody is home.

use std::time::Duration;

use super::service;
use crate::{app::State, http::ApiError};

/// How often it looks.
const LOOK: Duration = Duration::from_mins(1);

/// Looks until the server ends.
pub(crate) async fn run(state: State) {
    let mut stopping = state.stopping.clone();
    loop {
        if let Err(failure) = run_once(&state).await {
            tracing::warn!(%failure, "nobody can be asked whether all are home");
        }
        tokio::select! {
            () = stopping.wait() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Looks once.
pub(crate) async fn run_once(state: &State) -> Result<(), ApiError> {
    let now = state.clock.now();
    state
        .db
        .write(move |tx| service::ask_for_home(tx, now).map(drop))
        .await
}
