//! Time limits that actix-web does not have: for a body to arrive and for a handler to answer
//! (SECURITY-AND-RELIABILITY.md finding 8).

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{error::PayloadError, web::Bytes};
use futures_util::Stream;
use lykta_shared::problem::ProblemKind;
use tokio::time::{Sleep, sleep};

use super::error::ApiError;

/// How long a whole body may take.
const TOTAL: Duration = Duration::from_secs(10);
/// How long a body may pause.
const IDLE: Duration = Duration::from_secs(5);

/// A body with its deadlines. A late one ends in an error that [`payload_error`] knows.
pub(super) struct Timed<S> {
    body: S,
    total: Pin<Box<Sleep>>,
    idle: Pin<Box<Sleep>>,
}

impl<S> Timed<S> {
    pub(super) fn new(body: S) -> Self {
        Self {
            body,
            total: Box::pin(sleep(TOTAL)),
            idle: Box::pin(sleep(IDLE)),
        }
    }
}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + Unpin> Stream for Timed<S> {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(chunk) => {
                self.idle = Box::pin(sleep(IDLE));
                Poll::Ready(chunk)
            }
            Poll::Pending => {
                let late = self.total.as_mut().poll(context).is_ready()
                    || self.idle.as_mut().poll(context).is_ready();
                if late {
                    Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))))
                } else {
                    Poll::Pending
                }
            }
        }
    }
}

/// What went wrong with a body, as a problem.
pub(super) fn payload_error(error: PayloadError) -> ApiError {
    ApiError::new(match error {
        PayloadError::Overflow => ProblemKind::PayloadTooLarge,
        PayloadError::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
            ProblemKind::RequestTimeout
        }
        _ => ProblemKind::MalformedRequest,
    })
}
