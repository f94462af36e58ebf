//! Taking a decision back: for as long as its mail waits, on whatever page of the queue came next.

use std::{sync::OnceLock, time::Duration};

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::TakeBackDecision, ids::ApplicationId, organisations::transitions::REGRET_SECONDS,
};

use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, Note, Tone, live},
    text::{city as text, fill, t},
};

/// What was decided last.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Decided {
    application: ApplicationId,
    name: String,
    /// What was decided, in words.
    said: String,
    /// Whether its mail still waits.
    waits: bool,
}

/// It outlives the page it was decided on: the next application opens by itself.
fn decided() -> &'static ArcRwSignal<Option<Decided>> {
    static DECIDED: OnceLock<ArcRwSignal<Option<Decided>>> = OnceLock::new();
    DECIDED.get_or_init(|| ArcRwSignal::new(None))
}

/// Notes a decision that can be taken back from now on.
pub(super) fn note(application: ApplicationId, name: String, said: String) {
    decided().set(Some(Decided {
        application,
        name,
        said,
        waits: true,
    }));
    let limit = u64::try_from(REGRET_SECONDS).unwrap_or(0);
    set_timeout(
        move || {
            decided().update(|held| {
                if let Some(held) = held.as_mut().filter(|held| held.application == application) {
                    held.waits = false;
                }
            });
        },
        Duration::from_secs(limit),
    );
}

/// What was decided last, with the way back while there is one.
#[component]
pub(super) fn Regret() -> impl IntoView {
    let sender = Sender::new();
    let navigate = use_navigate();
    let back = Callback::new(move |held: Decided| {
        let (application, navigate) = (held.application, navigate.clone());
        sender.send(TakeBackDecision { application }, (), move |_| {
            decided().set(None);
            navigate(
                &format!("/city/approvals/{application}"),
                NavigateOptions::default(),
            );
            browser::announce(&fill(text::R_TAKEN_BACK, &[("name", &held.name)]));
        });
    });
    let shown = move || {
        let held = decided().get()?;
        let said = held.said.clone();
        let way = if held.waits {
            let context = held.name.clone();
            let press = move || back.run(held.clone());
            view! {
                <p>{t(text::R_WAITS)}</p>
                <Act
                    label=t(text::R_TAKE_BACK).to_owned()
                    context=context
                    icon="undo"
                    pending=sender.pending
                    on_press=press
                />
            }
            .into_any()
        } else {
            view! { <p>{t(text::R_TOLD)}</p> }.into_any()
        };
        Some(view! {
            <Note tone=Tone::Ok>
                <p>
                    <strong>{said}</strong>
                </p>
                {way}
            </Note>
        })
    };
    view! {
        {live(shown)}
        <FailureNote failure=sender.failure />
    }
}
