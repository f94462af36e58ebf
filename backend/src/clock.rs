//! The only place that reads the system's clock.

use std::time::{SystemTime, UNIX_EPOCH};

use lykta_shared::time::Instant;

/// What time it is. Cheap to clone; all clones show the same time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// Microseconds that a test has moved the clock by.
    #[cfg(any(test, feature = "test-hooks"))]
    moved: std::sync::Arc<std::sync::atomic::AtomicI64>,
}

impl Clock {
    /// The present moment in UTC, cut to microseconds (what both databases keep).
    pub(crate) fn now(&self) -> Instant {
        let micros = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| {
                i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
            });
        Instant::from_micros(self.shifted(micros))
    }

    #[cfg(not(any(test, feature = "test-hooks")))]
    #[expect(
        clippy::unused_self,
        reason = "the movable clock of the tests needs it"
    )]
    const fn shifted(&self, micros: i64) -> i64 {
        micros
    }

    #[cfg(any(test, feature = "test-hooks"))]
    fn shifted(&self, micros: i64) -> i64 {
        micros.saturating_add(self.moved.load(std::sync::atomic::Ordering::SeqCst))
    }

    /// Moves the clock by so many seconds, back when negative.
    #[cfg(any(test, feature = "test-hooks"))]
    pub(crate) fn advance(&self, seconds: i64) {
        self.moved.fetch_add(
            seconds.saturating_mul(1_000_000),
            std::sync::atomic::Ordering::SeqCst,
        );
    }

    /// Moves the clock to this moment; it goes on from there.
    #[cfg(any(test, feature = "test-hooks"))]
    pub(crate) fn set(&self, to: Instant) {
        let by = to.micros() - self.now().micros();
        self.moved
            .fetch_add(by, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_moves_for_all_its_clones() {
        let clock = Clock::default();
        let other = clock.clone();
        let before = other.now();
        clock.advance(3600);
        assert!(other.now() >= before.plus_hours(1) && other.now() < before.plus_minutes(61));
        let night = "2026-10-25T01:30:00Z".parse().unwrap();
        clock.set(night);
        assert!(other.now() >= night && other.now() < night.plus_minutes(1));
    }
}
