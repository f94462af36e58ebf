//! What an operator watches: Prometheus' `/metrics`, and `/health` with the details `/readyz` keeps to itself. On a
//! listener of its own (`metrics_listen`), so that nobody else gets to see it; off unless it is set.

use std::io;

use actix_web::{App, HttpResponse, HttpServer, dev::Server, http::header::CONTENT_TYPE, web};
use serde::Serialize;

use crate::{
    app::State,
    db::DbFailure,
    health::{self, Findings},
    http::ApiError,
    messages::{self, Waiting},
};

/// The jobs that say when they last did their round, and after how many seconds without one something is wrong.
const JOBS: [(&str, i64); 4] = [
    ("accounts", 60),
    ("mail_worker", 900),
    ("planner", 900),
    ("series", 3600),
];
/// How many seconds a mail somebody waits for, and any other, may be due before something is wrong.
const PATIENCE: (i64, i64) = (120, 600);

/// What is asked for alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Health {
    /// Whether requests can be answered.
    ready: bool,
    /// What a person should look at. Empty when all is well.
    troubles: Vec<String>,
    write_queue_percent: usize,
    disk_free_bytes: Option<u64>,
    mails_due: i64,
    oldest_mail_seconds: i64,
    /// Seconds since each job last did its round; none when it never did.
    jobs: Vec<Job>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Job {
    name: &'static str,
    seconds_ago: Option<i64>,
}

/// The listener, if there is to be one. Ends when its handle is told to.
pub(crate) fn listener(state: &State) -> io::Result<Option<Server>> {
    let Some(listen) = state.config.metrics_listen else {
        return Ok(None);
    };
    let data = web::Data::new(state.clone());
    let server = HttpServer::new(move || App::new().app_data(data.clone()).configure(routes))
        .workers(1)
        .disable_signals()
        .bind(listen)?
        .run();
    tracing::info!(%listen, "watching");
    Ok(Some(server))
}

fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/metrics", web::get().to(metrics))
        .route("/health", web::get().to(health));
}

async fn metrics(state: State) -> Result<HttpResponse, ApiError> {
    let (findings, waiting) = look(&state).await;
    let metrics = &state.metrics;
    for one in &waiting {
        metrics.set_outbox(one.priority, one.count, one.oldest_seconds);
    }
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    metrics.set_state("ready", i64::from(findings.obstacle().is_none()));
    metrics.set_state(
        "write_queue_percent",
        i64::try_from(findings.write_queue).unwrap_or(i64::MAX),
    );
    if let Some(free) = findings.disk_free {
        metrics.set_state("disk_free_bytes", whole(free));
    }
    let text = metrics.text().map_err(ApiError::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .body(text))
}

async fn health(state: State) -> web::Json<Health> {
    let (findings, waiting) = look(&state).await;
    let now = state.clock.now().seconds();
    let jobs = JOBS.map(|(name, _)| Job {
        name,
        seconds_ago: match state.metrics.last_beat(name) {
            0 => None,
            last => Some((now - last).max(0)),
        },
    });
    web::Json(Health {
        ready: findings.obstacle().is_none(),
        troubles: troubles(&findings, &waiting, &jobs),
        write_queue_percent: findings.write_queue,
        disk_free_bytes: findings.disk_free,
        mails_due: waiting.iter().map(|one| one.count).sum(),
        oldest_mail_seconds: waiting
            .iter()
            .map(|one| one.oldest_seconds)
            .max()
            .unwrap_or(0),
        jobs: jobs.into(),
    })
}

/// The state of everything; the outbox is empty where the database does not answer, which is said as such.
async fn look(state: &State) -> (Findings, Vec<Waiting>) {
    let now = state.clock.now();
    let findings = health::look(state).await;
    if findings.database.is_err() {
        return (findings, Vec::new());
    }
    let waiting = state
        .db
        .read(move |conn| Ok::<_, DbFailure>(messages::service::waiting(conn, now)?))
        .await;
    let waiting = waiting.unwrap_or_else(|failure| {
        tracing::warn!(%failure, "the outbox can't be looked at");
        Vec::new()
    });
    (findings, waiting)
}

fn troubles(findings: &Findings, waiting: &[Waiting], jobs: &[Job]) -> Vec<String> {
    let mut troubles: Vec<String> = findings
        .obstacle()
        .map(|(_, why)| why.to_owned())
        .into_iter()
        .collect();
    for one in waiting {
        let patience = if one.security { PATIENCE.0 } else { PATIENCE.1 };
        if one.oldest_seconds > patience {
            troubles.push(format!(
                "{} mails of priority {} wait, the first for {} seconds",
                one.count, one.priority, one.oldest_seconds
            ));
        }
    }
    for (job, (name, patience)) in jobs.iter().zip(JOBS) {
        if job.seconds_ago.is_none_or(|ago| ago > patience) {
            troubles.push(format!("{name} has not done its round"));
        }
    }
    troubles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_somebody_waits_for_troubles_sooner() {
        let well = Findings {
            ending: false,
            write_queue: 0,
            disk_free: None,
            database: Ok(true),
        };
        let jobs = JOBS.map(|(name, _)| Job {
            name,
            seconds_ago: Some(3),
        });
        let due = |security, oldest_seconds| Waiting {
            priority: "x",
            security,
            count: 1,
            oldest_seconds,
        };
        assert!(troubles(&well, &[due(false, 599), due(true, 119)], &jobs).is_empty());
        assert_eq!(
            troubles(&well, &[due(false, 601), due(true, 121)], &jobs).len(),
            2
        );
        let silent = JOBS.map(|(name, _)| Job {
            name,
            seconds_ago: None,
        });
        assert_eq!(troubles(&well, &[], &silent).len(), JOBS.len());
    }
}
