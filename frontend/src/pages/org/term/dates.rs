//! Every date of a term, with what is special about it, worked out anew whenever the form says something else.

use std::{collections::BTreeSet, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{
    api::PreviewSeries,
    ids::{OrganisationId, ShiftId},
    shifts::series::{CollisionKind, DateState, PlannedDate, SeriesForm, SeriesPreview},
    time::{ClockChange, LocalDate, LocalTime},
};

use super::words;
use crate::{
    api::{Failure, call},
    components::{Act, Note, Range, Tone, live},
    text::{count, fill, format, org_term as text, problem, shifts, t},
};

/// How long after the last key the dates are asked for.
const PAUSE: Duration = Duration::from_millis(350);

/// What is known of the dates.
#[derive(Debug, Clone)]
enum Known {
    /// Too little has been typed.
    Nothing,
    /// They are being worked out for the first time.
    Asked,
    /// They are there.
    Dates(SeriesPreview),
    /// The plan is not possible, or nobody answered.
    Failed(Failure),
}

/// The dates of what is typed. The newest question wins.
#[component]
pub(super) fn Dates(
    /// Whose series it is.
    organisation: OrganisationId,
    /// The series as far as it is typed.
    sketch: Memo<Option<SeriesForm>>,
    /// The days left out by hand.
    excluded: RwSignal<BTreeSet<LocalDate>>,
    /// The shifts the series has made already: it does not stand in its own way.
    #[prop(optional)]
    own: Vec<ShiftId>,
) -> impl IntoView {
    let own = StoredValue::new(own);
    let known = RwSignal::new(Known::Nothing);
    let newest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        let Some(form) = sketch.get() else {
            known.set(Known::Nothing);
            return;
        };
        if !matches!(known.get_untracked(), Known::Dates(_)) {
            known.set(Known::Asked);
        }
        set_timeout(
            move || {
                if newest.try_get_value() == Some(number) {
                    ask(organisation, form, number, newest, known);
                }
            },
            PAUSE,
        );
    });
    live(move || match known.get() {
        Known::Nothing => view! { <p class="muted">{t(text::WAITING)}</p> }.into_any(),
        Known::Asked => view! { <p role="status">{t(text::LOADING)}</p> }.into_any(),
        Known::Failed(failure) => {
            let why = problem::failure(&failure);
            view! {
                <Note tone=Tone::Warn>
                    <p role="status">{fill(text::NOT_YET, &[("why", &why)])}</p>
                </Note>
            }
            .into_any()
        }
        Known::Dates(mut preview) => {
            for date in &mut preview.dates {
                date.collisions
                    .retain(|other| own.with_value(|own| !own.contains(&other.shift)));
            }
            let planned = sketch.with_untracked(|form| Some(form.as_ref()?.template.start_time));
            found(preview, excluded, planned)
        }
    })
}

fn ask(
    organisation: OrganisationId,
    form: SeriesForm,
    number: u32,
    newest: StoredValue<u32>,
    known: RwSignal<Known>,
) {
    spawn_local(async move {
        let answer = call(&PreviewSeries { organisation }, &(), &form).await;
        if newest.try_get_value() == Some(number) {
            known.try_set(match answer {
                Ok(preview) => Known::Dates(preview),
                Err(failure) => Known::Failed(failure),
            });
        }
    });
}

