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

    /// Says that this was answered before and nothing was done now.
    #[must_use]
    pub(crate) fn replayed(self) -> Self {
        self.header(
            header::HeaderName::from_static("idempotency-replayed"),
            "true",
        )
    }

    /// Whether the client holds this very version already (`If-None-Match` on GET).
    fn is_known(&self, request: &HttpRequest) -> bool {
        let told = request
            .headers()
            .get(header::IF_NONE_MATCH)
            .and_then(|held| held.to_str().ok());
        let tag = self
            .headers
            .iter()
            .find(|(name, _)| *name == header::ETAG)
            .map(|(_, tag)| tag);
        let (Some(told), Some(tag)) = (told, tag) else {
            return false;
        };
        request.method().is_safe()
            && told
                .split(',')
                .any(|held| held.trim().trim_start_matches("W/") == tag)
    }
}

impl<E: Endpoint> Responder for Answer<E> {
    type Body = BoxBody;

    fn respond_to(mut self, request: &HttpRequest) -> HttpResponse {
        if let Some(version) = self.version {
            self.headers.push((header::ETAG, format!("\"v{version}\"")));
        }
        let known = self.is_known(request);
        let status = StatusCode::from_u16(E::META.status).unwrap_or(StatusCode::OK);
        let mut answer = HttpResponseBuilder::new(if known {
            StatusCode::NOT_MODIFIED
        } else {
            status
        });
        for cookie in self.cookies {
            answer.cookie(cookie);
        }
        for header in self.headers {
            answer.append_header(header);
        }
        if known || TypeId::of::<E::Reply>() == TypeId::of::<()>() {
            answer.finish()
        } else {
            answer.json(self.reply)
        }
    }
}
