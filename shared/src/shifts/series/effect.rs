//! What an edit of a series does to each of its dates.
//!
//! Nothing that people have joined is moved or taken away by itself: such a date *asks*, and whoever edits
//! chooses for it. A date that was moved on its own keeps its time and place.

use std::collections::BTreeSet;

use super::PeopleChoice;
use crate::time::LocalDate;

/// A date that has become a shift, as far as an edit asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The day it stands for in the series.
    pub original: LocalDate,
    /// Whether it may still be changed: not begun, not cancelled.
    pub changeable: bool,
    /// How many are on it or wait for it.
    pub people: u16,
    /// Whether its time or place is its own.
    pub own: bool,
    /// Whether the edit would give it another time or place.
    pub moves: bool,
}

/// The dates an edit is for and what the rule says of them afterwards.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// The first day the edit is for.
    pub since: LocalDate,
    /// The last day of the season afterwards.
    pub until: LocalDate,
    /// The days of the rule that are still to come, without those left out.
    pub days: &'a BTreeSet<LocalDate>,
    /// The days left out by hand.
    pub excluded: &'a BTreeSet<LocalDate>,
}

/// What an edit does to one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it has begun, is cancelled, or lies before the edit.
    Untouched,
    /// It keeps the time and place it was given on its own.
    Own,
    /// It takes the new plan; nobody has to decide.
    Updated,
    /// It goes away; nobody is on it.
    Removed,
    /// People are on it, and it would get another time or place, or go away.
    Asks {
        /// The day it could move to; only keeping or cancelling is possible without one.
        target: Option<LocalDate>,
    },
}

/// What is done with one date in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    Leave,
    /// Change it to the new plan, on this day.
    Change(LocalDate),
    /// Take it away.
    Remove,
    /// Cancel it and tell everybody.
    Cancel,
}

/// What the edit does to each date, in the order given. `same_week` says which days can stand for each other:
/// a walk on Fridays that becomes one on Saturdays moves within its week.
pub fn effects(
    occurrences: &[Occurrence],
    frame: &Frame<'_>,
    same_week: impl Fn(LocalDate, LocalDate) -> bool,
) -> Vec<(LocalDate, Effect)> {
    let mut taken: BTreeSet<LocalDate> = occurrences.iter().map(|one| one.original).collect();
    occurrences
        .iter()
        .map(|one| {
            let effect = effect(one, frame);
            let Effect::Asks { target: None } = effect else {
                return (one.original, effect);
            };
            let free = frame
                .days
                .iter()
                .copied()
                .find(|day| !taken.contains(day) && same_week(*day, one.original));
            taken.extend(free);
            (one.original, Effect::Asks { target: free })
        })
        .collect()
}

fn effect(one: &Occurrence, frame: &Frame<'_>) -> Effect {
    let day = one.original;
    if !one.changeable || day < frame.since {
        Effect::Untouched
    } else if frame.days.contains(&day) {
        match (one.moves && one.people > 0, one.own) {
            (true, _) => Effect::Asks { target: Some(day) },
            (false, true) => Effect::Own,
            (false, false) => Effect::Updated,
        }
    } else if one.own && day <= frame.until && !frame.excluded.contains(&day) {
        Effect::Own
    } else if one.people == 0 {
        Effect::Removed
    } else {
        Effect::Asks { target: None }
    }
}

/// What can be chosen for a date that asks.
pub fn choices(target: Option<LocalDate>) -> &'static [PeopleChoice] {
    match target {
        Some(_) => &[PeopleChoice::Keep, PeopleChoice::Move, PeopleChoice::Cancel],
        None => &[PeopleChoice::Keep, PeopleChoice::Cancel],
    }
}

