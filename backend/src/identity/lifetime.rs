//! How long a session lives (SECURITY-AND-RELIABILITY.md 2.2; ASVS 5.0, 7.1.1).

use lykta_shared::{identity::CityRole, time::Instant};

/// Seconds that an access token is good for. A session's row is asked for at each request anyway.
pub(super) const ACCESS_SECONDS: i64 = 10 * 60;
/// Seconds within which a used refresh token may come a second time: two tabs, or an answer that got lost.
pub(super) const GRACE_SECONDS: i64 = 10;
/// The largest number of live sessions of one person; the oldest makes room.
pub(super) const MAX_SESSIONS: usize = 20;

/// How long a session may rest, and how long it lives at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lifetime {
    /// Seconds without a sign of life. Sessions show one at each refresh, so every ten minutes in use.
    pub(super) idle: i64,
    /// Seconds since signing in.
    pub(super) absolute: i64,
}

const DAY: i64 = 24 * 60 * 60;
const MEMBER: Lifetime = Lifetime {
    idle: 14 * DAY,
    absolute: 90 * DAY,
};
const PRIVILEGED: Lifetime = Lifetime {
    idle: 60 * 60,
    absolute: 12 * 60 * 60,
};

impl Lifetime {
    /// The lifetime for somebody with these roles in the city. Who holds one is privileged; roles in an
    /// organisation are not, or a coordinator would sign in anew each time the phone comes out of the pocket.
    pub(super) const fn of(roles: &[CityRole]) -> Self {
        if roles.is_empty() { MEMBER } else { PRIVILEGED }
    }

    /// Whether a session that began and was last seen at these moments still lives.
    pub(super) fn covers(self, began: Instant, last_seen: Instant, now: Instant) -> bool {
        now < began.plus_seconds(self.absolute) && now < last_seen.plus_seconds(self.idle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_member_rests_two_weeks_and_lives_ninety_days() {
        let life = Lifetime::of(&[]);
        let began = at("2026-10-01T12:00:00Z");
        assert!(life.covers(began, began, began.plus_days(14).plus_seconds(-1)));
        assert!(!life.covers(began, began, began.plus_days(14)));
        let last = began.plus_days(90).plus_seconds(-1);
        assert!(life.covers(began, last, last));
        assert!(!life.covers(began, last, began.plus_days(90)));
    }

    #[test]
    fn whoever_holds_a_city_role_rests_an_hour_and_lives_twelve() {
        let life = Lifetime::of(&[CityRole::Liaison]);
        let began = at("2026-10-01T12:00:00Z");
        assert!(!life.covers(began, began, began.plus_minutes(60)));
        assert!(life.covers(
            began,
            began.plus_hours(11),
            began.plus_hours(12).plus_seconds(-1)
        ));
        assert!(!life.covers(began, began.plus_hours(12), began.plus_hours(12)));
    }
}
