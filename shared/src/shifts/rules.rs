//! Who may sign up for a shift, and where a person stands with it (PRODUCT.md rules 1, 6, 8).

use super::{
    ShiftPhase, SignUpReason, SignupState, Strictness,
    policy::{Limits, Window, undo_until},
    staffing::Places,
    status::{is_live, may_move},
};
use crate::{
    ids::{OrganisationId, ShiftId, SignupId},
    organisations::{AgeBand, MembershipStatus, OrganisationStatus},
    time::{Instant, Span},
};

/// What the rules need to know of a shift and its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShiftFacts {
    /// What is stored of its life.
    pub phase: ShiftPhase,
    /// From gathering to end.
    pub span: Span,
    /// Its places.
    pub places: Places,
    /// How the organisation stands with the city.
    pub organisation: OrganisationStatus,
    /// Whether the organisation takes people of 15–17 along.
    pub accepts_youth: bool,
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// When one can sign up oneself.
    pub window: Window,
    /// How much one person may take on.
    pub limits: Limits,
}

/// How a person belongs to the shift's organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembershipFacts {
    /// How the membership stands.
    pub status: MembershipStatus,
    /// Over or under the age limit.
    pub age_band: AgeBand,
    /// Whether a guardian's consent has been noted.
    pub guardian_consent: bool,
}

/// What the rules need to know of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonFacts {
    /// The membership of the shift's organisation, if there is or was one.
    pub membership: Option<MembershipFacts>,
    /// Whether the address has been confirmed.
    pub email_verified: bool,
    /// Whether the person has shown what the shift requires, for its day.
    pub qualified: bool,
    /// Whether the account is suspended. Such a person can't ask, but may stand in a queue.
    pub suspended: bool,
}

/// Another shift the person is on, in whichever organisation. Waiting does not count: a queue is no promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherSignup {
    /// The other shift.
    pub shift: ShiftId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its title.
    pub title: String,
    /// From gathering to end.
    pub span: Span,
}

/// The person's own sign-up for the shift itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSignup {
    /// The sign-up.
    pub id: SignupId,
    /// The place in the queue, from 1; on the shift when there is none.
    pub position: Option<u32>,
    /// Until when a place is kept for the person, if one is.
    pub offered_until: Option<Instant>,
    /// When the person took the place by a tap of their own, if that is how they got it: not from the queue, for
    /// somebody else or by a planner's hand.
    pub tapped_at: Option<Instant>,
    /// Whether the person leads it.
    pub leader: bool,
}

