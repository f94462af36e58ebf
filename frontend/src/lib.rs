//! The web app: Leptos, rendered in the browser, compiled to WebAssembly.
//!
//! [`app`] holds the router, [`api`] the typed client, [`session`] who is signed in, [`text`] all words and
//! formats, [`components`] what pages are made of, [`pages`] the pages, in rooms of the same names as in
//! `lykta-shared`.

mod api;
mod app;
mod browser;
mod components;
mod pages;
mod session;
mod text;
mod vocabulary;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the app in the page's `#app`, in place of the skeleton.
#[wasm_bindgen(start)]
pub fn start() {
    let Some(place) = browser::element("app") else {
        return;
    };
    text::set_up();
    place.set_inner_text("");
    leptos::mount::mount_to(place, app::App).forget();
    browser::mark_ready();
}
