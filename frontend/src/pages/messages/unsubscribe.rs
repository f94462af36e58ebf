//! Stopping reminders from a mail.

use leptos::prelude::*;
use lykta_shared::{api::UnsubscribeByMail, messages::MailToken, text::Token};

use super::{no_token, token};
use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, LinkButton, Note, Page, Tone, fixed, live},
    text::{identity as words, t},
};

/// `/unsubscribe#t=…`
pub(crate) fn unsubscribe() -> AnyView {
    let content = token().map_or_else(no_token, confirm);
    view! { <Page title=fixed(words::UNSUBSCRIBE_TITLE)>{content}</Page> }.into_any()
}

fn confirm(token: Token) -> AnyView {
    let sender = Sender::new();
    let done = RwSignal::new(false);
    let send = move || {
        let token = token.clone();
        sender.send(UnsubscribeByMail {}, MailToken { token }, move |()| {
            done.set(true);
            browser::announce(t(words::UNSUBSCRIBED));
        });
    };
    view! {
        <p>{t(words::UNSUBSCRIBE_LEAD)}</p>
        <div hidden=move || done.get()>
            <FailureNote failure=sender.failure />
            <div class="actions">
                <Act
                    label=fixed(words::UNSUBSCRIBE)
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
                            <p>{t(words::UNSUBSCRIBED)}</p>
                        </Note>
                        <div class="actions">
                            <LinkButton href="/me" label=words::TO_ACCOUNT />
                        </div>
                    }
                })
        })}
    }
    .into_any()
}
