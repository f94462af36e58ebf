//! What a planned shift has to keep, as errors of its form's fields.

use super::{MeetingPoint, ShiftForm, staffing::MAX_PEOPLE};
use crate::{
    problem::{FieldCode, FieldError},
    time::{Instant, LocalTime, Span},
};

/// The longest a shift may last, elapsed: 24 hours.
pub const MAX_MINUTES: i64 = 24 * 60;

/// What a form is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanFacts {
    /// What the wall times of the form are as instants; `None` when both are the same wall time.
    pub span: Option<Span>,
    /// The smallest number of adults that the activity type demands (DOMAIN.md 3.3).
    pub floor: u16,
    /// Whether the activity type demands a leader.
    pub needs_leader: bool,
    /// Whether people can sign up for it, so that it has to lie ahead. A draft may lie anywhere.
    pub published: bool,
    /// The moment of the check.
    pub now: Instant,
}

/// All that is wrong with a form; pointers count from the form itself.
pub fn check_plan(form: &ShiftForm, facts: &PlanFacts) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(check_times(form, facts));
    errors.extend(check_people(form, facts));
    errors.extend(check_position(&form.meeting_point));
    errors
}

/// Whether nothing is left of a shift on the night the clocks go forward: 02.30–03.00 is no time then. The start moves
/// onto the end or past it, and the end to the next day; so it lasts longer than its times say, by more than the hour
/// that autumn adds.
pub fn is_swallowed(form: &ShiftForm, span: Span) -> bool {
    let minutes = |time: LocalTime| i64::from(time.hour) * 60 + i64::from(time.minute);
    let said = minutes(form.end_time) - minutes(form.start_time);
    span.minutes() <= 0 || (said > 0 && span.minutes() > said + 60)
}

fn check_times(form: &ShiftForm, facts: &PlanFacts) -> Option<FieldError> {
    let Some(span) = facts.span else {
        return Some(FieldError::new("/endTime", FieldCode::EndNotAfterStart));
    };
    let minutes = span.minutes();
    if is_swallowed(form, span) {
        Some(FieldError::new("/endTime", FieldCode::EndNotAfterStart))
    } else if minutes > MAX_MINUTES {
        Some(FieldError::new("/endTime", FieldCode::TooLongSpan))
    } else if facts.published && span.start <= facts.now {
        Some(FieldError::new("/date", FieldCode::InThePast))
    } else {
        None
    }
}

fn check_people(form: &ShiftForm, facts: &PlanFacts) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if form.minimum < facts.floor.max(1) {
        errors.push(FieldError::new("/minimum", FieldCode::BelowFloor));
    }
    if !(1..=MAX_PEOPLE).contains(&form.maximum) {
        errors.push(FieldError::new("/maximum", FieldCode::OutOfRange));
    } else if form.minimum > form.maximum {
        errors.push(FieldError::new("/maximum", FieldCode::MinimumAboveMaximum));
    }
    if facts.needs_leader && !form.needs_leader {
        errors.push(FieldError::new("/needsLeader", FieldCode::LeaderRequired));
    }
    errors
}

