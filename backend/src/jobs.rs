//! Work in the background, and how it learns that the server ends.

use std::time::Duration;

use tokio::{sync::watch, task::JoinHandle};

/// Tells everybody that the server ends.
#[derive(Debug)]
pub(crate) struct Stop(watch::Sender<bool>);

/// Whether the server is ending. Cheap to clone; in [`State`](crate::app::State).
#[derive(Debug, Clone)]
pub(crate) struct Stopping(watch::Receiver<bool>);

/// Both ends of it.
pub(crate) fn stopping() -> (Stop, Stopping) {
    let (sender, receiver) = watch::channel(false);
    (Stop(sender), Stopping(receiver))
}

impl Stop {
    /// From now on the server is ending.
    pub(crate) fn now(&self) {
        self.0.send_replace(true);
    }
}

impl Stopping {
    /// Whether the server is ending.
    pub(crate) fn is_on(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the server is ending: the other arm of a job's `select!`.
    pub(crate) async fn wait(&mut self) {
        // The sender is dropped with the server, which is an end too.
        drop(self.0.wait_for(|stopping| *stopping).await);
    }
}

/// The jobs of this server. Each ends by itself once [`Stopping::wait`] returns.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Vec<JoinHandle<()>>);

impl Jobs {
    /// Starts one.
    #[must_use]
    pub(crate) fn start(mut self, job: impl Future<Output = ()> + Send + 'static) -> Self {
        self.0.push(tokio::spawn(job));
        self
    }

    /// Waits until all have ended, up to 20 seconds: a mail server may be slow, and leases run out by themselves.
    pub(crate) async fn finished(self) {
        let all = futures_util::future::join_all(self.0);
        match tokio::time::timeout(Duration::from_secs(20), all).await {
            Ok(ended) if ended.iter().any(Result::is_err) => tracing::error!("a job panicked"),
            Ok(_) => {}
            Err(_late) => tracing::warn!("a job did not end in time"),
        }
    }
}
