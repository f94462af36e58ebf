//! What a report asks, in the order one thinks of it. Every answer is kept on the phone at once.

use leptos::prelude::*;
use lykta_shared::{
    text::{Place, ReportText},
    walks::{
        Mood, ReportForm, YoungPeople,
        persons::{PersonTrace, traces},
        report::MAX_COUNT,
    },
};

use super::{facts::stepper, observation, report::Report};
use crate::{
    components::{Act, Note, Tone, fixed, live},
    text::{Text, t, walk_report as text},
};

/// The form.
pub(super) fn form(report: Report) -> AnyView {
    let going_on = Memo::new(move |_| {
        report.form.with(|form| {
            form.as_ref()
                .is_some_and(|form| form.observations.iter().any(|one| one.going_on))
        })
    });
    let numbered = move || {
        report.form.with(|form| {
            form.as_ref().is_some_and(|form| {
                lykta_shared::walks::report::screen(form)
                    .iter()
                    .any(|warning| warning.trace == PersonTrace::PersonalNumber)
            })
        })
    };
    let end = move || {
        if going_on.get() {
            return now_note().into_any();
        }
        if numbered() {
            return view! {
                <Note tone=Tone::Error>
                    <p>{t(text::WARN_NUMBER)}</p>
                </Note>
            }
            .into_any();
        }
        view! {
            <div class="tall">
                <Act
                    label=t(text::SAVE).to_owned()
                    kind="primary"
                    icon="check"
                    on_press=move || report.save()
                />
            </div>
        }
        .into_any()
    };
    view! {
        {mood(report)}
        {young(report)}
        {who(report)}
        {places(report)}
        {observation::observations(report)}
        {happened(report)}
        {after(report)}
        {free(report)}
        {live(end)}
    }
    .into_any()
}

/// Stops and shows 112 (PRODUCT.md rule 2).
pub(super) fn now_note() -> impl IntoView {
    view! {
        <section class="emergency" role="alert">
            <h2>{t(text::NOW_TITLE)}</h2>
            <p>{t(text::NOW)}</p>
            <a class="btn" data-kind="danger" href="tel:112">
                {t(crate::text::walks::CALL_112)}
            </a>
        </section>
    }
}

