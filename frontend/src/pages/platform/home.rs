//! The start page.

use leptos::prelude::*;

use crate::{
    components::{Page, fixed},
    text::open as words,
};

/// `/`
pub(crate) fn home() -> AnyView {
    view! { <Page title=fixed(words::HOME_TITLE)>"" </Page> }.into_any()
}
