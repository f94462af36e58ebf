//! What an organisation has settled on sign-ups: when they open and close, when a withdrawal is late, how a free
//! place goes to the queue near the start, how much one person may take on. Windows are computed from a shift's
//! present time and stored nowhere, so they move when it moves.

use super::{
    SignUpReason, SignUpSettings, Strictness,
    rules::OtherSignup,
    staffing::{MAX_PEOPLE, Places},
};
#[cfg(feature = "civil")]
use crate::time::{
    Fold,
    civil::{instant_of, local, shift_days},
};
use crate::{
    ids::OrganisationId,
    problem::{FieldCode, FieldError},
    time::{Instant, LocalDate, Span},
    vocabulary::Key,
};

/// The longest that sign-up may open ahead, in days.
pub const MAX_OPENS_DAYS: u16 = 366;
/// The most hours before the start that any other hour of the settings may name: two weeks.
pub const MAX_HOURS: u16 = 336;

/// What one shift has settled for itself; what is left out is the organisation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnWindow {
    /// Opens so many hours before the start.
    pub opens_hours: Option<u16>,
    /// Closes so many minutes before the start.
    pub closes_minutes: Option<u16>,
    /// Withdrawing is late from so many hours before the start.
    pub cancel_hours: Option<u16>,
}

/// When one can sign up oneself, and from when a withdrawal is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Not before this moment.
    pub opens_at: Option<Instant>,
    /// Before this moment.
    pub closes_at: Instant,
    /// From this moment on a withdrawal is a late drop-out.
    pub late_from: Option<Instant>,
}

/// The window of a shift at `span`. Days count by the calendar: a walk at 20.00 opens at 20.00, also over a change
/// of the clocks. Hours and minutes are elapsed.
#[cfg(feature = "civil")]
pub fn window(settings: &SignUpSettings, own: OwnWindow, span: Span) -> Window {
    let opens_at = match (own.opens_hours, settings.opens_days) {
        (Some(hours), _) => Some(span.start.plus_hours(-i64::from(hours))),
        (None, Some(days)) => {
            let (date, time) = local(span.start);
            let day = shift_days(date, -i32::from(days));
            Some(instant_of(day, time, Fold::Earlier))
        }
        (None, None) => None,
    };
    let closes = own.closes_minutes.unwrap_or(settings.closes_minutes);
    let cancel = own.cancel_hours.unwrap_or(settings.cancel_hours);
    Window {
        opens_at,
        closes_at: span.start.plus_minutes(-i64::from(closes)),
        late_from: (cancel > 0).then(|| span.start.plus_hours(-i64::from(cancel))),
    }
}

impl Window {
    /// Why one can't sign up oneself at this moment, if so.
    pub fn against(&self, now: Instant) -> Option<SignUpReason> {
        if self.opens_at.is_some_and(|opens| now < opens) {
            Some(SignUpReason::NotYetOpen)
        } else if now >= self.closes_at {
            Some(SignUpReason::Closed)
        } else {
            None
        }
    }

    /// Whether a withdrawal at this moment is a late drop-out. For a minute one's own tap can be undone: nobody has
    /// heard of it yet. Whoever got the place in another way (`tapped_at` is `None`) is counted on at once.
    pub fn is_late(&self, tapped_at: Option<Instant>, now: Instant) -> bool {
        self.late_from.is_some_and(|late| now >= late)
            && tapped_at.is_none_or(|tapped| now >= undo_until(tapped))
    }
}

/// Until when a tap can be undone as if nothing had been; the confirmation waits as long.
pub fn undo_until(tapped_at: Instant) -> Instant {
    tapped_at.plus_seconds(60)
}

/// How much one person may take on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The most walks ahead in this organisation.
    pub max_open: Option<(u16, Strictness)>,
    /// The least hours between two walks, whichever organisation's.
    pub rest_hours: Option<(u16, Strictness)>,
}

impl Limits {
    /// The limits of an organisation.
    pub fn of(settings: &SignUpSettings) -> Self {
        Self {
            max_open: settings.max_open.map(|n| (n, settings.max_open_rule)),
            rest_hours: settings.rest_hours.map(|n| (n, settings.rest_rule)),
        }
    }

    /// What speaks against one more shift at `span`, and whether it only warns.
    pub fn against(
        &self,
        organisation: OrganisationId,
        span: Span,
        others: &[OtherSignup],
        now: Instant,
    ) -> Vec<(SignUpReason, Strictness)> {
        let mut found = Vec::new();
        if let Some((most, rule)) = self.max_open {
            let ahead = others
                .iter()
                .filter(|other| other.organisation == organisation && other.span.start > now)
                .count();
            if ahead >= usize::from(most) {
                found.push((SignUpReason::TooManyOpen, rule));
            }
        }
        if let Some((hours, rule)) = self.rest_hours {
            let rest = |from: Instant, to: Instant| to < from.plus_hours(i64::from(hours));
            let tired = others.iter().any(|other| {
                !other.span.overlaps(span)
                    && rest(other.span.end, span.start)
                    && rest(span.end, other.span.start)
            });
            if tired {
                found.push((SignUpReason::TooLittleRest, rule));
            }
        }
        found
    }
}

