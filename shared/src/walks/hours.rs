//! Hours on a walk: elapsed time, whatever the clocks on the wall did (PRODUCT.md rule 6).

use crate::time::{Instant, Span};

/// How many hours before the gathering people can be checked in.
pub const EARLIEST_HOURS: i64 = 2;
/// How many days after the end attendance can still be put right.
pub const LATEST_DAYS: i64 = 14;
/// Minutes around the gathering in which one can check in by oneself: before and after.
pub const OWN_WINDOW: (i64, i64) = (30, 60);
/// How many hours after its planned end a walk can have ended.
pub const OVERTIME_HOURS: i64 = 6;

/// When one can check in by oneself at the meeting point.
pub fn own_window(walk: Span) -> Span {
    Span {
        start: walk.start.plus_minutes(-OWN_WINDOW.0),
        end: walk.start.plus_minutes(OWN_WINDOW.1),
    }
}

/// When attendance can be written down at all.
pub fn book_window(walk: Span) -> Span {
    Span {
        start: walk.start.plus_hours(-EARLIEST_HOURS),
        end: walk.end.plus_days(LATEST_DAYS),
    }
}

/// When the briefing can be read: from so many hours before until the end.
pub fn briefing_window(walk: Span, hours: u16) -> Span {
    Span {
        start: walk.start.plus_hours(-i64::from(hours)),
        end: walk.end,
    }
}

/// Whether somebody can have come and gone like this: within the time around the walk, and not gone before they came.
pub fn possible(walk: Span, came: Instant, left: Option<Instant>) -> bool {
    let first = walk.start.plus_hours(-EARLIEST_HOURS);
    let last = walk.end.plus_hours(OVERTIME_HOURS);
    let within = |at: Instant| first <= at && at <= last;
    within(came) && left.is_none_or(|left| within(left) && came <= left)
}

/// What counts: from the gathering, or from when somebody came if that was later, until they left; who has not left yet
/// until the walk's end.
pub fn counted(walk: Span, came: Instant, left: Option<Instant>) -> Span {
    let start = came.max(walk.start);
    let end = left.unwrap_or(walk.end).max(start);
    Span { start, end }
}

/// The counted length in whole minutes.
pub fn minutes(walk: Span, came: Instant, left: Option<Instant>) -> u32 {
    u32::try_from(counted(walk, came, left).minutes()).unwrap_or(0)
}

/// The quarter of a month (1–12).
pub const fn quarter(month: i8) -> u8 {
    match month {
        ..=3 => 1,
        4..=6 => 2,
        7..=9 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn walk(start: &str, end: &str) -> Span {
        Span {
            start: at(start),
            end: at(end),
        }
    }

    #[test]
    fn hours_are_elapsed_time_over_both_clock_changes() {
        // 22.00–03.00 in autumn and in spring (edge case C26).
        let autumn = walk("2026-10-24T22:00:00+02:00", "2026-10-25T03:00:00+01:00");
        assert_eq!(minutes(autumn, autumn.start, None), 6 * 60);
        let spring = walk("2027-03-27T22:00:00+01:00", "2027-03-28T03:00:00+02:00");
        assert_eq!(minutes(spring, spring.start, None), 4 * 60);
    }

    #[test]
    fn who_comes_early_counts_from_the_gathering_and_who_leaves_early_until_then() {
        let night = walk("2026-11-27T20:00:00+01:00", "2026-11-28T00:00:00+01:00");
        assert_eq!(minutes(night, night.start.plus_minutes(-20), None), 240);
        assert_eq!(minutes(night, night.start.plus_minutes(30), None), 210);
        let left = Some(at("2026-11-27T23:30:00+01:00"));
        assert_eq!(minutes(night, night.start, left), 210);
        // A walk that took longer counts longer.
        let later = Some(at("2026-11-28T00:45:00+01:00"));
        assert_eq!(minutes(night, night.start, later), 285);
        // Who came and went before it began has no hours, and no negative ones.
        let before = night.start.plus_minutes(-30);
        assert_eq!(minutes(night, before, Some(before.plus_minutes(5))), 0);
    }

    #[test]
    fn nobody_leaves_before_they_came_or_comes_the_next_day() {
        let night = walk("2026-11-27T20:00:00+01:00", "2026-11-28T00:00:00+01:00");
        assert!(possible(night, night.start, None));
        assert!(possible(night, night.start, Some(night.start)));
        assert!(!possible(
            night,
            night.start.plus_minutes(1),
            Some(night.start)
        ));
        assert!(!possible(night, night.start.plus_hours(-3), None));
        assert!(!possible(night, night.start, Some(night.end.plus_hours(7))));
    }

    #[test]
    fn one_checks_in_by_oneself_around_the_gathering() {
        let night = walk("2026-11-27T20:00:00+01:00", "2026-11-28T00:00:00+01:00");
        let window = own_window(night);
        assert_eq!(window.start, at("2026-11-27T19:30:00+01:00"));
        assert_eq!(window.end, at("2026-11-27T21:00:00+01:00"));
    }

    #[test]
    fn a_month_has_its_quarter() {
        let quarters: Vec<u8> = (1..=12).map(quarter).collect();
        assert_eq!(quarters, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
    }
}
