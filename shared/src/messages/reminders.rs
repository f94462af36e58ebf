//! When reminders are due. Wall time counts: "two days before" is the same time on the clock, also across a
//! clock change, while hours that make no whole days are hours that pass (SECURITY-AND-RELIABILITY.md 5.7).

use crate::{
    keyed_enum,
    messages::ReminderHours,
    time::{
        Instant,
        civil::{fold_of, instant_of, local, shift_days},
    },
};

keyed_enum! {
    /// The two reminders of a sign-up.
    pub enum Reminder {
        /// The first: two days before, unless the organisation chose otherwise.
        Early = "early",
        /// The last: three hours before, unless the organisation chose otherwise.
        Late = "late",
    }
}

impl Reminder {
    /// When it is due for a shift that starts at `starts_at`, where the organisation wants it at all.
    pub fn due(self, hours: ReminderHours, starts_at: Instant) -> Option<Instant> {
        let hours = match self {
            Self::Early => hours.early_hours?,
            Self::Late => hours.late_hours?,
        };
        Some(if hours % 24 == 0 {
            let days = i32::from(hours / 24);
            let (date, time) = local(starts_at);
            instant_of(shift_days(date, -days), time, fold_of(starts_at))
        } else {
            starts_at.plus_hours(-i64::from(hours))
        })
    }

    /// When to send it to somebody who has the place since `since`: not at all if that was within its window,
    /// because the confirmation said the same a moment ago.
    pub fn due_after(
        self,
        hours: ReminderHours,
        starts_at: Instant,
        since: Instant,
    ) -> Option<Instant> {
        self.due(hours, starts_at).filter(|due| since < *due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn hours(early: u16, late: u16) -> ReminderHours {
        ReminderHours {
            early_hours: Some(early),
            late_hours: Some(late),
        }
    }

    #[test]
    fn whole_days_before_is_the_same_time_on_the_clock_across_a_change() {
        // Sunday 25 October 2026, 20.00 in winter time; Friday 20.00 was summer time.
        for (days, starts_at, due) in [
            (2, "2026-10-25T19:00:00Z", "2026-10-23T18:00:00Z"),
            (1, "2026-10-25T17:00:00Z", "2026-10-24T16:00:00Z"),
            (2, "2027-03-28T18:00:00Z", "2027-03-26T19:00:00Z"),
            (1, "2027-03-28T16:00:00Z", "2027-03-27T17:00:00Z"),
            (2, "2026-11-27T20:00:00Z", "2026-11-25T20:00:00Z"),
        ] {
            assert_eq!(
                Reminder::Early.due(hours(days * 24, 3), at(starts_at)),
                Some(at(due)),
                "{starts_at}"
            );
        }
    }

    #[test]
    fn three_hours_before_are_three_hours() {
        assert_eq!(
            Reminder::Late.due(ReminderHours::DEFAULT, at("2026-10-25T02:30:00Z")),
            Some(at("2026-10-24T23:30:00Z"))
        );
    }

    #[test]
    fn an_organisation_may_do_without() {
        let none = ReminderHours {
            early_hours: None,
            late_hours: None,
        };
        for reminder in Reminder::ALL {
            assert_eq!(reminder.due(none, at("2026-11-27T20:00:00Z")), None);
        }
    }

    #[test]
    fn whoever_signs_up_within_the_window_gets_no_reminder_of_it() {
        let start = at("2026-11-27T20:00:00Z");
        let after = |reminder: Reminder, signed_up: &str| {
            reminder.due_after(ReminderHours::DEFAULT, start, at(signed_up))
        };
        assert_eq!(after(Reminder::Late, "2026-11-27T17:00:00Z"), None);
        assert_eq!(
            after(Reminder::Late, "2026-11-27T16:59:59Z"),
            Some(at("2026-11-27T17:00:00Z"))
        );
        assert_eq!(after(Reminder::Early, "2026-11-26T12:00:00Z"), None);
    }
}
