//! A date of a series before it becomes a shift: what it is on the clock and in the calendar, and what is in its
//! way.
//!
//! The clock's rules (DOMAIN.md 5.2): a series keeps its wall time. A start in spring's gap moves forward by the
//! missing hour, a start in autumn's repeated hour is the first of the two, and a walk that spring's gap leaves
//! nothing of is left out.

use std::collections::BTreeSet;

use super::{Collision, CollisionKind, DateState, PlannedDate, merge};
use crate::{
    ids::{MembershipId, ShiftId},
    platform::{CityDay, holidays::holiday},
    shifts::{ShiftForm, plan::is_swallowed},
    text::Place,
    time::{
        Instant, LocalDate, Span,
        civil::{clock_change, iso_week, local, weekday},
    },
};

/// What a date is held against.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// The city's calendar around the season.
    pub city_days: &'a [CityDay],
    /// The days left out by hand.
    pub excluded: &'a BTreeSet<LocalDate>,
    /// The moment of the look.
    pub now: Instant,
}

/// Another shift of the organisation.
#[derive(Debug, Clone)]
pub struct OtherShift {
    /// The shift.
    pub shift: ShiftId,
    /// Its title.
    pub title: String,
    /// When it is.
    pub span: Span,
    /// Where people meet.
    pub place: String,
    /// Whether the leader of the series leads it or is on it.
    pub has_leader: bool,
}

/// What a date is, once it is known when.
pub fn planned(form: &ShiftForm, span: Span, calendar: &Calendar<'_>) -> PlannedDate {
    let date = form.date;
    let (day, start_time) = local(span.start);
    let (end_day, end_time) = local(span.end);
    let state = if is_swallowed(form, span) {
        DateState::Impossible
    } else if calendar.excluded.contains(&date) {
        DateState::Excluded
    } else if span.start <= calendar.now {
        DateState::Past
    } else {
        DateState::Planned
    };
    PlannedDate {
        date,
        week: u8::try_from(iso_week(date)).unwrap_or(0),
        weekday: u8::try_from(weekday(date)).unwrap_or(0),
        state,
        starts_at: span.start,
        ends_at: span.end,
        start_time,
        end_time,
        ends_next_day: end_day != day,
        minutes: u32::try_from(span.minutes()).unwrap_or(0),
        clock_change: clock_change(span),
        holiday: holiday(date),
        city_days: calendar
            .city_days
            .iter()
            .filter(|held| held.holds(date))
            .cloned()
            .collect(),
        collisions: Vec::new(),
    }
}

/// The other shifts at the same time with the same leader or at the same place.
pub fn collisions(
    span: Span,
    place: &Place,
    leader: Option<MembershipId>,
    others: &[OtherShift],
) -> Vec<Collision> {
    others
        .iter()
        .filter(|other| other.span.overlaps(span))
        .filter_map(|other| {
            let kind = if leader.is_some() && other.has_leader {
                CollisionKind::Leader
            } else if other.place == place.as_str() {
                CollisionKind::Place
            } else {
                return None;
            };
            Some(Collision {
                kind,
                shift: other.shift,
                title: other.title.clone(),
                starts_at: other.span.start,
            })
        })
        .collect()
}

