//! What a walk report may say, and what the city sees of it.

use super::{
    CategoryCount, CityObservation, CityReport, PersonWarning, ReportForm, hours,
    persons::{PersonTrace, traces},
};
use crate::{
    problem::{FieldCode, FieldError},
    time::{LocalDate, Span},
    vocabulary::Key,
};

/// The most named places of a report.
pub const MAX_PLACES: usize = 30;
/// The most districts of a report.
pub const MAX_DISTRICTS: usize = 20;
/// The most observations of a report.
pub const MAX_OBSERVATIONS: usize = 20;
/// The most people, calls, things of any count.
pub const MAX_COUNT: u16 = 500;

/// What is not possible in a report of this walk. Keys are looked up by the server.
pub fn check(report: &ReportForm, walk: Span) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if report.ended_at <= report.started_at {
        errors.push(FieldError::new("/endedAt", FieldCode::EndNotAfterStart));
    } else if !hours::possible(walk, report.started_at, Some(report.ended_at)) {
        errors.push(FieldError::new("/startedAt", FieldCode::OutOfRange));
    }
    for (count, pointer) in [
        (report.adults, "/adults"),
        (report.youth, "/youth"),
        (report.groups, "/groups"),
        (report.calls112, "/calls112"),
        (report.calls11414, "/calls11414"),
        (report.first_aid_given, "/firstAidGiven"),
        (report.helped_home, "/helpedHome"),
        (
            report.found_property_handed_to_police,
            "/foundPropertyHandedToPolice",
        ),
    ] {
        if count > MAX_COUNT {
            errors.push(FieldError::new(pointer, FieldCode::OutOfRange));
        }
    }
    for (length, most, pointer) in [
        (report.places.len(), MAX_PLACES, "/places"),
        (report.districts.len(), MAX_DISTRICTS, "/districts"),
        (report.observations.len(), MAX_OBSERVATIONS, "/observations"),
    ] {
        if length > most {
            errors.push(FieldError::new(pointer, FieldCode::TooLong));
        }
    }
    for (i, observation) in report.observations.iter().enumerate() {
        if observation.going_on {
            let pointer = format!("/observations/{i}/goingOn");
            errors.push(FieldError::new(pointer, FieldCode::GoingOnNow));
        }
    }
    for warning in screen(report) {
        if warning.trace == PersonTrace::PersonalNumber {
            errors.push(FieldError::new(warning.pointer, FieldCode::PersonalNumber));
        }
    }
    errors
}

/// Where the report may be about a person, and how.
pub fn screen(report: &ReportForm) -> Vec<PersonWarning> {
    let places = report.places.iter().enumerate();
    let seen = report.observations.iter().enumerate();
    let texts = std::iter::once(("/freeText".to_owned(), report.free_text.as_str()))
        .chain(places.map(|(i, place)| (format!("/places/{i}"), place.as_str())))
        .chain(seen.flat_map(|(i, observation)| {
            [
                (
                    format!("/observations/{i}/place"),
                    observation.place.as_str(),
                ),
                (format!("/observations/{i}/text"), observation.text.as_str()),
            ]
        }));
    texts
        .flat_map(|(pointer, text)| {
            traces(text).into_iter().map(move |trace| PersonWarning {
                pointer: pointer.clone(),
                trace,
            })
        })
        .collect()
}

/// The walk a report is of, as far as the city may know of it.
#[derive(Debug, Clone)]
pub struct Walk {
    /// The organisation's name.
    pub organisation: String,
    /// Whether the rules for special categories hold.
    pub special_category: bool,
    /// What was done.
    pub activity_type: Key,
    /// The day.
    pub date: LocalDate,
}

/// What the city sees: numbers and places, never a participant. Of an organisation with special category counts only.
pub fn for_city(report: &ReportForm, walk: &Walk) -> CityReport {
    let open = !walk.special_category;
    let mut counts: Vec<CategoryCount> = Vec::new();
    for observation in &report.observations {
        match counts
            .iter_mut()
            .find(|held| held.category == observation.category)
        {
            Some(held) => held.count += 1,
            None => counts.push(CategoryCount {
                category: observation.category.clone(),
                count: 1,
            }),
        }
    }
    CityReport {
        organisation: walk.organisation.clone(),
        counts_only: walk.special_category,
        activity_type: open.then(|| walk.activity_type.clone()),
        date: open.then_some(walk.date),
        started_at: open.then_some(report.started_at),
        ended_at: open.then_some(report.ended_at),
        adults: report.adults,
        youth: report.youth,
        groups: report.groups,
        districts: kept(open, &report.districts, Clone::clone),
        places: kept(open, &report.places, ToString::to_string),
        young_people_met: report.young_people_met,
        mood: report.mood,
        met_police: report.met_police,
        met_field_workers: report.met_field_workers,
        calls112: report.calls112,
        calls11414: report.calls11414,
        first_aid_given: report.first_aid_given,
        helped_home: report.helped_home,
        found_property_handed_to_police: report.found_property_handed_to_police,
        observations: kept(open, &report.observations, |seen| CityObservation {
            id: seen.id,
            category: seen.category.clone(),
            severity: seen.severity,
            district: seen.district.clone(),
            place: seen.place.to_string(),
            text: seen.text.to_string(),
        }),
        observation_counts: counts,
        debrief_held: report.debrief_held,
        want_contact_from_city: report.want_contact_from_city,
        free_text: if open {
            report.free_text.to_string()
        } else {
            String::new()
        },
    }
}