fn found(
    preview: SeriesPreview,
    excluded: RwSignal<BTreeSet<LocalDate>>,
    planned: Option<LocalTime>,
) -> AnyView {
    let summary = count(u64::from(preview.count), text::COUNT_ONE, text::COUNT_OTHER);
    let later = preview
        .dates
        .iter()
        .any(|date| date.state == DateState::Planned && date.date > preview.made_until);
    let until = fill(
        text::MADE_UNTIL,
        &[("day", &format::plain_day(preview.made_until))],
    );
    let rows = preview
        .dates
        .into_iter()
        .map(|date| {
            let (day, state) = (date.date, date.state);
            let toggle = match state {
                DateState::Planned => Some(text::SKIP),
                DateState::Excluded => Some(text::TAKE),
                DateState::Past | DateState::Impossible => None,
            };
            let press = move || {
                excluded.update(|days| {
                    if !days.remove(&day) {
                        days.insert(day);
                    }
                });
            };
            view! {
                <li class="date" data-state=state.as_str()>
                    <DateWords date=date planned=planned />
                    {toggle
                        .map(|label| {
                            view! {
                                <Act
                                    label=t(label).to_owned()
                                    context=format::plain_day(day)
                                    kind="quiet"
                                    on_press=press
                                />
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    view! {
        <p role="status" class="strong">
            {summary}
        </p>
        {later.then(|| view! { <p class="muted">{until}</p> })}
        <ol class="dates" role="list">
            {rows}
        </ol>
    }
    .into_any()
}

/// One date: day, week, times, and what is special about it.
#[component]
pub(super) fn DateWords(
    /// The date.
    date: PlannedDate,
    /// What time it was planned for, where that is known: spring may move it.
    planned: Option<LocalTime>,
) -> impl IntoView {
    let week = fill(text::WEEK, &[("n", &date.week.to_string())]);
    let state = match date.state {
        DateState::Planned => None,
        DateState::Excluded => Some(text::SKIPPED),
        DateState::Past => Some(text::PAST),
        DateState::Impossible => Some(text::IMPOSSIBLE),
    };
    let tags = tags(&date);
    let notes = notes(&date, planned);
    view! {
        <div class="grow">
            <p>
                <strong>{format::plain_day(date.date)}</strong>
                " "
                <Range start=date.start_time end=date.end_time next_day=date.ends_next_day />
                <span class="muted">" · "{week}</span>
                {state.map(|state| view! { <span class="muted">" · "{t(state)}</span> })}
            </p>
            {(!tags.is_empty())
                .then(|| {
                    let tags = tags
                        .into_iter()
                        .map(|(kind, words)| view! { <li class="tag" data-t=kind>{words}</li> })
                        .collect_view();
                    view! {
                        <ul class="tags" role="list">
                            {tags}
                        </ul>
                    }
                })}
            {notes.into_iter().map(|note| view! { <p class="muted">{note}</p> }).collect_view()}
        </div>
    }
}

/// Holiday, peak night, school holiday, collisions.
fn tags(date: &PlannedDate) -> Vec<(&'static str, String)> {
    let holiday = date.holiday.map(words::holiday).map(t);
    let mut tags: Vec<(&'static str, String)> = holiday
        .map(|name| ("open", name.to_owned()))
        .into_iter()
        .collect();
    for day in &date.city_days {
        let name = words::city_day(day);
        // Some peak nights are holidays by another name.
        if holiday != Some(name.as_str()) {
            tags.push(("open", name));
        }
    }
    for other in &date.collisions {
        let said = match other.kind {
            CollisionKind::Leader => text::COLLIDES_LEADER,
            CollisionKind::Place => text::COLLIDES_PLACE,
        };
        tags.push(("need", fill(said, &[("title", &other.title)])));
    }
    tags
}

/// What the clocks do.
fn notes(date: &PlannedDate, planned: Option<LocalTime>) -> Vec<String> {
    let mut notes = Vec::new();
    if date.state != DateState::Planned {
        return notes;
    }
    if planned.is_some_and(|planned| planned != date.start_time) {
        notes.push(fill(
            text::MOVED_BY_CLOCK,
            &[("time", &date.start_time.to_string())],
        ));
    }
    let said = match date.clock_change {
        ClockChange::None => return notes,
        ClockChange::Forward => text::FORWARD,
        ClockChange::Back => text::BACK,
    };
    notes.push(fill(said, &[("length", &length(date.minutes))]));
    notes
}

fn length(minutes: u32) -> String {
    if minutes.is_multiple_of(60) {
        count(
            u64::from(minutes / 60),
            shifts::HOURS_ONE,
            shifts::HOURS_OTHER,
        )
    } else {
        format::length(minutes)
    }
}
