//! Confirming an address with the link of a mail. Opening the link changes nothing, because mail filters open
//! links too; the button does.

use leptos::prelude::*;
use lykta_shared::{api::VerifyEmail, identity::TokenRequest, text::Token};

use super::reset::no_token;
use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, LinkButton, Note, Page, Tone, fixed, live},
    text::{core, identity as words, t},
};

/// `/verify#t=…`
pub(crate) fn verify() -> AnyView {
    let token: Option<Token> = browser::take_token().and_then(|token| token.try_into().ok());
    let content = token.map_or_else(|| no_token("/login", core::LOG_IN), confirm);
    view! { <Page title=fixed(words::VERIFY_TITLE)>{content}</Page> }.into_any()
}

fn confirm(token: Token) -> AnyView {
    let sender = Sender::new();
    let done = RwSignal::new(false);
    let send = move || {
        let token = token.clone();
        sender.send(VerifyEmail {}, TokenRequest { token }, move |()| {
            done.set(true);
            browser::announce(t(words::VERIFIED));
        });
    };
    view! {
        <div hidden=move || done.get()>
            <p>{t(words::VERIFY_LEAD)}</p>
            <FailureNote failure=sender.failure />
            <div class="actions">
                <Act
                    label=t(words::VERIFY).to_owned()
                    kind="primary"
                    pending=sender.pending
                    on_press=send
                />
            </div>
        </div>
        {live(move || {
            done.get()
                .then(|| {
                    view! {
                        <Note tone=Tone::Ok>
                            <p>{t(words::VERIFIED)}</p>
                        </Note>
                        <div class="actions">
                            <LinkButton href=next() label=core::LOG_IN kind="primary" />
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

/// Whoever made the account in order to join something goes on there.
fn next() -> String {
    let waiting = ["invite", "join"]
        .into_iter()
        .find(|page| browser::kept_link(page).is_some());
    waiting.map_or_else(
        || "/login".to_owned(),
        |page| super::with_return("/login", &format!("/{page}")),
    )
}