/// A qualification a member has shown, and the last day it is good for (`None`: for good).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which (vocabulary `qualification`).
    pub key: Key,
    /// The last day.
    pub until: Option<LocalDate>,
}

/// Whether somebody with these qualifications has what a shift that begins on `day` requires. The day of the
/// shift counts, not today (edge case A14).
pub fn is_qualified(required: &[Key], held: &[Held], day: LocalDate) -> bool {
    required.iter().all(|key| {
        held.iter()
            .any(|one| one.key == *key && one.until.is_none_or(|until| until >= day))
    })
}

/// Whether a place that comes free at `now` is offered to the next of the queue instead of being theirs at once.
pub fn is_offered(settings: &SignUpSettings, span: Span, now: Instant) -> bool {
    settings.offer_hours > 0 && now >= span.start.plus_hours(-i64::from(settings.offer_hours))
}

/// Until when an offer made at `now` stands: never past the start, and never past the moment at which a walk that
/// misses people is called off, whatever may still come.
pub fn offer_until(settings: &SignUpSettings, span: Span, now: Instant) -> Instant {
    let until = now.plus_minutes(i64::from(settings.offer_minutes.max(1)));
    let last = last_word(settings, span.start);
    until.min(if now < last { last } else { span.start })
}

/// Whom an alert about missing people goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    /// The leader and those who plan.
    Planners,
    /// Those who watch the shift.
    Watchers,
    /// Every member who could be on it.
    Everybody,
}

impl Alert {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Planners, Self::Watchers, Self::Everybody];

    /// Its word in the database and in keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planners => "planners",
            Self::Watchers => "watchers",
            Self::Everybody => "everybody",
        }
    }

    const fn hours(self, settings: &SignUpSettings) -> u16 {
        match self {
            Self::Planners => settings.alert_planners_hours,
            Self::Watchers => settings.alert_watchers_hours,
            Self::Everybody => settings.alert_everybody_hours,
        }
    }
}

/// The alerts that are due for a shift that misses people and begins at `start`.
pub fn alerts_due(settings: &SignUpSettings, start: Instant, now: Instant) -> Vec<Alert> {
    Alert::ALL
        .into_iter()
        .filter(|alert| {
            let hours = alert.hours(settings);
            hours > 0 && now < start && now >= start.plus_hours(-i64::from(hours))
        })
        .collect()
}

/// Whether the hour has come at which a walk is confirmed, or called off because it misses people.
pub fn is_decided(settings: &SignUpSettings, start: Instant, now: Instant) -> bool {
    let hours = i64::from(settings.decide_hours);
    hours > 0 && now < start && now >= start.plus_hours(-hours)
}

/// The latest moment at which a walk that misses people is called off: half-way between the hour of decision and the
/// start. Until then it is waited for those who were promised a place, and for a successor when somebody drops out of a
/// walk that had been confirmed.
pub fn last_word(settings: &SignUpSettings, start: Instant) -> Instant {
    start.plus_minutes(-i64::from(settings.decide_hours) * 30)
}

/// Whether a walk is called off at `now`: it misses people or a leader at the hour of decision (PRODUCT.md rule 1), and
/// nothing is under way that may mend it before [`last_word`].
pub fn is_called_off(
    settings: &SignUpSettings,
    start: Instant,
    now: Instant,
    (places, confirmed): (Places, bool),
) -> bool {
    let promised = Places {
        adults: places.adults.saturating_add(places.offered),
        ..places
    };
    let may_be_mended = confirmed || (places.offered > 0 && !promised.understaffed());
    is_decided(settings, start, now)
        && places.understaffed()
        && !(may_be_mended && now < last_word(settings, start))
}

/// All that is wrong with settings; pointers count from the settings themselves.
pub fn check_settings(settings: &SignUpSettings) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut within = |pointer: &str, value: u16, least: u16, most: u16| {
        if !(least..=most).contains(&value) {
            errors.push(FieldError::new(pointer, FieldCode::OutOfRange));
        }
    };
    within(
        "/opensDays",
        settings.opens_days.unwrap_or(1),
        1,
        MAX_OPENS_DAYS,
    );
    within("/closesMinutes", settings.closes_minutes, 0, MAX_HOURS * 60);
    within("/cancelHours", settings.cancel_hours, 0, MAX_HOURS);
    within("/offerHours", settings.offer_hours, 0, MAX_HOURS);
    within("/offerMinutes", settings.offer_minutes, 5, 24 * 60);
    within("/maxOpen", settings.max_open.unwrap_or(1), 1, 500);
    within("/keptForOthers", settings.kept_for_others, 0, MAX_PEOPLE);
    within("/restHours", settings.rest_hours.unwrap_or(1), 1, 72);
    let alerts = [
        ("/alertPlannersHours", settings.alert_planners_hours),
        ("/alertWatchersHours", settings.alert_watchers_hours),
        ("/alertEverybodyHours", settings.alert_everybody_hours),
        ("/decideHours", settings.decide_hours),
    ];
    for (pointer, hours) in alerts {
        within(pointer, hours, 0, MAX_HOURS);
    }
    errors
}