/// What is done with a date. None: somebody has to choose, and has not, or has chosen what is not possible.
pub fn decide(day: LocalDate, effect: Effect, choice: Option<PeopleChoice>) -> Option<Action> {
    match effect {
        Effect::Untouched => Some(Action::Leave),
        // Its own time and place stay; the rest of the plan may have changed.
        Effect::Own | Effect::Updated => Some(Action::Change(day)),
        Effect::Removed => Some(Action::Remove),
        Effect::Asks { target } => match (choice?, target) {
            (PeopleChoice::Keep, _) => Some(Action::Leave),
            (PeopleChoice::Cancel, _) => Some(Action::Cancel),
            (PeopleChoice::Move, Some(target)) => Some(Action::Change(target)),
            (PeopleChoice::Move, None) => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i8) -> LocalDate {
        LocalDate::new(2027, 1, number).unwrap()
    }

    fn one(number: i8, people: u16) -> Occurrence {
        Occurrence {
            original: day(number),
            changeable: true,
            people,
            own: false,
            moves: false,
        }
    }

    fn week(a: LocalDate, b: LocalDate) -> bool {
        // 4 January 2027 is a Monday.
        (a.day + 2) / 7 == (b.day + 2) / 7
    }

    fn run(occurrences: &[Occurrence], days: &[i8], excluded: &[i8]) -> Vec<Effect> {
        let days: BTreeSet<LocalDate> = days.iter().map(|n| day(*n)).collect();
        let excluded: BTreeSet<LocalDate> = excluded.iter().map(|n| day(*n)).collect();
        let frame = Frame {
            since: day(5),
            until: day(28),
            days: &days,
            excluded: &excluded,
        };
        effects(occurrences, &frame, week)
            .into_iter()
            .map(|(_, effect)| effect)
            .collect()
    }

    #[test]
    fn a_date_nobody_joined_follows_the_series_and_one_with_people_asks() {
        let other_time = |held: Occurrence| Occurrence {
            moves: true,
            ..held
        };
        let dates = [
            other_time(one(8, 0)),
            other_time(one(15, 2)),
            one(22, 2),
            one(29, 0),
        ];
        assert_eq!(
            run(&dates, &[8, 15, 22], &[]),
            [
                Effect::Updated,
                Effect::Asks {
                    target: Some(day(15))
                },
                Effect::Updated,
                Effect::Removed
            ]
        );
    }

    #[test]
    fn another_weekday_moves_within_the_week_and_never_two_to_the_same_day() {
        let dates = [one(8, 2), one(9, 1), one(15, 3), one(22, 1)];
        assert_eq!(
            run(&dates, &[10, 17], &[]),
            [
                Effect::Asks {
                    target: Some(day(10))
                },
                Effect::Asks { target: None },
                Effect::Asks {
                    target: Some(day(17))
                },
                Effect::Asks { target: None },
            ]
        );
    }

    #[test]
    fn a_date_moved_on_its_own_stays_where_it_is_until_it_is_left_out_or_the_season_ends() {
        let own = |held: Occurrence| Occurrence { own: true, ..held };
        let dates = [
            own(one(8, 0)),
            own(one(15, 0)),
            own(one(22, 2)),
            own(one(29, 0)),
        ];
        assert_eq!(
            run(&dates, &[8], &[22]),
            [
                Effect::Own,
                Effect::Own,
                Effect::Asks { target: None },
                Effect::Removed
            ]
        );
    }

    #[test]
    fn what_has_begun_and_what_lies_before_the_edit_is_not_touched() {
        let begun = Occurrence {
            changeable: false,
            ..one(8, 4)
        };
        assert_eq!(
            run(&[one(1, 0), begun], &[], &[8]),
            [Effect::Untouched, Effect::Untouched]
        );
    }

    #[test]
    fn without_a_choice_nothing_is_decided_for_people() {
        let asks = Effect::Asks {
            target: Some(day(9)),
        };
        assert_eq!(decide(day(8), asks, None), None);
        assert_eq!(
            decide(day(8), asks, Some(PeopleChoice::Move)),
            Some(Action::Change(day(9)))
        );
        let ends = Effect::Asks { target: None };
        assert_eq!(decide(day(8), ends, Some(PeopleChoice::Move)), None);
        assert_eq!(
            decide(day(8), ends, Some(PeopleChoice::Cancel)),
            Some(Action::Cancel)
        );
    }

    prop_compose! {
        fn occurrence(number: i8)(
            changeable in any::<bool>(), people in 0_u16..3, own in any::<bool>(), moves in any::<bool>(),
        ) -> Occurrence {
            Occurrence { original: day(number), changeable, people, own, moves }
        }
    }

    fn dates() -> impl Strategy<Value = Vec<Occurrence>> {
        proptest::collection::btree_set(1_i8..31, 0..12)
            .prop_flat_map(|days| days.into_iter().map(occurrence).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn people_are_never_moved_or_removed_without_a_choice(
            dates in dates(), days in proptest::collection::btree_set(1_i8..31, 0..12),
            excluded in proptest::collection::btree_set(1_i8..31, 0..4), since in 1_i8..31, until in 1_i8..31,
        ) {
            let days: BTreeSet<LocalDate> = days.into_iter().map(day).collect();
            let excluded: BTreeSet<LocalDate> = excluded.into_iter().map(day).collect();
            let frame = Frame { since: day(since), until: day(until), days: &days, excluded: &excluded };
            let effects = effects(&dates, &frame, week);
            prop_assert_eq!(effects.len(), dates.len());
            let mut targets = BTreeSet::new();
            for (one, (original, effect)) in dates.iter().zip(&effects) {
                prop_assert_eq!(one.original, *original);
                let silently = decide(*original, *effect, None);
                if one.people > 0 && one.changeable && *original >= frame.since {
                    prop_assert_ne!(silently, Some(Action::Remove));
                    prop_assert_ne!(silently, Some(Action::Cancel));
                    if one.moves && days.contains(original) {
                        prop_assert_eq!(silently, None);
                    }
                }
                if !one.changeable || *original < frame.since {
                    prop_assert_eq!(silently, Some(Action::Leave));
                }
                prop_assert!(matches!(decide(*original, *effect, Some(PeopleChoice::Keep)),
                    Some(Action::Leave | Action::Change(_) | Action::Remove)));
                if let Effect::Asks { target: Some(target) } = effect {
                    prop_assert!(days.contains(target));
                    prop_assert!(targets.insert(*target), "two dates move to {}", target);
                    prop_assert!(*target == *original || !dates.iter().any(|other| other.original == *target));
                }
            }
        }
    }
}
