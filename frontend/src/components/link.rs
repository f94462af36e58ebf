//! Links that look like buttons, and text to copy.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::{Act, Icon};
use crate::{
    browser,
    text::{Text, core, t},
};

/// A link to another page that is the next step here.
#[component]
pub(crate) fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// What one does there.
    label: Text,
    /// `primary`, or plain when left out.
    #[prop(optional)]
    kind: &'static str,
    /// An icon before the label.
    #[prop(optional)]
    icon: &'static str,
) -> impl IntoView {
    view! {
        <a class="btn" data-kind=kind href=href>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            <span>{t(label)}</span>
        </a>
    }
}

/// A text in a box, with a button that copies it.
#[component]
pub(crate) fn CopyText(
    /// What the text is.
    label: Text,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move || {
        let text = text.get_untracked();
        spawn_local(async move {
            let promise = window().navigator().clipboard().write_text(&text);
            if JsFuture::from(promise).await.is_ok() {
                copied.try_set(true);
                browser::announce(t(core::COPIED));
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    Duration::from_secs(4),
                );
            }
        });
    };
    view! {
        <div class="field">
            <label for="copy-text">{t(label)}</label>
            <div class="row">
                <input id="copy-text" class="grow" readonly prop:value=move || text.get() />
                <Act
                    label=Signal::derive(move || {
                        t(if copied.get() { core::COPIED } else { core::COPY }).to_owned()
                    })
                    on_press=copy
                />
            </div>
        </div>
    }
}
