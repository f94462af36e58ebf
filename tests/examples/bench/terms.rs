//! A three-year weekly series for each of 200 organisations: how fast its shifts are made, and what the list of open
//! shifts costs with all of them in it.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::{city, load::Connection, server::Server};

/// How many organisations plan three years.
pub(crate) const ORGANISATIONS: u32 = 200;
/// Who plans at the same time. SQLite writes one after the other, and a write that waits for five seconds is given up.
const PLANNERS: usize = 4;
/// A Friday, three years, 156 weeks and a day.
const FROM: &str = "2027-01-01";
const TO: &str = "2029-12-31";

/// How many shifts were made, and in what time.
pub(crate) struct Made {
    pub(crate) shifts: u64,
    pub(crate) took: Duration,
}

/// Lets every organisation's administrator plan three years of Fridays.
pub(crate) async fn plan(server: &Server) -> anyhow::Result<Made> {
    let planners = sign_in(server).await?;
    let begin = Instant::now();
    let waiting = Arc::new(Mutex::new(VecDeque::from(planners)));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..PLANNERS {
        let (waiting, address) = (Arc::clone(&waiting), server.address());
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut shifts = 0;
            loop {
                let next = waiting.lock().await.pop_front();
                let Some(request) = next else { break };
                let answer = connection.exchange(&request).await?;
                anyhow::ensure!(
                    answer.status == 201,
                    "series: {} {}",
                    answer.status,
                    answer.text()
                );
                let made: Value = serde_json::from_str(&answer.text())?;
                shifts += made
                    .get("made")
                    .and_then(Value::as_u64)
                    .context("how many were made")?;
            }
            Ok(shifts)
        });
    }
    let mut shifts = 0;
    while let Some(made) = tasks.join_next().await {
        shifts += made??;
    }
    Ok(Made {
        shifts,
        took: begin.elapsed(),
    })
}

/// The requests that plan, one of each administrator, who signs in first.
async fn sign_in(server: &Server) -> anyhow::Result<Vec<crate::load::Request>> {
    let mut connection = Connection::open(server.address()).await?;
    let mut requests = Vec::new();
    for number in 0..ORGANISATIONS {
        let body = city::sign_in(&format!("bulk{number}"));
        let login = server.request("POST", "/api/v1/auth/login", "", Some(&body));
        let answer = connection.exchange(&login).await?;
        anyhow::ensure!(
            answer.status == 200,
            "login: {} {}",
            answer.status,
            answer.text()
        );
        let me: Value = serde_json::from_str(&answer.text())?;
        let organisation = me
            .pointer("/memberships/0/organisation")
            .and_then(Value::as_str);
        let path = format!(
            "/api/v1/organisations/{}/series",
            organisation.context("a membership")?
        );
        requests.push(server.request(
            "POST",
            &path,
            &answer.cookies(),
            Some(&series().to_string()),
        ));
    }
    Ok(requests)
}

fn series() -> Value {
    json!({
        "rule": "FREQ=WEEKLY;BYDAY=FR", "from": FROM, "to": TO, "excluded": [], "publish": true,
        "template": {
            "activityType": "night_walk", "title": "Nattvandring", "district": "rissne",
            "meetingPoint": { "name": "Rissne torg" }, "date": FROM, "startTime": "21:00", "endTime": "01:00",
            "minimum": 2, "maximum": 8, "needsLeader": true, "notes": "", "briefing": "", "public": true,
        },
    })
}
