//! Civil-time arithmetic in `Europe/Stockholm`: what a time on the wall is as an instant, and back.
//!
//! A time in the spring's gap moves forward by the hour that is missing; a time in the autumn's repeated
//! hour is the first unless the second is asked for (DOMAIN.md 5.2). Nothing is refused for the clocks' sake.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};

use super::{ClockChange, Fold, Instant, LocalDate, LocalTime, Span};

/// The one time zone of the product.
pub const ZONE: &str = "Europe/Stockholm";

/// The zone itself; the tables are compiled in, so it is always there. Were it ever not, UTC keeps the
/// service running with wrong wall times rather than not at all.
fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

fn timestamp(instant: Instant) -> Timestamp {
    Timestamp::from_microsecond(instant.micros()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn civil(date: LocalDate, time: LocalTime) -> DateTime {
    let date = Date::new(date.year, date.month, date.day).unwrap_or(Date::MAX);
    let time = Time::new(time.hour, time.minute, 0, 0).unwrap_or_else(|_| Time::midnight());
    DateTime::from_parts(date, time)
}

/// The instant at which Stockholm's clocks show `date` and `time`.
pub fn instant_of(date: LocalDate, time: LocalTime, fold: Fold) -> Instant {
    let ambiguous = zone().to_ambiguous_timestamp(civil(date, time));
    let resolved = match (ambiguous.offset(), fold) {
        // `later` names the second of two; in the gap there is only one way, forward.
        (AmbiguousOffset::Fold { .. }, Fold::Later) => ambiguous.later(),
        _ => ambiguous.compatible(),
    };
    Instant::from_micros(resolved.map_or(0, Timestamp::as_microsecond))
}

/// What Stockholm's clocks and calendar show at `instant`.
pub fn local(instant: Instant) -> (LocalDate, LocalTime) {
    let local = timestamp(instant).to_zoned(zone()).datetime();
    (
        LocalDate {
            year: local.year(),
            month: local.month(),
            day: local.day(),
        },
        LocalTime {
            hour: local.hour(),
            minute: local.minute(),
        },
    )
}

/// Which of the two it is when `instant` lies in the autumn's repeated hour; [`Fold::Earlier`] otherwise.
pub fn fold_of(instant: Instant) -> Fold {
    let (date, time) = local(instant);
    let first = instant_of(date, time, Fold::Earlier);
    if instant.seconds() / 60 > first.seconds() / 60 {
        Fold::Later
    } else {
        Fold::Earlier
    }
}

/// The day after `date`.
pub fn next_day(date: LocalDate) -> LocalDate {
    shift_days(date, 1)
}

/// The day `days` after `date` (before, when negative).
pub fn shift_days(date: LocalDate, days: i32) -> LocalDate {
    let day = Date::new(date.year, date.month, date.day).unwrap_or(Date::MAX);
    let moved = day.saturating_add(jiff::Span::new().days(days));
    LocalDate {
        year: moved.year(),
        month: moved.month(),
        day: moved.day(),
    }
}

/// Day of the week, 1 = Monday … 7 = Sunday.
pub fn weekday(date: LocalDate) -> i8 {
    Date::new(date.year, date.month, date.day).map_or(1, |d| d.weekday().to_monday_one_offset())
}

/// The ISO 8601 week of `date`.
pub fn iso_week(date: LocalDate) -> i8 {
    Date::new(date.year, date.month, date.day).map_or(1, |d| d.iso_week_date().week())
}

/// The span from `start` on `date` to `end`: on the same day, or the next when the end is not after the start.
/// `None` when both are the same wall time, which would be a length of nothing or of a whole day.
pub fn span_of(date: LocalDate, start: (LocalTime, Fold), end: (LocalTime, Fold)) -> Option<Span> {
    if start.0 == end.0 && start.1 == end.1 {
        return None;
    }
    let from = instant_of(date, start.0, start.1);
    let same_day = instant_of(date, end.0, end.1);
    let to = if same_day > from {
        same_day
    } else {
        instant_of(next_day(date), end.0, end.1)
    };
    Some(Span {
        start: from,
        end: to,
    })
}

/// What the clocks do between the two ends of `span`.
pub fn clock_change(span: Span) -> ClockChange {
    let zone = zone();
    let offset = |i: Instant| zone.to_offset(timestamp(i)).seconds();
    match offset(span.end).cmp(&offset(span.start)) {
        std::cmp::Ordering::Greater => ClockChange::Forward,
        std::cmp::Ordering::Less => ClockChange::Back,
        std::cmp::Ordering::Equal => ClockChange::None,
    }
}

/// From midnight to midnight in Stockholm: 23, 24 or 25 hours.
pub fn day_span(date: LocalDate) -> Span {
    let midnight = LocalTime { hour: 0, minute: 0 };
    Span {
        start: instant_of(date, midnight, Fold::Earlier),
        end: instant_of(next_day(date), midnight, Fold::Earlier),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> LocalDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> LocalTime {
        text.parse().unwrap()
    }

    fn walk(day: &str, start: &str, end: &str) -> Span {
        span_of(
            date(day),
            (time(start), Fold::Earlier),
            (time(end), Fold::Earlier),
        )
        .unwrap()
    }

    #[test]
    fn a_walk_over_the_spring_change_is_an_hour_shorter() {
        let span = walk("2027-03-27", "21:00", "04:00");
        assert_eq!(
            (span.minutes(), clock_change(span)),
            (360, ClockChange::Forward)
        );
        assert_eq!(walk("2027-03-27", "22:00", "03:00").minutes(), 240);
    }

    #[test]
    fn a_walk_over_the_autumn_change_is_an_hour_longer() {
        let span = walk("2026-10-24", "21:00", "04:00");
        assert_eq!(
            (span.minutes(), clock_change(span)),
            (480, ClockChange::Back)
        );
        assert_eq!(walk("2026-10-24", "22:00", "03:00").minutes(), 360);
    }

    #[test]
    fn a_walk_that_ends_in_the_repeated_hour_ends_the_first_time_unless_said() {
        let first = walk("2026-10-24", "22:00", "02:00");
        assert_eq!(first.start.to_string(), "2026-10-24T20:00:00Z");
        assert_eq!(first.end.to_string(), "2026-10-25T00:00:00Z");
        let second = span_of(
            date("2026-10-24"),
            (time("22:00"), Fold::Earlier),
            (time("02:00"), Fold::Later),
        )
        .unwrap();
        assert_eq!(
            (second.end.to_string().as_str(), second.minutes()),
            ("2026-10-25T01:00:00Z", 300)
        );
        assert_eq!(
            (fold_of(first.end), fold_of(second.end)),
            (Fold::Earlier, Fold::Later)
        );
    }

    #[test]
    fn a_walk_may_begin_and_end_within_the_repeated_hour() {
        let span = span_of(
            date("2026-10-25"),
            (time("02:30"), Fold::Earlier),
            (time("02:30"), Fold::Later),
        )
        .unwrap();
        assert_eq!(span.minutes(), 60);
    }

    #[test]
    fn a_time_in_the_gap_moves_forward() {
        let start = instant_of(date("2027-03-28"), time("02:30"), Fold::Earlier);
        assert_eq!(local(start).1, time("03:30"));
        assert_eq!(
            start,
            instant_of(date("2027-03-28"), time("02:30"), Fold::Later)
        );
    }

    #[test]
    fn an_end_before_the_start_is_on_the_next_day_and_an_equal_one_is_nothing() {
        assert_eq!(walk("2026-12-31", "22:00", "02:00").minutes(), 240);
        assert!(
            span_of(
                date("2026-12-31"),
                (time("22:00"), Fold::Earlier),
                (time("22:00"), Fold::Earlier)
            )
            .is_none()
        );
    }

    #[test]
    fn the_first_days_of_2027_belong_to_week_53() {
        assert_eq!(iso_week(date("2027-01-02")), 53);
        assert_eq!(weekday(date("2026-11-27")), 5);
    }

    #[test]
    fn days_have_23_24_or_25_hours() {
        assert_eq!(day_span(date("2027-03-28")).minutes(), 23 * 60);
        assert_eq!(day_span(date("2026-10-25")).minutes(), 25 * 60);
        assert_eq!(day_span(date("2026-11-27")).minutes(), 24 * 60);
        assert_eq!(shift_days(date("2027-02-28"), 1), date("2027-03-01"));
        assert_eq!(shift_days(date("2028-03-01"), -1), date("2028-02-29"));
    }

    proptest! {
        #[test]
        fn what_the_clock_shows_names_the_same_minute_again(minutes in 29_000_000_i64..33_000_000) {
            let instant = Instant::from_micros(minutes * 60_000_000);
            let (day, wall) = local(instant);
            prop_assert_eq!(instant_of(day, wall, fold_of(instant)), instant);
        }

        #[test]
        fn every_walk_has_a_length_within_a_day(
            month in 1_i8..=12, day in 1_i8..=28, start in 0_i8..24, end in 0_i8..24, minute in 0_i8..60,
        ) {
            prop_assume!(start != end);
            let on = LocalDate::new(2027, month, day).unwrap();
            let span = span_of(
                on,
                (LocalTime { hour: start, minute }, Fold::Earlier),
                (LocalTime { hour: end, minute }, Fold::Earlier),
            ).unwrap();
            prop_assert!((0..=25 * 60).contains(&span.minutes()), "{}", span.minutes());
        }
    }
}
