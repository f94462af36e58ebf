//! Coming on every date of a series, and being told if people are missing on any: on the page of one of its dates.

use leptos::prelude::*;
use lykta_shared::{
    api::{BeginStanding, EndStanding, Endpoint, UnwatchSeries, WatchSeries},
    shifts::{
        ShiftDetail,
        standing::{EndStandingQuery, SeriesNote, StandingDate, StandingState, StandingView},
    },
};

use super::words::short_when;
use crate::{
    api::Sender,
    browser,
    components::{Act, ConfirmDialog, FailureNote, live},
    text::{Text, problem, shifts as text, t},
};

/// The section's heading, which gets the focus when the button that was pressed is no more.
const HEADING: &str = "series-dates";

/// For members of the organisation, on a date that can be signed up for; nothing otherwise.
#[component]
pub(super) fn Regular(shift: RwSignal<ShiftDetail>) -> impl IntoView {
    let sender = Sender::new();
    let refused = RwSignal::new(Vec::<StandingDate>::new());
    let asking = RwSignal::new(false);
    let note = Memo::new(move |_| shift.with(|shift| shift.series_note.clone()));
    let leave = move || {
        let Some(note) = note.get_untracked() else {
            return;
        };
        end(sender, (shift, refused), note, true, move || {
            asking.set(false);
        });
    };
    view! {
        {live(move || {
            note.get()
                .map(|note| {
                    view! {
                        <Choices shift=shift sender=sender note=note refused=refused asking=asking />
                    }
                })
        })}
        <ConfirmDialog
            open=asking
            title=text::END_FREE
            confirm=text::END_FREE
            danger=true
            sender=sender
            on_confirm=leave
        >
            <p>{t(text::END_FREE_MEANS)}</p>
        </ConfirmDialog>
    }
}

#[component]
fn Choices(
    shift: RwSignal<ShiftDetail>,
    sender: Sender,
    note: SeriesNote,
    refused: RwSignal<Vec<StandingDate>>,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let series = note.series;
    let act = move |label: Text, send: Box<dyn Fn()>| {
        view! { <Act label=t(label).to_owned() pending=sender.pending on_press=send /> }
    };
    let held = note.clone();
    let keep = Box::new(move || end(sender, (shift, refused), held.clone(), false, || ()));
    let begin = Box::new(move || {
        send(sender, shift, BeginStanding { series }, move |view| {
            taken(refused, view, text::STANDING);
        });
    });
    view! {
        <section class="no-print">
            <h2 id=HEADING tabindex="-1">
                {t(text::SERIES_DATES)}
            </h2>
            {note.standing.then(|| view! { <p>{t(text::STANDING)}</p> })}
            {note.watching.then(|| view! { <p>{t(text::WATCHING_SERIES)}</p> })}
            <div class="actions">
                {if note.standing {
                    view! {
                        {act(text::END_KEEP, keep)}
                        {act(text::END_FREE, Box::new(move || asking.set(true)))}
                    }
                        .into_any()
                } else {
                    act(text::BEGIN_STANDING, begin).into_any()
                }}
                {if note.watching {
                    act(text::UNWATCH_SERIES, Box::new(move || {
                        send(sender, shift, UnwatchSeries { series }, |_view| {});
                    }))
                } else {
                    act(text::WATCH_SERIES, Box::new(move || {
                        send(sender, shift, WatchSeries { series }, |_view| {
                            browser::announce(t(text::WATCHING_SERIES));
                        });
                    }))
                }}
            </div>
            <FailureNote failure=sender.failure />
            {live(move || refused.with(|dates| not_possible(dates)))}
        </section>
    }
}

/// Says what has become of it, and keeps the dates on which it was not possible.
fn taken(refused: RwSignal<Vec<StandingDate>>, view: StandingView, said: Text) {
    browser::announce(t(said));
    browser::focus(HEADING);
    let mut dates = view.dates;
    dates.retain(|date| view.since.is_some() && date.state == StandingState::Refused);
    refused.set(dates);
}

fn end(
    sender: Sender,
    (shift, refused): (RwSignal<ShiftDetail>, RwSignal<Vec<StandingDate>>),
    note: SeriesNote,
    free: bool,
    close: impl FnOnce() + 'static,
) {
    let query = EndStandingQuery {
        free_dates: free.then_some(true),
    };
    let done = move |answer: Result<StandingView, _>| {
        if let Ok(view) = answer {
            close();
            follow(shift, &view);
            taken(refused, view, text::STANDING_ENDED);
        }
    };
    let series = note.series;
    sender.send_with(None, EndStanding { series }, &query, (), done);
}

fn send<E: Endpoint<Query = (), Body = (), Reply = StandingView>>(
    sender: Sender,
    shift: RwSignal<ShiftDetail>,
    endpoint: E,
    done: impl FnOnce(StandingView) + 'static,
) {
    sender.send(endpoint, (), move |view| {
        follow(shift, &view);
        done(view);
    });
}

/// The page of this date shows what became of it.
fn follow(shift: RwSignal<ShiftDetail>, view: &StandingView) {
    shift.update(|shift| {
        shift.series_note = Some(SeriesNote {
            series: view.series,
            standing: view.since.is_some(),
            watching: view.watching,
        });
        if let Some(date) = view
            .dates
            .iter()
            .find(|date| date.shift.id == shift.card.id)
        {
            shift.card = date.shift.clone();
        }
    });
}

fn not_possible(dates: &[StandingDate]) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = dates
        .iter()
        .map(|date| {
            let why: Vec<&str> = date
                .reasons
                .iter()
                .map(|one| t(problem::reason(*one)))
                .collect();
            view! { <li>{short_when(&date.shift)} ": " {why.join(" ")}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <p>{t(text::NOT_ON)}</p>
            <ul>{lines}</ul>
        }
    })
}
