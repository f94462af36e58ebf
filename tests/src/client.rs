//! A browser's side of the API: cookies, the headers our pages send, typed calls.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use lykta_shared::{
    api::{Endpoint, Method},
    problem::{FieldCode, Problem, ProblemKind},
};
use reqwest::{
    StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};

/// One browser. Clones share the cookies, as tabs do.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    origin: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    headers: HeaderMap,
}

/// What came back.
#[derive(Debug)]
pub struct Answer<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    reply: std::marker::PhantomData<T>,
}

impl<T: serde::de::DeserializeOwned> Answer<T> {
    /// The reply of a success; fails the test with what came instead.
    #[track_caller]
    pub fn ok(self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text);
        let text = if self.text.is_empty() {
            "null"
        } else {
            &self.text
        };
        serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The problem; fails the test if it was none of this kind.
    #[track_caller]
    pub fn problem(self, kind: ProblemKind) -> Problem {
        assert_eq!(self.status.as_u16(), kind.status(), "{}", self.text);
        let content_type = self
            .headers
            .get("content-type")
            .and_then(|v| v.to_str().ok());
        assert_eq!(
            content_type,
            Some("application/problem+json"),
            "{}",
            self.text
        );
        let problem: Problem =
            serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text));
        assert_eq!(problem.code, kind, "{}", self.text);
        problem
    }

    /// Fails the test unless exactly this field is named with this code.
    #[track_caller]
    pub fn field(self, pointer: &str, code: FieldCode) {
        let problem = self.problem(ProblemKind::InvalidFields);
        let errors: Vec<_> = problem
            .errors
            .iter()
            .map(|e| (e.pointer.as_str(), e.code))
            .collect();
        assert!(errors.contains(&(pointer, code)), "{errors:?}");
    }

    /// The version in the `ETag`, for `If-Match`.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.headers
            .get("etag")
            .and_then(|v| v.to_str().ok())
            .expect("an ETag")
            .to_owned()
    }
}

impl Client {
    pub(crate) fn new(http: reqwest::Client, origin: String) -> Self {
        Self {
            http,
            origin,
            cookies: Arc::default(),
            headers: HeaderMap::new(),
        }
    }

    /// The same browser with one more header on each request.
    #[must_use]
    pub fn with_header(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).expect("a header value"),
        );
        other
    }

    /// The same browser, saying which version it read.
    #[must_use]
    pub fn if_match(&self, version: i32) -> Self {
        self.with_header("if-match", &format!("\"v{version}\""))
    }

    /// The cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("cookies").get(name).cloned()
    }

    /// Sets a cookie by hand, as a thief would.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .expect("cookies")
            .insert(name.to_owned(), value.to_owned());
    }

    /// Another browser with the same cookies, from now on on its own.
    #[must_use]
    pub fn fork(&self) -> Self {
        let mut other = self.clone();
        other.cookies = Arc::new(Mutex::new(self.cookies.lock().expect("cookies").clone()));
        other
    }

    /// Calls an endpoint without query.
    pub async fn call<E: Endpoint<Query = ()>>(
        &self,
        endpoint: E,
        body: E::Body,
    ) -> Answer<E::Reply> {
        self.ask(endpoint, (), body).await
    }

    /// Calls an endpoint without query and body.
    pub async fn get<E: Endpoint<Query = (), Body = ()>>(&self, endpoint: E) -> Answer<E::Reply> {
        self.ask(endpoint, (), ()).await
    }

    /// Calls an endpoint.
    pub async fn ask<E: Endpoint>(
        &self,
        endpoint: E,
        query: E::Query,
        body: E::Body,
    ) -> Answer<E::Reply> {
        let query = serde_urlencoded::to_string(&query).expect("a query");
        let path = if query.is_empty() {
            endpoint.path()
        } else {
            format!("{}?{query}", endpoint.path())
        };
        let body = serde_json::to_value(&body).expect("JSON");
        let body = (!body.is_null()).then(|| body.to_string());
        self.send(E::META.method, &path, body.as_deref()).await
    }

    /// Sends a JSON text as it is to a path: for what no typed call would send.
    pub async fn send<T>(&self, method: Method, path: &str, body: Option<&str>) -> Answer<T> {
        let method = reqwest::Method::from_bytes(method.as_str().as_bytes()).expect("a method");
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.origin))
            .header("x-requested-with", "lykta")
            .header("sec-fetch-site", "same-origin");
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_owned());
        }
        self.finish(request).await
    }

    /// Sends exactly this request, with this browser's cookies and extra headers and nothing else.
    pub async fn raw(
        &self,
        build: impl FnOnce(&reqwest::Client, &str) -> reqwest::RequestBuilder,
    ) -> Answer<()> {
        self.finish(build(&self.http, &self.origin)).await
    }

    async fn finish<T>(&self, mut request: reqwest::RequestBuilder) -> Answer<T> {
        let cookies = self
            .cookies
            .lock()
            .expect("cookies")
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        let answer = request
            .headers(self.headers.clone())
            .send()
            .await
            .expect("the server answers");
        for set in answer.headers().get_all("set-cookie") {
            let set = set.to_str().expect("a cookie");
            let (name, value) = set
                .split(';')
                .next()
                .and_then(|c| c.split_once('='))
                .expect("name=value");
            let mut cookies = self.cookies.lock().expect("cookies");
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer {
            status: answer.status(),
            headers: answer.headers().clone(),
            text: answer.text().await.expect("a body"),
            reply: std::marker::PhantomData,
        }
    }
}
