//! When a shift is, as far as it has been typed: for repeating it in words.

use lykta_shared::time::{LocalDate, LocalTime};

use super::calendar;
use crate::text::{count, fill, format, org_plan as text, shifts};

/// A day and two wall times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    /// The day it begins.
    pub(super) date: LocalDate,
    /// The wall time of the start.
    pub(super) start: LocalTime,
    /// The wall time of the end; not after the start means the next day.
    pub(super) end: LocalTime,
}

impl When {
    /// What was typed, if all three are there.
    pub(super) fn read(date: &str, start: &str, end: &str) -> Option<Self> {
        Some(Self {
            date: date.parse().ok()?,
            start: start.parse().ok()?,
            end: end.parse().ok()?,
        })
    }

    /// Whether it ends on the day after.
    pub(super) fn ends_next_day(self) -> bool {
        self.end <= self.start
    }

    /// The day it ends.
    pub(super) fn end_date(self) -> LocalDate {
        calendar::date(calendar::days(self.date) + i32::from(self.ends_next_day()))
    }

    /// The minutes between the two on the face of the clock. In a night when the clocks change the server
    /// says how long it really is.
    pub(super) fn face_minutes(self) -> u32 {
        let minute = |time: LocalTime| i32::from(time.hour) * 60 + i32::from(time.minute);
        let span = minute(self.end) - minute(self.start);
        u32::try_from(if self.ends_next_day() {
            span + 24 * 60
        } else {
            span
        })
        .unwrap_or(0)
    }

    /// Whether the clocks may change during it: it touches the last Sunday of March or October.
    pub(super) fn near_clock_change(self) -> bool {
        [self.date, self.end_date()]
            .into_iter()
            .any(|day| is_last_sunday(day, 3) || is_last_sunday(day, 10))
    }

    /// Whether the start happens twice.
    pub(super) fn start_is_ambiguous(self) -> bool {
        is_last_sunday(self.date, 10) && self.start.hour == 2
    }

    /// Whether the end happens twice.
    pub(super) fn end_is_ambiguous(self) -> bool {
        is_last_sunday(self.end_date(), 10) && self.end.hour == 2
    }

    /// `fredag 27 november kl. 21:00–01:00, 4 timmar; natten till lördag 28 november`
    pub(super) fn words(self) -> String {
        let text = if self.ends_next_day() {
            text::WORDS_NEXT
        } else {
            text::WORDS
        };
        fill(
            text,
            &[
                ("day", &format::plain_day(self.date)),
                ("start", &self.start.to_string()),
                ("end", &self.end.to_string()),
                ("length", &length(self.face_minutes())),
                ("next", &format::plain_day(self.end_date())),
            ],
        )
    }
}

/// The last Sunday of the month, when the clocks change.
fn is_last_sunday(day: LocalDate, month: i8) -> bool {
    day.month == month && day.day >= 25 && calendar::weekday(day) == 6
}

/// `4 timmar 30 minuter`
fn length(minutes: u32) -> String {
    let hours = u64::from(minutes / 60);
    let rest = u64::from(minutes % 60);
    let hours_words = || count(hours, shifts::HOURS_ONE, shifts::HOURS_OTHER);
    let minutes_words = || count(rest, shifts::MINUTES_ONE, shifts::MINUTES_OTHER);
    match (hours, rest) {
        (0, _) => minutes_words(),
        (_, 0) => hours_words(),
        _ => format!("{} {}", hours_words(), minutes_words()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(date: &str, start: &str, end: &str) -> When {
        When::read(date, start, end).unwrap()
    }

    #[test]
    fn an_end_before_the_start_is_on_the_next_day() {
        let night = when("2026-11-27", "21:00", "01:00");
        assert!(night.ends_next_day());
        assert_eq!(night.end_date().to_string(), "2026-11-28");
        assert_eq!(night.face_minutes(), 240);
        assert!(!night.near_clock_change());
        assert_eq!(when("2026-11-27", "18:00", "22:30").face_minutes(), 270);
        assert_eq!(when("2026-11-27", "18:00", "18:00").face_minutes(), 1440);
        assert_eq!(When::read("2026-11-27", "", "22:30"), None);
    }

    #[test]
    fn the_nights_of_the_clock_change_are_known() {
        assert!(when("2027-03-27", "21:00", "04:00").near_clock_change());
        assert!(!when("2027-03-27", "18:00", "23:00").near_clock_change());
        let autumn = when("2026-10-24", "22:00", "02:30");
        assert!(autumn.near_clock_change());
        assert!(autumn.end_is_ambiguous() && !autumn.start_is_ambiguous());
        assert!(when("2026-10-25", "02:15", "04:00").start_is_ambiguous());
    }
}
