//! One typed call over the browser's `fetch`.

use leptos::prelude::window;
use lykta_shared::{
    api::{Endpoint, Meta},
    problem::{Problem, ProblemKind},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestInit, Response};

use super::Turn;
use crate::session;

/// How long an answer may take, in milliseconds, before it counts as no connection.
const PATIENCE: u32 = 20_000;

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// The server could not be reached, or did not answer in time.
    Offline,
    /// The server said no, in the API's own form.
    Problem(Box<Problem>),
    /// Something answered that is not our API.
    Broken,
}

impl Failure {
    /// What the server named as the problem.
    pub(crate) fn kind(&self) -> Option<ProblemKind> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::Broken => None,
        }
    }
}

/// Calls an endpoint.
pub(crate) async fn call<E: Endpoint>(
    endpoint: &E,
    query: &E::Query,
    body: &E::Body,
) -> Result<E::Reply, Failure> {
    typed(endpoint, query, body, None).await
}

/// Calls an endpoint that changes a thing only if it still has the version one has read (`If-Match`).
pub(crate) async fn call_at<E: Endpoint>(
    version: i32,
    endpoint: &E,
    query: &E::Query,
    body: &E::Body,
) -> Result<E::Reply, Failure> {
    typed(endpoint, query, body, Some(version)).await
}

async fn typed<E: Endpoint>(
    endpoint: &E,
    query: &E::Query,
    body: &E::Body,
    version: Option<i32>,
) -> Result<E::Reply, Failure> {
    let mut address = endpoint.path();
    let query = serde_urlencoded::to_string(query).or(Err(Failure::Broken))?;
    if !query.is_empty() {
        address.push('?');
        address.push_str(&query);
    }
    let body = serde_json::to_string(body).or(Err(Failure::Broken))?;
    let text = exchange(&E::META, &address, &body, version).await?;
    serde_json::from_str(if text.is_empty() { "null" } else { &text }).or(Err(Failure::Broken))
}

/// The part that is the same for all endpoints, kept apart so that it is compiled once. A session whose access
/// has run out is renewed once and the call repeated; a session that is over is cleared.
async fn exchange(
    meta: &Meta,
    address: &str,
    body: &str,
    version: Option<i32>,
) -> Result<String, Failure> {
    let turn = Turn::begin();
    let first = once(meta, address, body, version).await;
    let Err(Failure::Problem(problem)) = &first else {
        return first;
    };
    if problem.code != ProblemKind::Unauthenticated || !session::hinted() {
        return first;
    }
    match turn.renew().await {
        Ok(()) => once(meta, address, body, version).await,
        Err(Failure::Problem(_)) => {
            session::lost();
            first
        }
        Err(failure) => Err(failure),
    }
}

/// One request, one answer.
pub(super) async fn once(
    meta: &Meta,
    address: &str,
    body: &str,
    version: Option<i32>,
) -> Result<String, Failure> {
    let request = prepare(meta, address, body, version).or(Err(Failure::Broken))?;
    let answer = JsFuture::from(window().fetch_with_request(&request))
        .await
        .or(Err(Failure::Offline))?;
    let answer: Response = answer.dyn_into().or(Err(Failure::Broken))?;
    let text = match answer.text() {
        Ok(text) => JsFuture::from(text).await.or(Err(Failure::Offline))?,
        Err(_) => return Err(Failure::Broken),
    };
    let text = text.as_string().unwrap_or_default();
    if answer.ok() {
        return Ok(text);
    }
    let problem = serde_json::from_str(&text).or(Err(Failure::Broken))?;
    Err(Failure::Problem(problem))
}

fn prepare(
    meta: &Meta,
    address: &str,
    body: &str,
    version: Option<i32>,
) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    headers.set("X-Requested-With", "lykta")?;
    if let Some(version) = version {
        headers.set("If-Match", &format!("\"v{version}\""))?;
    }
    let init = RequestInit::new();
    init.set_method(meta.method.as_str());
    // `()` is written as null: such an endpoint takes no body.
    if body != "null" {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    Request::new_with_str_and_init(address, &init)
}
