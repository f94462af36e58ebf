//! Planning a new shift and changing one.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{GetOrganisation, GetShift, ListMembers, PostShift, PutShift},
    identity::MyMembership,
    ids::ShiftId,
    organisations::{MemberView, OrgRight, OrganisationView},
    problem::ProblemKind,
    shifts::{ChangeQuery, CreateShift, ShiftDetail},
};

use super::{
    frame,
    shares::Shares,
    shift_fields::ShiftFields,
    shift_form::{ShiftInputs, floor},
};
use crate::{
    api::{Failure, Load, load},
    browser,
    components::{Act, Form, FormFrame, LinkButton, NotFound, Note, Remote, Submit, Tone, live},
    pages::params,
    text::{Text, org, org_plan as text, t},
};

/// `/org/:slug/shifts/new`
pub(crate) fn new_shift() -> AnyView {
    let need = Some((OrgRight::PlanShifts, org::ROLE_NEEDED_PLAN));
    frame::page(Some(text::NEW_TITLE), false, need, new_shown)
}

/// `/org/:slug/shifts/:id/edit`
pub(crate) fn edit_shift() -> AnyView {
    let need = Some((OrgRight::PlanShifts, org::ROLE_NEEDED_PLAN));
    frame::page(Some(text::EDIT_TITLE), false, need, edit_shown)
}

fn new_shown(membership: MyMembership) -> AnyView {
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
    let form = Form::about("new-shift", &slug);
    let fields = ShiftFields::new(form, None);
    let navigate = use_navigate();
    let send = Callback::new(move |publish: bool| {
        let floor = untrack(|| floor(fields));
        let Some(shift) = fields.read(floor, None) else {
            form.refuse();
            return;
        };
        let navigate = navigate.clone();
        let body = CreateShift { shift, publish };
        form.send(PostShift { organisation: id }, body, move |made| {
            let words = if publish {
                text::PUBLISHED
            } else {
                text::SAVED_DRAFT
            };
            go_to(&made, words, &navigate);
        });
    });
    view! {
        {(!may_publish)
            .then(|| {
                view! {
                    <Note tone=Tone::Info>
                        <p>{t(text::CANNOT_PUBLISH)}</p>
                    </Note>
                }
            })}
        <FormFrame form=form on_submit=move || send.run(may_publish)>
            <ShiftInputs fields=fields organisation=organisation members=members />
            <div class="actions">
                {if may_publish {
                    view! {
                        <Submit form=form label=text::PUBLISH />
                        <Act
                            label=t(text::SAVE_DRAFT).to_owned()
                            pending=form.sender.pending
                            on_press=move || send.run(false)
                        />
                    }
                        .into_any()
                } else {
                    view! { <Submit form=form label=text::SAVE_DRAFT /> }.into_any()
                }} <LinkButton href=format!("/org/{slug}/shifts") label=text::CANCEL kind="quiet" />
            </div>
        </FormFrame>
    }
}

fn edit_shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let of = organisation;
    let id = params::part::<ShiftId>("id");
    let view = load(move || Some((GetOrganisation { organisation }, ())));
    let members = load(move || Some((ListMembers { organisation }, ())));
    let shift = load(move || id.get().map(|shift| (GetShift { shift }, ())));
    (move || {
        if id.get().is_none() {
            return view! { <NotFound /> }.into_any();
        }
        view! {
            <Remote load=view let:organisation>
                <Remote load=members let:members>
                    <Remote load=shift let:detail>
                        <Edit
                            organisation=organisation
                            members=members
                            detail=detail
                            load=shift
                        />
                        <Shares organisation=of detail=detail />
                    </Remote>
                </Remote>
            </Remote>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Edit(
    organisation: RwSignal<OrganisationView>,
    members: RwSignal<Vec<MemberView>>,
    detail: RwSignal<ShiftDetail>,
    load: Load<ShiftDetail>,
) -> impl IntoView {
    let (id, version, before) =
        detail.with_untracked(|detail| (detail.card.id, detail.version, detail.form.clone()));
    let Some(before) = before else {
        return view! { <NotFound /> }.into_any();
    };
    // A draft of another shift, or of an older version of this one, must not come back here.
    let form = Form::about("edit-shift", &format!("{id} {version}"));
    let fields = ShiftFields::new(form, Some(&before));
    // Somebody else was quicker: read the new version, keep what is typed, and let the person save again.
    Effect::new(move |_| {
        if form.sender.is_stale() {
            load.again();
        }
    });
    let navigate = use_navigate();
    let send = Callback::new(move |free: bool| {
        let floor = untrack(|| floor(fields));
        let Some(shift) = fields.read(floor, Some(&before)) else {
            form.refuse();
            return;
        };
        let navigate = navigate.clone();
        let version = detail.with_untracked(|detail| detail.version);
        let how = ChangeQuery {
            free_overlapping: free.then_some(true),
        };
        let endpoint = PutShift { shift: id };
        form.send_with(Some(version), endpoint, &how, shift, move |now| {
            go_to(&now, text::SAVED, &navigate);
        });
    });
    view! {
        <p class="muted">{t(text::TOLD)}</p>
        <FormFrame form=form on_submit=move || send.run(false)>
            <ShiftInputs fields=fields organisation=organisation members=members />
            <Overlapping form=form on_free=move || send.run(true) />
            <div class="actions">
                <Submit form=form label=text::SAVE />
                <LinkButton href=format!("/shifts/{id}") label=text::CANCEL kind="quiet" />
            </div>
        </FormFrame>
    }
    .into_any()
}

/// Who has another shift at the new time, and the choice: another time, or to go on without them.
#[component]
fn Overlapping(form: Form, on_free: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let people = move || {
        form.sender.failure.with(|failure| match failure {
            Some(Failure::Problem(problem)) if problem.code == ProblemKind::ShiftsOverlap => {
                Some(problem.people.clone())
            }
            _ => None,
        })
    };
    live(move || {
        people().map(|people| {
            let names = people
                .into_iter()
                .map(|name| view! { <li><bdi>{name}</bdi></li> })
                .collect_view();
            view! {
                <Note tone=Tone::Warn>
                    <p>{t(text::OVERLAPPING)}</p>
                    <ul>{names}</ul>
                    <p>{t(text::OVERLAPPING_CHOICE)}</p>
                    <Act
                        label=t(text::OVERLAPPING_FREE).to_owned()
                        pending=form.sender.pending
                        on_press=on_free
                    />
                </Note>
            }
        })
    })
}

/// To the shift that was saved: its page says how long it really is.
fn go_to(
    shift: &ShiftDetail,
    words: Text,
    navigate: &(impl Fn(&str, NavigateOptions) + Clone + 'static),
) {
    browser::announce(t(words));
    navigate(
        &format!("/shifts/{}", shift.card.id),
        NavigateOptions::default(),
    );
}
