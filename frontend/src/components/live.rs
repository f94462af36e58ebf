//! What changes on a page, at a small price.
//!
//! A closure in a `view!` is a type of its own, and all of the rendering code is compiled once for each of them.
//! [`live`] puts the closure into a box first, so that this code exists once for all: a third of the module was
//! nothing but copies of it.

use leptos::prelude::*;

/// A part of a view that is built anew whenever a signal that it reads changes.
pub(crate) fn live<V: IntoView + 'static>(mut part: impl FnMut() -> V + Send + 'static) -> AnyView {
    boxed(Box::new(move || part().into_any()))
}

fn boxed(mut part: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    (move || part()).into_any()
}

/// A text that changes.
pub(crate) fn live_text(text: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    Signal::derive(text).into_any()
}

/// `true` as an ARIA attribute while the signal holds; no attribute otherwise.
pub(crate) fn aria_flag(
    holds: impl Fn() -> bool + Send + Sync + 'static,
) -> Signal<Option<&'static str>> {
    Signal::derive(move || holds().then_some("true"))
}
