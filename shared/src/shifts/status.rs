//! Where a shift stands, and what may be done with it there (`shiftStatus`, DOMAIN.md 3.10).

use super::{ShiftPhase, ShiftStatus, staffing::Places};
use crate::time::{Instant, Span};

/// What people see: the stored phase, the hour and the people together. That somebody would walk alone or
/// without a leader comes before everything else that can be said of an open shift.
pub fn display_status(phase: ShiftPhase, places: Places, span: Span, now: Instant) -> ShiftStatus {
    match phase {
        ShiftPhase::Draft => ShiftStatus::Draft,
        ShiftPhase::Cancelled => ShiftStatus::Cancelled,
        ShiftPhase::Completed => ShiftStatus::Completed,
        ShiftPhase::Reported => ShiftStatus::Reported,
        ShiftPhase::Aborted => ShiftStatus::Aborted,
        ShiftPhase::Open | ShiftPhase::Confirmed => {
            if now >= span.end {
                ShiftStatus::Completed
            } else if now >= span.start {
                ShiftStatus::Ongoing
            } else if places.understaffed() {
                ShiftStatus::Understaffed
            } else if phase == ShiftPhase::Confirmed {
                ShiftStatus::Confirmed
            } else if places.free() == 0 {
                ShiftStatus::Full
            } else {
                ShiftStatus::Open
            }
        }
    }
}

/// Whether people can be on it: published, and not cancelled or broken off.
pub const fn is_live(phase: ShiftPhase) -> bool {
    matches!(phase, ShiftPhase::Open | ShiftPhase::Confirmed)
}

/// Whether a shift may be changed or cancelled: a draft always, a published one until it begins. What is
/// past stays as it was (edge case F58); a walk under way is broken off, not cancelled.
pub fn may_change(phase: ShiftPhase, span: Span, now: Instant) -> bool {
    phase == ShiftPhase::Draft || (is_live(phase) && now < span.start)
}

/// Whether people may still come and go: published and not begun. The start itself is too late.
pub fn may_move(phase: ShiftPhase, span: Span, now: Instant) -> bool {
    is_live(phase) && now < span.start
}

/// Whether phone numbers that people agreed to show are shown: from 24 hours before the start until
/// 12 hours after the end (PRODUCT.md "Roles and what they may").
pub fn phone_window(span: Span, now: Instant) -> bool {
    span.start.plus_hours(-24) <= now && now < span.end.plus_hours(12)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Instant = Instant::from_micros(1_795_809_600_000_000);

    fn span() -> Span {
        Span {
            start: START,
            end: START.plus_hours(4),
        }
    }

    fn places(taken: u16) -> Places {
        Places {
            minimum: 2,
            maximum: 4,
            taken,
            adults: taken,
            waiting: 0,
            offered: 0,
            reserved: 0,
            needs_leader: false,
            has_leader: false,
        }
    }

    #[test]
    fn what_is_shown_follows_people_and_the_hour() {
        use ShiftPhase as P;
        use ShiftStatus as S;
        let before = START.plus_hours(-1);
        for (phase, taken, now, shown) in [
            (P::Draft, 0, before, S::Draft),
            (P::Draft, 0, span().end, S::Draft),
            (P::Open, 1, before, S::Understaffed),
            (P::Open, 2, before, S::Open),
            (P::Open, 4, before, S::Full),
            (P::Confirmed, 3, before, S::Confirmed),
            (P::Confirmed, 1, before, S::Understaffed),
            (P::Open, 2, START.plus_seconds(-1), S::Open),
            (P::Open, 2, START, S::Ongoing),
            (P::Open, 2, span().end.plus_seconds(-1), S::Ongoing),
            (P::Open, 2, span().end, S::Completed),
            (P::Cancelled, 2, before, S::Cancelled),
            (P::Reported, 2, span().end, S::Reported),
            (P::Aborted, 2, span().end, S::Aborted),
        ] {
            assert_eq!(
                display_status(phase, places(taken), span(), now),
                shown,
                "{phase} {taken} {now}"
            );
        }
    }

    #[test]
    fn a_full_shift_without_enough_adults_is_understaffed() {
        let youth = Places {
            adults: 1,
            ..places(4)
        };
        assert_eq!(
            display_status(ShiftPhase::Open, youth, span(), START.plus_hours(-1)),
            ShiftStatus::Understaffed
        );
    }

    #[test]
    fn the_start_is_exact_to_the_second() {
        assert!(may_move(ShiftPhase::Open, span(), START.plus_seconds(-1)));
        assert!(!may_move(ShiftPhase::Open, span(), START));
        assert!(!may_move(
            ShiftPhase::Cancelled,
            span(),
            START.plus_hours(-1)
        ));
        assert!(!may_move(ShiftPhase::Draft, span(), START.plus_hours(-1)));
    }

    #[test]
    fn what_is_past_or_cancelled_is_not_changed() {
        assert!(may_change(
            ShiftPhase::Draft,
            span(),
            span().end.plus_days(9)
        ));
        assert!(may_change(ShiftPhase::Open, span(), START.plus_seconds(-1)));
        for phase in ShiftPhase::ALL {
            let changeable = may_change(*phase, span(), START);
            assert_eq!(changeable, *phase == ShiftPhase::Draft, "{phase}");
        }
    }

    #[test]
    fn numbers_show_from_24_hours_before_until_12_after() {
        let end = span().end;
        for (now, shown) in [
            (START.plus_hours(-24).plus_seconds(-1), false),
            (START.plus_hours(-24), true),
            (end.plus_hours(12).plus_seconds(-1), true),
            (end.plus_hours(12), false),
        ] {
            assert_eq!(phone_window(span(), now), shown, "{now}");
        }
    }

    proptest! {
        #[test]
        fn who_may_come_may_also_be_planned_for(phase in 0_usize..7, minutes in -9999_i64..9999) {
            let phase = ShiftPhase::ALL[phase];
            let now = START.plus_minutes(minutes);
            if may_move(phase, span(), now) {
                prop_assert!(may_change(phase, span(), now));
                let shown = display_status(phase, places(2), span(), now);
                prop_assert!(matches!(shown, ShiftStatus::Open | ShiftStatus::Confirmed));
            }
        }
    }
}
