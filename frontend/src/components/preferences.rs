//! Language and appearance. Both work without an account and are kept in this browser.

use leptos::prelude::*;
use lykta_shared::{
    api::PatchMe,
    identity::{Language, UpdateMe},
};

use crate::{
    api::Sender,
    browser,
    session::use_session,
    text::{self, Text, core, t},
};

/// Where the appearance is kept; the boot script in `index.html` reads it too.
const THEME: &str = "lykta.theme";

/// What a language calls itself.
const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Sv => "Svenska",
        Language::En => "English",
    }
}

/// One button for each language other than the present one. Signed in, the choice also goes to the account, so
/// that mails follow it.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let session = use_session();
    let sender = Sender::new();
    let choose = move |language: Language| {
        if session.me().is_none() {
            text::switch(language);
            return;
        }
        let change = UpdateMe {
            display_name: None,
            language: Some(language),
            phone: None,
            remove_phone: false,
            show_phone: None,
            reminders: None,
        };
        // The page changes its language even if the account could not be reached.
        sender.send_at(None, PatchMe {}, change, move |_| text::switch(language));
    };
    Language::ALL
        .iter()
        .filter(|language| **language != text::language())
        .map(|language| {
            let language = *language;
            view! {
                <button
                    type="button"
                    class="plain"
                    lang=language.as_str()
                    on:click=move |_| choose(language)
                >
                    {own_name(language)}
                </button>
            }
        })
        .collect_view()
}

/// Light, dark, night, or as the device has it.
#[component]
pub(crate) fn ThemeSwitch() -> impl IntoView {
    let themes: [(&str, Text); 4] = [
        ("", core::THEME_SYSTEM),
        ("light", core::THEME_LIGHT),
        ("dark", core::THEME_DARK),
        ("night", core::THEME_NIGHT),
    ];
    let chosen = RwSignal::new(browser::read_root_attribute("data-theme"));
    let choose = move |theme: &'static str| {
        let set = (!theme.is_empty()).then_some(theme);
        browser::keep(THEME, set);
        browser::root_attribute("data-theme", set);
        chosen.set(theme.to_owned());
    };
    view! {
        <div class="chips" role="group" aria-label=t(core::THEME)>
            {themes
                .map(|(theme, label)| {
                    view! {
                        <button
                            type="button"
                            class="btn chip"
                            aria-pressed=move || chosen.with(|chosen| chosen == theme).to_string()
                            on:click=move |_| choose(theme)
                        >
                            {t(label)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
