//! Making an account.

use leptos::prelude::*;
use lykta_shared::{
    api::Register,
    identity::RegisterRequest,
    text::{DisplayName, Email},
};

use super::{destination, read_new_password, with_return};
use crate::{
    components::{Form, FormFrame, Page, Submit, TextField, live},
    text::{self, core, fill, identity as words, t},
};

/// `/register?to=…`
pub(crate) fn register() -> AnyView {
    let form = Form::new("register");
    let name = form.field("/displayName", words::DISPLAY_NAME, "");
    let email = form.field("/email", words::EMAIL, "");
    let password = form.secret("/password", words::PASSWORD);
    // The address that was written to, once it has been sent.
    let sent = RwSignal::new(None::<String>);
    let login = with_return("/login", &destination());
    let submit = move || {
        let display_name: Option<DisplayName> = name.read();
        let address: Option<Email> = email.read();
        let password = read_new_password(password);
        let (Some(display_name), Some(email), Some(password)) = (display_name, address, password)
        else {
            form.refuse();
            return;
        };
        let to = email.as_str().to_owned();
        let request = RegisterRequest {
            email,
            display_name,
            password,
            language: text::language(),
        };
        form.send(Register {}, request, move |()| sent.set(Some(to)));
    };
    let title = Signal::derive(move || {
        t(if sent.with(Option::is_some) {
            words::LOOK_IN_INBOX
        } else {
            words::REGISTER_TITLE
        })
        .to_owned()
    });
    let content = move || match sent.get() {
        Some(to) => view! {
            <div role="status" class="prose">
                <p>{fill(words::REGISTERED, &[("email", &to)])}</p>
                <p class="muted">{t(words::NO_MAIL)}</p>
            </div>
            <p>
                <a href=login.clone()>{t(core::LOG_IN)}</a>
            </p>
        }
        .into_any(),
        None => view! {
            <p>{t(words::REGISTER_LEAD)}</p>
            <FormFrame form=form on_submit=submit>
                <TextField field=name autocomplete="nickname" hint=words::DISPLAY_NAME_HINT />
                <TextField
                    field=email
                    kind="email"
                    autocomplete="username"
                    hint=words::EMAIL_HINT
                />
                <TextField
                    field=password
                    kind="password"
                    autocomplete="new-password"
                    hint=words::PASSWORD_HINT
                />
                <p class="muted">
                    {t(words::REGISTER_TERMS)} " " <a href="/privacy">{t(core::PRIVACY)}</a>
                </p>
                <Submit form=form label=words::REGISTER_TITLE />
            </FormFrame>
            <p>
                <a href=login.clone()>{t(words::HAVE_ACCOUNT)}</a>
            </p>
        }
        .into_any(),
    };
    view! { <Page title=title>{live(content)}</Page> }.into_any()
}
