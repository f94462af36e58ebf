//! An organisation's settings: its profile and reminders for administrators, sign-up and calendar for planners too.

use leptos::prelude::*;
use lykta_shared::{
    api::{GetOrganisation, PatchOrganisation},
    identity::MyMembership,
    ids::OrganisationId,
    organisations::{OrgRight, OrganisationView, UpdateOrganisation, may},
};

use super::{frame, reminders::Reminders, signup_settings::SignUps};
use crate::{
    api::{Load, load},
    browser,
    components::{AreaField, CheckField, Form, FormFrame, Note, Remote, Submit, Tone, live},
    pages::feed::OrganisationFeed,
    text::{org as text, t},
};

/// `/org/:slug/settings`
pub(crate) fn settings() -> AnyView {
    let need = Some((OrgRight::PlanShifts, text::ROLE_NEEDED_PLAN));
    frame::page(Some(text::SETTINGS), false, need, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let manages = may(&membership.roles, OrgRight::ManageOrganisation);
    view! {
        {manages.then(|| profile(organisation))}
        <SignUps organisation=organisation manages=manages />
        <OrganisationFeed organisation=organisation />
    }
    .into_any()
}

/// What only administrators see.
fn profile(organisation: OrganisationId) -> AnyView {
    let load = load(move || Some((GetOrganisation { organisation }, ())));
    view! {
        <Remote load=load let:organisation>
            <Profile organisation=organisation load=load />
        </Remote>
        <Reminders organisation=organisation />
    }
    .into_any()
}

#[component]
fn Profile(
    organisation: RwSignal<OrganisationView>,
    load: Load<OrganisationView>,
) -> impl IntoView {
    let held = organisation.get_untracked();
    let tick = |is: bool| if is { "true" } else { "" };
    let form = Form::about("organisation", &format!("{} {}", held.id, held.version));
    let description = form.field("/description", text::S_DESCRIPTION, &held.description);
    let listed = form.field("/listed", text::S_LISTED, tick(held.listed));
    let publishes = form.field(
        "/publishesShifts",
        text::S_PUBLISHES,
        tick(held.publishes_shifts),
    );
    let youth = form.field("/acceptsYouth", text::S_YOUTH, tick(held.accepts_youth));
    let special = form.field("/specialCategory", text::S_SPECIAL, "");
    let is_special = Memo::new(move |_| organisation.with(|one| one.special_category));
    let saved = RwSignal::new(false);
    Effect::new(move |_| {
        if form.sender.is_stale() {
            load.again();
        }
    });
    let submit = move || {
        saved.set(false);
        let Some(words) = description.read() else {
            form.refuse();
            return;
        };
        let (id, version) = organisation.with_untracked(|one| (one.id, one.version));
        let protected = is_special.get_untracked();
        let body = UpdateOrganisation {
            description: Some(words),
            listed: Some(listed.is_on()),
            publishes_shifts: (!protected && !special.is_on()).then(|| publishes.is_on()),
            accepts_youth: Some(youth.is_on()),
            special_category: (!protected && special.is_on()).then_some(true),
        };
        let endpoint = PatchOrganisation { organisation: id };
        form.send_at(Some(version), endpoint, body, move |now| {
            organisation.set(now);
            saved.set(true);
            browser::announce(t(text::S_SAVED));
        });
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <AreaField field=description optional=true />
            {live(move || {
                if is_special.get() {
                    view! {
                        <Note tone=Tone::Info>
                            <p>{t(text::S_SPECIAL_ON)}</p>
                        </Note>
                        <CheckField field=listed hint=text::S_LISTED_SPECIAL />
                    }
                        .into_any()
                } else {
                    view! {
                        <CheckField field=listed />
                        <CheckField field=publishes hint=text::S_PUBLISHES_HINT />
                        <CheckField field=special hint=text::S_SPECIAL_HINT />
                    }
                        .into_any()
                }
            })}
            <CheckField field=youth hint=text::S_YOUTH_HINT />
            <Submit form=form label=text::S_SAVE />
        </FormFrame>
        {live(move || {
            saved
                .get()
                .then(|| {
                    view! {
                        <Note tone=Tone::Ok>
                            <p>{t(text::S_SAVED)}</p>
                        </Note>
                    }
                })
        })}
    }
}
