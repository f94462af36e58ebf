//! Asking for a link to set a new password.

use leptos::prelude::*;
use lykta_shared::{api::ForgotPassword, identity::EmailRequest, text::Email};

use crate::{
    components::{Form, FormFrame, Page, Submit, TextField, live},
    text::{core, fill, identity as words, t},
};

/// `/forgot`
pub(crate) fn forgot() -> AnyView {
    let form = Form::new("forgot");
    let email = form.field("/email", words::EMAIL, "");
    let sent = RwSignal::new(None::<String>);
    let submit = move || {
        let Some(email) = email.read::<Email>() else {
            form.refuse();
            return;
        };
        let to = email.as_str().to_owned();
        form.send(ForgotPassword {}, EmailRequest { email }, move |()| {
            sent.set(Some(to));
        });
    };
    let title = Signal::derive(move || {
        t(if sent.with(Option::is_some) {
            words::LOOK_IN_INBOX
        } else {
            words::FORGOT_TITLE
        })
        .to_owned()
    });
    let content = move || match sent.get() {
        Some(to) => view! {
            <div role="status" class="prose">
                <p>{fill(words::FORGOTTEN, &[("email", &to)])}</p>
                <p class="muted">{t(words::NO_MAIL)}</p>
            </div>
            <p>
                <a href="/login">{t(core::LOG_IN)}</a>
            </p>
        }
        .into_any(),
        None => view! {
            <p>{t(words::FORGOT_LEAD)}</p>
            <FormFrame form=form on_submit=submit>
                <TextField field=email kind="email" autocomplete="username" />
                <Submit form=form label=words::SEND_LINK />
            </FormFrame>
        }
        .into_any(),
    };
    view! { <Page title=title>{live(content)}</Page> }.into_any()
}
