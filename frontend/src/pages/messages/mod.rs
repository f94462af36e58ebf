//! What the links in mails lead to. They work without signing in; opening one changes nothing, its button does.

mod unsubscribe;
mod withdraw;

pub(crate) use unsubscribe::unsubscribe;
pub(crate) use withdraw::withdraw;

use leptos::prelude::*;
use lykta_shared::text::Token;

use crate::{
    browser,
    components::{Note, Tone},
    text::{identity as words, t},
};

/// The token in the address.
fn token() -> Option<Token> {
    browser::take_token().and_then(|token| token.try_into().ok())
}

/// The link came without its token.
fn no_token() -> AnyView {
    view! {
        <Note tone=Tone::Warn>
            <p>{t(words::NO_TOKEN)}</p>
        </Note>
    }
    .into_any()
}
