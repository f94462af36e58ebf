//! Setting a new password with the link of a mail.

use leptos::prelude::*;
use lykta_shared::{api::ResetPassword, identity::ResetPasswordRequest, text::Token};

use super::read_new_password;
use crate::{
    browser,
    components::{Form, FormFrame, LinkButton, Note, Page, Submit, TextField, Tone, fixed, live},
    text::{core, identity as words, t},
};

/// `/reset#t=…`
pub(crate) fn reset() -> AnyView {
    let form = Form::new("reset");
    let password = form.secret("/password", words::NEW_PASSWORD);
    let token: Option<Token> = browser::take_token().and_then(|token| token.try_into().ok());
    let done = RwSignal::new(false);
    let content = match token {
        None => no_token("/forgot", words::FORGOT_TITLE),
        Some(token) => {
            let submit = move || {
                let Some(password) = read_new_password(password) else {
                    form.refuse();
                    return;
                };
                let token = token.clone();
                let request = ResetPasswordRequest { token, password };
                form.send(ResetPassword {}, request, move |()| {
                    done.set(true);
                    browser::announce(t(words::RESET_DONE));
                });
            };
            view! {
                <div hidden=move || done.get()>
                    <FormFrame form=form on_submit=submit>
                        <p>{t(words::RESET_LEAD)}</p>
                        <TextField
                            field=password
                            kind="password"
                            autocomplete="new-password"
                            hint=words::PASSWORD_HINT
                        />
                        <Submit form=form label=words::SAVE_PASSWORD />
                    </FormFrame>
                </div>
                {live(move || {
                    done.get()
                        .then(|| {
                            view! {
                                <Note tone=Tone::Ok>
                                    <p>{t(words::RESET_DONE)}</p>
                                </Note>
                                <div class="actions">
                                    <LinkButton href="/login" label=core::LOG_IN kind="primary" />
                                </div>
                            }
                        })
                })}
            }
            .into_any()
        }
    };
    view! { <Page title=fixed(words::RESET_TITLE)>{content}</Page> }.into_any()
}

/// The link came without its token.
pub(super) fn no_token(href: &'static str, label: crate::text::Text) -> AnyView {
    view! {
        <Note tone=Tone::Warn>
            <p>{t(words::NO_TOKEN)}</p>
        </Note>
        <div class="actions">
            <LinkButton href=href label=label />
        </div>
    }
    .into_any()
}
