//! Buttons that send something: they stay focusable, say that they work, and ignore a second press.

use leptos::prelude::*;

use super::{Form, Icon, aria_flag, live, live_text};
use crate::text::{Text, core, t};

/// How a button looks.
const PRIMARY: &str = "primary";

/// The button that sends a form.
#[component]
pub(crate) fn Submit(
    /// The form.
    form: Form,
    /// What it does, as a verb.
    label: Text,
) -> impl IntoView {
    let pending = form.sender.pending;
    view! {
        <button
            type="submit"
            class="btn"
            data-kind=PRIMARY
            aria-disabled=aria_flag(move || pending.get())
        >
            {live_text(move || t(if pending.get() { core::SENDING } else { label }).to_owned())}
        </button>
    }
}

/// A button that does something now.
#[component]
pub(crate) fn Act(
    /// What it does, as a verb.
    #[prop(into)]
    label: Signal<String>,
    /// What a screen reader hears after the label, to tell many alike buttons apart.
    #[prop(optional, into)]
    context: Signal<String>,
    /// `primary`, `danger`, `quiet`, or plain when left out.
    #[prop(optional)]
    kind: &'static str,
    /// An icon before the label.
    #[prop(optional)]
    icon: &'static str,
    /// Whether its work is under way.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// The work.
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    act(label, context, kind, icon, pending, Box::new(on_press))
}

fn act(
    label: Signal<String>,
    context: Signal<String>,
    kind: &'static str,
    icon: &'static str,
    pending: Signal<bool>,
    on_press: Box<dyn Fn()>,
) -> AnyView {
    let press = move |_| {
        if !pending.get_untracked() {
            on_press();
        }
    };
    let after = live(move || {
        let context = context.get();
        (!context.is_empty()).then(|| view! { <span class="vh">" "{context}</span> })
    });
    view! {
        <button
            type="button"
            class="btn"
            data-kind=kind
            aria-disabled=aria_flag(move || pending.get())
            on:click=press
        >
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            <span>{label} {after}</span>
        </button>
    }
    .into_any()
}
