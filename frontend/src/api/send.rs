//! Writing to the API from a button: one at a time, with what the button needs to show.

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{api::Endpoint, problem::ProblemKind};

use super::{
    Failure,
    client::{self, Prepared},
};

/// A button's line to the API: whether something is under way, and how it failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sender {
    /// Whether an answer is awaited. Meanwhile nothing else is sent.
    pub(crate) pending: RwSignal<bool>,
    /// Why the last thing sent did not work.
    pub(crate) failure: RwSignal<Option<Failure>>,
}

impl Sender {
    /// A line for one button or one group of buttons.
    pub(crate) fn new() -> Self {
        Self {
            pending: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// Whether the last thing sent came too late: somebody had changed it meanwhile (tracked).
    pub(crate) fn is_stale(self) -> bool {
        self.failure
            .with(|failure| failure.as_ref().and_then(Failure::kind) == Some(ProblemKind::Stale))
    }

    /// Sends, and calls `done` with the reply when it has worked.
    pub(crate) fn send<E: Endpoint<Query = ()>>(
        self,
        endpoint: E,
        body: E::Body,
        done: impl FnOnce(E::Reply) + 'static,
    ) {
        self.send_at(None, endpoint, body, move |result| {
            if let Ok(reply) = result {
                done(reply);
            }
        });
    }

    /// Sends, with the version one has read where the endpoint asks for it, and calls `done` with the outcome.
    pub(crate) fn send_at<E: Endpoint<Query = ()>>(
        self,
        version: Option<i32>,
        endpoint: E,
        body: E::Body,
        done: impl FnOnce(Result<E::Reply, Failure>) + 'static,
    ) {
        self.send_with(version, endpoint, &(), body, done);
    }

    /// As [`Self::send_at`], for an endpoint with a query besides.
    pub(crate) fn send_with<E: Endpoint>(
        self,
        version: Option<i32>,
        endpoint: E,
        query: &E::Query,
        body: E::Body,
        done: impl FnOnce(Result<E::Reply, Failure>) + 'static,
    ) {
        if self.pending.get_untracked() {
            return;
        }
        let prepared = Prepared::new(&endpoint, query, &body, version);
        self.start(
            prepared,
            Box::new(move |text| {
                let result = client::read(text);
                self.failure.set(result.as_ref().err().cloned());
                done(result);
            }),
        );
    }

    fn start(self, prepared: Prepared, answered: Box<dyn FnOnce(Result<String, Failure>)>) {
        self.pending.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let text = prepared.send().await;
            // Of a page that is gone nobody waits for the answer.
            if self.pending.try_get_untracked().is_some() {
                self.pending.set(false);
                answered(text);
            }
        });
    }
}
