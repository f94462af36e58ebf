//! One typed call over the browser's `fetch`.

use std::cell::RefCell;

use leptos::prelude::window;
use lykta_shared::{
    api::{Access, Endpoint, Meta},
    problem::{Problem, ProblemKind},
};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestInit, Response};

use super::{Turn, json, write};
use crate::{browser, offline, session};

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

/// A request as it goes out: what is left of an endpoint when its types are taken off.
///
/// Types stop here. Everything behind it, with its waiting and repeating, is compiled once and not for each
/// endpoint; that is a good part of the module's size.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    meta: Meta,
    address: String,
    body: String,
    version: Option<i32>,
    key: Option<String>,
}

thread_local! {
    /// The last thing that was to be created, as long as nobody said that it is: address, body and key. Asked for once
    /// more, as people do when there was no answer, it is the same occasion and done once.
    static UNANSWERED: RefCell<Option<[String; 3]>> = const { RefCell::new(None) };
}

/// The key for what is to be created there: the one it has been asked for with, or a new one.
fn occasion(address: &str, body: &str) -> Option<String> {
    UNANSWERED.with_borrow_mut(|held| {
        if let Some([at, what, key]) = held
            && at == address
            && what == body
        {
            return Some(key.clone());
        }
        let key = browser::random_id()?;
        *held = Some([address.to_owned(), body.to_owned(), key.clone()]);
        Some(key)
    })
}

impl Prepared {
    /// An endpoint with query, body and, where it asks for one, the version one has read.
    pub(super) fn new<E: Endpoint>(
        endpoint: &E,
        query: &E::Query,
        body: &E::Body,
        version: Option<i32>,
    ) -> Self {
        // Our own types always can be written; if one could not, the server would say what is missing.
        let query = serde_urlencoded::to_string(query).unwrap_or_default();
        let body = write::write(body).unwrap_or_default();
        Self::with_query(E::META, endpoint.path(), &query, body, version)
    }

    fn with_query(
        meta: Meta,
        mut address: String,
        query: &str,
        body: String,
        version: Option<i32>,
    ) -> Self {
        if !query.is_empty() {
            address.push('?');
            address.push_str(query);
        }
        // What answers 201 makes something.
        let key = (meta.status == 201)
            .then(|| occasion(&address, &body))
            .flatten();
        Self {
            meta,
            address,
            body,
            version,
            key,
        }
    }

    /// A request that was kept as text.
    pub(super) fn again(meta: Meta, address: String, body: String) -> Self {
        Self {
            meta,
            address,
            body,
            version: None,
            // What may be sent again is safe to repeat.
            key: None,
        }
    }

    /// Sends it. A session whose access has run out is renewed once and the call repeated; a session that is
    /// over is cleared.
    pub(super) async fn send(self) -> Result<String, Failure> {
        let made = self.key.is_some();
        let answer = self.try_twice().await;
        if made && answer.is_ok() {
            UNANSWERED.set(None);
        }
        answer
    }

    async fn try_twice(self) -> Result<String, Failure> {
        let turn = Turn::begin();
        let first = self.once().await;
        let Err(Failure::Problem(problem)) = &first else {
            return first;
        };
        let public = self.meta.access == Access::Public;
        if problem.code != ProblemKind::Unauthenticated || !(public || session::hinted()) {
            return first;
        }
        match turn.renew().await {
            Ok(()) => self.once().await,
            Err(Failure::Problem(_)) => {
                if session::hinted() {
                    session::lost();
                }
                // The server has cleared the old cookies with its refusal: now a visitor asks.
                if public { self.once().await } else { first }
            }
            Err(failure) => Err(failure),
        }
    }

    /// One request, one answer.
    pub(super) async fn once(&self) -> Result<String, Failure> {
        let request = self.request().or(Err(Failure::Broken))?;
        let answer = JsFuture::from(window().fetch_with_request(&request))
            .await
            .or(Err(Failure::Offline))?;
        let answer: Response = answer.dyn_into().or(Err(Failure::Broken))?;
        offline::note(&answer.headers());
        let text = match answer.text() {
            Ok(text) => JsFuture::from(text).await.or(Err(Failure::Offline))?,
            Err(_) => return Err(Failure::Broken),
        };
        let text = text.as_string().unwrap_or_default();
        if answer.ok() {
            return Ok(text);
        }
        let problem = json::read(&text).or(Err(Failure::Broken))?;
        Err(Failure::Problem(problem))
    }

    fn request(&self) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", "application/json")?;
        headers.set("X-Requested-With", "lykta")?;
        if let Some(version) = self.version {
            headers.set("If-Match", &format!("\"v{version}\""))?;
        }
        if let Some(key) = &self.key {
            headers.set("Idempotency-Key", key)?;
        }
        let init = RequestInit::new();
        init.set_method(self.meta.method.as_str());
        // `()` is written as null: such an endpoint takes no body.
        if self.body != "null" {
            headers.set("Content-Type", "application/json")?;
            init.set_body(&JsValue::from_str(&self.body));
        }
        init.set_headers(&headers);
        init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
        Request::new_with_str_and_init(&self.address, &init)
    }
}

/// Calls an endpoint.
pub(crate) async fn call<E: Endpoint>(
    endpoint: &E,
    query: &E::Query,
    body: &E::Body,
) -> Result<E::Reply, Failure> {
    let prepared = Prepared::new(endpoint, query, body, None);
    read(prepared.send().await)
}

/// The reply out of an answer's text.
pub(super) fn read<T: DeserializeOwned>(text: Result<String, Failure>) -> Result<T, Failure> {
    let text = text?;
    json::read(if text.is_empty() { "null" } else { &text }).or(Err(Failure::Broken))
}
