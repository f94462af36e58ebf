//! Inviting somebody by e-mail, and the invitations that are out.

use leptos::prelude::*;
use lykta_shared::{
    api::{Invite as InviteOne, ListInvitations, RevokeInvitation},
    ids::OrganisationId,
    organisations::{AgeBand, InvitationView, InviteRequest, OrgRole},
};

use super::{
    member_edit::{age_options, read_roles},
    words,
};
use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, ChoiceField, FailureNote, Form, FormFrame, Note, Remote, Submit, TextField, Tone, live,
    },
    text::{fill, format, org_members as text, t},
};

/// The form and the list.
#[component]
pub(super) fn Invite(organisation: OrganisationId) -> impl IntoView {
    let load = load(move || Some((ListInvitations { organisation }, ())));
    let form = Form::new("invite-member");
    let email = form.field("/email", text::INVITE_EMAIL, "");
    let roles = form.field("/roles", text::INVITE_ROLES, OrgRole::Volunteer.as_str());
    let age = form.field("/ageBand", text::M_AGE, AgeBand::Adult.as_str());
    let sent = RwSignal::new(None::<String>);
    let submit = move || {
        sent.set(None);
        let (address, age_band) = (email.read(), age.read());
        let (Some(address), Some(age_band)) = (address, age_band) else {
            form.refuse();
            return;
        };
        let Some(roles) = read_roles(roles, age_band) else {
            form.refuse();
            return;
        };
        let body = InviteRequest {
            email: address,
            roles,
            age_band,
        };
        form.send(InviteOne { organisation }, body, move |invitation| {
            let words = fill(text::INVITE_SENT, &[("email", &invitation.email)]);
            browser::announce(&words);
            sent.set(Some(words));
            email.set(String::new());
            load.again();
        });
    };
    view! {
        <section>
            <h2>{t(text::INVITE_TITLE)}</h2>
            {live(move || {
                sent.get()
                    .map(|words| {
                        view! {
                            <Note tone=Tone::Ok>
                                <p>{words}</p>
                            </Note>
                        }
                    })
            })}
            <FormFrame form=form on_submit=submit>
                <TextField field=email kind="email" />
                <ChoiceField field=roles options=words::role_options() />
                <ChoiceField field=age options=age_options() single=true />
                <Submit form=form label=text::INVITE_SEND />
            </FormFrame>
            <Remote load=load let:invitations>
                <Out organisation=organisation invitations=invitations load=load />
            </Remote>
        </section>
    }
}

/// Invitations that can still be accepted.
#[component]
fn Out(
    organisation: OrganisationId,
    invitations: RwSignal<Vec<InvitationView>>,
    load: Load<Vec<InvitationView>>,
) -> impl IntoView {
    let sender = Sender::new();
    let revoke = move |one: InvitationView| {
        let endpoint = RevokeInvitation {
            organisation,
            invitation: one.id,
        };
        sender.send(endpoint, (), move |()| {
            browser::announce(&fill(text::INVITE_REVOKED, &[("email", &one.email)]));
            load.again();
        });
    };
    let row = move |one: InvitationView| {
        let until = format::date(format::day_of(one.expires_at));
        let held = one.clone();
        view! {
            <li class="between">
                <span>
                    <bdi dir="ltr">{one.email.clone()}</bdi>
                    <br />
                    <span class="muted">
                        {words::roles(&one.roles)} ", "
                        {fill(text::INVITE_UNTIL, &[("date", &until)])}
                    </span>
                </span>
                <Act
                    label=t(text::INVITE_REVOKE).to_owned()
                    context=one.email
                    pending=sender.pending
                    on_press=move || revoke(held.clone())
                />
            </li>
        }
    };
    move || {
        let out = invitations.get();
        (!out.is_empty()).then(|| {
            view! {
                <h3>{t(text::INVITE_OUT)}</h3>
                <FailureNote failure=sender.failure />
                <ul class="list" role="list">
                    {out.into_iter().map(row).collect_view()}
                </ul>
            }
        })
    }
}
