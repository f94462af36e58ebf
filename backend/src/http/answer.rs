//! What a handler answers.

use std::any::TypeId;

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, Responder,
    body::BoxBody,
    cookie::Cookie,
    http::{StatusCode, header},
};
use lykta_shared::api::Endpoint;

/// The success of endpoint `E`: its reply, and where wanted an `ETag`, cookies or headers. The status is the
/// endpoint's. A reply of `()` has no body.
#[derive(Debug)]
pub(crate) struct Answer<E: Endpoint> {
    reply: E::Reply,
    version: Option<i32>,
    cookies: Vec<Cookie<'static>>,
    headers: Vec<(header::HeaderName, String)>,
}

impl<E: Endpoint> Answer<E> {
    /// Answers with this.
    pub(crate) fn new(reply: E::Reply) -> Self {
        Self {
            reply,
            version: None,
            cookies: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Names the version of what is answered: `ETag: "v<version>"`, to be sent back in `If-Match`.
    #[must_use]
    pub(crate) fn version(mut self, version: i32) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets (or clears) a cookie.
    #[must_use]
    pub(crate) fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// Adds a header.
    #[must_use]
    pub(crate) fn header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl<E: Endpoint> Responder for Answer<E> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(E::META.status).unwrap_or(StatusCode::OK);
        let mut answer = HttpResponseBuilder::new(status);
        if let Some(version) = self.version {
            answer.insert_header((header::ETAG, format!("\"v{version}\"")));
        }
        for cookie in self.cookies {
            answer.cookie(cookie);
        }
        for header in self.headers {
            answer.append_header(header);
        }
        if TypeId::of::<E::Reply>() == TypeId::of::<()>() {
            answer.finish()
        } else {
            answer.json(self.reply)
        }
    }
}