fn check_position(place: &MeetingPoint) -> Option<FieldError> {
    match (place.latitude, place.longitude) {
        (None, None) => None,
        (Some(_), None) => Some(FieldError::new(
            "/meetingPoint/longitude",
            FieldCode::Required,
        )),
        (None, Some(_)) => Some(FieldError::new(
            "/meetingPoint/latitude",
            FieldCode::Required,
        )),
        (Some(latitude), Some(longitude)) => {
            let pointer = if !(-90.0..=90.0).contains(&latitude) {
                "/meetingPoint/latitude"
            } else if !(-180.0..=180.0).contains(&longitude) {
                "/meetingPoint/longitude"
            } else {
                return None;
            };
            Some(FieldError::new(pointer, FieldCode::OutOfRange))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form() -> ShiftForm {
        serde_json::from_value(serde_json::json!({
            "activityType": "night_walk", "title": "Nattvandring", "district": "rissne",
            "meetingPoint": { "name": "Rissne torg" }, "date": "2026-11-27",
            "startTime": "21:00", "endTime": "01:00", "minimum": 2, "maximum": 6,
            "needsLeader": true, "notes": "", "briefing": "", "public": false
        }))
        .unwrap()
    }

    fn facts(minutes: i64) -> PlanFacts {
        let start = Instant::from_micros(1_795_809_600_000_000);
        PlanFacts {
            span: Some(Span {
                start,
                end: start.plus_minutes(minutes),
            }),
            floor: 2,
            needs_leader: true,
            published: true,
            now: start.plus_hours(-1),
        }
    }

    fn wrong(form: &ShiftForm, facts: &PlanFacts) -> Vec<(String, FieldCode)> {
        check_plan(form, facts)
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect()
    }

    fn one(pointer: &str, code: FieldCode) -> Vec<(String, FieldCode)> {
        vec![(pointer.to_owned(), code)]
    }

    #[test]
    fn a_sound_plan_has_no_errors() {
        assert_eq!(wrong(&form(), &facts(240)), vec![]);
        assert_eq!(wrong(&form(), &facts(MAX_MINUTES)), vec![]);
    }

    #[test]
    fn nobody_is_planned_to_walk_alone_or_without_a_leader() {
        let alone = ShiftForm {
            minimum: 1,
            ..form()
        };
        assert_eq!(
            wrong(&alone, &facts(240)),
            one("/minimum", FieldCode::BelowFloor)
        );
        let nobody = ShiftForm {
            minimum: 0,
            ..form()
        };
        let no_floor = PlanFacts {
            floor: 0,
            ..facts(240)
        };
        assert_eq!(
            wrong(&nobody, &no_floor),
            one("/minimum", FieldCode::BelowFloor)
        );
        let unled = ShiftForm {
            needs_leader: false,
            ..form()
        };
        assert_eq!(
            wrong(&unled, &facts(240)),
            one("/needsLeader", FieldCode::LeaderRequired)
        );
    }

    #[test]
    fn people_fit_between_minimum_and_500() {
        for (minimum, maximum, code) in [
            (2, 501, FieldCode::OutOfRange),
            (2, 0, FieldCode::OutOfRange),
            (5, 4, FieldCode::MinimumAboveMaximum),
        ] {
            let form = ShiftForm {
                minimum,
                maximum,
                ..form()
            };
            assert_eq!(wrong(&form, &facts(240)), one("/maximum", code));
        }
    }

    #[test]
    fn times_make_a_span_of_at_most_a_day() {
        let none = PlanFacts {
            span: None,
            ..facts(240)
        };
        let end = |code| one("/endTime", code);
        assert_eq!(wrong(&form(), &none), end(FieldCode::EndNotAfterStart));
        assert_eq!(
            wrong(&form(), &facts(MAX_MINUTES + 1)),
            end(FieldCode::TooLongSpan)
        );
        let swallowed = ShiftForm {
            start_time: "02:30".parse().unwrap(),
            end_time: "03:30".parse().unwrap(),
            ..form()
        };
        assert_eq!(
            wrong(&swallowed, &facts(MAX_MINUTES)),
            end(FieldCode::EndNotAfterStart)
        );
    }

    #[test]
    fn what_spring_leaves_nothing_of_is_no_shift_and_autumn_makes_long_ones() {
        for (start, end, minutes, swallowed) in [
            ("02:30", "03:00", 23 * 60 + 30, true),
            ("02:15", "03:00", 23 * 60 + 45, true),
            ("02:30", "03:15", 23 * 60 + 45, true),
            ("01:30", "03:30", 60, false),
            ("01:00", "04:00", 240, false),
            ("02:30", "02:45", 75, false),
            ("00:00", "23:59", 24 * 60 + 59, false),
        ] {
            let form = ShiftForm {
                start_time: start.parse().unwrap(),
                end_time: end.parse().unwrap(),
                ..form()
            };
            let span = facts(minutes).span.unwrap();
            assert_eq!(is_swallowed(&form, span), swallowed, "{start}–{end}");
        }
    }

    #[test]
    fn what_people_can_sign_up_for_lies_ahead() {
        let late = PlanFacts {
            now: facts(240).span.unwrap().start,
            ..facts(240)
        };
        assert_eq!(wrong(&form(), &late), one("/date", FieldCode::InThePast));
        let draft = PlanFacts {
            published: false,
            ..late
        };
        assert_eq!(wrong(&form(), &draft), vec![]);
    }

    #[test]
    fn a_position_is_whole_and_on_earth() {
        for (latitude, longitude, pointer, code) in [
            (Some(59.37), None, "longitude", FieldCode::Required),
            (None, Some(17.94), "latitude", FieldCode::Required),
            (Some(91.0), Some(17.94), "latitude", FieldCode::OutOfRange),
            (
                Some(59.37),
                Some(-181.0),
                "longitude",
                FieldCode::OutOfRange,
            ),
        ] {
            let mut form = form();
            form.meeting_point.latitude = latitude;
            form.meeting_point.longitude = longitude;
            assert_eq!(
                wrong(&form, &facts(240)),
                one(&format!("/meetingPoint/{pointer}"), code)
            );
        }
    }

    proptest! {
        #[test]
        fn a_plan_that_passes_keeps_the_schema(
            minimum in 0_u16..600, maximum in 0_u16..600, floor in 0_u16..5, minutes in -10_i64..3000,
        ) {
            let form = ShiftForm { minimum, maximum, ..form() };
            let facts = PlanFacts { floor, ..facts(minutes) };
            if check_plan(&form, &facts).is_empty() {
                prop_assert!(minimum >= 1 && minimum >= floor && minimum <= maximum && maximum <= 500);
                prop_assert!((1..=MAX_MINUTES).contains(&minutes));
            }
        }
    }
}
