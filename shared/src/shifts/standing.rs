//! Standing sign-ups: a member says once that they come on every date of a series. Whether they may be on a date is
//! judged as if they had signed up themselves; only that sign-up has not opened yet is no obstacle, because standing
//! people are whom a planner counts on. A share of each shift's places can be kept for everybody else.

use super::{
    ShiftCard, SignUpReason,
    rules::{OtherSignup, PersonFacts, ShiftFacts, check_own_sign_up},
    staffing::Places,
};
use crate::{
    api_reply, api_type,
    ids::SeriesId,
    keyed_enum,
    time::{Instant, LocalDate},
};

keyed_enum! {
    /// Where a person stands with a date of a series.
    pub enum StandingState {
        /// On it, by the standing sign-up.
        Joined = "joined",
        /// On it, and would be without the standing sign-up too.
        JoinedSelf = "joined_self",
        /// In its queue.
        Waiting = "waiting",
        /// Was on it and is no more: passed over until the person signs up again.
        Skipped = "skipped",
        /// A standing sign-up would put them on it.
        Possible = "possible",
        /// Not possible as it stands, for the reasons given.
        Refused = "refused",
    }
}

api_reply! {
    /// A date of a series that lies ahead, and where the person stands with it.
    pub struct StandingDate {
        /// The day it stands for in the series, whatever day its shift was moved to.
        pub original: LocalDate,
        /// Its shift.
        pub shift: ShiftCard,
        /// Where the person stands with it.
        pub state: StandingState,
        /// Why it is not possible.
        pub reasons: Vec<SignUpReason>,
    }
}

api_reply! {
    /// What coming on every date of a series means, or would mean, for the person.
    pub struct StandingView {
        /// The series.
        pub series: SeriesId,
        /// Its organisation's word in paths.
        pub slug: String,
        /// What its shifts are called.
        pub title: String,
        /// The last day of the season.
        pub to: LocalDate,
        /// Since when the person comes on every date, if they do.
        pub since: Option<Instant>,
        /// Whether the person is told if people are missing on any date.
        pub watching: bool,
        /// Whether dates are still made or lie ahead; without, nothing can be begun.
        pub running: bool,
        /// So many places of each date are kept for those who sign up themselves.
        pub kept_for_others: u16,
        /// The published dates that have not begun.
        pub dates: Vec<StandingDate>,
    }
}

api_reply! {
    /// A series that a shift is a date of, as a member sees it.
    #[derive(Eq)]
    pub struct SeriesNote {
        /// The series.
        pub series: SeriesId,
        /// Whether the person comes on every date.
        pub standing: bool,
        /// Whether the person is told if people are missing on any date.
        pub watching: bool,
    }
}

api_type! {
    /// What becomes of the dates one is on when a standing sign-up ends.
    #[derive(Default)]
    pub struct EndStandingQuery {
        /// The places it took come free. Without, one keeps them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub free_dates: Option<bool>,
    }
}

