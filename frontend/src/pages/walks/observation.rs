//! What the walk saw: a tile for what is seen most, then where and in which words. Places, never persons.

use leptos::prelude::*;
use lykta_shared::{
    ids::ObservationId,
    platform::VocabularyItem,
    text::{Place, ReportText},
    vocabulary::Key,
    walks::{Observation, ReportForm, Severity, report::MAX_OBSERVATIONS},
};

use super::{report::Report, report_form::warning};
use crate::{
    browser,
    components::{Act, live},
    text::{Text, fill, t, walk_report as text},
    vocabulary::{Words, label, use_words},
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
    // Where it was is asked in the card. Until then it is the first place of the walk, also when all were taken out.
    let prefill = report
        .kept
        .value
        .with_untracked(|page| page.as_ref().map(|page| page.prefill.clone()));
    let prefill = prefill.as_ref();
    report.change(|form| {
        let districts = form.districts.first();
        let district = districts.or_else(|| prefill?.districts.first()).cloned();
        let places = form.places.first();
        let place = places.or_else(|| prefill?.places.first()).cloned();
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
fn card(report: Report, number: usize, id: ObservationId) -> AnyView {
    let find = move |form: &ReportForm| form.observations.iter().find(|one| one.id == id).cloned();
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
    let (label, heading) = (name.clone(), name.clone());
    let card = Card { report, number, id };
    let words = use_words();
    let fields = move || {
        // The vocabularies are read here, so that the card is drawn anew when they come.
        let (what, where_) = (categories(words), districts(words));
        Some(card.fields(&now.get_untracked()?, what, where_))
    };
    view! {
        <div class="card" role="group" aria-label=label>
            <h3>{heading}</h3>
            {live(fields)}
            {warning(text_now)}
            {card.going_on(now)}
            <Act label=t(text::REMOVE).to_owned() context=name kind="quiet" on_press=remove />
        </div>
    }
    .into_any()
}

/// The categories to choose from, as key and label.
fn categories(words: Words) -> Vec<(String, String)> {
    let items = words.items("observationCategory");
    let pair = |item: &VocabularyItem| (item.key.to_string(), label(item));
    items.iter().map(pair).collect()
}

fn districts(words: Words) -> Vec<(String, String)> {
    let districts = words.districts().into_iter();
    districts
        .map(|one| (one.key.to_string(), one.name))
        .collect()
}

/// Which observation a card is about.
#[derive(Debug, Clone, Copy)]
struct Card {
    report: Report,
    number: usize,
    id: ObservationId,
}

impl Card {
    /// The id of one of its fields.
    fn at(self, field: &str) -> String {
        format!("seen-{}-{field}", self.number)
    }

    fn set(self, change: impl FnOnce(&mut Observation)) {
        set(self.report, self.id, change);
    }

    fn fields(
        self,
        one: &Observation,
        categories: Vec<(String, String)>,
        districts: Vec<(String, String)>,
    ) -> AnyView {
        let severities = Severity::ALL
            .iter()
            .map(|one| (one.to_string(), t(severity(*one)).to_owned()))
            .collect();
        let category = move |value| {
            if let Ok(key) = Key::try_from(value) {
                self.set(|one| one.category = key);
            }
        };
        let district = move |value| {
            if let Ok(key) = Key::try_from(value) {
                self.set(|one| one.district = key);
            }
        };
        let grave = move |value: String| {
            if let Ok(held) = value.parse() {
                self.set(|one| one.severity = held);
            }
        };
        let (category_now, district_now) = (one.category.as_str(), one.district.as_str());
        view! {
            {choice(self.at("category"), text::CATEGORY, categories, category_now, category)}
            {self.place(one)}
            {choice(self.at("district"), text::DISTRICT, districts, district_now, district)}
            {choice(
                self.at("severity"),
                text::SEVERITY,
                severities,
                one.severity.as_str(),
                grave,
            )}
            {self.words(one)}
        }
        .into_any()
    }

    fn place(self, one: &Observation) -> AnyView {
        view! {
            <div class="field">
                <label for=self.at("place")>{t(text::PLACE)}</label>
                <input
                    id=self.at("place")
                    maxlength="160"
                    autocomplete="off"
                    value=one.place.to_string()
                    on:change:target=move |event| {
                        if let Ok(place) = Place::try_from(event.target().value()) {
                            self.set(|one| one.place = place);
                        }
                    }
                />
            </div>
        }
        .into_any()
    }

    fn words(self, one: &Observation) -> AnyView {
        view! {
            <div class="field">
                <label for=self.at("words")>{t(text::WORDS)}</label>
                <textarea
                    id=self.at("words")
                    rows="2"
                    maxlength="1000"
                    on:change:target=move |event| {
                        if let Ok(words) = ReportText::try_from(event.target().value()) {
                            self.set(|one| one.text = words);
                        }
                    }
                >
                    {one.text.to_string()}
                </textarea>
            </div>
        }
        .into_any()
    }

    /// Whether it is going on; then the form stops and shows 112.
    fn going_on(self, now: Memo<Option<Observation>>) -> AnyView {
        let going_on =
            Memo::new(move |_| now.with(|one| one.as_ref().is_some_and(|one| one.going_on)));
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || going_on.get()
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        self.set(|one| one.going_on = on);
                    }
                />
                <span>{t(text::GOING_ON)}</span>
            </label>
            {live(move || going_on.get().then(super::report_form::now_note))}
        }
        .into_any()
    }
}
