//! `/apply`: an account first, then four steps.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{CreateOrganisation, SubmitApplication},
    organisations::ApplicationView,
};
use wasm_bindgen::JsCast;

use super::{ApplicationFields, Facts, Inputs, Step};
use crate::{
    api::Sender,
    browser,
    components::{
        Act, FailureNote, FailureView, Form, FormFrame, LinkButton, Note, Page, Skeleton, Submit,
        Tone, live,
    },
    pages::{identity::with_return, params},
    session::{Standing, use_session},
    text::{fill, org_application as text, t},
};

/// `/apply?step=contact`
pub(crate) fn apply() -> AnyView {
    let session = use_session();
    // Only whether somebody is signed in counts: what is newly known of them must not empty the form.
    let standing = Memo::new(move |_| match session.standing() {
        Standing::Unknown => None,
        Standing::In(_) => Some(Ok(true)),
        Standing::Out => Some(Ok(false)),
        Standing::Unreachable(failure) => Some(Err(failure)),
    });
    let step = params::query(|params| Step::named(params.get_str("step").unwrap_or_default()));
    let sent = RwSignal::new(None::<ApplicationView>);
    let title = Signal::derive(move || {
        let words = if sent.with(Option::is_some) {
            text::APPLY_SENT_TITLE
        } else if standing.get() == Some(Ok(true)) {
            step.get().title()
        } else {
            text::APPLY_TITLE
        };
        t(words).to_owned()
    });
    view! {
        <Page title=title>
            {live(move || match standing.get() {
                None => view! { <Skeleton /> }.into_any(),
                Some(Err(failure)) => {
                    view! { <FailureView failure=failure on_retry=move || session.begin() /> }
                        .into_any()
                }
                Some(Ok(false)) => account_first(),
                Some(Ok(true)) => view! { <Steps step=step sent=sent /> }.into_any(),
            })}
        </Page>
    }
    .into_any()
}

fn account_first() -> AnyView {
    let register = with_return("/register", "/apply");
    let login = with_return("/login", "/apply");
    view! {
        <p class="lead">{t(text::APPLY_INTRO)}</p>
        <p>{t(text::APPLY_NEEDS_ACCOUNT)} " " {t(text::APPLY_AFTER)}</p>
        <div class="actions">
            <LinkButton href=register label=text::APPLY_REGISTER kind="primary" />
            <LinkButton href=login label=text::APPLY_SIGN_IN />
        </div>
    }
    .into_any()
}

#[component]
fn Steps(step: Memo<Step>, sent: RwSignal<Option<ApplicationView>>) -> impl IntoView {
    let form = Form::new("apply");
    let fields = ApplicationFields::new(form, None);
    let me = use_session().me();
    if let Some(me) = me
        && fields.contact_email.value.with_untracked(String::is_empty)
        && fields.contact_name.value.with_untracked(String::is_empty)
    {
        // Whoever applies is mostly the contact person; both can be changed.
        fields.contact_name.value.set(me.display_name);
        fields.contact_email.value.set(me.email);
    }
    let half = RwSignal::new(None::<ApplicationView>);
    let navigate = use_navigate();
    let go = Callback::new(move |to: Step| {
        navigate(&to.address(), NavigateOptions::default());
        focus_heading();
    });
    // The server's errors are shown where their fields are.
    Effect::new(move |_| {
        let failed = form.sender.failure.with(Option::is_some);
        if failed && let Some(faulty) = fields.faulty_step() {
            go.run(faulty);
            form.refuse();
        }
    });
    move || {
        if let Some(application) = sent.get() {
            return done(&application);
        }
        if let Some(application) = half.get() {
            return saved(&application);
        }
        let step = step.get();
        if step == Step::Review {
            view! { <Review form=form fields=fields go=go sent=sent half=half /> }.into_any()
        } else {
            view! { <Written form=form fields=fields step=step go=go /> }.into_any()
        }
    }
}

/// "Steg 2 av 4", and the way back.
fn place(step: Step) -> impl IntoView {
    let words = fill(
        text::APPLY_STEP,
        &[
            ("n", &step.number().to_string()),
            ("total", &Step::ALL.len().to_string()),
        ],
    );
    view! {
        <p class="muted">{words}</p>
        {step
            .previous()
            .map(|before| {
                view! {
                    <p>
                        <a href=before.address()>{t(text::APPLY_BACK)}</a>
                    </p>
                }
            })}
    }
}