/// The plan of a date and when it is. None when its times are the same wall time.
pub fn dated(template: &ShiftForm, date: LocalDate) -> Option<(ShiftForm, Span)> {
    let form = merge::on(template, date);
    let span = merge::span(&form)?;
    Some((form, span))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        platform::Holiday,
        time::{ClockChange, LocalTime, civil::shift_days},
    };

    fn form(start: &str, end: &str) -> ShiftForm {
        serde_json::from_value(serde_json::json!({
            "activityType": "night_walk", "title": "Nattvandring", "district": "rissne",
            "meetingPoint": { "name": "Rissne torg" }, "date": "2026-09-05",
            "startTime": start, "endTime": end, "minimum": 2, "maximum": 6,
            "needsLeader": true, "notes": "", "briefing": "", "public": false
        }))
        .unwrap()
    }

    fn look(template: &ShiftForm, date: &str) -> PlannedDate {
        let (form, span) = dated(template, date.parse().unwrap()).unwrap();
        let none = BTreeSet::new();
        let calendar = Calendar {
            city_days: &[],
            excluded: &none,
            now: "2026-09-01T00:00:00Z".parse().unwrap(),
        };
        planned(&form, span, &calendar)
    }

    #[test]
    fn saturdays_over_october_keep_their_wall_time() {
        let walk = form("22:00", "02:00");
        for (date, starts, minutes, change) in [
            ("2026-10-17", "2026-10-17T20:00:00Z", 240, ClockChange::None),
            // 02.00 happens twice that night; the first is meant (edge case C25).
            ("2026-10-24", "2026-10-24T20:00:00Z", 240, ClockChange::None),
            ("2026-10-31", "2026-10-31T21:00:00Z", 240, ClockChange::None),
        ] {
            let held = look(&walk, date);
            assert_eq!(
                (
                    held.starts_at.to_string().as_str(),
                    held.minutes,
                    held.clock_change
                ),
                (starts, minutes, change)
            );
            assert_eq!(
                held.start_time,
                LocalTime {
                    hour: 22,
                    minute: 0
                }
            );
        }
        let longer = look(&form("22:00", "03:00"), "2026-10-24");
        assert_eq!(
            (longer.minutes, longer.clock_change),
            (360, ClockChange::Back)
        );
        let shorter = look(&form("22:00", "03:00"), "2027-03-27");
        assert_eq!(
            (shorter.minutes, shorter.clock_change),
            (240, ClockChange::Forward)
        );
    }

    #[test]
    fn half_past_two_on_sundays_moves_forward_in_spring_and_happens_once_in_autumn() {
        let walk = form("02:30", "05:00");
        let spring = look(&walk, "2027-03-28");
        assert_eq!(
            spring.start_time,
            LocalTime {
                hour: 3,
                minute: 30
            }
        );
        assert_eq!((spring.minutes, spring.state), (90, DateState::Planned));
        let autumn = look(&walk, "2026-10-25");
        assert_eq!(autumn.starts_at.to_string(), "2026-10-25T00:30:00Z");
        assert_eq!((autumn.minutes, autumn.state), (210, DateState::Planned));
    }

    #[test]
    fn what_spring_leaves_nothing_of_is_left_out() {
        let walk = form("02:30", "03:00");
        assert_eq!(look(&walk, "2027-03-28").state, DateState::Impossible);
        assert_eq!(look(&walk, "2027-03-21").state, DateState::Planned);
    }

    #[test]
    fn week_numbers_and_holidays_are_named() {
        let walk = form("21:00", "01:00");
        let eve = look(&walk, "2027-01-01");
        assert_eq!(
            (eve.week, eve.weekday, eve.holiday),
            (53, 5, Some(Holiday::NewYearsDay))
        );
        assert_eq!(look(&walk, "2026-11-27").week, 48);
    }

    #[test]
    fn only_shifts_at_the_same_time_with_the_leader_or_at_the_place_collide() {
        let span = |start: &str, end: &str| Span {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
        };
        let own = span("2027-01-08T20:00:00Z", "2027-01-09T00:00:00Z");
        let other = |id: u8, span: Span, place: &str, has_leader: bool| OtherShift {
            shift: format!("01928e7a-0000-7000-8000-00000000000{id}")
                .parse()
                .unwrap(),
            title: format!("{id}"),
            span,
            place: place.to_owned(),
            has_leader,
        };
        let others = [
            other(
                1,
                span("2027-01-08T16:00:00Z", "2027-01-08T20:00:00Z"),
                "Rissne torg",
                true,
            ),
            other(
                2,
                span("2027-01-08T16:00:00Z", "2027-01-08T20:30:00Z"),
                "Rissne torg",
                false,
            ),
            other(3, own, "Duvbo", true),
            other(4, own, "Duvbo", false),
        ];
        let leader = Some("01928e7a-0000-7000-8000-000000000009".parse().unwrap());
        let place = form("21:00", "01:00").meeting_point.name;
        let kinds = |leader| {
            collisions(own, &place, leader, &others)
                .into_iter()
                .map(|found| (found.title, found.kind))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            kinds(leader),
            [
                ("2".to_owned(), CollisionKind::Place),
                ("3".to_owned(), CollisionKind::Leader)
            ]
        );
        assert_eq!(kinds(None), [("2".to_owned(), CollisionKind::Place)]);
    }

    proptest! {
        #[test]
        fn a_series_keeps_its_wall_time_all_year(days in 0_i32..1000, start in 4_i8..24, length in 1_i8..5) {
            let end = (start + length) % 24;
            let walk = form(&format!("{start:02}:00"), &format!("{end:02}:00"));
            let date = shift_days("2026-01-01".parse().unwrap(), days);
            let (form, span) = dated(&walk, date).unwrap();
            let none = BTreeSet::new();
            let calendar = Calendar { city_days: &[], excluded: &none, now: Instant::from_micros(0) };
            let held = planned(&form, span, &calendar);
            prop_assert_eq!((held.date, held.start_time.hour), (date, start));
            prop_assert_eq!(held.state, DateState::Planned);
            let usual = i64::from(length) * 60;
            prop_assert!((i64::from(held.minutes) - usual).abs() <= 60);
            prop_assert_eq!(held.clock_change == ClockChange::None, i64::from(held.minutes) == usual);
        }
    }
}
