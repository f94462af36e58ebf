//! The frame of one page's content: title, heading, focus.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::{html::H1, prelude::*};
use wasm_bindgen::JsCast;

use super::live;
use crate::browser;

/// Whether a page has been shown since the app started.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// A page: sets the document's title, shows the one `h1`, and moves the focus to it when one has come here from
/// another page, also out of the other bundle (never on the first load, where the browser's own order is right).
#[component]
pub(crate) fn Page(
    /// The heading and the document's title.
    #[prop(into)]
    title: Signal<String>,
    /// Whether the page needs the whole width (tables).
    #[prop(optional)]
    wide: bool,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    Effect::new(move |_| browser::set_title(&title.get()));
    let came = browser::came_from_other_bundle();
    if SHOWN.swap(true, Ordering::Relaxed) || came {
        browser::focus_soon(move || heading.try_get_untracked().flatten()?.dyn_into().ok());
    }
    view! {
        <div class="page" class:wide=wide>
            <h1 tabindex="-1" node_ref=heading>{live(move || title.get())}</h1>
            {children()}
        </div>
    }
}
