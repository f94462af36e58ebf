//! What every request passes, from the outside in.
//!
//! [`edge`] gives it an id, turns every failure into a problem, puts the security headers on and writes the
//! one log line. [`gate`] lets in only what came from our own pages, in time and not too often.

use std::{any::Any, panic::AssertUnwindSafe, time::Duration};

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method, StatusCode,
        header::{CONNECTION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use futures_util::FutureExt;
use lykta_shared::problem::ProblemKind;

use super::{client::ClientIp, csrf, deadline::Timed, error::ApiError, headers};
use crate::{app::State, limits::Bucket, metrics::Metrics};

/// How long a handler may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// What is known of a request before it is answered.
struct Asked {
    id: String,
    method: Method,
    api: bool,
    https: bool,
    since: tokio::time::Instant,
    metrics: Metrics,
}

/// The outermost layer.
pub(super) async fn edge(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = state(&request)?;
    let asked = Asked {
        id: state.random.id(state.clock.now()).to_string(),
        method: request.method().clone(),
        api: request.path().starts_with("/api/"),
        https: state.config.public_origin.is_https(),
        since: tokio::time::Instant::now(),
        metrics: state.metrics.clone(),
    };
    request
        .extensions_mut()
        .insert(ClientIp::of(&request, &state.config.trusted_proxies));
    let failure = match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(answer)) => return Ok(finish(answer, &asked)),
        Ok(Err(error)) => as_problem(&error),
        Err(panic) => {
            asked.metrics.panicked();
            let words = panic_text(panic.as_ref());
            ApiError::internal(format!("a handler panicked: {words}"))
        }
    };
    // The request is gone, so the answer travels as an error that carries it whole.
    let answer = problem(&failure, &asked);
    log(&asked, "-", answer.status());
    Err(InternalError::from_response("answered", answer).into())
}

/// Completes an answer: errors become problems, headers are put on, one line is logged.
fn finish(
    answer: ServiceResponse<impl MessageBody + 'static>,
    asked: &Asked,
) -> ServiceResponse<BoxBody> {
    let template = answer
        .request()
        .match_pattern()
        .unwrap_or_else(|| "-".to_owned());
    let status = answer.status();
    let foreign =
        (status.is_client_error() || status.is_server_error()) && !is_problem(answer.response());
    let failure = match answer.response().error() {
        Some(error) => Some(as_problem(error)),
        None if foreign => Some(by_status(status)),
        None => None,
    };
    let answer = if let Some(failure) = failure {
        answer.into_response(problem(&failure, asked))
    } else {
        let mut answer = answer.map_into_boxed_body();
        headers::secure(answer.headers_mut(), asked.api, asked.https);
        mark(answer.headers_mut(), &asked.id);
        answer
    };
    log(asked, &template, answer.status());
    answer
}

/// The one place that writes a failure's cause down.
fn problem(failure: &ApiError, asked: &Asked) -> HttpResponse {
    if let Some(cause) = failure.cause() {
        let (request, kind) = (&asked.id, failure.kind());
        if kind == ProblemKind::Internal {
            tracing::error!(request, %kind, cause, "a fault of ours");
        } else {
            tracing::warn!(request, %kind, cause, "not possible now");
        }
    }
    let mut answer = failure.response(&asked.id);
    headers::secure(answer.headers_mut(), asked.api, asked.https);
    mark(answer.headers_mut(), &asked.id);
    answer
}

fn mark(headers: &mut actix_web::http::header::HeaderMap, id: &str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// An error of ours as it is; one of actix-web by its status, because its text may quote the input.
fn as_problem(error: &Error) -> ApiError {
    match error.as_error::<ApiError>() {
        Some(error) => error.again(),
        None => by_status(error.as_response_error().status_code()),
    }
}

fn by_status(status: StatusCode) -> ApiError {
    match status {
        StatusCode::NOT_FOUND => ApiError::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(ProblemKind::PayloadTooLarge),
        StatusCode::REQUEST_TIMEOUT => ApiError::new(ProblemKind::RequestTimeout),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::new(ProblemKind::UnsupportedMediaType),
        _ if status.is_client_error() => ApiError::new(ProblemKind::MalformedRequest),
        _ => ApiError::internal(format!("actix-web answered {status}")),
    }
}

fn is_problem(answer: &HttpResponse<impl MessageBody>) -> bool {
    answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|held| held == "application/problem+json")
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}

/// One line for each request: the path's template, never the path or the query, which may hold ids.
fn log(asked: &Asked, template: &str, status: StatusCode) {
    let seconds = asked.since.elapsed().as_secs_f64();
    asked.metrics.answered(
        known_method(&asked.method),
        template,
        status.as_u16(),
        seconds,
    );
    let micros = u64::try_from(asked.since.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "lykta::access",
        request = asked.id, method = %asked.method, route = template, status = status.as_u16(), micros,
    );
}

/// The method as a label: one that somebody made up is not kept.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// The inner layer.
pub(super) async fn gate(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let state = state(&request)?;
    if request.path().starts_with("/api/") {
        let origin = state.config.public_origin.as_str();
        csrf::check(request.method(), request.headers(), origin).map_err(ApiError::new)?;
        let client = request.extensions().get::<ClientIp>().copied();
        let known = request.headers().contains_key(COOKIE);
        let bucket = if known {
            Bucket::Network
        } else {
            Bucket::Anonymous
        };
        if let Some(client) = client {
            state.limits.take(bucket, client.network())?;
        }
    }
    if !request.method().is_safe() {
        let body = request.take_payload();
        request.set_payload(Payload::Stream {
            payload: Box::pin(Timed::new(body)),
        });
    }
    match tokio::time::timeout(ANSWER_WITHIN, next.call(request)).await {
        Ok(Ok(mut answer)) => {
            // What was not read of the body must not be taken for the next request.
            if matches!(
                answer.status(),
                StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE
            ) {
                answer
                    .headers_mut()
                    .insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(answer)
        }
        Ok(Err(error)) => Err(error),
        Err(_late) => Err(ApiError::unavailable(5, "a handler took longer than 15 s").into()),
    }
}

fn state(request: &ServiceRequest) -> Result<web::Data<State>, Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    Ok(state.ok_or_else(|| ApiError::internal("the server was started without its state"))?)
}
