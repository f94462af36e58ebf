//! How often something may be tried (SECURITY-AND-RELIABILITY.md 2.5).
//!
//! Counted in memory, each server for itself; what hangs on an account is counted in the database by its room
//! as well. The generic cell rate algorithm keeps one moment per key, so a bucket refills steadily.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{clock::Clock, http::ApiError};

/// What is counted, and by what key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    /// Requests without a session, by network.
    Anonymous,
    /// Requests with a cookie, by network: a whole association may sit behind one address.
    Network,
    /// Requests of a signed-in person, by user.
    User,
    /// Failed log-ins, refreshes and one-time tokens, by network. Only failures cost ([`Limits::peek`] first).
    Credentials,
    /// Register, resend and forgot, by network.
    AccountMail,
    /// The same, by address.
    MailAddress,
    /// The same, by everybody.
    AllAccountMail,
    /// Sign-ups and withdrawals, by user.
    SignUp,
    /// The same on one shift, by user and shift.
    FlipFlop,
    /// Searches and lists of members, by user.
    Search,
    /// Invitations, by organisation.
    Invitation,
    /// Calendars that are fetched, by network: a whole office may have its programs behind one address.
    Calendar,
}

impl Bucket {
    /// How many at once, and how many microseconds until one more.
    const fn quota(self) -> (i64, i64) {
        const SECOND: i64 = 1_000_000;
        const MINUTE: i64 = 60 * SECOND;
        const HOUR: i64 = 60 * MINUTE;
        match self {
            Self::Anonymous => (300, MINUTE / 300),
            Self::Network => (3000, MINUTE / 3000),
            Self::User => (600, MINUTE / 600),
            Self::Credentials => (20, MINUTE / 10),
            Self::AccountMail => (5, HOUR / 5),
            Self::MailAddress => (3, HOUR / 3),
            Self::AllAccountMail => (60, SECOND),
            Self::SignUp => (30, MINUTE / 30),
            Self::FlipFlop => (10, HOUR / 10),
            Self::Search => (60, MINUTE / 60),
            Self::Calendar => (120, MINUTE / 60),
            Self::Invitation => (50, 24 * HOUR / 50),
        }
    }
}

/// The largest number of keys that are remembered; beyond it those that are full again are forgotten, and if
/// that is not enough all are.
const MAX_KEYS: usize = 100_000;

/// The counters. Cheap to clone; all clones count together.
#[derive(Debug, Clone)]
pub(crate) struct Limits(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// By bucket and key (hashed: no address is kept), the moment in microseconds at which all is refilled.
    full_at: Mutex<HashMap<u64, i64>>,
    hasher: RandomState,
    clock: Clock,
    on: bool,
}

impl Limits {
    /// Counters that start empty; with `on` false everything is allowed (load tests on a desk).
    pub(crate) fn new(clock: Clock, on: bool) -> Self {
        let hasher = RandomState::new();
        Self(Arc::new(Inner {
            full_at: Mutex::default(),
            hasher,
            clock,
            on,
        }))
    }

    /// Counts one; 429 with the seconds to wait when there were too many.
    pub(crate) fn take(&self, bucket: Bucket, key: impl Hash) -> Result<(), ApiError> {
        self.ask(bucket, key, true)
    }

    /// Asks whether one more would be allowed and counts nothing.
    pub(crate) fn peek(&self, bucket: Bucket, key: impl Hash) -> Result<(), ApiError> {
        self.ask(bucket, key, false)
    }

    fn ask(&self, bucket: Bucket, key: impl Hash, count: bool) -> Result<(), ApiError> {
        let Inner {
            full_at,
            hasher,
            clock,
            on,
        } = self.0.as_ref();
        if !on {
            return Ok(());
        }
        let (burst, interval) = bucket.quota();
        let (now, key) = (clock.now().micros(), hasher.hash_one((bucket, key)));
        let mut full_at = full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let after = full_at.get(&key).map_or(now, |held| (*held).max(now)) + interval;
        let wait = after - burst * interval - now;
        if wait > 0 {
            drop(full_at);
            return Err(ApiError::too_many(
                u32::try_from(wait / 1_000_000 + 1).unwrap_or(u32::MAX),
            ));
        }
        if count {
            if full_at.len() >= MAX_KEYS {
                full_at.retain(|_, held| *held > now);
                if full_at.len() >= MAX_KEYS {
                    tracing::warn!("more keys than the rate limits remember: they start anew");
                    full_at.clear();
                }
            }
            full_at.insert(key, after);
        }
        drop(full_at);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_then_it_refills_steadily() {
        let clock = Clock::default();
        let limits = Limits::new(clock.clone(), true);
        for _ in 0..20 {
            limits.take(Bucket::Credentials, "192.0.2.1").unwrap();
        }
        assert!(limits.take(Bucket::Credentials, "192.0.2.1").is_err());
        assert!(
            limits.take(Bucket::Credentials, "192.0.2.2").is_ok(),
            "another network"
        );
        assert!(
            limits.take(Bucket::SignUp, "192.0.2.1").is_ok(),
            "another bucket"
        );
        clock.advance(6);
        assert!(limits.take(Bucket::Credentials, "192.0.2.1").is_ok());
        assert!(limits.take(Bucket::Credentials, "192.0.2.1").is_err());
    }

    #[test]
    fn looking_costs_nothing() {
        let limits = Limits::new(Clock::default(), true);
        for _ in 0..100 {
            limits.peek(Bucket::MailAddress, "a").unwrap();
        }
        for _ in 0..3 {
            limits.take(Bucket::MailAddress, "a").unwrap();
        }
        assert!(limits.peek(Bucket::MailAddress, "a").is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let limits = Limits::new(Clock::default(), true);
        for key in 0..(MAX_KEYS + 10) {
            limits.take(Bucket::Anonymous, key).unwrap();
        }
        assert!(limits.0.full_at.lock().unwrap().len() <= MAX_KEYS);
    }

    #[test]
    fn switched_off_it_counts_nothing() {
        let limits = Limits::new(Clock::default(), false);
        assert!((0..1000).all(|_| limits.take(Bucket::MailAddress, "a").is_ok()));
    }
}
