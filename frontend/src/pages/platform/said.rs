//! What the service says of itself.

use leptos::prelude::*;

use crate::{
    components::{Page, fixed},
    text::core,
};

/// `/about`
pub(crate) fn about() -> AnyView {
    view! { <Page title=fixed(core::ABOUT)>"" </Page> }.into_any()
}

/// `/privacy`
pub(crate) fn privacy() -> AnyView {
    view! { <Page title=fixed(core::PRIVACY)>"" </Page> }.into_any()
}

/// `/accessibility`
pub(crate) fn accessibility() -> AnyView {
    view! { <Page title=fixed(core::ACCESSIBILITY)>"" </Page> }.into_any()
}

/// `/cookies`
pub(crate) fn cookies() -> AnyView {
    view! { <Page title=fixed(core::COOKIES)>"" </Page> }.into_any()
}
