//! What tests need of a running server: to move its clock and to let its jobs run. Only in builds with test
//! hooks, and there only in development mode.

use actix_web::{HttpResponse, web};
use lykta_shared::time::Instant;
use serde::{Deserialize, Serialize};

use crate::{
    app::{self, State},
    config::Mode,
    http::ApiError,
};

/// The server's time.
#[derive(Debug, Serialize)]
struct Now {
    now: Instant,
}

/// How to move the clock: to a moment, or by so many seconds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Move {
    now: Option<Instant>,
    advance_seconds: Option<i64>,
}

/// `/dev/clock` and `/dev/work`.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .service(
            web::resource("/dev/clock")
                .route(web::get().to(clock))
                .route(web::post().to(move_clock)),
        )
        .service(web::resource("/dev/work").route(web::post().to(work)));
}

fn allowed(state: &State) -> Result<(), ApiError> {
    if state.config.mode == Mode::Development {
        Ok(())
    } else {
        Err(ApiError::not_found())
    }
}

async fn clock(state: State) -> Result<web::Json<Now>, ApiError> {
    allowed(&state)?;
    Ok(web::Json(Now {
        now: state.clock.now(),
    }))
}

async fn move_clock(state: State, to: web::Json<Move>) -> Result<web::Json<Now>, ApiError> {
    allowed(&state)?;
    if let Some(now) = to.now {
        state.clock.set(now);
    }
    if let Some(seconds) = to.advance_seconds {
        state.clock.advance(seconds);
    }
    Ok(web::Json(Now {
        now: state.clock.now(),
    }))
}

/// Answers when there is nothing left to do now.
async fn work(state: State) -> Result<HttpResponse, ApiError> {
    allowed(&state)?;
    app::work(&state).await?;
    Ok(HttpResponse::NoContent().finish())
}
