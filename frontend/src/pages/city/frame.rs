//! What all pages of the city share: they are for liaisons.

use leptos::prelude::*;
use lykta_shared::identity::CityRole;

use crate::{
    components::{LinkButton, Note, Page, Tone, live},
    session::use_session,
    text::{city as text, core, t},
};

/// A page for liaisons; others are told whom to ask.
pub(crate) fn page(
    title: Signal<String>,
    wide: bool,
    shown: fn(RwSignal<String>) -> AnyView,
) -> AnyView {
    let session = use_session();
    let may = Memo::new(move |_| session.has_city_role(CityRole::Liaison));
    // A page whose heading is only known when its data is there writes it here.
    let heading = RwSignal::new(String::new());
    let title = Signal::derive(move || {
        heading.with(|heading| {
            if heading.is_empty() {
                title.get()
            } else {
                heading.clone()
            }
        })
    });
    let content = move || {
        if may.get() {
            shown(heading)
        } else {
            view! {
                <Note tone=Tone::Warn>
                    <p>{t(text::ROLE_NEEDED)}</p>
                </Note>
                <div class="actions">
                    <LinkButton href="/" label=core::GO_HOME />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Page title=title wide=wide>
            {live(content)}
        </Page>
    }
    .into_any()
}
