//! Whether this server lives, and whether it can be given requests. Neither says more than that.

use std::time::Duration;

use actix_web::web;
use diesel::{IntoSql, RunQueryDsl, select, sql_types::Integer};

use crate::{app::State, db::DbFailure, http::ApiError};

/// How long the database may take to say that it is there.
const DATABASE_WITHIN: Duration = Duration::from_secs(1);
/// How full the queue of writes may be, in per cent.
const QUEUE_FULL: usize = 80;

/// `/livez` and `/readyz`.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/livez", web::get().to(live))
        .route("/readyz", web::get().to(ready));
}

async fn live() -> &'static str {
    "alive"
}

/// Ready: not ending, the database answers, writes are not piling up. Mail is no part of it: people can sign
/// up while the mail server is away.
async fn ready(state: State) -> Result<&'static str, ApiError> {
    if state.stopping.is_on() {
        return Err(ApiError::unavailable(5, "ending"));
    }
    if state.db.write_queue_percent() > QUEUE_FULL {
        return Err(ApiError::unavailable(1, "writes are piling up"));
    }
    let asked = state.db.read(|c| {
        select(1.into_sql::<Integer>())
            .get_result::<i32>(c)
            .map_err(DbFailure::from)
    });
    match tokio::time::timeout(DATABASE_WITHIN, asked).await {
        Ok(Ok(_one)) => Ok("ready"),
        Ok(Err(failure)) => Err(ApiError::unavailable(2, failure)),
        Err(_late) => Err(ApiError::unavailable(
            2,
            "the database takes longer than a second",
        )),
    }
}
