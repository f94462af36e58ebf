//! A report as the city sees it: for whoever sends it, and for the city.

use leptos::prelude::*;
use lykta_shared::walks::{CityReport, Mood, Severity, YoungPeople};

use crate::{
    text::{Text, fill, format, t, walk_report as text},
    vocabulary::use_words,
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
#[expect(
    clippy::too_many_lines,
    reason = "one list of fields, read from top to bottom"
)]
pub(super) fn facts(report: &CityReport) -> AnyView {
    let words = use_words();
    let mut rows: Vec<(Text, String)> = vec![(text::C_ORGANISATION, report.organisation.clone())];
    if let Some(date) = report.date {
        rows.push((text::C_DATE, format::plain_day(date)));
    }
    rows.push((
        text::C_PEOPLE,
        fill(
            text::C_PEOPLE_TEXT,
            &[
                ("adults", &report.adults.to_string()),
                ("youth", &report.youth.to_string()),
                ("groups", &report.groups.to_string()),
            ],
        ),
    ));
    let districts: Vec<String> = report
        .districts
        .iter()
        .map(|key| words.district(key))
        .collect();
    let young = match report.young_people_met {
        YoungPeople::None => t(text::NONE).to_owned(),
        some => some.as_str().replace('-', "–"),
    };
    let counts = [
        (text::CALLS_112, report.calls112),
        (text::CALLS_11414, report.calls11414),
        (text::FIRST_AID, report.first_aid_given),
        (text::HELPED_HOME, report.helped_home),
        (text::FOUND, report.found_property_handed_to_police),
    ];
    rows.push((text::C_DISTRICTS, districts.join(", ")));
    rows.push((text::WHERE, report.places.join(", ")));
    rows.push((text::MOOD, t(mood(report.mood)).to_owned()));
    rows.push((text::YOUNG, young));
    rows.push((text::MET_POLICE, yes(report.met_police)));
    rows.push((text::MET_FIELD, yes(report.met_field_workers)));
    rows.extend(
        counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(label, count)| (label, count.to_string())),
    );
    rows.push((text::DEBRIEF, yes(report.debrief_held)));
    rows.push((text::CONTACT, yes(report.want_contact_from_city)));
    rows.push((text::C_TEXT, report.free_text.clone()));
    let rows = rows
        .into_iter()
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
    let seen = if report.counts_only {
        report
            .observation_counts
            .iter()
            .map(|held| {
                let label = words.label("observationCategory", &held.category);
                view! { <li>{label} ": " {held.count}</li> }.into_any()
            })
            .collect_view()
    } else {
        report
            .observations
            .iter()
            .map(|one| {
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
            })
            .collect_view()
    };
    let any = !report.observation_counts.is_empty();
    view! {
        <dl class="facts">{rows}</dl>
        {any.then(|| {
            view! {
                <h3>{t(text::OBSERVATIONS)}</h3>
                <ul class="list" role="list">
                    {seen}
                </ul>
            }
        })}
    }
    .into_any()
}
