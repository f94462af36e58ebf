//! Signing in.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{Login, ResendVerification},
    identity::{EmailRequest, LoginRequest},
    problem::ProblemKind,
};

use super::{destination, with_return};
use crate::{
    api::Sender,
    browser,
    components::{
        Act, FailureNote, Form, FormFrame, Note, Page, Submit, TextField, Tone, fixed, live,
    },
    session::{use_session, was_lost},
    text::{self, core, identity as words, t},
};

/// `/login?to=…`
pub(crate) fn login() -> AnyView {
    let form = Form::new("login");
    let email = form.field("/email", words::EMAIL, "");
    let password = form.secret("/password", words::PASSWORD);
    let to = destination();
    let navigate = use_navigate();
    let submit = {
        let to = to.clone();
        move || {
            let (Some(email), Some(password)) = (email.read(), password.read()) else {
                form.refuse();
                return;
            };
            let (to, navigate) = (to.clone(), navigate.clone());
            form.send(Login {}, LoginRequest { email, password }, move |me| {
                let language = me.language;
                use_session().enter(me);
                if language == text::language() {
                    navigate(&to, NavigateOptions::default());
                } else {
                    browser::set_cookie("lang", language.as_str());
                    browser::load(&to);
                }
            });
        }
    };
    let unverified = move || {
        form.sender.failure.with(|failure| {
            failure.as_ref().and_then(crate::api::Failure::kind)
                == Some(ProblemKind::EmailUnverified)
        })
    };
    let register = with_return("/register", &to);
    view! {
        <Page title=fixed(core::LOG_IN)>
            {was_lost()
                .then(|| {
                    view! {
                        <Note tone=Tone::Info>
                            <p>{t(words::SESSION_LOST)}</p>
                        </Note>
                    }
                })}
            <FormFrame form=form on_submit=submit>
                <TextField field=email kind="email" autocomplete="username" />
                <TextField field=password kind="password" autocomplete="current-password" />
                <Submit form=form label=core::LOG_IN />
            </FormFrame>
            {live(move || unverified().then(|| resend(email.value)))}
            <p>
                <a href="/forgot">{t(words::FORGOT_TITLE)}</a>
            </p>
            <p>{t(words::LOGIN_LEAD)} " " <a href=register>{t(words::REGISTER_TITLE)}</a></p>
        </Page>
    }
    .into_any()
}

/// Sends the confirmation mail once more to the address that was typed.
fn resend(email: RwSignal<String>) -> impl IntoView {
    let sender = Sender::new();
    let done = RwSignal::new(false);
    let send = move || {
        let Ok(email) = email.get_untracked().try_into() else {
            return;
        };
        sender.send(ResendVerification {}, EmailRequest { email }, move |()| {
            done.set(true);
            browser::announce(t(words::RESENT));
        });
    };
    view! {
        <FailureNote failure=sender.failure />
        {live(move || {
            if done.get() {
                view! {
                    <Note tone=Tone::Ok>
                        <p>{t(words::RESENT)}</p>
                    </Note>
                }
                    .into_any()
            } else {
                view! {
                    <Act label=t(words::RESEND).to_owned() pending=sender.pending on_press=send />
                }
                    .into_any()
            }
        })}
    }
}
