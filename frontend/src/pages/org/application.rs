//! An organisation's application: where it stands, what has happened, what can be done now.

use leptos::prelude::*;
use lykta_shared::{
    api::{
        ApplyAgain, GetApplication, GetOrganisation, PutApplication, SubmitApplication,
        WithdrawApplication,
    },
    identity::MyMembership,
    ids::ApplicationId,
    organisations::{
        ApplicationEvent, ApplicationStatus, ApplicationView, OrgRight, OrganisationView,
    },
};

use super::{frame, words};
use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, ConfirmDialog, Empty, FailureNote, Form, FormFrame, LinkButton, Moment, Note, Remote,
        Submit, Tone, fixed, live,
    },
    pages::apply::{ApplicationFields, Facts, Inputs, Step},
    session::use_session,
    text::{Text, org, org_application as text, t},
};

/// `/org/:slug/application`
pub(crate) fn application() -> AnyView {
    let need = Some((OrgRight::ManageOrganisation, org::ROLE_NEEDED_ADMIN));
    frame::page(Some(text::A_TITLE), false, need, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let load = load(move || Some((GetOrganisation { organisation }, ())));
    view! {
        <Remote load=load let:organisation>
            <Newest organisation=organisation load=load />
        </Remote>
    }
    .into_any()
}

#[component]
fn Newest(organisation: RwSignal<OrganisationView>, load: Load<OrganisationView>) -> impl IntoView {
    let id = Memo::new(move |_| organisation.with(|one| one.application));
    move || match id.get() {
        None => view! { <Empty text=fixed(text::A_NONE) /> }.into_any(),
        Some(id) => view! { <One id=id organisation=load /> }.into_any(),
    }
}

#[component]
fn One(id: ApplicationId, organisation: Load<OrganisationView>) -> impl IntoView {
    let load = load(move || Some((GetApplication { application: id }, ())));
    view! {
        <Remote load=load let:application>
            <Shown application=application load=load organisation=organisation />
        </Remote>
    }
}

/// What may be done with an application in this state.
const fn can_edit(status: ApplicationStatus) -> bool {
    matches!(
        status,
        ApplicationStatus::Draft | ApplicationStatus::NeedsCompletion
    )
}

const fn can_withdraw(status: ApplicationStatus) -> bool {
    matches!(
        status,
        ApplicationStatus::Draft
            | ApplicationStatus::Submitted
            | ApplicationStatus::UnderReview
            | ApplicationStatus::NeedsCompletion
    )
}

#[component]
fn Shown(
    application: RwSignal<ApplicationView>,
    load: Load<ApplicationView>,
    organisation: Load<OrganisationView>,
) -> impl IntoView {
    let editing = RwSignal::new(false);
    let status = Memo::new(move |_| application.with(|one| one.status));
    let state = move || {
        let status = status.get();
        view! {
            <p>
                <span class="tag" data-t="info">
                    {t(words::application_status(status))}
                </span>
            </p>
            <p>{t(words::application_next(status))}</p>
        }
    };
    view! {
        {live(state)}
        {live(move || application.with(said_by_the_city))}
        {live(move || {
            if editing.get() {
                view! { <Edit application=application load=load editing=editing /> }.into_any()
            } else {
                view! {
                    <Deeds application=application editing=editing organisation=organisation />
                    <h2>{t(text::A_FORM)}</h2>
                    <Facts form=Signal::derive(move || application.with(|one| one.form.clone())) />
                }
                    .into_any()
            }
        })}
        <h2>{t(text::A_HISTORY)}</h2>
        {live(move || application.with(|one| history(&one.history)))}
    }
}

/// The city's question or reason, where the state comes from one.
fn said_by_the_city(application: &ApplicationView) -> Option<impl IntoView + use<>> {
    let label = match application.status {
        ApplicationStatus::NeedsCompletion => text::A_QUESTION,
        ApplicationStatus::Rejected => text::A_REASON,
        ApplicationStatus::Draft
        | ApplicationStatus::Submitted
        | ApplicationStatus::UnderReview
        | ApplicationStatus::Approved
        | ApplicationStatus::Withdrawn => return None,
    };
    let event = application
        .history
        .iter()
        .rev()
        .find(|event| event.by_city && event.to == application.status)?;
    let message = event.message.clone();
    Some(view! {
        <Note tone=Tone::Warn>
            <p>
                <strong>{t(label)}</strong>
            </p>
            <p class="lines">{message}</p>
        </Note>
    })
}

/// What has happened, the newest first.
pub(crate) fn history(events: &[ApplicationEvent]) -> impl IntoView + use<> {
    let rows = events
        .iter()
        .rev()
        .map(|event| {
            let who: Text = if event.by_city {
                text::A_BY_CITY
            } else {
                text::A_BY_YOU
            };
            let message = (!event.message.is_empty())
                .then(|| view! { <p class="lines">{event.message.clone()}</p> });
            view! {
                <li>
                    <p>
                        <strong>{t(words::application_status(event.to))}</strong>
                        ", "
                        {t(who)}
                        ", "
                        <Moment at=event.at />
                    </p>
                    {message}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="list" role="list">
            {rows}
        </ol>
    }
}

/// The buttons.
#[component]
fn Deeds(
    application: RwSignal<ApplicationView>,
    editing: RwSignal<bool>,
    organisation: Load<OrganisationView>,
) -> impl IntoView {
    let sender = Sender::new();
    let withdrawing = RwSignal::new(false);
    let id = application.with_untracked(|one| one.id);
    let status = Memo::new(move |_| application.with(|one| one.status));
    let took = move |words: Text| {
        move |now: ApplicationView| {
            withdrawing.set(false);
            application.set(now);
            browser::announce(t(words));
            use_session().renew(|| ());
        }
    };
    let send = move || {
        sender.send(
            SubmitApplication { application: id },
            (),
            took(text::A_SENT),
        );
    };
    let withdraw = move || {
        sender.send(
            WithdrawApplication { application: id },
            (),
            took(text::A_WITHDREW),
        );
    };
    let again = move || {
        let (owner, form) = application.with_untracked(|one| (one.organisation, one.form.clone()));
        let endpoint = ApplyAgain {
            organisation: owner,
        };
        sender.send(endpoint, form, move |_| organisation.again());
    };
    let buttons = move || {
        let status = status.get();
        let slug = application.with_untracked(|one| one.slug.clone());
        let button = |label: Text, kind: &'static str, press: Callback<()>| {
            view! {
                <Act
                    label=t(label).to_owned()
                    kind=kind
                    pending=sender.pending
                    on_press=move || press.run(())
                />
            }
        };
        let open = can_edit(status);
        let over = matches!(
            status,
            ApplicationStatus::Rejected | ApplicationStatus::Withdrawn
        );
        view! {
            {open.then(|| view! { <p class="muted">{t(text::A_PUBLIC)}</p> })}
            <div class="actions">
                {open
                    .then(|| button(text::A_SEND, "primary", Callback::new(move |()| send())))}
                {open
                    .then(|| button(text::A_EDIT, "", Callback::new(move |()| editing.set(true))))}
                {over.then(|| button(text::A_AGAIN, "primary", Callback::new(move |()| again())))}
                {(status == ApplicationStatus::Approved)
                    .then(|| {
                        view! {
                            <LinkButton
                                href=format!("/org/{slug}/shifts/new")
                                label=text::A_PLAN_FIRST
                                kind="primary"
                            />
                        }
                    })}
                {can_withdraw(status)
                    .then(|| {
                        let ask = Callback::new(move |()| withdrawing.set(true));
                        button(text::A_WITHDRAW, "quiet", ask)
                    })}
            </div>
        }
    };
    view! {
        <FailureNote failure=sender.failure />
        {live(buttons)}
        <ConfirmDialog
            open=withdrawing
            title=text::A_WITHDRAW_TITLE
            confirm=text::A_WITHDRAW
            danger=true
            sender=sender
            on_confirm=withdraw
        >
            <p>{t(text::A_WITHDRAW_TEXT)}</p>
        </ConfirmDialog>
    }
}

/// The whole form at once: whoever comes back knows what they want to change.
#[component]
fn Edit(
    application: RwSignal<ApplicationView>,
    load: Load<ApplicationView>,
    editing: RwSignal<bool>,
) -> impl IntoView {
    let held = application.get_untracked();
    let form = Form::about("application", &format!("{} {}", held.id, held.version));
    let fields = ApplicationFields::new(form, Some(&held.form));
    Effect::new(move |_| {
        if form.sender.is_stale() {
            load.again();
        }
    });
    let submit = move || {
        let Some(body) = fields.read() else {
            form.refuse();
            return;
        };
        let (id, version) = application.with_untracked(|one| (one.id, one.version));
        let endpoint = PutApplication { application: id };
        form.send_at(Some(version), endpoint, body, move |now| {
            application.set(now);
            editing.set(false);
            browser::announce(t(text::A_SAVED));
        });
    };
    let steps = Step::ALL
        .into_iter()
        .filter(|step| *step != Step::Review)
        .map(|step| {
            view! {
                <h2>{t(step.title())}</h2>
                <Inputs fields=fields step=step />
            }
        })
        .collect_view();
    view! {
        <FormFrame form=form on_submit=submit>
            {steps}
            <div class="actions">
                <Submit form=form label=text::A_EDIT_DONE />
                <Act
                    label=t(crate::text::core::KEEP).to_owned()
                    on_press=move || editing.set(false)
                />
            </div>
        </FormFrame>
    }
}
