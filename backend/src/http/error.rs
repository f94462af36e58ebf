//! Errors of the API: one type, answered as RFC 9457 `application/problem+json`.
//!
//! What a client sees is a kind of a closed set and keys; the cause of a fault of ours stays in the log.

use std::fmt;

use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    cookie::Cookie,
    http::{StatusCode, header},
};
use lykta_shared::{
    problem::{FieldCode, FieldError, Problem, ProblemKind},
    shifts::SignUpReason,
};

use crate::db::{DbFailure, Violation, WorkError};

/// What a use case or a handler fails with. Small, so that a `Result` of it is.
#[derive(Debug)]
pub(crate) struct ApiError(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ProblemKind,
    errors: Vec<FieldError>,
    reasons: Vec<SignUpReason>,
    people: Vec<String>,
    state: Option<String>,
    retry_after: Option<u32>,
    allow: Option<String>,
    cookies: Vec<Cookie<'static>>,
    cause: Option<Cause>,
}

/// What stands behind an error, for the log and for trying again.
#[derive(Debug, Clone)]
enum Cause {
    Db(DbFailure),
    Other(String),
}

impl ApiError {
    /// An error of this kind with nothing more to say.
    pub(crate) fn new(kind: ProblemKind) -> Self {
        Self(Box::new(Inner {
            kind,
            errors: Vec::new(),
            reasons: Vec::new(),
            people: Vec::new(),
            state: None,
            retry_after: None,
            allow: None,
            cookies: Vec::new(),
            cause: None,
        }))
    }

    /// Not there, or not for this person to know of. The two must not be told apart.
    pub(crate) fn not_found() -> Self {
        Self::new(ProblemKind::NotFound)
    }

    /// Signed in, but without the right on a thing the person may know of.
    pub(crate) fn forbidden() -> Self {
        Self::new(ProblemKind::Forbidden)
    }

