//! The states a page or a part of it can be in besides "here it is": loading, empty, failed, not found.

use std::time::Duration;

use leptos::prelude::*;
use lykta_shared::problem::ProblemKind;

use super::{Act, Icon, LinkButton, live};
use crate::{
    api::Failure,
    browser,
    text::{Text, core, problem, t},
};

/// How a note is meant. Colour and icon; the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something to know.
    Info,
    /// Something has worked.
    Ok,
    /// Something to look out for.
    Warn,
    /// Something did not work.
    Error,
}

/// A framed note.
#[component]
pub(crate) fn Note(
    /// How it is meant.
    tone: Tone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (tone, icon) = match tone {
        Tone::Info => ("info", "info"),
        Tone::Ok => ("ok", "check"),
        Tone::Warn => ("warn", "alert"),
        Tone::Error => ("error", "alert"),
    };
    view! {
        <div class="note" data-tone=tone>
            <Icon name=icon />
            <div>{children()}</div>
        </div>
    }
}

/// Grey bars where text will be; after eight seconds it says that it takes long.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    let slow = RwSignal::new(false);
    set_timeout(
        move || {
            slow.try_set(true);
        },
        Duration::from_secs(8),
    );
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="vh">{t(core::LOADING)}</p>
            <div class="bone" aria-hidden="true"></div>
            <div class="bone" aria-hidden="true"></div>
            <div class="bone" aria-hidden="true"></div>
            {live(move || slow.get().then(|| view! { <p role="status">{t(core::SLOW)}</p> }))}
        </div>
    }
}

/// Nothing here: why, and the next step.
#[component]
pub(crate) fn Empty(
    /// Why there is nothing.
    #[prop(into)]
    text: Signal<String>,
    /// The next step, as a link or a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{live(move || text.get())}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// A failure in place of what should be here, with the way on.
#[component]
pub(crate) fn FailureView(
    /// What failed.
    failure: Failure,
    /// Tries again.
    on_retry: impl Fn() + 'static,
) -> impl IntoView {
    let words = problem::failure(&failure);
    let title = match failure.kind() {
        _ if failure == Failure::Offline => core::OFFLINE_TITLE,
        Some(ProblemKind::Unauthenticated) => core::SIGN_IN_TITLE,
        Some(ProblemKind::NotFound) => core::NOT_FOUND_TITLE,
        Some(ProblemKind::Forbidden | ProblemKind::FourEyes) => core::DENIED_TITLE,
        _ => core::ERROR_TITLE,
    };
    let next = match failure.kind() {
        Some(ProblemKind::Unauthenticated) => {
            view! { <LinkButton href=login_address() label=core::LOG_IN kind="primary" /> }
                .into_any()
        }
        Some(ProblemKind::NotFound | ProblemKind::Forbidden | ProblemKind::FourEyes) => {
            view! { <LinkButton href="/" label=core::GO_HOME /> }.into_any()
        }
        _ => view! { <Act label=t(core::RETRY).to_owned() icon="undo" on_press=on_retry /> }
            .into_any(),
    };
    view! {
        <section class="failed">
            <h2>{t(title)}</h2>
            <p>{words}</p>
            <RequestCode failure=failure />
            <div class="actions">{next}</div>
        </section>
    }
}

/// A failure beside the button that caused it; announced when it appears, because it is an alert.
#[component]
pub(crate) fn FailureNote(
    /// What failed, if something did.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {live(move || {
                failure
                    .get()
                    .map(|failure| {
                        view! {
                            <Note tone=Tone::Error>
                                <p>{problem::failure(&failure)}</p>
                                <RequestCode failure=failure />
                            </Note>
                        }
                    })
            })}
        </div>
    }
}

/// The id of the request, for faults of ours.
#[component]
pub(crate) fn RequestCode(failure: Failure) -> impl IntoView {
    let Failure::Problem(problem) = failure else {
        return None;
    };
    if problem.status < 500 {
        return None;
    }
    let code = problem
        .instance
        .strip_prefix("urn:uuid:")
        .unwrap_or(&problem.instance)
        .to_owned();
    Some(view! {
        <p class="muted">
            {t(core::CODE)} " " <code>{code}</code>
        </p>
    })
}

/// The same for what is not there and what one may not know of.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <p>{t(problem::NOT_FOUND)}</p>
        <div class="actions">
            <LinkButton href="/" label=core::GO_HOME kind="primary" />
            <LinkButton href="/shifts" label=core::FIND_SHIFT />
        </div>
    }
}

/// The sign-in page, which leads back here.
pub(crate) fn login_address() -> String {
    format!(
        "/login?to={}",
        String::from(js_sys::encode_uri_component(&browser::here()))
    )
}

/// A text where `Text` is meant to be shown in a signal's place.
pub(crate) fn fixed(text: Text) -> Signal<String> {
    Signal::stored(t(text).to_owned())
}
