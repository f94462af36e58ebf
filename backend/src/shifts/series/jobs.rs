//! The job that makes the shifts of series: each series in a transaction of its own, so that one that can't be
//! carried on does not hold up the others.

use std::time::Duration;

use crate::{
    app::State,
    db::{Conn, DbFailure, Tx},
    http::ApiError,
    platform::heartbeat,
    shifts::service::{self, Ahead},
};

/// How often the job looks.
const INTERVAL: Duration = Duration::from_mins(5);

/// Runs until the server ends.
pub(crate) async fn run(state: State) {
    let mut stopping = state.stopping.clone();
    loop {
        if let Err(error) = run_once(&state).await {
            tracing::warn!(%error, "the shifts of series wait");
        }
        tokio::select! {
            () = stopping.wait() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// Makes what is due, and writes down that it came to its end.
pub(crate) async fn run_once(state: &State) -> Result<(), ApiError> {
    let ahead = Ahead {
        now: state.clock.now(),
        weeks: state.config.series_weeks,
    };
    let look = move |conn: &mut Conn| service::series_due(conn, ahead);
    let mut failed = 0;
    for series in state.db.read(look).await? {
        if state.stopping.is_on() {
            return Ok(());
        }
        #[cfg(feature = "test-hooks")]
        if crate::failpoints::is_on("series-guard-off") {
            service::generate_unguarded(state, series, ahead).await?;
            continue;
        }
        let write = move |tx: &mut Tx<'_>| service::generate_series(tx, series, ahead);
        match state.db.write(write).await {
            Ok(made) if made.is_empty() => {}
            Ok(made) => tracing::info!(%series, shifts = made.len(), "shifts of a series made"),
            Err(error) => {
                failed += 1;
                tracing::error!(%series, %error, "a series can't be carried on");
            }
        }
    }
    let beat = move |tx: &mut Tx<'_>| {
        Ok::<_, DbFailure>(heartbeat::beat(tx, heartbeat::SERIES, failed, ahead.now)?)
    };
    state.db.write(beat).await?;
    state.metrics.beat("series", ahead.now);
    Ok(())
}
