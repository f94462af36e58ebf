//! The web app: Leptos, rendered in the browser, compiled to WebAssembly.
//!
//! [`app`] holds the router, [`api`] the typed client, [`session`] who is signed in, [`text`] all words and
//! formats, [`components`] what pages are made of, [`pages`] the pages, in rooms of the same names as in
//! `lykta-shared`.
//!
//! Five bundles are made of it (`src/bin`), so that what a volunteer loads on a phone stays small: a link from one to
//! a page of another loads that page anew.

#![expect(
    unreachable_pub,
    reason = "what `#[component]` writes for the props of a component is `pub`, whatever the component is"
)]

mod api;
mod app;
mod browser;
mod components;
mod offline;
mod pages;
mod session;
mod text;
mod vocabulary;

pub use app::{city, everybody, organisation, planning, walk};

use leptos::prelude::AnyView;

/// Starts the app with the pages of one bundle in the page's `#app`, in place of the skeleton.
pub fn start(pages: fn() -> AnyView) {
    let Some(place) = browser::element("app") else {
        return;
    };
    text::set_up();
    place.set_inner_text("");
    leptos::mount::mount_to(place, move || app::app(pages)).forget();
    browser::announce_again();
    browser::mark_ready();
}