/// A step that is filled in.
#[component]
fn Written(form: Form, fields: ApplicationFields, step: Step, go: Callback<Step>) -> impl IntoView {
    let submit = move || {
        if !fields.step_is_done(step) {
            form.refuse();
        } else if let Some(next) = step.next() {
            form.accept();
            go.run(next);
        }
    };
    let intro = (step == Step::Organisation).then(|| {
        view! {
            <p>{t(text::APPLY_INTRO)}</p>
            <p class="muted">{t(text::APPLY_KEPT)}</p>
        }
    });
    view! {
        {place(step)}
        {intro}
        <FormFrame form=form on_submit=submit>
            <Inputs fields=fields step=step />
            <Submit form=form label=text::APPLY_NEXT />
        </FormFrame>
    }
}

/// Everything once more, and the two ways to end: send, or only keep.
#[component]
fn Review(
    form: Form,
    fields: ApplicationFields,
    go: Callback<Step>,
    sent: RwSignal<Option<ApplicationView>>,
    half: RwSignal<Option<ApplicationView>>,
) -> impl IntoView {
    let Some(application) = fields.read() else {
        // Somebody came here by the address, or a draft is from before: first what is missing.
        if let Some(faulty) = fields.faulty_step() {
            go.run(faulty);
            form.refuse();
        }
        return ().into_any();
    };
    let submitting = Sender::new();
    let held = StoredValue::new(application);
    let create = move |send: bool| {
        let Some(body) = fields.read() else { return };
        form.send(CreateOrganisation {}, body, move |made| {
            use_session().renew(move || {
                if send {
                    submit(submitting, made, sent, half);
                } else {
                    half.set(Some(made));
                }
            });
        });
    };
    let change = [Step::Organisation, Step::Contact, Step::Activity]
        .map(|step| {
            view! {
                <li>
                    <a href=step.address()>{t(text::APPLY_CHANGE)} ": " {t(step.title())}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        {place(Step::Review)}
        <Facts form=Signal::derive(move || held.get_value()) />
        <ul class="links">{change}</ul>
        <Note tone=Tone::Info>
            <p>{t(text::A_PUBLIC)}</p>
        </Note>
        <FailureNote failure=submitting.failure />
        <FormFrame form=form on_submit=move || create(true)>
            <div class="actions">
                <Submit form=form label=text::APPLY_SEND />
                <Act
                    label=t(text::APPLY_SAVE_DRAFT).to_owned()
                    pending=form.sender.pending
                    on_press=move || create(false)
                />
            </div>
        </FormFrame>
    }
    .into_any()
}

/// Sends what has been made. If only that fails, the draft is safe and can be sent from its own page.
fn submit(
    sender: Sender,
    made: ApplicationView,
    sent: RwSignal<Option<ApplicationView>>,
    half: RwSignal<Option<ApplicationView>>,
) {
    let endpoint = SubmitApplication {
        application: made.id,
    };
    sender.send_at(None, endpoint, (), move |result| match result {
        Ok(application) => {
            sent.set(Some(application));
            browser::announce(t(text::APPLY_SENT));
            focus_heading();
        }
        Err(_) => half.set(Some(made)),
    });
}

fn done(application: &ApplicationView) -> AnyView {
    view! {
        <Note tone=Tone::Ok>
            <p>{t(text::APPLY_SENT)}</p>
        </Note>
        <div class="actions">
            <LinkButton
                href=format!("/org/{}/application", application.slug)
                label=text::APPLY_SENT_NEXT
                kind="primary"
            />
        </div>
    }
    .into_any()
}

fn saved(application: &ApplicationView) -> AnyView {
    view! {
        <Note tone=Tone::Info>
            <p>{t(text::APPLY_HALF)}</p>
        </Note>
        <div class="actions">
            <LinkButton
                href=format!("/org/{}/application", application.slug)
                label=text::APPLY_SENT_NEXT
                kind="primary"
            />
        </div>
    }
    .into_any()
}

/// A step is a page of its own for those who listen: its heading gets the focus.
fn focus_heading() {
    browser::focus_soon(|| {
        let heading = document().query_selector("h1").ok().flatten()?;
        heading.dyn_into().ok()
    });
}
