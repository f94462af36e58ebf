//! Leaving an organisation.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{api::LeaveOrganisation, identity::MyMembership};

use crate::{
    api::Sender,
    browser,
    components::{Act, ConfirmDialog},
    session::use_session,
    text::{fill, org_members as text, t},
};

/// The button and its question.
#[component]
pub(super) fn Leave(membership: MyMembership) -> impl IntoView {
    let open = RwSignal::new(false);
    let sender = Sender::new();
    let navigate = use_navigate();
    let organisation = membership.organisation;
    let name = membership.name.clone();
    let confirm = move || {
        let (name, navigate) = (name.clone(), navigate.clone());
        sender.send(LeaveOrganisation { organisation }, (), move |()| {
            open.set(false);
            navigate("/", NavigateOptions::default());
            use_session().renew(|| ());
            browser::announce(&fill(text::LEFT, &[("name", &name)]));
        });
    };
    view! {
        <div class="actions">
            <Act
                label=t(text::LEAVE).to_owned()
                kind="quiet"
                on_press=move || open.set(true)
            />
        </div>
        <ConfirmDialog
            open=open
            title=text::LEAVE_TITLE
            confirm=text::LEAVE
            danger=true
            sender=sender
            on_confirm=confirm
        >
            <p>
                <strong>
                    <bdi>{membership.name}</bdi>
                </strong>
            </p>
            <p>{t(text::LEAVE_TEXT)}</p>
        </ConfirmDialog>
    }
}
