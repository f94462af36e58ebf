//! A report as the city sees it: for whoever sends it, and for the city.

use leptos::prelude::*;
use lykta_shared::walks::{CityObservation, CityReport, Mood, Severity, YoungPeople};

use crate::{
    text::{Text, count, fill, format, t, walk_report as text},
    vocabulary::{Words, use_words},
};

const fn mood(mood: Mood) -> Text {
    match mood {
        Mood::Calm => text::CALM,
        Mood::Lively => text::LIVELY,
        Mood::Tense => text::TENSE,
    }
}

const fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Info => text::INFO,
        Severity::Low => text::LOW,
        Severity::Medium => text::MEDIUM,
        Severity::High => text::HIGH,
        Severity::Urgent => text::URGENT,
    }
}

fn yes(is: bool) -> String {
    t(if is { text::YES } else { text::NO }).to_owned()
}

/// All that is sent, and nothing else.
pub(super) fn facts(report: &CityReport) -> AnyView {
    let words = use_words();
    let rows = circumstances(report, words)
        .into_iter()
        .chain(happened(report))
        .chain(afterwards(report))
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| {
            view! {
                <dt>{t(label)}</dt>
                <dd class="lines">
                    <bdi>{value}</bdi>
                </dd>
            }
        })
        .collect_view();
    view! {
        <dl class="facts">{rows}</dl>
        {seen(report, words)}
    }
    .into_any()
}

/// Who walked, when and where, and how the evening was.
fn circumstances(report: &CityReport, words: Words) -> Vec<(Text, String)> {
    let mut rows = vec![(text::C_ORGANISATION, report.organisation.clone())];
    if let Some(date) = report.date {
        rows.push((text::C_DATE, format::plain_day(date)));
    }
    let adults = count(report.adults.into(), text::ADULTS_ONE, text::ADULTS_OTHER);
    let youth = count(report.youth.into(), text::YOUTH_ONE, text::YOUTH_OTHER);
    let groups = report.groups.to_string();
    let people = [
        ("adults", &*adults),
        ("youth", &*youth),
        ("groups", &*groups),
    ];
    rows.push((text::C_PEOPLE, fill(text::C_PEOPLE_TEXT, &people)));
    let districts: Vec<String> = report
        .districts
        .iter()
        .map(|key| words.district(key))
        .collect();
    rows.push((text::C_DISTRICTS, districts.join(", ")));
    rows.push((text::WHERE, report.places.join(", ")));
    rows.push((text::MOOD, t(mood(report.mood)).to_owned()));
    let young = match report.young_people_met {
        YoungPeople::None => t(text::NONE).to_owned(),
        some => some.as_str().replace('-', "–"),
    };
    rows.push((text::YOUNG, young));
    rows
}

/// Whom they met, and how often they helped: what did not happen is left out.
fn happened(report: &CityReport) -> Vec<(Text, String)> {
    let met = [
        (text::MET_POLICE, report.met_police),
        (text::MET_FIELD, report.met_field_workers),
    ];
    let counts = [
        (text::CALLS_112, report.calls112),
        (text::CALLS_11414, report.calls11414),
        (text::FIRST_AID, report.first_aid_given),
        (text::HELPED_HOME, report.helped_home),
        (text::FOUND, report.found_property_handed_to_police),
    ];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0);
    met.into_iter()
        .map(|(label, is)| (label, yes(is)))
        .chain(counts.map(|(label, n)| (label, n.to_string())))
        .collect()
}

fn afterwards(report: &CityReport) -> [(Text, String); 3] {
    [
        (text::DEBRIEF, yes(report.debrief_held)),
        (text::CONTACT, yes(report.want_contact_from_city)),
        (text::C_TEXT, report.free_text.clone()),
    ]
}

/// What was seen; of some organisations the city gets the numbers only.
fn seen(report: &CityReport, words: Words) -> Option<AnyView> {
    if report.observation_counts.is_empty() {
        return None;
    }
    let items = if report.counts_only {
        let counts = report.observation_counts.iter();
        counts
            .map(|held| {
                let label = words.label("observationCategory", &held.category);
                view! { <li>{label} ": " {held.count}</li> }.into_any()
            })
            .collect_view()
    } else {
        let observations = report.observations.iter();
        observations
            .map(|one| observation(one, words))
            .collect_view()
    };
    Some(
        view! {
            <h3>{t(text::OBSERVATIONS)}</h3>
            <ul class="list" role="list">
                {items}
            </ul>
        }
        .into_any(),
    )
}

fn observation(one: &CityObservation, words: Words) -> AnyView {
    let label = words.label("observationCategory", &one.category);
    let place = format!("{}, {}", one.place, words.district(&one.district));
    view! {
        <li>
            <strong>{label}</strong>
            " "
            <span class="tag">{t(severity(one.severity))}</span>
            <br />
            <bdi>{place}</bdi>
            <br />
            <bdi class="lines">{one.text.clone()}</bdi>
        </li>
    }
    .into_any()
}
