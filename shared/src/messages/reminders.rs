//! When reminders are due. Wall time counts: "two days before" is the same time on the clock, also across a
//! clock change (SECURITY-AND-RELIABILITY.md 5.7).

use crate::{
    keyed_enum,
    time::{
        Instant,
        civil::{fold_of, instant_of, local, shift_days},
    },
};

keyed_enum! {
    /// The two reminders of a sign-up.
    pub enum Reminder {
        /// Two days before, at the same time on the clock.
        Early = "early",
        /// Three hours before.
        Late = "late",
    }
}

impl Reminder {
    /// When it is due for a shift that starts at `starts_at`.
    pub fn due(self, starts_at: Instant) -> Instant {
        match self {
            Self::Early => {
                let (date, time) = local(starts_at);
                instant_of(shift_days(date, -2), time, fold_of(starts_at))
            }
            Self::Late => starts_at.plus_hours(-3),
        }
    }

    /// When to send it to somebody who signed up at `signed_up_at`: not at all if that was within its window,
    /// because the confirmation said the same a moment ago.
    pub fn due_after(self, starts_at: Instant, signed_up_at: Instant) -> Option<Instant> {
        let due = self.due(starts_at);
        (signed_up_at < due).then_some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn two_days_before_is_the_same_time_on_the_clock_across_a_change() {
        // Sunday 25 October 2026, 20.00 in winter time; Friday 20.00 was summer time.
        assert_eq!(
            Reminder::Early.due(at("2026-10-25T19:00:00Z")),
            at("2026-10-23T18:00:00Z")
        );
        assert_eq!(
            Reminder::Early.due(at("2027-03-28T18:00:00Z")),
            at("2027-03-26T19:00:00Z")
        );
        assert_eq!(
            Reminder::Early.due(at("2026-11-27T20:00:00Z")),
            at("2026-11-25T20:00:00Z")
        );
    }

    #[test]
    fn three_hours_before_are_three_hours() {
        assert_eq!(
            Reminder::Late.due(at("2026-10-25T02:30:00Z")),
            at("2026-10-24T23:30:00Z")
        );
    }

    #[test]
    fn whoever_signs_up_within_the_window_gets_no_reminder_of_it() {
        let start = at("2026-11-27T20:00:00Z");
        assert_eq!(
            Reminder::Late.due_after(start, at("2026-11-27T17:00:00Z")),
            None
        );
        assert_eq!(
            Reminder::Late.due_after(start, at("2026-11-27T16:59:59Z")),
            Some(at("2026-11-27T17:00:00Z"))
        );
        assert_eq!(
            Reminder::Early.due_after(start, at("2026-11-26T12:00:00Z")),
            None
        );
    }
}