/// One of a few, as large chips.
fn chips<T: PartialEq + Copy + Send + Sync + 'static>(
    legend: Text,
    now: Memo<Option<T>>,
    choices: Vec<(T, String)>,
    set: impl Fn(T) + Copy + Send + Sync + 'static,
) -> AnyView {
    let items = choices
        .into_iter()
        .map(|(value, label)| {
            view! {
                <button
                    type="button"
                    class="btn chip"
                    aria-pressed=move || (now.get() == Some(value)).to_string()
                    on:click=move |_| set(value)
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{t(legend)}</legend>
            <div class="chips">{items}</div>
        </fieldset>
    }
    .into_any()
}

fn mood(report: Report) -> AnyView {
    let choices = [
        (Mood::Calm, text::CALM),
        (Mood::Lively, text::LIVELY),
        (Mood::Tense, text::TENSE),
    ];
    chips(
        text::MOOD,
        report.memo(|form| form.mood),
        choices
            .map(|(value, label)| (value, t(label).to_owned()))
            .to_vec(),
        move |mood| report.change(|form| form.mood = mood),
    )
}

fn young(report: Report) -> AnyView {
    let choices = YoungPeople::ALL
        .iter()
        .map(|one| {
            let label = match one {
                YoungPeople::None => t(text::NONE).to_owned(),
                some => some.as_str().replace('-', "–"),
            };
            (*one, label)
        })
        .collect();
    chips(
        text::YOUNG,
        report.memo(|form| form.young_people_met),
        choices,
        move |young| report.change(|form| form.young_people_met = young),
    )
}

/// A count of the form.
fn counted(
    report: Report,
    label: Text,
    get: fn(&ReportForm) -> u16,
    set: fn(&mut ReportForm, u16),
) -> AnyView {
    let now = report.memo(get);
    live(move || {
        let now = now.get()?;
        Some(stepper(label, "", now, 0, MAX_COUNT, move |to| {
            report.change(|form| set(form, to));
        }))
    })
}

/// A yes or no of the form.
fn ticked(
    report: Report,
    label: Text,
    get: fn(&ReportForm) -> bool,
    set: fn(&mut ReportForm, bool),
) -> AnyView {
    let now = report.memo(get);
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || now.get() == Some(true)
                on:change:target=move |event| {
                    let on = event.target().checked();
                    report.change(|form| set(form, on));
                }
            />
            <span>{t(label)}</span>
        </label>
    }
    .into_any()
}

fn who(report: Report) -> AnyView {
    view! {
        <fieldset class="field">
            <legend>{t(text::WHO)}</legend>
            {counted(report, text::ADULTS, |form| form.adults, |form, to| form.adults = to)}
            {counted(report, text::YOUTH, |form| form.youth, |form, to| form.youth = to)}
            {counted(report, text::GROUPS, |form| form.groups, |form, to| form.groups = to)}
        </fieldset>
    }
    .into_any()
}

fn places(report: Report) -> AnyView {
    let held = report.memo(|form| form.places.clone());
    let typed = RwSignal::new(String::new());
    let add = move || {
        if let Ok(place) = Place::try_from(typed.get_untracked()) {
            report.change(|form| form.places.push(place));
            typed.set(String::new());
        }
    };
    let items = move || {
        held.get()
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(at, place)| {
                let remove = move || {
                    report.change(|form| {
                        if at < form.places.len() {
                            form.places.remove(at);
                        }
                    });
                };
                view! {
                    <li class="row">
                        <bdi class="grow">{place.to_string()}</bdi>
                        <Act
                            label=t(text::REMOVE).to_owned()
                            context=place.to_string()
                            kind="quiet"
                            on_press=remove
                        />
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="field">
            <legend>{t(text::WHERE)}</legend>
            <ul class="list" role="list">
                {live(items)}
            </ul>
            <label for="report-place">{t(text::ADD_PLACE)}</label>
            <div class="row">
                <input
                    id="report-place"
                    class="grow"
                    maxlength="160"
                    autocomplete="off"
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                />
                <Act label=fixed(text::ADD) on_press=add />
            </div>
            {warning(Signal::derive(move || typed.get()))}
        </fieldset>
    }
    .into_any()
}

fn happened(report: Report) -> AnyView {
    view! {
        <details class="field">
            <summary class="btn">{t(text::HAPPENED)}</summary>
            {ticked(report, text::MET_POLICE, |form| form.met_police, |form, on| form.met_police = on)}
            {ticked(
                report,
                text::MET_FIELD,
                |form| form.met_field_workers,
                |form, on| form.met_field_workers = on,
            )}
            {counted(report, text::CALLS_112, |form| form.calls112, |form, to| form.calls112 = to)}
            {counted(report, text::CALLS_11414, |form| form.calls11414, |form, to| form.calls11414 = to)}
            {counted(
                report,
                text::FIRST_AID,
                |form| form.first_aid_given,
                |form, to| form.first_aid_given = to,
            )}
            {counted(
                report,
                text::HELPED_HOME,
                |form| form.helped_home,
                |form, to| form.helped_home = to,
            )}
            {counted(
                report,
                text::FOUND,
                |form| form.found_property_handed_to_police,
                |form, to| form.found_property_handed_to_police = to,
            )}
        </details>
    }
    .into_any()
}

fn after(report: Report) -> AnyView {
    let home = report.all_home;
    let done = Memo::new(move |_| {
        report
            .kept
            .value
            .with(|page| page.as_ref().is_some_and(|page| page.home_at.is_some()))
    });
    let all_home = move || {
        (!done.get()).then(|| {
            view! {
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || home.get()
                        on:change:target=move |event| home.set(event.target().checked())
                    />
                    <span>{t(text::ALL_HOME)}</span>
                </label>
            }
        })
    };
    view! {
        <fieldset class="field">
            <legend>{t(text::AFTER)}</legend>
            {live(all_home)}
            {ticked(
                report,
                text::DEBRIEF,
                |form| form.debrief_held,
                |form, on| form.debrief_held = on,
            )}
            {ticked(
                report,
                text::EQUIPMENT,
                |form| form.equipment_returned,
                |form, on| form.equipment_returned = on,
            )}
            {ticked(
                report,
                text::CONTACT,
                |form| form.want_contact_from_city,
                |form, on| form.want_contact_from_city = on,
            )}
        </fieldset>
    }
    .into_any()
}

fn free(report: Report) -> AnyView {
    let held = report.memo(|form| form.free_text.to_string());
    let value = Signal::derive(move || held.get().unwrap_or_default());
    view! {
        <div class="field">
            <label for="report-free">{t(text::FREE)}</label>
            <p class="hint" id="report-free-hint">
                {t(text::PLACES_ONLY)}
                " "
                {t(text::FREE_HINT)}
            </p>
            <textarea
                id="report-free"
                rows="4"
                maxlength="1000"
                aria-describedby="report-free-hint"
                prop:value=value
                on:change:target=move |event| {
                    if let Ok(words) = ReportText::try_from(event.target().value()) {
                        report.change(|form| form.free_text = words);
                    }
                }
            ></textarea>
            {warning(value)}
        </div>
    }
    .into_any()
}

/// What in a text may be about a person, said while it is written.
pub(super) fn warning(text_now: Signal<String>) -> AnyView {
    let found = Memo::new(move |_| text_now.with(|text| traces(text)));
    let words = move || {
        let found = found.get();
        if found.is_empty() {
            return None;
        }
        let all: Vec<&str> = found.iter().map(|one| t(trace(*one))).collect();
        Some(view! {
            <Note tone=Tone::Warn>
                <p>{t(text::WARN)} " " {all.join(" ")} " " {t(text::PLACES_ONLY)}</p>
            </Note>
        })
    };
    view! { <div role="status">{live(words)}</div> }.into_any()
}

const fn trace(trace: PersonTrace) -> Text {
    match trace {
        PersonTrace::PersonalNumber => text::WARN_NUMBER,
        PersonTrace::Plate => text::WARN_PLATE,
        PersonTrace::Phone => text::WARN_PHONE,
        PersonTrace::Email => text::WARN_EMAIL,
        PersonTrace::Name => text::WARN_NAME,
    }
}
