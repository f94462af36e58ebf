//! What an evening is paid: a table of rules, one line a walk. Amounts are whole öre, and all lines together never
//! differ from what was agreed (edge case O137).

use std::collections::BTreeSet;

use crate::{keyed_enum, time::LocalDate};

keyed_enum! {
    /// Why a line is paid or not.
    pub enum LineReason {
        /// Paid.
        Paid = "paid",
        /// Paid, though the city broke the walk off after it had begun.
        PaidBrokenOff = "paid_broken_off",
        /// Fewer adults of the organisation than agreed. Youth never count.
        TooFewAdults = "too_few_adults",
        /// There is no report at the city.
        ReportMissing = "report_missing",
        /// The city has not taken note of the report yet.
        ReportNotAccepted = "report_not_accepted",
        /// Another walk of the same evening is paid.
        SameEvening = "same_evening",
        /// All evenings that were agreed are used.
        BeyondEvenings = "beyond_evenings",
        /// The group broke the walk off.
        BrokenOff = "broken_off",
        /// The walk has not been closed.
        NotClosed = "not_closed",
    }
}

impl LineReason {
    /// Whether money goes with it.
    pub const fn is_paid(self) -> bool {
        matches!(self, Self::Paid | Self::PaidBrokenOff)
    }
}

/// What was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How many evenings.
    pub evenings: u16,
    /// How many adults of the organisation an evening needs.
    pub minimum_adults: u16,
    /// For all evenings together, in öre.
    pub amount_ore: i32,
    /// Whether an evening needs a report that the city took note of.
    pub report_required: bool,
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As planned.
    Completed,
    /// Broken off because the city or the police wanted it.
    BrokenOffByCity,
    /// Broken off by the group.
    BrokenOffByGroup,
    /// Not closed yet.
    Open,
}

/// Where a walk's report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not at the city.
    Missing,
    /// At the city.
    Sent,
    /// The city has taken note of it.
    Accepted,
}

/// A walk, as far as money is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evening {
    /// The day it began.
    pub date: LocalDate,
    /// How it ended.
    pub ending: Ending,
    /// The organisation's own adults who were there; on a joint walk each organisation counts its own.
    pub adults: u16,
    /// Where its report stands.
    pub report: Standing,
}

/// The lines of a statement for these walks, which come in the order of their days: why and how much, in öre.
pub fn statement(terms: &Terms, walks: &[Evening]) -> Vec<(LineReason, i32)> {
    let mut paid: BTreeSet<LocalDate> = BTreeSet::new();
    walks
        .iter()
        .map(|walk| {
            let used = u16::try_from(paid.len()).unwrap_or(u16::MAX);
            let reason = judge(terms, *walk, paid.contains(&walk.date), used);
            if reason.is_paid() {
                paid.insert(walk.date);
                (reason, share(terms, used))
            } else {
                (reason, 0)
            }
        })
        .collect()
}

/// The table, top down: the first that holds decides.
fn judge(terms: &Terms, walk: Evening, same_evening: bool, used: u16) -> LineReason {
    let by_city = walk.ending == Ending::BrokenOffByCity;
    let report = if terms.report_required && !by_city {
        walk.report
    } else {
        Standing::Accepted
    };
    match (walk.ending, report) {
        (Ending::Open, _) => LineReason::NotClosed,
        (Ending::BrokenOffByGroup, _) => LineReason::BrokenOff,
        _ if walk.adults < terms.minimum_adults => LineReason::TooFewAdults,
        (_, Standing::Missing) => LineReason::ReportMissing,
        (_, Standing::Sent) => LineReason::ReportNotAccepted,
        _ if same_evening => LineReason::SameEvening,
        _ if used >= terms.evenings => LineReason::BeyondEvenings,
        _ if by_city => LineReason::PaidBrokenOff,
        _ => LineReason::Paid,
    }
}

/// What the evening after `used` paid ones gets: the difference of two rounded sums, so that all evenings together are
/// exactly the amount.
fn share(terms: &Terms, used: u16) -> i32 {
    let evenings = i64::from(terms.evenings.max(1));
    let until = |n: i64| i64::from(terms.amount_ore) * n / evenings;
    let used = i64::from(used);
    i32::try_from(until(used + 1) - until(used)).unwrap_or(0)
}