fn kept<T, U>(open: bool, held: &[T], each: impl Fn(&T) -> U) -> Vec<U> {
    if open {
        held.iter().map(each).collect()
    } else {
        Vec::new()
    }
}

/// The reference people quote: `SBG-2026-0001`.
pub fn reference(year: i16, number: i32) -> String {
    format!("SBG-{year}-{number:04}")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        ids::ObservationId,
        text::{Place, ReportText},
        time::Instant,
        walks::{Mood, Observation, Severity, YoungPeople},
    };

    const START: Instant = Instant::from_micros(1_795_809_600_000_000);

    fn walk() -> Span {
        Span {
            start: START,
            end: START.plus_hours(4),
        }
    }

    fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
        T::try_from(text.to_owned()).unwrap()
    }

    fn seen(words: &str) -> Observation {
        Observation {
            id: ObservationId(Uuid::from_u128(1)),
            category: text("dark_place"),
            severity: Severity::Low,
            district: text("rissne"),
            place: text::<Place>("Gångtunneln"),
            text: text::<ReportText>(words),
            going_on: false,
        }
    }

    fn report(words: &str) -> ReportForm {
        ReportForm {
            started_at: START,
            ended_at: START.plus_hours(4),
            adults: 5,
            youth: 1,
            groups: 2,
            districts: vec![text("rissne")],
            places: vec![text("Rissne torg")],
            young_people_met: YoungPeople::UpTo30,
            mood: Mood::Calm,
            met_police: false,
            met_field_workers: true,
            calls112: 0,
            calls11414: 1,
            first_aid_given: 0,
            helped_home: 0,
            found_property_handed_to_police: 0,
            observations: vec![seen("Lampan är trasig."), seen("")],
            equipment_returned: true,
            debrief_held: true,
            want_contact_from_city: false,
            free_text: text(words),
        }
    }

    fn of(special_category: bool) -> Walk {
        Walk {
            organisation: "Ljusets församling".into(),
            special_category,
            activity_type: text("night_walk"),
            date: LocalDate::new(2026, 11, 27).unwrap(),
        }
    }

    #[test]
    fn a_quiet_evening_has_nothing_wrong() {
        assert_eq!(check(&report("Lugnt."), walk()), []);
        assert_eq!(screen(&report("Lugnt.")), []);
    }

    #[test]
    fn what_is_going_on_now_is_not_for_a_report() {
        let mut now = report("");
        now.observations[1].going_on = true;
        assert_eq!(
            check(&now, walk()),
            [FieldError::new(
                "/observations/1/goingOn",
                FieldCode::GoingOnNow
            )]
        );
    }

    #[test]
    fn a_personal_number_is_refused_wherever_it_stands_and_a_plate_is_warned_of() {
        let mut told = report("900101-9802");
        told.observations[0].text = text("ABC 123");
        assert_eq!(
            check(&told, walk()),
            [FieldError::new("/freeText", FieldCode::PersonalNumber)]
        );
        let plate = PersonWarning {
            pointer: "/observations/0/text".into(),
            trace: PersonTrace::Plate,
        };
        assert!(screen(&told).contains(&plate));
    }

    #[test]
    fn times_and_counts_that_cannot_be_are_named() {
        let mut wrong = report("");
        wrong.ended_at = wrong.started_at;
        wrong.adults = 501;
        let codes: Vec<_> = check(&wrong, walk())
            .into_iter()
            .map(|e| (e.pointer, e.code))
            .collect();
        assert_eq!(
            codes,
            [
                ("/endedAt".to_owned(), FieldCode::EndNotAfterStart),
                ("/adults".to_owned(), FieldCode::OutOfRange)
            ]
        );
        let mut late = report("");
        late.ended_at = walk().end.plus_hours(7);
        assert_eq!(check(&late, walk())[0].code, FieldCode::OutOfRange);
    }

    #[test]
    fn of_a_faith_community_the_city_sees_counts_and_nothing_else() {
        let sent = for_city(&report("Vid församlingshuset."), &of(true));
        assert!(sent.counts_only);
        assert_eq!((sent.adults, sent.youth, sent.groups), (5, 1, 2));
        assert_eq!(sent.observation_counts[0].count, 2);
        assert_eq!(
            (
                sent.date,
                sent.started_at,
                sent.ended_at,
                sent.activity_type
            ),
            (None, None, None, None)
        );
        assert!(sent.districts.is_empty() && sent.places.is_empty());
        assert!(sent.observations.is_empty() && sent.free_text.is_empty());
    }

    #[test]
    fn of_others_the_city_sees_numbers_places_and_words() {
        let sent = for_city(&report("Lugnt."), &of(false));
        assert_eq!(sent.places, ["Rissne torg"]);
        assert_eq!(sent.observations.len(), 2);
        assert_eq!(sent.free_text, "Lugnt.");
        assert_eq!(reference(2026, 7), "SBG-2026-0007");
    }
}