/// Whether a standing sign-up may put a person on a shift, places apart: all the reasons against it. As if they signed
/// up themselves, except that sign-up need not have opened yet.
pub fn check_standing(
    shift: &ShiftFacts,
    person: PersonFacts,
    others: &[OtherSignup],
    now: Instant,
) -> Result<(), Vec<SignUpReason>> {
    let Err(mut reasons) = check_own_sign_up(shift, person, others, now) else {
        return Ok(());
    };
    reasons.retain(|reason| *reason != SignUpReason::NotYetOpen);
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// How many more standing people fit: of the places that are free, those not kept for others. `on_it` of those on the
/// shift came by a standing sign-up; whoever signs up themselves does not count and is never held back by this.
pub const fn standing_places(places: Places, kept_for_others: u16, on_it: u16) -> u16 {
    let most = places.maximum.saturating_sub(kept_for_others);
    let left = most.saturating_sub(on_it);
    let free = places.free();
    if left < free { left } else { free }
}

/// Why there is no place for one more standing person, if so.
pub const fn against_standing(
    places: Places,
    kept_for_others: u16,
    on_it: u16,
) -> Option<SignUpReason> {
    if places.free() == 0 {
        Some(SignUpReason::Full)
    } else if standing_places(places, kept_for_others, on_it) == 0 {
        Some(SignUpReason::KeptForOthers)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{
        ids::{OrganisationId, ShiftId},
        organisations::{AgeBand, MembershipStatus, OrganisationStatus},
        shifts::{
            ShiftPhase, Strictness,
            policy::{Limits, Window},
            rules::MembershipFacts,
        },
        time::Span,
    };

    const START: Instant = Instant::from_micros(1_795_809_600_000_000);

    fn places(maximum: u16, taken: u16) -> Places {
        Places {
            minimum: 2,
            maximum,
            taken,
            adults: taken,
            waiting: 0,
            offered: 0,
            reserved: 0,
            needs_leader: false,
            has_leader: false,
        }
    }

    fn shift(limits: Limits) -> ShiftFacts {
        ShiftFacts {
            phase: ShiftPhase::Open,
            span: Span {
                start: START,
                end: START.plus_hours(4),
            },
            places: places(4, 0),
            organisation: OrganisationStatus::Active,
            accepts_youth: false,
            organisation_id: OrganisationId(Uuid::from_u128(1)),
            window: Window {
                opens_at: Some(START.plus_hours(-72)),
                closes_at: START.plus_hours(-1),
                late_from: None,
            },
            limits,
        }
    }

    fn member() -> PersonFacts {
        PersonFacts {
            membership: Some(MembershipFacts {
                status: MembershipStatus::Active,
                age_band: AgeBand::Adult,
                guardian_consent: false,
            }),
            email_verified: true,
            qualified: true,
            suspended: false,
        }
    }

    fn elsewhere(start: Instant) -> OtherSignup {
        OtherSignup {
            shift: ShiftId(Uuid::from_u128(7)),
            organisation: OrganisationId(Uuid::from_u128(1)),
            title: String::new(),
            span: Span {
                start,
                end: start.plus_hours(2),
            },
        }
    }

    #[test]
    fn the_place_is_taken_before_sign_up_opens_and_not_after_it_has_closed() {
        let shift = shift(Limits::default());
        for (hours, expected) in [
            (-500, Ok(())),
            (-72, Ok(())),
            (-2, Ok(())),
            (-1, Err(vec![SignUpReason::Closed])),
            (0, Err(vec![SignUpReason::Started])),
        ] {
            let now = START.plus_hours(hours);
            assert_eq!(
                check_standing(&shift, member(), &[], now),
                expected,
                "{hours}"
            );
        }
    }

    #[test]
    fn every_other_obstacle_of_a_sign_up_stands_in_the_way() {
        let now = START.plus_hours(-500);
        let limits = Limits {
            max_open: Some((1, Strictness::Block)),
            rest_hours: Some((11, Strictness::Block)),
        };
        let strict = shift(limits);
        let unqualified = PersonFacts {
            qualified: false,
            ..member()
        };
        let outsider = PersonFacts {
            membership: None,
            ..member()
        };
        for (person, others, reason) in [
            (unqualified, vec![], SignUpReason::QualificationMissing),
            (outsider, vec![], SignUpReason::NotAMember),
            (member(), vec![elsewhere(START)], SignUpReason::Overlap),
            (
                member(),
                vec![elsewhere(START.plus_hours(-8))],
                SignUpReason::TooLittleRest,
            ),
            (
                member(),
                vec![elsewhere(START.plus_hours(-90))],
                SignUpReason::TooManyOpen,
            ),
        ] {
            let refused = check_standing(&strict, person, &others, now).unwrap_err();
            assert!(refused.contains(&reason), "{refused:?}");
            assert!(!refused.contains(&SignUpReason::NotYetOpen), "{refused:?}");
        }
    }

    #[test]
    fn it_is_said_whether_a_shift_is_full_or_its_last_places_are_for_others() {
        for (maximum, taken, kept, on_it, why) in [
            (4, 0, 0, 0, None),
            (4, 2, 2, 2, Some(SignUpReason::KeptForOthers)),
            (4, 2, 2, 1, None),
            (4, 4, 2, 2, Some(SignUpReason::Full)),
            // Who came by themselves uses none of the standing people's share.
            (4, 3, 2, 0, None),
            (2, 0, 9, 0, Some(SignUpReason::KeptForOthers)),
        ] {
            assert_eq!(
                against_standing(places(maximum, taken), kept, on_it),
                why,
                "{maximum} {taken} {kept} {on_it}"
            );
        }
    }

    proptest! {
        /// People come in any order, standing ones and others, and some leave again.
        #[test]
        fn standing_people_never_pass_their_share_and_never_hold_anybody_else_back(
            maximum in 1_u16..30, kept in 0_u16..30,
            steps in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..80),
        ) {
            let (mut standing, mut others) = (0_u16, 0_u16);
            for (is_standing, comes) in steps {
                let now = places(maximum, standing + others);
                match (is_standing, comes) {
                    (true, true) if standing_places(now, kept, standing) > 0 => standing += 1,
                    (true, true) => prop_assert!(against_standing(now, kept, standing).is_some()),
                    (false, true) if now.free() > 0 => others += 1,
                    // Whoever signs up themselves is refused only when there is no place at all.
                    (false, true) => prop_assert_eq!(standing + others, maximum),
                    (true, false) => standing = standing.saturating_sub(1),
                    (false, false) => others = others.saturating_sub(1),
                }
                prop_assert!(standing <= maximum.saturating_sub(kept));
                prop_assert!(standing + others <= maximum);
                // Standing people alone leave so many places for the others, whatever came before.
                if others == 0 {
                    prop_assert!(places(maximum, standing).free() >= kept.min(maximum));
                }
            }
        }
    }
}
