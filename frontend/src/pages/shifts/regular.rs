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
    components::{Act, FailureNote, live},
    text::{Text, problem, shifts as text, t},
};

/// For members of the organisation, on a date that can be signed up for; nothing otherwise.
#[component]
pub(super) fn Regular(shift: RwSignal<ShiftDetail>) -> impl IntoView {
    let sender = Sender::new();
    let refused = RwSignal::new(Vec::<StandingDate>::new());
    let note = Memo::new(move |_| shift.with(|shift| shift.series_note.clone()));
    live(move || {
        note.get()
            .map(|note| view! { <Choices shift=shift sender=sender note=note refused=refused /> })
    })
}

#[component]
fn Choices(
    shift: RwSignal<ShiftDetail>,
    sender: Sender,
    note: SeriesNote,
    refused: RwSignal<Vec<StandingDate>>,
) -> impl IntoView {
    let series = note.series;
    let taken = move |view: StandingView, said: Option<Text>| {
        if let Some(words) = said {
            browser::announce(t(words));
        }
        let mut dates = view.dates;
        dates.retain(|date| view.since.is_some() && date.state == StandingState::Refused);
        refused.set(dates);
    };
    let act = move |label: Text, send: Box<dyn Fn()>| {
        view! { <Act label=t(label).to_owned() pending=sender.pending on_press=send /> }
    };
    let end = move |free: bool| {
        let query = EndStandingQuery {
            free_dates: free.then_some(true),
        };
        let stop: Box<dyn Fn()> = Box::new(move || {
            let done = move |answer: Result<StandingView, _>| {
                if let Ok(view) = answer {
                    follow(shift, &view);
                    taken(view, Some(text::STANDING_ENDED));
                }
            };
            sender.send_with(None, EndStanding { series }, &query, (), done);
        });
        stop
    };
    let begin = Box::new(move || {
        send(sender, shift, BeginStanding { series }, move |view| {
            taken(view, Some(text::STANDING));
        });
    });
    view! {
        <section class="no-print">
            <h2>{t(text::SERIES_DATES)}</h2>
            {note.standing.then(|| view! { <p>{t(text::STANDING)}</p> })}
            {note.watching.then(|| view! { <p>{t(text::WATCHING_SERIES)}</p> })}
            <div class="actions">
                {if note.standing {
                    view! {
                        {act(text::END_KEEP, end(false))}
                        {act(text::END_FREE, end(true))}
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