    /// No session, or it has ended.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(ProblemKind::Unauthenticated)
    }

    /// These fields need other values.
    pub(crate) fn fields(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(ProblemKind::InvalidFields);
        error.0.errors = errors;
        error
    }

    /// This one field needs another value; `pointer` is a JSON pointer such as `/email`.
    pub(crate) fn field(pointer: &str, code: FieldCode) -> Self {
        Self::fields(vec![FieldError::new(pointer, code)])
    }

    /// The thing's status (its key) does not allow it.
    pub(crate) fn wrong_state(status: impl fmt::Display) -> Self {
        let mut error = Self::new(ProblemKind::WrongState);
        error.0.state = Some(status.to_string());
        error
    }

    /// The sign-up is not possible, for these reasons.
    pub(crate) fn refused(reasons: Vec<SignUpReason>) -> Self {
        let mut error = Self::new(ProblemKind::SignUpRefused);
        error.0.reasons = reasons;
        error
    }

    /// These people would be on two shifts at once. Only for those who see the roster.
    pub(crate) fn overlaps(people: Vec<String>) -> Self {
        let mut error = Self::new(ProblemKind::ShiftsOverlap);
        error.0.people = people;
        error
    }

    /// Too many attempts; possible again in so many seconds.
    pub(crate) fn too_many(retry_after: u32) -> Self {
        let mut error = Self::new(ProblemKind::TooManyRequests);
        error.0.retry_after = Some(retry_after.max(1));
        error
    }

    /// Overloaded or closing; possible again in so many seconds.
    pub(crate) fn unavailable(retry_after: u32, cause: impl fmt::Display) -> Self {
        let mut error = Self::new(ProblemKind::Unavailable);
        error.0.retry_after = Some(retry_after);
        error.0.cause = Some(Cause::Other(cause.to_string()));
        error
    }

    /// A fault of ours. The cause goes to the log only; it holds no personal data.
    pub(crate) fn internal(cause: impl fmt::Display) -> Self {
        let mut error = Self::new(ProblemKind::Internal);
        error.0.cause = Some(Cause::Other(cause.to_string()));
        error
    }

    /// The path exists, the method does not; `allow` lists those that do (`GET, POST`).
    pub(super) fn method_not_allowed(allow: String) -> Self {
        let mut error = Self::new(ProblemKind::MethodNotAllowed);
        error.0.allow = Some(allow);
        error
    }

    /// Sets (or clears) a cookie with the error.
    #[must_use]
    pub(crate) fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.0.cookies.push(cookie);
        self
    }

    /// The same error once more, for the layer that finds it inside an answer.
    pub(super) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// The same error, with its fields found below `prefix` (`/shift`) in the request's body.
    #[must_use]
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        for error in &mut self.0.errors {
            error.pointer.insert_str(0, prefix);
        }
        self
    }

    /// What kind it is.
    pub(crate) fn kind(&self) -> ProblemKind {
        self.0.kind
    }

    /// Whether this field is among those that need another value.
    pub(crate) fn names_field(&self, pointer: &str) -> bool {
        self.0.errors.iter().any(|error| error.pointer == pointer)
    }

    /// Whether a rule of the schema said no.
    pub(crate) fn is_violation(&self) -> bool {
        matches!(&self.0.cause, Some(Cause::Db(DbFailure::Violation(_))))
    }

    /// The violated constraint behind it, for use cases that give one a meaning:
    /// `.or_violation(|v| v.is_unique("users_email_norm_key").then(|| ApiError::new(…)))`.
    pub(crate) fn or_violation(self, meaning: impl FnOnce(&Violation) -> Option<Self>) -> Self {
        let told = match &self.0.cause {
            Some(Cause::Db(DbFailure::Violation(violation))) => meaning(violation),
            _ => None,
        };
        told.unwrap_or(self)
    }

    /// What goes to the log, for faults of ours and overload.
    pub(super) fn cause(&self) -> Option<String> {
        self.0.cause.as_ref().map(|cause| match cause {
            Cause::Db(failure) => failure.to_string(),
            Cause::Other(text) => text.clone(),
        })
    }

    /// The problem as the client gets it; `request` is the request's id.
    pub(super) fn problem(&self, request: &str) -> Problem {
        let Inner {
            kind,
            errors,
            reasons,
            people,
            state,
            ..
        } = self.0.as_ref();
        Problem {
            kind_uri: format!("/problems/{kind}"),
            title: kind.title().to_owned(),
            status: kind.status(),
            code: *kind,
            detail: None,
            instance: format!("urn:uuid:{request}"),
            errors: errors.clone(),
            reasons: reasons.clone(),
            people: people.clone(),
            state: state.clone(),
        }
    }

    /// The whole answer with its headers.
    pub(super) fn response(&self, request: &str) -> HttpResponse {
        let mut answer = HttpResponseBuilder::new(self.status_code());
        answer.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        if let Some(seconds) = self.0.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(allow) = &self.0.allow {
            answer.insert_header((header::ALLOW, allow.as_str()));
        }
        for cookie in &self.0.cookies {
            answer.cookie(cookie.clone());
        }
        match serde_json::to_string(&self.problem(request)) {
            Ok(body) => answer.body(body),
            Err(_never) => answer.finish(),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause() {
            Some(cause) => write!(f, "{}: {cause}", self.0.kind),
            None => write!(f, "{}", self.0.kind),
        }
    }
}

impl std::error::Error for ApiError {}

impl From<DbFailure> for ApiError {
    fn from(failure: DbFailure) -> Self {
        let (kind, retry_after) = match failure {
            DbFailure::NotFound => (ProblemKind::NotFound, None),
            DbFailure::Busy(_) | DbFailure::Unreachable(_) | DbFailure::Conflict => {
                (ProblemKind::Unavailable, Some(2))
            }
            DbFailure::Violation(_) | DbFailure::Panicked | DbFailure::Other(_) => {
                (ProblemKind::Internal, None)
            }
        };
        let mut error = Self::new(kind);
        error.0.retry_after = retry_after;
        error.0.cause = Some(Cause::Db(failure));
        error
    }
}

impl From<diesel::result::Error> for ApiError {
    fn from(error: diesel::result::Error) -> Self {
        DbFailure::from(error).into()
    }
}

impl WorkError for ApiError {
    fn is_conflict(&self) -> bool {
        matches!(&self.0.cause, Some(Cause::Db(DbFailure::Conflict)))
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A stand-in: the outermost layer (`http::layers`) knows the request's id and writes the answer.
    fn error_response(&self) -> HttpResponse {
        self.response("00000000-0000-0000-0000-000000000000")
    }
}

/// Turns the outcome of a rule into an error: `check_sign_up(…).map_err(ApiError::refused)?` reads best, this
/// is for lists of field errors that may be empty.
pub(crate) fn all_fine(errors: Vec<FieldError>) -> Result<(), ApiError> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::fields(errors))
    }
}
