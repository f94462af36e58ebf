//! Without a connection: since when what is shown has not been looked at anew. And newer versions of the app.
//!
//! The service worker answers some readings with the copy it kept, and says so in a header.

use std::sync::OnceLock;

use leptos::{ev, prelude::*};
use lykta_shared::time::Instant;
use web_sys::Headers;

use crate::browser;

/// The header of a kept answer: when it was fetched.
const KEPT: &str = "x-lykta-kept";
/// The attribute of `<html>` that the boot script sets when a newer version is waiting.
const UPDATE: &str = "data-update";

fn since() -> &'static ArcRwSignal<Option<Instant>> {
    static SINCE: OnceLock<ArcRwSignal<Option<Instant>>> = OnceLock::new();
    SINCE.get_or_init(|| ArcRwSignal::new(None))
}

/// Notes from an answer's headers whether it is a kept copy; a fresh answer shows that there is a connection.
pub(crate) fn note(headers: &Headers) {
    let kept = headers
        .get(KEPT)
        .ok()
        .flatten()
        .and_then(|at| at.parse().ok());
    let oldest = since().get_untracked().filter(|_| kept.is_some());
    let now = oldest.into_iter().chain(kept).min();
    if since().get_untracked() != now {
        since().set(now);
    }
}

/// When the oldest of what is shown without a connection was fetched (tracked).
pub(crate) fn shown_since() -> Option<Instant> {
    since().get()
}

/// Whether a newer version of the app waits to be taken, as a signal.
pub(crate) fn update_waits() -> RwSignal<bool> {
    let waits = RwSignal::new(!browser::read_root_attribute(UPDATE).is_empty());
    let handle = window_event_listener(
        ev::Custom::<web_sys::Event>::new("lykta-update"),
        move |_| {
            waits.try_set(true);
        },
    );
    on_cleanup(move || handle.remove());
    waits
}

/// Takes the newer version: the boot script does it and loads the page anew.
pub(crate) fn take_update() {
    if let Ok(event) = web_sys::Event::new("lykta-take-update") {
        // Nobody may cancel it.
        let _sent = window().dispatch_event(&event);
    }
}
