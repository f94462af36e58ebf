//! Name, phone, reminders.

use leptos::prelude::*;
use lykta_shared::{
    api::PatchMe,
    identity::UpdateMe,
    text::{DisplayName, Phone},
};

use crate::{
    browser,
    components::{CheckField, Form, FormFrame, Note, Submit, TextField, Tone, live},
    session::use_session,
    text::{identity as words, t},
};

/// The form for what the account says of its owner.
#[component]
pub(super) fn Profile() -> impl IntoView {
    let session = use_session();
    // The page is only shown to the signed-in; the form begins with what is known when it is opened.
    let me = untrack(|| session.me());
    let tick = |on: bool| if on { "true" } else { "" };
    let form = Form::new("profile");
    let name = form.field(
        "/displayName",
        words::DISPLAY_NAME,
        me.as_ref().map_or("", |me| &me.display_name),
    );
    let phone = form.field(
        "/phone",
        words::PHONE,
        me.as_ref().and_then(|me| me.phone.as_deref()).unwrap_or(""),
    );
    let show = form.field(
        "/showPhone",
        words::SHOW_PHONE,
        tick(me.as_ref().is_some_and(|me| me.show_phone)),
    );
    let reminders = form.field(
        "/reminders",
        words::REMINDERS,
        tick(me.as_ref().is_some_and(|me| me.reminders)),
    );
    let saved = RwSignal::new(false);
    let submit = move || {
        saved.set(false);
        let display_name: Option<DisplayName> = name.read();
        let number: Option<Option<Phone>> = phone.read_optional();
        let (Some(display_name), Some(phone)) = (display_name, number) else {
            form.refuse();
            return;
        };
        let change = UpdateMe {
            display_name: Some(display_name),
            language: None,
            remove_phone: phone.is_none(),
            phone,
            show_phone: Some(show.is_on()),
            reminders: Some(reminders.is_on()),
        };
        form.send(PatchMe {}, change, move |me| {
            session.enter(me);
            saved.set(true);
            browser::announce(t(words::PROFILE_SAVED));
        });
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <TextField field=name autocomplete="nickname" hint=words::DISPLAY_NAME_HINT />
            <TextField field=phone kind="tel" autocomplete="tel" hint=words::PHONE_HINT optional=true />
            <CheckField field=show hint=words::SHOW_PHONE_HINT />
            <CheckField field=reminders hint=words::REMINDERS_HINT />
            {live(move || {
                saved
                    .get()
                    .then(|| {
                        view! {
                            <Note tone=Tone::Ok>
                                <p>{t(words::PROFILE_SAVED)}</p>
                            </Note>
                        }
                    })
            })}
            <Submit form=form label=words::SAVE />
        </FormFrame>
    }
}
