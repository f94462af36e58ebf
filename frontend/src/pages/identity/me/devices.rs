//! The devices that are signed in, and signing out.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{EndSession, ListSessions, Logout, LogoutEverywhere},
    identity::SessionView,
};

use crate::{
    api::{Load, Sender, load},
    browser,
    components::{Act, ConfirmDialog, FailureNote, Icon, Moment, Remote, live},
    session::use_session,
    text::{identity as words, t},
};

/// The list of devices with the buttons that sign them out.
#[component]
pub(super) fn Devices() -> impl IntoView {
    let session = use_session();
    let devices = load(|| Some((ListSessions {}, ())));
    let sender = Sender::new();
    let everywhere = Sender::new();
    let asking = RwSignal::new(false);
    let navigate = use_navigate();
    let leave = move || {
        session.sign_out();
        navigate("/", NavigateOptions::default());
    };
    let out = {
        let leave = leave.clone();
        move || {
            let leave = leave.clone();
            sender.send(Logout {}, (), move |()| leave());
        }
    };
    let all_out = move || {
        let leave = leave.clone();
        everywhere.send(LogoutEverywhere {}, (), move |()| {
            asking.set(false);
            leave();
        });
    };
    view! {
        <Remote load=devices let:list>
            <ul role="list" class="list">
                {live(move || {
                    list.get().into_iter().map(|one| device(one, devices, sender)).collect_view()
                })}
            </ul>
        </Remote>
        <FailureNote failure=sender.failure />
        <div class="actions">
            <Act
                label=t(words::LOG_OUT).to_owned()
                icon="out"
                pending=sender.pending
                on_press=out
            />
            <Act
                label=t(words::LOG_OUT_EVERYWHERE).to_owned()
                kind="quiet"
                on_press=move || asking.set(true)
            />
        </div>
        <ConfirmDialog
            open=asking
            title=words::LOG_OUT_EVERYWHERE_ASK
            confirm=words::LOG_OUT_EVERYWHERE
            sender=everywhere
            on_confirm=all_out
        >
            <p>{t(words::LOG_OUT_EVERYWHERE_MEANS)}</p>
        </ConfirmDialog>
    }
}

fn device(one: SessionView, devices: Load<Vec<SessionView>>, sender: Sender) -> impl IntoView {
    let id = one.id;
    let end = move || {
        sender.send(EndSession { session: id }, (), move |()| {
            devices.again();
            browser::announce(t(words::SESSION_ENDED));
        });
    };
    let name = one.device.clone();
    view! {
        <li class="between">
            <div>
                <Icon name="device" />
                " "
                <bdi>{one.device}</bdi>
                <p class="muted aside">
                    {t(words::LAST_SEEN)} " " <Moment at=one.last_seen_at />
                </p>
            </div>
            {if one.current {
                view! { <span class="tag" data-t="in">{t(words::THIS_DEVICE)}</span> }.into_any()
            } else {
                view! {
                    <Act
                        label=t(words::END_SESSION).to_owned()
                        context=name
                        pending=sender.pending
                        on_press=end
                    />
                }
                    .into_any()
            }}
        </li>
    }
}
