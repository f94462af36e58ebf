//! Changing the password.

use leptos::prelude::*;
use lykta_shared::{api::ChangePassword, identity::ChangePasswordRequest, text::Password};

use super::super::read_new_password;
use crate::{
    browser,
    components::{Form, FormFrame, Note, Submit, TextField, Tone, live},
    text::{identity as words, t},
};

/// The form for a new password; other devices are signed out by it.
#[component]
pub(super) fn ChangePasswordForm() -> impl IntoView {
    let form = Form::new("password");
    let current = form.secret("/current", words::PRESENT_PASSWORD);
    let new = form.secret("/new", words::NEW_PASSWORD);
    let done = RwSignal::new(false);
    let submit = move || {
        done.set(false);
        let present: Option<Password> = current.read();
        let wanted = read_new_password(new);
        let (Some(current), Some(new)) = (present, wanted) else {
            form.refuse();
            return;
        };
        let request = ChangePasswordRequest { current, new };
        form.send(ChangePassword {}, request, move |()| {
            form.clear();
            done.set(true);
            browser::announce(t(words::PASSWORD_CHANGED));
        });
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <TextField field=current kind="password" autocomplete="current-password" />
            <TextField
                field=new
                kind="password"
                autocomplete="new-password"
                hint=words::PASSWORD_HINT
            />
            {live(move || {
                done.get()
                    .then(|| {
                        view! {
                            <Note tone=Tone::Ok>
                                <p>{t(words::PASSWORD_CHANGED)}</p>
                            </Note>
                        }
                    })
            })}
            <Submit form=form label=words::SAVE_PASSWORD />
        </FormFrame>
    }
}
