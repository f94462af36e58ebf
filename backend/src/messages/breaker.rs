//! Leaves a mail server in peace that can't be reached, and comes back quickly once it can.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Seconds until the next try, after the first, second … failure in a row; the last one for all further.
const PAUSES: [u64; 5] = [1, 2, 4, 8, 30];

/// Whether to talk to the mail server just now. Shared by the workers of one process.
#[derive(Debug, Clone, Default)]
pub(super) struct Breaker(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    failures: usize,
    until: Option<Instant>,
}

impl Breaker {
    /// Whether there is a pause.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        self.held().until.is_some_and(|until| now < until)
    }

    /// The server answered.
    pub(super) fn well(&self) {
        *self.held() = Held::default();
    }

    /// The server could not be reached. Answers how often in a row that was.
    pub(super) fn failed(&self, now: Instant) -> usize {
        let mut held = self.held();
        let pause = PAUSES.get(held.failures).or(PAUSES.last()).copied();
        held.failures = held.failures.saturating_add(1);
        held.until = Some(now + Duration::from_secs(pause.unwrap_or(30)));
        held.failures
    }

    /// Ends the pause, for a test that does not want to wait.
    #[cfg(feature = "test-hooks")]
    pub(super) fn end_pause(&self) {
        self.held().until = None;
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_server_is_probed_every_thirty_seconds_and_a_living_one_at_once() {
        let breaker = Breaker::default();
        let start = Instant::now();
        for _ in 0..6 {
            breaker.failed(start);
        }
        assert!(breaker.is_open(start + Duration::from_secs(29)));
        assert!(!breaker.is_open(start + Duration::from_secs(30)));
        breaker.well();
        assert!(!breaker.is_open(start));
        assert_eq!(breaker.failed(start), 1);
        assert!(!breaker.is_open(start + Duration::from_secs(1)));
    }
}
