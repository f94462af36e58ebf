//! What one date of a series becomes when the series' plan changes: the new plan, with whatever was changed for
//! this date alone (EDGE-CASES D37).
//!
//! Field by field over the form's JSON, so that fields a shift gets later follow by themselves.

use serde_json::{Map, Value};

use crate::{
    shifts::ShiftForm,
    time::{Fold, LocalDate, Span, civil::span_of},
};

/// The fields that together say when.
const WHEN: [&str; 5] = ["date", "startTime", "endTime", "startFold", "endFold"];

/// A form that could not be taken apart or put together again: a fault of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAForm;

/// The plan of one date: the series' template on that day.
pub fn on(template: &ShiftForm, date: LocalDate) -> ShiftForm {
    ShiftForm {
        date,
        ..template.clone()
    }
}

/// When a form's shift is. None when its times are the same wall time.
pub fn span(form: &ShiftForm) -> Option<Span> {
    span_of(
        form.date,
        (form.start_time, form.start_fold),
        (form.end_time, form.end_fold),
    )
}

/// Whether `mine` is at another time or place than the series planned it.
pub fn is_own(planned: &ShiftForm, mine: &ShiftForm) -> bool {
    span(planned) != span(mine) || planned.meeting_point != mine.meeting_point
}

/// `mine` as it becomes when the plan of its date goes from `before` to `after`: what was changed for this date
/// alone stays. A leader who is missing is no decision, so the new plan's leader takes over.
pub fn merge(
    before: &ShiftForm,
    mine: &ShiftForm,
    after: &ShiftForm,
) -> Result<ShiftForm, NotAForm> {
    let own_time = span(before) != span(mine);
    let (before, mut held, after) = (fields(before)?, fields(mine)?, fields(after)?);
    for (field, planned) in after {
        let own = if WHEN.contains(&field.as_str()) {
            own_time
        } else {
            held.get(&field) != before.get(&field)
        };
        let nobody_leads = field == "leader" && held.get(&field).is_none_or(Value::is_null);
        if !own || nobody_leads {
            held.insert(field, planned);
        }
    }
    serde_json::from_value(Value::Object(held)).or(Err(NotAForm))
}

fn fields(form: &ShiftForm) -> Result<Map<String, Value>, NotAForm> {
    match serde_json::to_value(form) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(NotAForm),
    }
}

/// Whether people on a shift would have to be told: another time or place.
pub fn concerns_people(before: &ShiftForm, after: &ShiftForm) -> bool {
    is_own(before, after)
}

/// The template without what belongs to one night: both folds as they are when nothing is said.
pub fn as_template(form: &ShiftForm, first: LocalDate) -> ShiftForm {
    ShiftForm {
        date: first,
        start_fold: Fold::Earlier,
        end_fold: Fold::Earlier,
        ..form.clone()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::LocalTime;

    fn form(title: &str, date: &str, start: &str) -> ShiftForm {
        serde_json::from_value(serde_json::json!({
            "activityType": "night_walk", "title": title, "district": "rissne",
            "meetingPoint": { "name": "Rissne torg" }, "date": date,
            "startTime": start, "endTime": "01:00", "minimum": 2, "maximum": 6,
            "needsLeader": true, "notes": "", "briefing": "", "public": false
        }))
        .unwrap()
    }

    #[test]
    fn a_date_moved_on_its_own_keeps_its_time_and_takes_the_new_text() {
        let before = form("Vandring", "2027-01-08", "21:00");
        let mine = form("Vandring", "2027-01-09", "20:00");
        let after = form("Nattvandring", "2027-01-08", "22:00");
        let merged = merge(&before, &mine, &after).unwrap();
        assert_eq!(merged, form("Nattvandring", "2027-01-09", "20:00"));
        assert!(is_own(&before, &mine) && !concerns_people(&mine, &merged));
    }

    #[test]
    fn a_start_that_spring_moves_is_not_a_time_of_its_own() {
        // 02.30 does not exist on 28 March 2027; the shift says 03.30.
        let mut before = form("Vandring", "2027-03-28", "02:30");
        before.end_time = LocalTime { hour: 6, minute: 0 };
        let mut mine = before.clone();
        mine.start_time = LocalTime {
            hour: 3,
            minute: 30,
        };
        assert!(!is_own(&before, &mine));
        let mut after = before.clone();
        after.start_time = LocalTime { hour: 4, minute: 0 };
        assert_eq!(
            merge(&before, &mine, &after).unwrap().start_time,
            after.start_time
        );
    }

    #[test]
    fn where_nobody_leads_any_more_the_new_leader_takes_over() {
        let leader = |text: &str| Some(text.parse().unwrap());
        let plain = form("Vandring", "2027-01-08", "21:00");
        let before = ShiftForm {
            leader: leader("01928e7a-0000-7000-8000-000000000001"),
            ..plain.clone()
        };
        let after = ShiftForm {
            leader: leader("01928e7a-0000-7000-8000-000000000002"),
            ..plain.clone()
        };
        assert_eq!(merge(&before, &plain, &after).unwrap().leader, after.leader);
        let mine = ShiftForm {
            leader: leader("01928e7a-0000-7000-8000-000000000003"),
            ..plain
        };
        assert_eq!(merge(&before, &mine, &after).unwrap().leader, mine.leader);
    }

    prop_compose! {
        fn any_form()(title in 0_u8..3, day in 1_i8..28, start in 18_i8..24, minimum in 2_u16..4, public in any::<bool>()) -> ShiftForm {
            ShiftForm {
                date: LocalDate::new(2027, 3, day).unwrap(),
                start_time: LocalTime { hour: start, minute: 0 },
                minimum,
                public,
                ..form(["A", "B", "C"][usize::from(title)], "2027-01-08", "21:00")
            }
        }
    }

    proptest! {
        #[test]
        fn what_follows_the_plan_follows_it_and_what_is_its_own_stays(before in any_form(), mine in any_form(), after in any_form()) {
            prop_assert_eq!(&merge(&before, &before, &after).unwrap(), &after);
            prop_assert_eq!(&merge(&before, &mine, &before).unwrap(), &mine);
            let merged = merge(&before, &mine, &after).unwrap();
            let expected = if span(&mine) == span(&before) { &after } else { &mine };
            prop_assert_eq!((merged.date, merged.start_time), (expected.date, expected.start_time));
            let title = if mine.title == before.title { &after.title } else { &mine.title };
            prop_assert_eq!(&merged.title, title);
            // A second time changes nothing more.
            prop_assert_eq!(merge(&after, &merged, &after).unwrap(), merged);
        }
    }
}