#[cfg(test)]
#[cfg(feature = "civil")]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::ids::ShiftId;

    const HOME: OrganisationId = OrganisationId(Uuid::from_u128(1));

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn night() -> Span {
        Span {
            start: at("2026-11-27T19:00:00Z"),
            end: at("2026-11-27T22:00:00Z"),
        }
    }

    fn other(start: Instant, hours: i64, organisation: OrganisationId) -> OtherSignup {
        OtherSignup {
            shift: ShiftId(Uuid::from_u128(7)),
            organisation,
            title: String::new(),
            span: Span {
                start,
                end: start.plus_hours(hours),
            },
        }
    }

    #[test]
    fn sign_up_opens_and_closes_to_the_second() {
        let settings = SignUpSettings {
            opens_days: Some(7),
            closes_minutes: 60,
            ..SignUpSettings::default()
        };
        let window = window(&settings, OwnWindow::default(), night());
        for (now, reason) in [
            ("2026-11-20T18:59:59Z", Some(SignUpReason::NotYetOpen)),
            ("2026-11-20T19:00:00Z", None),
            ("2026-11-27T17:59:59Z", None),
            ("2026-11-27T18:00:00Z", Some(SignUpReason::Closed)),
        ] {
            assert_eq!(window.against(at(now)), reason, "{now}");
        }
    }

    const fn crew(adults: u16, offered: u16) -> Places {
        Places {
            minimum: 2,
            maximum: 4,
            taken: adults,
            adults,
            waiting: offered,
            offered,
            reserved: 0,
            needs_leader: true,
            has_leader: adults > 0,
        }
    }

    #[test]
    fn a_walk_is_called_off_at_its_hour_unless_a_promise_may_still_mend_it() {
        let settings = SignUpSettings::default();
        let start = night().start;
        for (minutes, crew, confirmed, off) in [
            (-61, crew(1, 0), false, false),
            (-60, crew(1, 0), false, true),
            (-60, crew(2, 0), false, false),
            // A place is kept for somebody who may still say yes; not if that is not enough.
            (-60, crew(1, 1), false, false),
            (-31, crew(1, 1), false, false),
            (-30, crew(1, 1), false, true),
            (-60, crew(0, 2), false, true),
            // Confirmed, and then somebody dropped out: half an hour to find a successor.
            (-59, crew(1, 0), true, false),
            (-30, crew(1, 0), true, true),
            (0, crew(1, 0), true, false),
        ] {
            let now = start.plus_minutes(minutes);
            let called_off = is_called_off(&settings, start, now, (crew, confirmed));
            assert_eq!(called_off, off, "{minutes} {crew:?} {confirmed}");
        }
        let never = SignUpSettings {
            decide_hours: 0,
            ..settings
        };
        assert!(!is_called_off(
            &never,
            start,
            start.plus_minutes(-1),
            (crew(0, 0), false)
        ));
    }

    #[test]
    fn a_tap_can_be_undone_for_a_minute_also_after_the_deadline() {
        let window = window(&SignUpSettings::default(), OwnWindow::default(), night());
        let deadline = window.late_from.unwrap();
        for (since, now, late) in [
            (-1, -1, false),
            (-3600, 0, true),
            (-30, 29, false),
            (-30, 30, true),
            (600, 659, false),
            (600, 660, true),
        ] {
            let (since, now) = (deadline.plus_seconds(since), deadline.plus_seconds(now));
            assert_eq!(window.is_late(Some(since), now), late, "{since} {now}");
            assert_eq!(window.is_late(None, now), now >= deadline, "{now}");
        }
    }

    #[test]
    fn nobody_is_promised_a_place_for_longer_than_the_walk_waits_for_them() {
        let settings = SignUpSettings::default();
        let until = |minutes| offer_until(&settings, night(), night().start.plus_minutes(minutes));
        assert_eq!(until(-300), night().start.plus_minutes(-240));
        assert_eq!(until(-60), night().start.plus_minutes(-30));
        assert_eq!(until(-31), night().start.plus_minutes(-30));
        assert_eq!(until(-20), night().start);
    }

    #[test]
    fn days_are_counted_by_the_calendar_also_over_a_clock_change() {
        let settings = SignUpSettings {
            opens_days: Some(7),
            ..SignUpSettings::default()
        };
        // 30 October 2027, 20.00 winter time has not come yet; a week later it has.
        let span = Span {
            start: at("2027-11-05T19:00:00Z"),
            end: at("2027-11-05T22:00:00Z"),
        };
        let window = window(&settings, OwnWindow::default(), span);
        assert_eq!(window.opens_at, Some(at("2027-10-29T18:00:00Z")));
    }

    #[test]
    fn a_shifts_own_window_comes_before_the_organisations() {
        let settings = SignUpSettings {
            opens_days: Some(7),
            cancel_hours: 48,
            ..SignUpSettings::default()
        };
        let own = OwnWindow {
            opens_hours: Some(24),
            closes_minutes: Some(0),
            cancel_hours: Some(0),
        };
        let window = window(&settings, own, night());
        assert_eq!(window.opens_at, Some(night().start.plus_hours(-24)));
        assert_eq!(window.closes_at, night().start);
        assert!(!window.is_late(None, night().start.plus_seconds(-1)));
    }

    #[test]
    fn rest_is_asked_for_on_both_sides_and_in_every_organisation() {
        let limits = Limits {
            rest_hours: Some((8, Strictness::Block)),
            ..Limits::default()
        };
        let away = OrganisationId(Uuid::from_u128(2));
        let start = night().start;
        for (begin, hours, tired) in [
            (start.plus_hours(-10), 2, false),
            (start.plus_hours(-9), 2, true),
            (night().end.plus_hours(8), 2, false),
            (night().end.plus_hours(7), 2, true),
            (start.plus_hours(-1), 2, false),
        ] {
            let found = limits.against(HOME, night(), &[other(begin, hours, away)], start);
            assert_eq!(!found.is_empty(), tired, "{begin}");
        }
    }

    #[test]
    fn only_walks_ahead_in_this_organisation_count_towards_its_maximum() {
        let limits = Limits {
            max_open: Some((2, Strictness::Warn)),
            ..Limits::default()
        };
        let now = night().start.plus_days(-9);
        let away = OrganisationId(Uuid::from_u128(2));
        let mut others = vec![
            other(now.plus_hours(-1), 3, HOME),
            other(now.plus_days(1), 3, HOME),
            other(now.plus_days(2), 3, away),
        ];
        assert_eq!(limits.against(HOME, night(), &others, now), vec![]);
        others.push(other(now.plus_days(3), 3, HOME));
        let found = limits.against(HOME, night(), &others, now);
        assert_eq!(found, vec![(SignUpReason::TooManyOpen, Strictness::Warn)]);
    }

    #[test]
    fn a_qualification_counts_on_the_day_of_the_shift() {
        let required: Vec<Key> = vec!["cpr".parse().unwrap()];
        let until = |day: &str| {
            vec![Held {
                key: "cpr".parse().unwrap(),
                until: Some(day.parse().unwrap()),
            }]
        };
        let day: LocalDate = "2026-11-27".parse().unwrap();
        assert!(is_qualified(&required, &until("2026-11-27"), day));
        assert!(!is_qualified(&required, &until("2026-11-26"), day));
        assert!(!is_qualified(&required, &[], day));
        assert!(is_qualified(&[], &[], day));
    }

    #[test]
    fn alerts_are_due_in_their_order_until_the_walk_begins() {
        let settings = SignUpSettings::default();
        let start = night().start;
        let due = |hours: i64| alerts_due(&settings, start, start.plus_hours(-hours)).len();
        assert_eq!(
            [due(73), due(72), due(24), due(3), due(1), due(0)],
            [0, 1, 2, 3, 3, 0]
        );
    }

    proptest! {
        #[test]
        fn an_offer_never_outlives_the_start(minutes in 0_u16..2000, before in 1_i64..5000) {
            let settings = SignUpSettings { offer_minutes: minutes, ..SignUpSettings::default() };
            let now = night().start.plus_minutes(-before);
            let until = offer_until(&settings, night(), now);
            prop_assert!(until > now && until <= night().start);
        }

        #[test]
        fn settings_that_pass_make_a_window_that_closes_no_later_than_the_start(
            days in proptest::option::of(0_u16..400), closes in 0_u16..30000, cancel in 0_u16..400,
        ) {
            let settings = SignUpSettings {
                opens_days: days, closes_minutes: closes, cancel_hours: cancel,
                ..SignUpSettings::default()
            };
            if check_settings(&settings).is_empty() {
                let window = window(&settings, OwnWindow::default(), night());
                prop_assert!(window.closes_at <= night().start);
                prop_assert!(window.late_from.is_none_or(|late| late < night().start));
                prop_assert!(window.opens_at.is_none_or(|opens| opens < night().start));
            }
        }
    }
}