/// Whether a person may be on a shift, places apart: all the reasons against it, in a fixed order. That it is
/// full is not among them, because then one may still wait ([`Places::free`]).
///
/// The same rule holds however somebody gets in: by themselves, added by a leader, or moved up in the queue. Only
/// the window and the limits are for those who sign up themselves ([`check_own_sign_up`]).
pub fn check_sign_up(
    shift: &ShiftFacts,
    person: PersonFacts,
    others: &[OtherSignup],
    now: Instant,
) -> Result<(), Vec<SignUpReason>> {
    let mut reasons = Vec::new();
    reasons.extend(against_the_hour(shift, now));
    if !shift.organisation.can_schedule() {
        reasons.push(SignUpReason::OrganisationNotActive);
    }
    reasons.extend(against_the_person(shift, person));
    if collision(shift.span, others).is_some() {
        reasons.push(SignUpReason::Overlap);
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// As [`check_sign_up`], for somebody who signs up themselves: within the window, and within the limits where the
/// organisation is strict about them.
pub fn check_own_sign_up(
    shift: &ShiftFacts,
    person: PersonFacts,
    others: &[OtherSignup],
    now: Instant,
) -> Result<(), Vec<SignUpReason>> {
    let mut reasons = check_sign_up(shift, person, others, now)
        .err()
        .unwrap_or_default();
    if against_the_hour(shift, now).is_none() {
        reasons.extend(shift.window.against(now));
    }
    reasons.extend(limits(shift, others, now, Strictness::Block));
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// What a person should think of before signing up, where the organisation only warns.
pub fn warnings(shift: &ShiftFacts, others: &[OtherSignup], now: Instant) -> Vec<SignUpReason> {
    limits(shift, others, now, Strictness::Warn)
}

fn limits(
    shift: &ShiftFacts,
    others: &[OtherSignup],
    now: Instant,
    strict: Strictness,
) -> Vec<SignUpReason> {
    let found = shift
        .limits
        .against(shift.organisation_id, shift.span, others, now);
    found
        .into_iter()
        .filter(|(_, rule)| *rule == strict)
        .map(|(reason, _)| reason)
        .collect()
}

fn against_the_hour(shift: &ShiftFacts, now: Instant) -> Option<SignUpReason> {
    if shift.phase == ShiftPhase::Cancelled {
        Some(SignUpReason::Cancelled)
    } else if !is_live(shift.phase) {
        Some(SignUpReason::NotOpen)
    } else if may_move(shift.phase, shift.span, now) {
        None
    } else {
        Some(SignUpReason::Started)
    }
}

fn against_the_person(shift: &ShiftFacts, person: PersonFacts) -> Vec<SignUpReason> {
    let mut reasons = Vec::new();
    match person.membership {
        Some(held) if held.status == MembershipStatus::Active => {
            if held.age_band == AgeBand::Youth {
                if !shift.accepts_youth {
                    reasons.push(SignUpReason::TooYoung);
                }
                if !held.guardian_consent {
                    reasons.push(SignUpReason::GuardianConsentMissing);
                }
            }
        }
        Some(held) if held.status == MembershipStatus::Pending => {
            reasons.push(SignUpReason::MembershipPending);
        }
        _ => reasons.push(SignUpReason::NotAMember),
    }
    if !person.email_verified {
        reasons.push(SignUpReason::EmailUnverified);
    }
    if !person.qualified {
        reasons.push(SignUpReason::QualificationMissing);
    }
    if person.suspended {
        reasons.push(SignUpReason::AccountSuspended);
    }
    reasons
}

/// Whether somebody who is passed over for these reasons leaves the queue: when they no longer belong to the
/// organisation, or are too young for it. Every other obstacle may be gone when the next place is free.
pub fn leaves_queue(reasons: &[SignUpReason]) -> bool {
    reasons.iter().any(|reason| {
        matches!(
            reason,
            SignUpReason::NotAMember | SignUpReason::MembershipPending | SignUpReason::TooYoung
        )
    })
}

/// The first of the other shifts that shares a moment with `span`. Half-open: back to back is no collision.
pub fn collision(span: Span, others: &[OtherSignup]) -> Option<&OtherSignup> {
    others
        .iter()
        .filter(|other| other.span.overlaps(span))
        .min_by_key(|other| (other.span.start, other.shift))
}

/// Where a person stands with a shift; `person` is `None` for a visitor. Decided from the same facts as
/// [`check_sign_up`], so that a button never promises what the server would refuse.
pub fn signup_state(
    shift: &ShiftFacts,
    person: Option<PersonFacts>,
    own: Option<OwnSignup>,
    others: &[OtherSignup],
    now: Instant,
) -> SignupState {
    match shift.phase {
        ShiftPhase::Cancelled => return SignupState::Cancelled,
        ShiftPhase::Draft => return SignupState::NotOpen,
        ShiftPhase::Completed | ShiftPhase::Reported | ShiftPhase::Aborted => {
            return SignupState::Ended;
        }
        ShiftPhase::Open | ShiftPhase::Confirmed if now >= shift.span.end => {
            return SignupState::Ended;
        }
        ShiftPhase::Open | ShiftPhase::Confirmed => {}
    }
    let started = now >= shift.span.start;
    match own {
        Some(OwnSignup {
            id,
            position: None,
            leader,
            tapped_at,
            ..
        }) => {
            let past = !started && shift.window.late_from.is_some_and(|late| now >= late);
            let undo_until = tapped_at
                .map(undo_until)
                .filter(|until| past && now < *until);
            return SignupState::Joined {
                signup: id,
                leader,
                late: past,
                undo_until,
            };
        }
        Some(OwnSignup {
            id,
            offered_until: Some(until),
            ..
        }) if !started && now < until => {
            return SignupState::Offered { signup: id, until };
        }
        Some(OwnSignup {
            id,
            position: Some(position),
            ..
        }) if !started => {
            return SignupState::Waitlisted {
                signup: id,
                position,
            };
        }
        _ => {}
    }
    if started {
        return SignupState::Started;
    }
    let Some(person) = person else {
        return SignupState::SignIn;
    };
    could_join(shift, person, others, now)
}

fn could_join(
    shift: &ShiftFacts,
    person: PersonFacts,
    others: &[OtherSignup],
    now: Instant,
) -> SignupState {
    let reasons = check_own_sign_up(shift, person, others, now)
        .err()
        .unwrap_or_default();
    match (reasons.as_slice(), collision(shift.span, others)) {
        ([], _) if shift.places.free() == 0 => SignupState::Full,
        ([], _) => SignupState::Open,
        ([SignUpReason::Overlap], Some(other)) => SignupState::Collides {
            shift: other.shift,
            title: other.title.clone(),
            starts_at: other.span.start,
            ends_at: other.span.end,
        },
        ([SignUpReason::NotYetOpen], _) => match shift.window.opens_at {
            Some(opens_at) => SignupState::NotYet { opens_at },
            None => SignupState::NotOpen,
        },
        ([SignUpReason::Closed], _) => SignupState::Closed,
        _ => SignupState::NotEligible { reasons },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const START: Instant = Instant::from_micros(1_795_809_600_000_000);
    const BEFORE: Instant = START.plus_hours(-2);

    fn span(from: i64, to: i64) -> Span {
        Span {
            start: START.plus_minutes(from),
            end: START.plus_minutes(to),
        }
    }

    fn shift() -> ShiftFacts {
        ShiftFacts {
            phase: ShiftPhase::Open,
            span: span(0, 240),
            places: Places {
                minimum: 2,
                maximum: 4,
                taken: 1,
                adults: 1,
                waiting: 0,
                needs_leader: true,
                has_leader: false,
                offered: 0,
                reserved: 0,
            },
            organisation: OrganisationStatus::Active,
            accepts_youth: true,
            organisation_id: OrganisationId(Uuid::from_u128(1)),
            window: Window {
                opens_at: None,
                closes_at: START,
                late_from: None,
            },
            limits: Limits::default(),
        }
    }

    fn full() -> ShiftFacts {
        let mut full = shift();
        full.places.taken = 4;
        full
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

    fn youth(consent: bool) -> PersonFacts {
        PersonFacts {
            membership: Some(MembershipFacts {
                status: MembershipStatus::Active,
                age_band: AgeBand::Youth,
                guardian_consent: consent,
            }),
            email_verified: true,
            qualified: true,
            suspended: false,
        }
    }

    fn other(from: i64, to: i64) -> OtherSignup {
        OtherSignup {
            shift: ShiftId(Uuid::from_u128(7)),
            organisation: OrganisationId(Uuid::from_u128(1)),
            title: "Lördagsvandring".into(),
            span: span(from, to),
        }
    }

    fn own(position: Option<u32>) -> OwnSignup {
        OwnSignup {
            id: SignupId(Uuid::from_u128(9)),
            position,
            offered_until: None,
            tapped_at: Some(BEFORE.plus_hours(-1)),
            leader: false,
        }
    }

    #[test]
    fn each_obstacle_has_its_reason() {
        use SignUpReason as R;
        let with = |change: fn(&mut ShiftFacts)| {
            let mut facts = shift();
            change(&mut facts);
            facts
        };
        let membership = |status| PersonFacts {
            membership: Some(MembershipFacts {
                status,
                age_band: AgeBand::Adult,
                guardian_consent: false,
            }),
            ..member()
        };
        let stranger = PersonFacts {
            membership: None,
            ..member()
        };
        for (facts, person, reasons) in [
            (shift(), member(), vec![]),
            (full(), member(), vec![]),
            (
                with(|s| s.phase = ShiftPhase::Draft),
                member(),
                vec![R::NotOpen],
            ),
            (
                with(|s| s.phase = ShiftPhase::Cancelled),
                member(),
                vec![R::Cancelled],
            ),
            (with(|s| s.phase = ShiftPhase::Confirmed), member(), vec![]),
            (
                with(|s| s.organisation = OrganisationStatus::Suspended),
                member(),
                vec![R::OrganisationNotActive],
            ),
            (
                with(|s| s.organisation = OrganisationStatus::RenewalDue),
                member(),
                vec![],
            ),
            (shift(), stranger, vec![R::NotAMember]),
            (
                shift(),
                membership(MembershipStatus::Ended),
                vec![R::NotAMember],
            ),
            (
                shift(),
                membership(MembershipStatus::Pending),
                vec![R::MembershipPending],
            ),
            (shift(), youth(true), vec![]),
            (shift(), youth(false), vec![R::GuardianConsentMissing]),
            (
                with(|s| s.accepts_youth = false),
                youth(true),
                vec![R::TooYoung],
            ),
            (
                with(|s| s.accepts_youth = false),
                youth(false),
                vec![R::TooYoung, R::GuardianConsentMissing],
            ),
        ] {
            let found = check_sign_up(&facts, person, &[], BEFORE)
                .err()
                .unwrap_or_default();
            assert_eq!(found, reasons, "{facts:?} {person:?}");
        }
    }

    #[test]
    fn an_account_has_to_be_in_order() {
        let unverified = PersonFacts {
            email_verified: false,
            ..member()
        };
        let suspended = PersonFacts {
            suspended: true,
            ..member()
        };
        for (person, reason) in [
            (unverified, SignUpReason::EmailUnverified),
            (suspended, SignUpReason::AccountSuspended),
        ] {
            assert_eq!(
                check_sign_up(&shift(), person, &[], BEFORE),
                Err(vec![reason])
            );
        }
    }

    #[test]
    fn windows_limits_and_qualifications_have_their_reasons_and_states() {
        use SignUpReason as R;
        let mut facts = shift();
        facts.window.opens_at = Some(START.plus_hours(-1));
        let state = signup_state(&facts, Some(member()), None, &[], BEFORE);
        let opens_at = START.plus_hours(-1);
        assert_eq!(state, SignupState::NotYet { opens_at });
        assert!(
            check_sign_up(&facts, member(), &[], BEFORE).is_ok(),
            "the leader may"
        );
        facts.window.opens_at = None;
        facts.window.closes_at = BEFORE;
        let state = signup_state(&facts, Some(member()), None, &[], BEFORE);
        assert_eq!(state, SignupState::Closed);
        let unqualified = PersonFacts {
            qualified: false,
            ..member()
        };
        assert_eq!(
            check_sign_up(&shift(), unqualified, &[], BEFORE),
            Err(vec![R::QualificationMissing])
        );
        let others = [other(300, 400)];
        for (rule, refused) in [
            (Strictness::Warn, vec![]),
            (Strictness::Block, vec![R::TooLittleRest]),
        ] {
            let mut facts = shift();
            facts.limits.rest_hours = Some((8, rule));
            let found = check_own_sign_up(&facts, member(), &others, BEFORE);
            assert_eq!(found.err().unwrap_or_default(), refused);
            assert_eq!(
                warnings(&facts, &others, BEFORE).is_empty(),
                rule == Strictness::Block
            );
        }
    }

    #[test]
    fn a_kept_place_is_offered_until_its_moment_and_a_late_withdrawal_is_known_as_such() {
        let mut facts = full();
        facts.window.late_from = Some(BEFORE);
        let offered = OwnSignup {
            offered_until: Some(START.plus_hours(-1)),
            ..own(Some(1))
        };
        let at = |own, now| signup_state(&facts, Some(member()), Some(own), &[], now);
        let until = START.plus_hours(-1);
        let signup = offered.id;
        assert_eq!(at(offered, BEFORE), SignupState::Offered { signup, until });
        assert_eq!(
            at(offered, until),
            SignupState::Waitlisted {
                signup,
                position: 1
            }
        );
        let joined = |late| SignupState::Joined {
            signup,
            leader: false,
            late,
            undo_until: None,
        };
        // Whoever has just tapped can take it back for a minute, to the second.
        let fresh = OwnSignup {
            tapped_at: Some(BEFORE.plus_seconds(-59)),
            ..own(None)
        };
        let undo = |until| SignupState::Joined {
            signup,
            leader: false,
            late: true,
            undo_until: until,
        };
        assert_eq!(at(fresh, BEFORE), undo(Some(BEFORE.plus_seconds(1))));
        assert_eq!(at(fresh, BEFORE.plus_seconds(1)), undo(None));
        // Who came in another way has nothing to undo: somebody counts on them already.
        let moved_up = OwnSignup {
            tapped_at: None,
            ..fresh
        };
        assert_eq!(at(moved_up, BEFORE), undo(None));
        assert_eq!(at(own(None), BEFORE.plus_seconds(-1)), joined(false));
        assert_eq!(at(own(None), BEFORE), joined(true));
        assert_eq!(at(own(None), START), joined(false));
    }

    #[test]
    fn who_is_passed_over_keeps_waiting_unless_they_no_longer_belong() {
        for reason in SignUpReason::ALL {
            let leaves = matches!(
                reason,
                SignUpReason::NotAMember | SignUpReason::MembershipPending | SignUpReason::TooYoung
            );
            assert_eq!(
                leaves_queue(&[SignUpReason::Overlap, *reason]),
                leaves,
                "{reason}"
            );
        }
        assert!(!leaves_queue(&[]));
    }

    #[test]
    fn sign_up_closes_at_the_start_to_the_second() {
        assert!(check_sign_up(&shift(), member(), &[], START.plus_seconds(-1)).is_ok());
        for late in [START, START.plus_seconds(1), START.plus_days(3)] {
            assert_eq!(
                check_sign_up(&shift(), member(), &[], late),
                Err(vec![SignUpReason::Started])
            );
        }
    }

    #[test]
    fn back_to_back_is_no_overlap_a_second_is() {
        for (taken, collides) in [
            (other(-240, 0), false),
            (other(240, 300), false),
            (other(-240, 1), true),
            (other(239, 300), true),
            (other(60, 120), true),
            (other(-60, 999), true),
        ] {
            let outcome = check_sign_up(&shift(), member(), std::slice::from_ref(&taken), BEFORE);
            assert_eq!(outcome.is_err(), collides, "{taken:?}");
        }
    }

    #[test]
    fn every_state_is_reached_from_its_facts() {
        use SignupState as S;
        let id = own(None).id;
        let at = |facts: ShiftFacts, person, own, others: &[OtherSignup], now| {
            signup_state(&facts, person, own, others, now)
        };
        let me = member();
        let me = Some(me);
        assert_eq!(at(shift(), None, None, &[], BEFORE), S::SignIn);
        assert_eq!(at(shift(), me, None, &[], BEFORE), S::Open);
        assert_eq!(at(full(), me, None, &[], BEFORE), S::Full);
        let joined = S::Joined {
            signup: id,
            leader: false,
            late: false,
            undo_until: None,
        };
        assert_eq!(at(full(), me, Some(own(None)), &[], BEFORE), joined);
        assert_eq!(at(full(), me, Some(own(None)), &[], START), joined);
        let waiting = S::Waitlisted {
            signup: id,
            position: 2,
        };
        assert_eq!(at(full(), me, Some(own(Some(2))), &[], BEFORE), waiting);
        assert_eq!(at(full(), me, Some(own(Some(2))), &[], START), S::Started);
        assert_eq!(at(shift(), me, None, &[], START), S::Started);
        assert_eq!(at(shift(), None, None, &[], START), S::Started);
        assert_eq!(
            at(shift(), me, Some(own(None)), &[], shift().span.end),
            S::Ended
        );
        let busy = other(-60, 60);
        assert_eq!(
            at(full(), me, None, std::slice::from_ref(&busy), BEFORE),
            S::Collides {
                shift: busy.shift,
                title: busy.title.clone(),
                starts_at: busy.span.start,
                ends_at: busy.span.end
            }
        );
        let stranger = PersonFacts {
            membership: None,
            ..member()
        };
        assert_eq!(
            at(shift(), Some(stranger), None, &[busy], BEFORE),
            S::NotEligible {
                reasons: vec![SignUpReason::NotAMember, SignUpReason::Overlap]
            }
        );
        for (phase, state) in [
            (ShiftPhase::Draft, S::NotOpen),
            (ShiftPhase::Cancelled, S::Cancelled),
            (ShiftPhase::Aborted, S::Ended),
            (ShiftPhase::Reported, S::Ended),
            (ShiftPhase::Completed, S::Ended),
        ] {
            let facts = ShiftFacts { phase, ..shift() };
            assert_eq!(
                at(facts, me, Some(own(None)), &[], BEFORE),
                state,
                "{phase}"
            );
        }
    }

    fn any_shift() -> impl Strategy<Value = ShiftFacts> {
        (0_usize..7, 0_usize..6, any::<bool>(), 0_u16..6, 1_i64..1440).prop_map(
            |(phase, status, accepts_youth, taken, minutes)| {
                let mut facts = ShiftFacts {
                    phase: ShiftPhase::ALL[phase],
                    span: span(0, minutes),
                    organisation: OrganisationStatus::ALL[status],
                    accepts_youth,
                    ..shift()
                };
                facts.places.taken = taken;
                facts
            },
        )
    }

    fn any_person() -> impl Strategy<Value = PersonFacts> {
        let membership =
            (0_usize..3, any::<bool>(), any::<bool>()).prop_map(|(status, young, consent)| {
                MembershipFacts {
                    status: MembershipStatus::ALL[status],
                    age_band: if young {
                        AgeBand::Youth
                    } else {
                        AgeBand::Adult
                    },
                    guardian_consent: consent,
                }
            });
        (
            proptest::option::of(membership),
            any::<bool>(),
            any::<bool>(),
        )
            .prop_map(|(membership, email_verified, suspended)| PersonFacts {
                membership,
                email_verified,
                qualified: true,
                suspended,
            })
    }

    proptest! {
        #[test]
        fn the_button_and_the_server_never_disagree(
            facts in any_shift(), person in any_person(),
            from in -2000_i64..2000, length in 1_i64..600, minutes in -3000_i64..3000,
        ) {
            let others = [other(from, from + length)];
            let now = START.plus_minutes(minutes);
            let allowed = check_own_sign_up(&facts, person, &others, now).is_ok();
            let state = signup_state(&facts, Some(person), None, &others, now);
            let offered = matches!(state, SignupState::Open | SignupState::Full);
            prop_assert_eq!(allowed, offered, "{:?}", state);
            prop_assert_eq!(offered && facts.places.free() == 0, state == SignupState::Full);
        }

        #[test]
        fn overlap_is_the_same_seen_from_either_side(
            a in -2000_i64..2000, b in 1_i64..600, c in -2000_i64..2000, d in 1_i64..600,
        ) {
            let (one, two) = (other(a, a + b), other(c, c + d));
            let shared_minute = (a..a + b).any(|m| (c..c + d).contains(&m));
            prop_assert_eq!(collision(one.span, std::slice::from_ref(&two)).is_some(), shared_minute);
            prop_assert_eq!(collision(two.span, std::slice::from_ref(&one)).is_some(), shared_minute);
        }

        #[test]
        fn a_youth_without_consent_never_gets_in(facts in any_shift(), minutes in -3000_i64..3000) {
            let now = START.plus_minutes(minutes);
            prop_assert!(check_sign_up(&facts, youth(false), &[], now).is_err());
        }
    }
}
