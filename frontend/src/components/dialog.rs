//! What lies over the page: a question before something that can't be undone, and sheets with choices.

use leptos::{ev::Event, html, prelude::*};

use super::{Act, FailureNote, fixed};
use crate::{
    api::Sender,
    text::{Text, core, t},
};

/// A dialog that asks once, in words. It is open while `open` holds; closing it gives the focus back to where
/// it was (the browser does that for a `<dialog>`).
#[component]
pub(crate) fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    title: Text,
    /// The verb on the button that does it.
    confirm: Text,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// The line on which it is sent: shows waiting and failure.
    sender: Sender,
    /// Does it. The caller closes the dialog when it has worked.
    on_confirm: impl Fn() + 'static,
    /// What it means, and fields for a reason where one is needed.
    children: Children,
) -> impl IntoView {
    let confirm = view! {
        <Act
            label=fixed(confirm)
            kind=if danger { "danger" } else { "primary" }
            pending=sender.pending
            on_press=on_confirm
        />
    }
    .into_any();
    ask(open, title, sender, confirm, children)
}

fn ask(
    open: RwSignal<bool>,
    title: Text,
    sender: Sender,
    confirm: AnyView,
    children: Children,
) -> AnyView {
    Effect::new(move |_| {
        if open.get() {
            sender.failure.set(None);
        }
    });
    let content = view! {
        {children()}
        <FailureNote failure=sender.failure />
        <div class="actions">
            {confirm}
            <Act label=t(core::KEEP).to_owned() on_press=move || open.set(false) />
        </div>
    }
    .into_any();
    modal(open, title, "", content)
}

/// Choices that lie over the page: from below on a phone, in the middle elsewhere. What is chosen counts at once.
#[component]
pub(crate) fn Sheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is chosen here.
    title: Text,
    /// The button that closes it, as what one gets to see then.
    done: Text,
    /// The choices.
    children: Children,
) -> impl IntoView {
    let content = view! {
        {children()}
        <div class="actions">
            <Act label=fixed(done) kind="primary" on_press=move || open.set(false) />
        </div>
    }
    .into_any();
    modal(open, title, "sheet", content)
}

fn modal(open: RwSignal<bool>, title: Text, class: &'static str, content: AnyView) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // Fails only if it is open already.
            let _shown = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_: Event| open.set(false);
    view! {
        <dialog node_ref=dialog class=class on:close=closed aria-label=t(title)>
            <h2>{t(title)}</h2>
            {content}
        </dialog>
    }
    .into_any()
}
