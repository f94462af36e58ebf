//! What the walk saw: a tile for what is seen most, then where and in which words. Places, never persons.

use leptos::prelude::*;
use lykta_shared::{
    ids::ObservationId,
    text::{Place, ReportText},
    vocabulary::Key,
    walks::{Observation, Severity, report::MAX_OBSERVATIONS},
};

use super::{report::Report, report_form::warning};
use crate::{
    browser,
    components::{Act, live},
    text::{Text, fill, t, walk_report as text},
    vocabulary::use_words,
};

/// What is seen most (the city's own pledge names the first four).
const TILES: [&str; 6] = [
    "dark_place",
    "litter",
    "graffiti",
    "vandalism",
    "unsafe_place",
    "other",
];

const fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Info => text::INFO,
        Severity::Low => text::LOW,
        Severity::Medium => text::MEDIUM,
        Severity::High => text::HIGH,
        Severity::Urgent => text::URGENT,
    }
}

/// The observations, and tiles for a new one.
pub(super) fn observations(report: Report) -> AnyView {
    let ids = report.memo(|form| {
        form.observations
            .iter()
            .map(|one| one.id)
            .collect::<Vec<_>>()
    });
    let cards = move || {
        ids.get()
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(at, id)| card(report, at + 1, id))
            .collect_view()
    };
    let words = use_words();
    let tiles = move || {
        let full = ids.with(|ids| {
            ids.as_ref()
                .is_some_and(|ids| ids.len() >= MAX_OBSERVATIONS)
        });
        (!full).then(|| {
            TILES
                .iter()
                .filter_map(|key| (*key).parse::<Key>().ok())
                .map(|key| {
                    let label = words.label("observationCategory", &key);
                    view! { <Act label=label icon="plus" on_press=move || add(report, &key) /> }
                })
                .collect_view()
        })
    };
    view! {
        <section>
            <h2>{t(text::OBSERVATIONS)}</h2>
            <div class="cards">{live(cards)}</div>
            <p>{t(text::OBSERVE)}</p>
            <div class="tiles">{live(tiles)}</div>
        </section>
    }
    .into_any()
}

fn add(report: Report, category: &Key) {
    let (id, category) = (
        browser::fresh_id().parse::<ObservationId>(),
        category.clone(),
    );
    report.change(|form| {
        let district = form.districts.first().cloned();
        let place = form.places.first().cloned();
        let (Ok(id), Some(district), Some(place), Ok(words)) =
            (id, district, place, ReportText::try_from(String::new()))
        else {
            return;
        };
        form.observations.push(Observation {
            id,
            category,
            severity: Severity::Low,
            district,
            place,
            text: words,
            going_on: false,
        });
    });
}

fn set(report: Report, id: ObservationId, change: impl FnOnce(&mut Observation)) {
    report.change(|form| {
        if let Some(one) = form.observations.iter_mut().find(|one| one.id == id) {
            change(one);
        }
    });
}

/// A choice of the card.
fn choice(
    id: String,
    label: Text,
    options: Vec<(String, String)>,
    now: &str,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let chosen = value == now;
            view! {
                <option value=value selected=chosen>
                    {label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <select id=id on:change:target=move |event| set(event.target().value())>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Drawn once for each observation and when the vocabularies come: what is typed stays where it is.
#[expect(
    clippy::too_many_lines,
    reason = "one list of fields, read from top to bottom"
)]
fn card(report: Report, number: usize, id: ObservationId) -> AnyView {
    let words = use_words();
    let find = move |form: &lykta_shared::walks::ReportForm| {
        form.observations.iter().find(|one| one.id == id).cloned()
    };
    let now = Memo::new(move |_| report.form.with(|form| form.as_ref().and_then(find)));
    let text_now = Signal::derive(move || {
        now.with(|one| {
            one.as_ref()
                .map(|one| format!("{}\n{}", one.place, one.text))
                .unwrap_or_default()
        })
    });
    let remove = move || report.change(|form| form.observations.retain(|one| one.id != id));
    let name = fill(text::OBSERVATION_N, &[("n", &number.to_string())]);
    let label = name.clone();
    let at = move |field: &str| format!("seen-{number}-{field}");
    let going_on = Memo::new(move |_| now.with(|one| one.as_ref().is_some_and(|one| one.going_on)));
    let fields = move || {
        let categories: Vec<(String, String)> = words
            .items("observationCategory")
            .iter()
            .map(|item| (item.key.to_string(), crate::vocabulary::label(item)))
            .collect();
        let districts: Vec<(String, String)> = words
            .districts()
            .into_iter()
            .map(|one| (one.key.to_string(), one.name))
            .collect();
        let severities = Severity::ALL
            .iter()
            .map(|one| (one.to_string(), t(severity(*one)).to_owned()))
            .collect();
        let one = now.get_untracked()?;
        Some(view! {
            {choice(
                at("category"),
                text::CATEGORY,
                categories,
                one.category.as_str(),
                move |value| {
                    if let Ok(key) = Key::try_from(value) {
                        set(report, id, |one| one.category = key);
                    }
                },
            )}
            <div class="field">
                <label for=at("place")>{t(text::PLACE)}</label>
                <input
                    id=at("place")
                    maxlength="160"
                    autocomplete="off"
                    value=one.place.to_string()
                    on:change:target=move |event| {
                        if let Ok(place) = Place::try_from(event.target().value()) {
                            set(report, id, |one| one.place = place);
                        }
                    }
                />
            </div>
            {choice(
                at("district"),
                text::DISTRICT,
                districts,
                one.district.as_str(),
                move |value| {
                    if let Ok(key) = Key::try_from(value) {
                        set(report, id, |one| one.district = key);
                    }
                },
            )}
            {choice(
                at("severity"),
                text::SEVERITY,
                severities,
                one.severity.as_str(),
                move |value| {
                    if let Ok(held) = value.parse() {
                        set(report, id, |one| one.severity = held);
                    }
                },
            )}
            <div class="field">
                <label for=at("words")>{t(text::WORDS)}</label>
                <textarea
                    id=at("words")
                    rows="2"
                    maxlength="1000"
                    on:change:target=move |event| {
                        if let Ok(words) = ReportText::try_from(event.target().value()) {
                            set(report, id, |one| one.text = words);
                        }
                    }
                >
                    {one.text.to_string()}
                </textarea>
            </div>
        })
    };
    view! {
        <div class="card" role="group" aria-label=label>
            <h3>{name.clone()}</h3>
            {live(fields)}
            {warning(text_now)}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || going_on.get()
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        set(report, id, |one| one.going_on = on);
                    }
                />
                <span>{t(text::GOING_ON)}</span>
            </label>
            {live(move || going_on.get().then(super::report_form::now_note))}
            <Act label=t(text::REMOVE).to_owned() context=name kind="quiet" on_press=remove />
        </div>
    }
    .into_any()
}