/// `12000,00`: öre as Swedish kronor, without currency, as a spreadsheet reads it.
pub fn kronor(ore: i32) -> String {
    let sign = if ore < 0 { "-" } else { "" };
    let ore = ore.unsigned_abs();
    format!("{sign}{},{:02}", ore / 100, ore % 100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TERMS: Terms = Terms {
        evenings: 10,
        minimum_adults: 3,
        amount_ore: 1_200_000,
        report_required: true,
    };

    fn walk(day: i8) -> Evening {
        Evening {
            date: LocalDate::new(2026, 11, day).unwrap(),
            ending: Ending::Completed,
            adults: 3,
            report: Standing::Accepted,
        }
    }

    fn only(terms: &Terms, walk: Evening) -> (LineReason, i32) {
        statement(terms, &[walk])[0]
    }

    #[test]
    fn a_reported_evening_with_enough_adults_is_paid_its_share() {
        assert_eq!(only(&TERMS, walk(1)), (LineReason::Paid, 120_000));
    }

    #[test]
    fn two_adults_where_three_are_required_are_not_paid() {
        let two = Evening {
            adults: 2,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, two), (LineReason::TooFewAdults, 0));
    }

    #[test]
    fn a_seventeen_year_old_does_not_make_up_for_an_adult() {
        // Two adults and one of 17: youth are no part of `adults`.
        let with_youth = Evening {
            adults: 2,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, with_youth).0, LineReason::TooFewAdults);
    }

    #[test]
    fn the_eleventh_walk_of_ten_is_not_paid() {
        let walks: Vec<Evening> = (1..=11).map(walk).collect();
        let lines = statement(&TERMS, &walks);
        assert!(lines[..10].iter().all(|line| line.0 == LineReason::Paid));
        assert_eq!(lines[10], (LineReason::BeyondEvenings, 0));
        assert_eq!(lines.iter().map(|line| line.1).sum::<i32>(), 1_200_000);
    }

    #[test]
    fn an_evening_that_was_not_paid_does_not_use_one_up() {
        let mut walks: Vec<Evening> = (1..=11).map(walk).collect();
        walks[0].adults = 1;
        let lines = statement(&TERMS, &walks);
        assert_eq!(lines[0].0, LineReason::TooFewAdults);
        assert_eq!(lines[10].0, LineReason::Paid);
    }

    #[test]
    fn a_walk_the_city_broke_off_after_its_start_is_paid_without_report() {
        let broken = Evening {
            ending: Ending::BrokenOffByCity,
            report: Standing::Missing,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, broken), (LineReason::PaidBrokenOff, 120_000));
        let alone = Evening {
            adults: 1,
            ..broken
        };
        assert_eq!(only(&TERMS, alone).0, LineReason::TooFewAdults);
    }

    #[test]
    fn a_walk_the_group_broke_off_is_not_paid() {
        let broken = Evening {
            ending: Ending::BrokenOffByGroup,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, broken).0, LineReason::BrokenOff);
    }

    #[test]
    fn on_a_joint_walk_each_group_is_paid_for_its_own_adults() {
        // Five people walked together, four of one group and one of the other.
        let (ours, theirs) = (
            Evening {
                adults: 4,
                ..walk(1)
            },
            Evening {
                adults: 1,
                ..walk(1)
            },
        );
        assert_eq!(only(&TERMS, ours).0, LineReason::Paid);
        assert_eq!(only(&TERMS, theirs).0, LineReason::TooFewAdults);
    }

    #[test]
    fn two_walks_of_one_evening_are_one_evening() {
        let lines = statement(&TERMS, &[walk(1), walk(1), walk(2)]);
        let reasons: Vec<LineReason> = lines.iter().map(|line| line.0).collect();
        assert_eq!(
            reasons,
            [LineReason::Paid, LineReason::SameEvening, LineReason::Paid]
        );
    }

    #[test]
    fn a_required_report_has_to_be_at_the_city_and_taken_note_of() {
        let missing = Evening {
            report: Standing::Missing,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, missing).0, LineReason::ReportMissing);
        let sent = Evening {
            report: Standing::Sent,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, sent).0, LineReason::ReportNotAccepted);
        let free = Terms {
            report_required: false,
            ..TERMS
        };
        assert_eq!(only(&free, missing).0, LineReason::Paid);
    }

    #[test]
    fn a_walk_that_is_not_closed_waits() {
        let open = Evening {
            ending: Ending::Open,
            ..walk(1)
        };
        assert_eq!(only(&TERMS, open).0, LineReason::NotClosed);
    }

    #[test]
    fn a_sum_that_does_not_divide_is_paid_to_the_last_ore() {
        let terms = Terms {
            evenings: 3,
            amount_ore: 1_000_000,
            ..TERMS
        };
        let lines = statement(&terms, &[walk(1), walk(2), walk(3)]);
        let ore: Vec<i32> = lines.iter().map(|line| line.1).collect();
        assert_eq!(ore, [333_333, 333_333, 333_334]);
    }

    #[test]
    fn kronor_have_two_decimals_and_a_comma() {
        assert_eq!(kronor(1_200_000), "12000,00");
        assert_eq!(kronor(5), "0,05");
        assert_eq!(kronor(-150), "-1,50");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_made_up(evenings in 1_u16..200, amount in 0_i32..2_000_000_000, walks in 0_usize..250) {
            let terms = Terms { evenings, amount_ore: amount, ..TERMS };
            let walks: Vec<Evening> = (0..walks).map(|i| Evening {
                date: LocalDate { year: 2000 + i16::try_from(i).unwrap(), month: 1, day: 1 },
                ..walk(1)
            }).collect();
            let lines = statement(&terms, &walks);
            let sum: i64 = lines.iter().map(|line| i64::from(line.1)).sum();
            prop_assert!(sum <= i64::from(amount));
            if walks.len() >= usize::from(evenings) {
                prop_assert_eq!(sum, i64::from(amount));
            }
            let paid = lines.iter().filter(|line| line.0.is_paid()).count();
            prop_assert_eq!(paid, walks.len().min(usize::from(evenings)));
        }
    }
}
