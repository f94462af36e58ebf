//! Planning a term: one form, and every date of it before anything is saved.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{GetOrganisation, ListMembers, PostSeries},
    identity::MyMembership,
    organisations::{MemberView, OrgRight, OrganisationView},
};

use super::{
    super::frame,
    batch,
    dates::Dates,
    fields::{TermFields, TermInputs},
};
use crate::{
    api::load,
    browser,
    components::{Act, Form, FormFrame, LinkButton, Note, Remote, Submit, Tone},
    text::{count, org, org_plan, org_term as text, t},
};

/// `/org/:slug/term`
pub(crate) fn new_term() -> AnyView {
    let need = Some((OrgRight::PlanShifts, org::ROLE_NEEDED_PLAN));
    frame::page(Some(text::TITLE), false, need, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let view = load(move || Some((GetOrganisation { organisation }, ())));
    let members = load(move || Some((ListMembers { organisation }, ())));
    view! {
        <Remote load=view let:organisation>
            <Remote load=members let:members>
                <New organisation=organisation members=members />
            </Remote>
        </Remote>
    }
    .into_any()
}

#[component]
fn New(
    organisation: RwSignal<OrganisationView>,
    members: RwSignal<Vec<MemberView>>,
) -> impl IntoView {
    let (id, slug, may_publish) =
        organisation.with_untracked(|one| (one.id, one.slug.clone(), one.status.can_schedule()));
    let form = Form::about("term", &slug);
    let fields = TermFields::new(form, None);
    let sketch = Memo::new(move |_| fields.sketch());
    let navigate = use_navigate();
    let send = Callback::new(move |publish: bool| {
        let Some(series) = fields.read(publish, None) else {
            form.refuse();
            return;
        };
        let (navigate, slug) = (
            navigate.clone(),
            organisation.with_untracked(|one| one.slug.clone()),
        );
        form.send(PostSeries { organisation: id }, series, move |made| {
            let words = count(u64::from(made.made), text::MADE_ONE, text::MADE_OTHER);
            browser::announce(&words);
            batch::remember(made.batch, made.series.id);
            let to = format!("/org/{slug}/series/{}", made.series.id);
            navigate(&to, NavigateOptions::default());
        });
    });
    let home = format!("/org/{slug}/shifts");
    view! {
        <p class="muted">{t(text::INTRO)}</p>
        {(!may_publish)
            .then(|| {
                view! {
                    <Note tone=Tone::Info>
                        <p>{t(org_plan::CANNOT_PUBLISH)}</p>
                    </Note>
                }
            })}
        <FormFrame form=form on_submit=move || send.run(true)>
            <TermInputs fields=fields organisation=organisation members=members />
            <h2>{t(text::STEP_DATES)}</h2>
            <Dates organisation=id sketch=sketch excluded=fields.excluded />
            <div class="actions">
                <Submit form=form label=text::PUBLISH />
                <Act
                    label=t(text::SAVE_DRAFTS).to_owned()
                    pending=form.sender.pending
                    on_press=move || send.run(false)
                />
                <LinkButton href=home label=org_plan::CANCEL kind="quiet" />
            </div>
        </FormFrame>
    }
}
