//! Shifts in words: when, how many, in which state.

use lykta_shared::{
    shifts::{CancellationReason, ShiftCard, ShiftStatus, Staffing},
    time::ClockChange,
};

use crate::text::{Text, count, fill, format, shifts as text, t};

/// The status of a shift.
pub(crate) const fn status(status: ShiftStatus) -> Text {
    match status {
        ShiftStatus::Draft => text::STATUS_DRAFT,
        ShiftStatus::Open => text::STATUS_OPEN,
        ShiftStatus::Understaffed => text::STATUS_UNDERSTAFFED,
        ShiftStatus::Full => text::STATUS_FULL,
        ShiftStatus::Confirmed => text::STATUS_CONFIRMED,
        ShiftStatus::Ongoing => text::STATUS_ONGOING,
        ShiftStatus::Completed => text::STATUS_COMPLETED,
        ShiftStatus::Reported => text::STATUS_REPORTED,
        ShiftStatus::Aborted => text::STATUS_ABORTED,
        ShiftStatus::Cancelled => text::STATUS_CANCELLED,
    }
}

/// Why a shift is cancelled.
pub(crate) const fn cancellation(reason: CancellationReason) -> Text {
    match reason {
        CancellationReason::TooFew => text::CANCEL_TOO_FEW,
        CancellationReason::Weather => text::CANCEL_WEATHER,
        CancellationReason::PoliceAdvice => text::CANCEL_POLICE_ADVICE,
        CancellationReason::LeaderIll => text::CANCEL_LEADER_ILL,
        CancellationReason::EventMoved => text::CANCEL_EVENT_MOVED,
        CancellationReason::Unrest => text::CANCEL_UNREST,
        CancellationReason::Other => text::CANCEL_OTHER,
    }
}

/// What the clocks do during a shift, where they do something.
pub(crate) const fn clock_change(change: ClockChange) -> Option<Text> {
    match change {
        ClockChange::None => None,
        ClockChange::Forward => Some(text::CLOCK_FORWARD),
        ClockChange::Back => Some(text::CLOCK_BACK),
    }
}

/// How much a shift needs people, for its colour. Open is not red and full is not green: the colours are the
/// volunteer's, not the planner's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// It can't take place without more people.
    Missing,
    /// There are places left.
    Places,
    /// All places are taken.
    Full,
}

/// What a shift needs.
pub(crate) const fn need(staffing: &Staffing) -> Need {
    if staffing.free == 0 {
        Need::Full
    } else if staffing.missing > 0 {
        Need::Missing
    } else {
        Need::Places
    }
}

/// What a shift needs, in words.
pub(crate) fn need_words(staffing: &Staffing) -> String {
    let n = |n: u16| u64::from(n);
    match need(staffing) {
        Need::Missing => count(n(staffing.missing), text::NEED_ONE, text::NEED_OTHER),
        Need::Places => count(n(staffing.free), text::FREE_ONE, text::FREE_OTHER),
        Need::Full if staffing.waiting > 0 => fill(
            text::FULL_QUEUE,
            &[("n", &format::number(n(staffing.waiting)))],
        ),
        Need::Full => t(text::FULL).to_owned(),
    }
}

/// `fre 27 nov 21:00`: enough to tell one shift from another inside a sentence.
pub(crate) fn short_when(card: &ShiftCard) -> String {
    format!("{} {}", format::short_day(card.date), card.start_time)
}

/// The text about this shift, with `{title}` and `{when}`.
pub(crate) fn about(words: Text, card: &ShiftCard) -> String {
    fill(
        words,
        &[("title", &card.title), ("when", &short_when(card))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staffing(missing: u16, free: u16) -> Staffing {
        Staffing {
            minimum: 2,
            maximum: 5,
            taken: 5 - free,
            adults: 2,
            waiting: 0,
            missing,
            free,
            leader_missing: false,
        }
    }

    #[test]
    fn a_shift_full_of_youth_is_full_although_adults_are_missing() {
        assert_eq!(need(&staffing(1, 0)), Need::Full);
        assert_eq!(need(&staffing(1, 2)), Need::Missing);
        assert_eq!(need(&staffing(0, 2)), Need::Places);
    }
}
