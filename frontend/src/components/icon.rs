//! Icons out of one sprite. They carry no meaning of their own: words stand beside them.

use leptos::prelude::*;

use crate::browser;

/// A decorative icon: `name` is a symbol of `frontend/icons/sprite.svg`.
#[component]
pub(crate) fn Icon(name: &'static str) -> impl IntoView {
    // The address of the sprite holds a hash of its content; the page knows it.
    let href = format!("{}#{name}", browser::read_root_attribute("data-icons"));
    view! {
        <svg class="ico" aria-hidden="true">
            <use href=href></use>
        </svg>
    }
}
