//! Helping a shift to its people: watching it, looking for a stand-in, taking over.

use leptos::prelude::*;
use lykta_shared::{
    api::{AskForStandIn, Endpoint, StopAskingForStandIn, TakeOver, UnwatchShift, WatchShift},
    shifts::{ShiftDetail, ShiftStatus, SignupState},
};

use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, live},
    text::{Text, shifts as text, t},
    vocabulary::use_words,
};

/// What one can do besides signing up; nothing for visitors, and nothing once it has begun.
#[component]
pub(super) fn Help(shift: RwSignal<ShiftDetail>) -> impl IntoView {
    let sender = Sender::new();
    let shown = Memo::new(move |_| shift.with(is_ahead));
    let buttons = move || {
        let (asked, wanted, watching, joined) = shift.with(|shift| {
            let joined = matches!(shift.card.signup, SignupState::Joined { .. });
            (
                shift.stand_in_asked,
                shift.stand_in_wanted,
                shift.watching,
                joined,
            )
        });
        let id = shift.with_untracked(|shift| shift.card.id);
        view! {
            {wanted.then(|| view! { <p>{t(text::STAND_IN_WANTED)}</p> })}
            {asked.then(|| view! { <p>{t(text::STAND_IN_ASKED)}</p> })}
            {watching.then(|| view! { <p>{t(text::WATCHING)}</p> })}
            <div class="actions">
                {wanted
                    .then(|| {
                        let done = Some(text::TOOK_OVER);
                        button(shift, sender, text::TAKE_OVER, move || TakeOver { shift: id }, done)
                    })}
                {(joined && !asked)
                    .then(|| {
                        let asked = Some(text::STAND_IN_ASKED);
                        button(shift, sender, text::ASK_STAND_IN, move || AskForStandIn { shift: id }, asked)
                    })}
                {(joined && asked)
                    .then(|| {
                        let endpoint = move || StopAskingForStandIn { shift: id };
                        button(shift, sender, text::STOP_STAND_IN, endpoint, None)
                    })}
                {(!joined && !watching)
                    .then(|| {
                        let watching = Some(text::WATCHING);
                        button(shift, sender, text::WATCH, move || WatchShift { shift: id }, watching)
                    })}
                {watching
                    .then(|| {
                        button(shift, sender, text::UNWATCH, move || UnwatchShift { shift: id }, None)
                    })}
            </div>
        }
    };
    view! {
        {live(move || shift.with(required))}
        {live(move || {
            shown
                .get()
                .then(|| {
                    view! {
                        <section class="no-print">
                            <h2>{t(text::HELP)}</h2>
                            {live(buttons)}
                            <FailureNote failure=sender.failure />
                        </section>
                    }
                })
        })}
    }
}

/// For members, while people may come and go.
fn is_ahead(shift: &ShiftDetail) -> bool {
    let member = shift.meeting_point.is_some();
    let ahead = matches!(
        shift.card.status,
        ShiftStatus::Open | ShiftStatus::Understaffed | ShiftStatus::Full | ShiftStatus::Confirmed
    );
    member && ahead
}

fn button<E: Endpoint<Query = (), Body = (), Reply = ShiftDetail>>(
    shift: RwSignal<ShiftDetail>,
    sender: Sender,
    label: Text,
    endpoint: impl Fn() -> E + 'static,
    said: Option<Text>,
) -> impl IntoView {
    let press = move || {
        sender.send(endpoint(), (), move |now| {
            shift.set(now);
            if let Some(words) = said {
                browser::announce(t(words));
            }
        });
    };
    view! { <Act label=t(label).to_owned() pending=sender.pending on_press=press /> }
}

fn required(shift: &ShiftDetail) -> Option<impl IntoView + use<>> {
    let labels = use_words();
    let names: Vec<String> = shift
        .required
        .iter()
        .map(|key| labels.label("qualification", key))
        .collect();
    (!names.is_empty()).then(|| {
        view! {
            <p>
                {t(text::REQUIRED)} ": " {names.join(", ")} "."
            </p>
        }
    })
}
