//! The city that `lykta demo --size large` makes, as far as the load has to know it (`backend/src/demo/large.rs`).

use anyhow::Context;
use serde_json::Value;

use crate::load::Connection;
use crate::server::Server;

/// What it holds, for the print.
pub(crate) const CONTENT: &str =
    "20 000 members of 50 partners, 2 000 upcoming shifts, 60 000 sign-ups";

const PARTNERS: u32 = 50;
const WALKERS_EACH: u32 = 400;
const PASSWORD: &str = "demo natt vandring 2026";

/// The sign-in requests' bodies of `each` walkers of every partner. The last walkers of a partner are on no shift yet.
pub(crate) fn sign_ins(each: u32) -> impl Iterator<Item = String> {
    (0..each)
        .flat_map(|back| (1..=PARTNERS).map(move |partner| partner * WALKERS_EACH - back))
        .map(|walker| sign_in(&format!("walker{walker}")))
}

/// The sign-in request's body of one made-up person.
pub(crate) fn sign_in(word: &str) -> String {
    format!(r#"{{"email":"{word}@example.se","password":"{PASSWORD}"}}"#)
}

/// The ids of all upcoming shifts of a signed-in walker's organisation.
pub(crate) async fn shifts_of(
    connection: &mut Connection,
    server: &Server,
    cookies: &str,
) -> anyhow::Result<Vec<String>> {
    let me = get(connection, server, "/api/v1/me", cookies).await?;
    let organisation = me
        .pointer("/memberships/0/organisation")
        .and_then(Value::as_str);
    let path = format!(
        "/api/v1/shifts?limit=100&organisation={}",
        organisation.context("a walker's membership in /me")?
    );
    let list = get(connection, server, &path, cookies).await?;
    let shifts = list
        .get("items")
        .and_then(Value::as_array)
        .context("a list of shifts")?;
    let ids = shifts
        .iter()
        .map(|shift| Some(shift.get("id")?.as_str()?.to_owned()));
    ids.collect::<Option<_>>().context("ids of shifts")
}

async fn get(
    connection: &mut Connection,
    server: &Server,
    path: &str,
    cookies: &str,
) -> anyhow::Result<Value> {
    let answer = connection
        .exchange(&server.request("GET", path, cookies, None))
        .await?;
    anyhow::ensure!(
        answer.status == 200,
        "{path}: {} {}",
        answer.status,
        answer.text()
    );
    Ok(serde_json::from_str(&answer.text())?)
}
