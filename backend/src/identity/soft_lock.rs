//! The soft lock: who guesses has to wait longer and longer, but nobody is ever locked out for good
//! (SECURITY-AND-RELIABILITY.md 2.4). Counted for the account, and for the account from one network, in the
//! database, so that several servers count together.

use lykta_shared::{ids::UserId, time::Instant};

use super::keys::{hex, mac};

/// So many failures cost nothing: people mistype.
const FREE: i32 = 5;
/// The longest wait, in seconds.
const LONGEST: i64 = 15 * 60;
/// Hours after which failures are forgotten.
const FORGOTTEN_HOURS: i64 = 24;

/// Failures so far, as they stand in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failures {
    /// How many.
    pub(super) count: i32,
    /// When the last was.
    pub(super) last: Instant,
    /// Until when no attempt is looked at.
    pub(super) locked_until: Option<Instant>,
}

impl Failures {
    /// None yet.
    pub(super) const fn none(now: Instant) -> Self {
        Self {
            count: 0,
            last: now,
            locked_until: None,
        }
    }

    /// Whether attempts are not even looked at now.
    pub(super) fn locked(self, now: Instant) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// With one more: from the sixth on a wait of 1, 2, 4 … seconds, at most 15 minutes.
    pub(super) fn one_more(self, now: Instant) -> Self {
        let forgotten = now >= self.last.plus_hours(FORGOTTEN_HOURS);
        let count = if forgotten {
            1
        } else {
            self.count.saturating_add(1)
        };
        let locked_until = (count > FREE).then(|| {
            let doublings = u32::try_from(count - FREE - 1).unwrap_or(0).min(20);
            now.plus_seconds((1_i64 << doublings).min(LONGEST))
        });
        Self {
            count,
            last: now,
            locked_until,
        }
    }
}

/// When failures before this moment may be deleted.
pub(super) fn forgotten_before(now: Instant) -> Instant {
    now.plus_hours(-FORGOTTEN_HOURS)
}

/// The two names under which failures are counted: of the account, and of the account from one network. Both
/// are keyed hashes, whether the account exists or not, so the table tells nobody who has one.
pub(super) fn failure_keys(key: &[u8; 32], email_norm: &str, network: &str) -> [String; 2] {
    [
        keyed(key, &["account", email_norm]),
        keyed(key, &["network", email_norm, network]),
    ]
}

/// The name under which wrong present passwords are counted when a signed-in person changes theirs: whoever found
/// an open session must not guess on, and whoever guesses from outside must not stand in its owner's way.
pub(super) fn change_key(key: &[u8; 32], user: UserId) -> String {
    keyed(key, &["change", &user.to_string()])
}

fn keyed(key: &[u8; 32], parts: &[&str]) -> String {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    hex(&mac(key, &parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Instant {
        "2026-11-27T20:00:00Z".parse().unwrap()
    }

    fn after(count: i32) -> Failures {
        (0..count).fold(Failures::none(start()), |failures, _| {
            failures.one_more(start())
        })
    }

    #[test]
    fn five_failures_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        for (count, wait) in [
            (1, 0),
            (5, 0),
            (6, 1),
            (7, 2),
            (8, 4),
            (9, 8),
            (15, 512),
            (16, 900),
            (17, 900),
            (4000, 900),
        ] {
            let failures = after(count);
            let until = start().plus_seconds(wait);
            assert_eq!(
                failures.locked_until,
                (wait > 0).then_some(until),
                "{count}"
            );
            assert_eq!(failures.locked(start()), wait > 0, "{count}");
            assert!(!failures.locked(until), "{count}");
        }
    }

    #[test]
    fn a_day_without_failures_forgets_them() {
        let tired = after(30);
        assert_eq!(tired.one_more(start().plus_hours(24)).count, 1);
        assert_eq!(
            tired
                .one_more(start().plus_hours(24).plus_seconds(-1))
                .count,
            31
        );
        assert!(!tired.locked(start().plus_minutes(15)));
    }

    #[test]
    fn the_names_of_failures_tell_nobody_whose_they_are() {
        let key = [7; 32];
        let [account, network] = failure_keys(&key, "anna@example.se", "192.0.2.0/24");
        assert_ne!(account, network);
        assert_ne!(account, failure_keys(&[8; 32], "anna@example.se", "")[0]);
        assert_ne!(
            network,
            failure_keys(&key, "anna@example.se", "192.0.3.0/24")[1]
        );
        assert_ne!(
            failure_keys(&key, "a@example.se", "b")[1],
            failure_keys(&key, "a@example.s", "eb")[1]
        );
        assert!(account.len() == 64 && account.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
