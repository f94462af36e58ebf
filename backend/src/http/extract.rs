//! What a handler takes out of a request. Whatever is wrong with it becomes a problem of a closed kind; no
//! text of a parser leaves the server.

use std::{
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_TYPE, IF_MATCH},
    web::BytesMut,
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use lykta_shared::{
    api::Endpoint,
    problem::{FieldCode, FieldError, ProblemKind},
};
use serde_path_to_error::Segment;

use super::error::ApiError;

/// The largest JSON body.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// The endpoint's value, out of the path. An id that is none is not found.
#[derive(Debug, Clone)]
pub(crate) struct PathOf<E>(pub(crate) E);

impl<E> Deref for PathOf<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E: Endpoint> FromRequest for PathOf<E> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        ready(
            request
                .match_info()
                .load::<E>()
                .map(Self)
                .map_err(|_unreadable| ApiError::not_found()),
        )
    }
}

/// The query string. Unknown and repeated parameters are refused.
#[derive(Debug, Clone)]
pub(crate) struct QueryOf<E: Endpoint>(pub(crate) E::Query);

impl<E: Endpoint> Deref for QueryOf<E> {
    type Target = E::Query;

    fn deref(&self) -> &E::Query {
        &self.0
    }
}

impl<E: Endpoint> FromRequest for QueryOf<E> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let query = serde_urlencoded::from_str(request.query_string());
        ready(
            query
                .map(Self)
                .map_err(|_unreadable| ApiError::new(ProblemKind::MalformedRequest)),
        )
    }
}

/// The JSON body: `application/json`, at most 64 KiB, every field known and possible.
#[derive(Debug, Clone)]
pub(crate) struct Input<E: Endpoint>(pub(crate) E::Body);

impl<E: Endpoint> Deref for Input<E> {
    type Target = E::Body;

    fn deref(&self) -> &E::Body {
        &self.0
    }
}

impl<E: Endpoint> FromRequest for Input<E> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, body: &mut Payload) -> Self::Future {
        let json = is_json(request);
        let body = body.take();
        Box::pin(async move {
            if !json {
                return Err(ApiError::new(ProblemKind::UnsupportedMediaType));
            }
            parse(&collect(body).await?).map(Self)
        })
    }
}

/// Whether the request says that it is JSON, with no more than a `charset=utf-8` behind it. A browser's
/// form can't say that, which is one of the CSRF layers.
fn is_json(request: &HttpRequest) -> bool {
    let mut types = request.headers().get_all(CONTENT_TYPE);
    let (Some(held), None) = (types.next(), types.next()) else {
        return false;
    };
    let Ok(held) = held.to_str() else {
        return false;
    };
    let mut parts = held.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| parameter.eq_ignore_ascii_case("charset=utf-8"))
}

async fn collect(mut body: Payload) -> Result<BytesMut, ApiError> {
    let mut held = BytesMut::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(super::deadline::payload_error)?;
        if held.len() + chunk.len() > MAX_BODY {
            return Err(ApiError::new(ProblemKind::PayloadTooLarge));
        }
        held.extend_from_slice(&chunk);
    }
    Ok(held)
}

/// Reads JSON. What the value types of `shared` refuse (`field:<code>`) and what is missing become field errors
/// at their JSON pointer; anything else is a malformed request.
fn parse<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let malformed = || ApiError::new(ProblemKind::MalformedRequest);
    // Every body of this API is an object; serde would also take a struct's fields as a list.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(malformed());
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => reader
            .end()
            .map(|()| value)
            .map_err(|_trailing| malformed()),
        Err(error) => {
            let told = error.inner().to_string();
            if let Some(name) = missing(&told) {
                let pointer = format!("{}/{name}", pointer(error.path()));
                let error = FieldError::new(pointer, FieldCode::Required);
                return Err(ApiError::fields(vec![error]));
            }
            let code = told
                .strip_prefix("field:")
                .and_then(|rest| rest.split(' ').next())
                .and_then(|code| code.parse().ok());
            Err(code.map_or_else(malformed, |code| {
                ApiError::fields(vec![FieldError::new(pointer(error.path()), code)])
            }))
        }
    }
}

/// The field that is not there, in serde's words. It is one of ours, nothing of the input.
fn missing(told: &str) -> Option<&str> {
    told.strip_prefix("missing field `")?.split('`').next()
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter().fold(String::new(), |mut pointer, segment| {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
        pointer
    })
}

/// The occasion of a request, as the client names it: `Idempotency-Key`, 16 to 64 letters, digits, `-` and `_`, with
/// or without quotes. A request without one is done as often as it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let mut held = request.headers().get_all("idempotency-key");
        let (key, another) = (held.next(), held.next());
        let Some(key) = key else {
            return ready(Ok(Self(None)));
        };
        let key = key.to_str().unwrap_or_default().trim_matches('"');
        let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let fine = (16..=64).contains(&key.len()) && key.bytes().all(known) && another.is_none();
        ready(if fine {
            Ok(Self(Some(key.to_owned())))
        } else {
            Err(ApiError::new(ProblemKind::MalformedRequest))
        })
    }
}

/// The version that the client read, out of `If-Match: "v<version>"`. Missing is 428; anything that is not
/// a version of ours is 412.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) i32);

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let Some(held) = request.headers().get(IF_MATCH) else {
            return ready(Err(ApiError::new(ProblemKind::PreconditionRequired)));
        };
        // A proxy that compresses marks the tag as weak; it is the same version.
        let version = held.to_str().ok().and_then(|tag| {
            let tag = tag.trim();
            tag.strip_prefix("W/")
                .unwrap_or(tag)
                .strip_prefix("\"v")?
                .strip_suffix('"')?
                .parse()
                .ok()
        });
        ready(
            version
                .map(Self)
                .ok_or_else(|| ApiError::new(ProblemKind::Stale)),
        )
    }
}
