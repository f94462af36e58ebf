//! The decision: one at a time, in words, and then the next application.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{
        ApproveApplication, ListApplications, RejectApplication, RequestCompletion, StartReview,
    },
    ids::ApplicationId,
    organisations::{
        ApplicationQuery, ApplicationStatus, ApproveRequest, CityApplicationView,
        CompletionRequest, Grant, RejectRequest,
    },
    problem::{FieldCode, ProblemKind},
    time::LocalDate,
    vocabulary::Key,
};

use super::{
    queue::everything,
    regret,
    templates::{QUESTIONS, REASONS, Templates, WELCOME},
};
use crate::{
    api::{Failure, Load, Sender, call},
    browser,
    components::{
        Act, AreaField, ChoiceField, ConfirmDialog, FailureNote, Field, Form, FormFrame, Note,
        Submit, TextField, Tone, live,
    },
    pages::org::application_status,
    text::{Text, city as text, fill, format, t},
    vocabulary::{label, use_words},
};

/// What the liaison can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Approve,
    Ask,
    Reject,
}

/// What is possible in this state (DOMAIN.md 3.8).
const fn verdicts(status: ApplicationStatus) -> &'static [Verdict] {
    match status {
        ApplicationStatus::UnderReview => &[Verdict::Approve, Verdict::Ask, Verdict::Reject],
        ApplicationStatus::NeedsCompletion => &[Verdict::Reject],
        ApplicationStatus::Draft
        | ApplicationStatus::Submitted
        | ApplicationStatus::Approved
        | ApplicationStatus::Rejected
        | ApplicationStatus::Withdrawn => &[],
    }
}

/// What the parts of the decision share.
#[derive(Debug, Clone, Copy)]
struct Desk {
    seen: RwSignal<CityApplicationView>,
    load: Load<CityApplicationView>,
    next: Callback<String>,
}

impl Desk {
    fn id(self) -> ApplicationId {
        self.seen.with_untracked(|seen| seen.application.id)
    }

    /// What was decided, about whom.
    fn words(self, words: Text) -> String {
        let name = self
            .seen
            .with_untracked(|seen| seen.application.form.name.to_string());
        fill(words, &[("name", &name)])
    }
}

/// The decision panel of one application.
#[component]
pub(super) fn Decision(
    /// The application.
    seen: RwSignal<CityApplicationView>,
    /// Where it is read.
    load: Load<CityApplicationView>,
) -> impl IntoView {
    let navigate = use_navigate();
    let desk = Desk {
        seen,
        load,
        next: Callback::new(move |said: String| {
            let (here, name) = seen.with_untracked(|seen| {
                let application = &seen.application;
                (application.id, application.form.name.to_string())
            });
            regret::note(here, name, said.clone());
            let navigate = navigate.clone();
            leptos::task::spawn_local(async move {
                let (said, to) = next_in_queue(here, said).await;
                navigate(&to, NavigateOptions::default());
                browser::announce(&said);
            });
        }),
    };
    let status = Memo::new(move |_| seen.with(|seen| seen.application.status));
    let own = Memo::new(move |_| seen.with(|seen| seen.own_organisation));
    let content = move || {
        let status = status.get();
        if own.get() {
            return view! {
                <Note tone=Tone::Warn>
                    <p>{t(text::D_OWN)}</p>
                </Note>
            }
            .into_any();
        }
        match status {
            ApplicationStatus::Submitted => view! { <Start desk=desk /> }.into_any(),
            ApplicationStatus::UnderReview | ApplicationStatus::NeedsCompletion => {
                view! { <Choose desk=desk possible=verdicts(status) /> }.into_any()
            }
            ApplicationStatus::Draft
            | ApplicationStatus::Approved
            | ApplicationStatus::Rejected
            | ApplicationStatus::Withdrawn => {
                let state = crate::text::inside(t(application_status(status)));
                view! { <p>{fill(text::D_NOTHING, &[("state", &state)])}</p> }.into_any()
            }
        }
    };
    view! {
        <section class="decision">
            <h2>{t(text::D_DECIDE)}</h2>
            {live(content)}
        </section>
    }
}

/// The oldest other application that waits, or the queue itself; with what is said on the way.
async fn next_in_queue(here: ApplicationId, said: String) -> (String, String) {
    let query = ApplicationQuery {
        limit: Some(2),
        ..everything()
    };
    // Without an answer the queue's own page says what is wrong.
    let waiting = call(&ListApplications {}, &query, &()).await;
    let next = waiting
        .ok()
        .and_then(|rows| rows.items.into_iter().find(|row| row.id != here));
    match next {
        Some(row) => (
            format!("{said} {}", fill(text::D_NEXT, &[("name", &row.name)])),
            format!("/city/approvals/{}", row.id),
        ),
        None => (
            format!("{said} {}", t(text::D_QUEUE_DONE)),
            "/city/approvals".to_owned(),
        ),
    }
}

/// Says that a colleague was quicker, and reads the application anew.
fn watch(sender: Sender, desk: Desk) -> impl IntoView {
    let changed = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let state = sender.failure.with(|failure| match failure {
            Some(Failure::Problem(problem)) if problem.code == ProblemKind::WrongState => {
                problem.state.as_deref()?.parse::<ApplicationStatus>().ok()
            }
            _ => None,
        });
        if let Some(state) = state {
            let state = crate::text::inside(t(application_status(state)));
            let words = fill(text::D_CHANGED, &[("state", &state)]);
            browser::announce(&words);
            changed.set(Some(words));
            desk.load.again();
        }
    });
    move || {
        changed.get().map(|words| {
            view! {
                <Note tone=Tone::Warn>
                    <p>{words}</p>
                </Note>
            }
        })
    }
}

/// Takes a new application under review.
#[component]
fn Start(desk: Desk) -> impl IntoView {
    let sender = Sender::new();
    let start = move || {
        let application = desk.id();
        sender.send(StartReview { application }, (), move |now| {
            desk.seen.set(now);
            browser::announce(t(text::D_STARTED));
        });
    };
    view! {
        <p>{t(text::D_START_HINT)}</p>
        {watch(sender, desk)}
        <FailureNote failure=sender.failure />
        <div class="actions">
            <Act
                label=t(text::D_START).to_owned()
                kind="primary"
                pending=sender.pending
                on_press=start
            />
        </div>
    }
}

/// First which decision, then what belongs to it.
#[component]
fn Choose(desk: Desk, possible: &'static [Verdict]) -> impl IntoView {
    let chosen = RwSignal::new(None::<Verdict>);
    let options = possible
        .iter()
        .map(|verdict| {
            let verdict = *verdict;
            let label = match verdict {
                Verdict::Approve => text::D_APPROVE,
                Verdict::Ask => text::D_ASK,
                Verdict::Reject => text::D_REJECT,
            };
            view! {
                <label class="tick">
                    <input
                        type="radio"
                        name="verdict"
                        prop:checked=move || chosen.get() == Some(verdict)
                        on:change=move |_| chosen.set(Some(verdict))
                    />
                    <span>{t(label)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{t(text::D_CHOOSE)}</legend>
            {options}
        </fieldset>
        {live(move || match chosen.get() {
            None => ().into_any(),
            Some(Verdict::Approve) => view! { <Approve desk=desk /> }.into_any(),
            Some(Verdict::Ask) => view! { <Ask desk=desk /> }.into_any(),
            Some(Verdict::Reject) => view! { <Reject desk=desk /> }.into_any(),
        })}
    }
}

/// A year from now: how long an agreement is proposed to last.
fn in_a_year(today: LocalDate) -> LocalDate {
    let year = today.year.saturating_add(1);
    LocalDate::new(year, today.month, today.day)
        .or_else(|| LocalDate::new(year, today.month, 28))
        .unwrap_or(today)
}

/// Approves. What the organisation wished is ticked already.
#[component]
fn Approve(desk: Desk) -> impl IntoView {
    let wish = desk
        .seen
        .with_untracked(|seen| seen.application.form.clone());
    let words = use_words();
    let form = Form::about("approve", &desk.id().to_string());
    let until = in_a_year(format::today()).to_string();
    let activities = form.field(
        "/grant/activityTypes",
        text::D_ACTIVITIES,
        &joined(&wish.activity_types),
    );
    let districts = form.field(
        "/grant/districts",
        text::D_DISTRICTS,
        &joined(&wish.districts),
    );
    let until = form.field("/grant/agreementEndsOn", text::D_UNTIL, &until);
    let message = form.field("/message", text::D_GREETING, "");
    let all_activities = Signal::derive(move || {
        words
            .items("activityType")
            .iter()
            .map(|item| (item.key.to_string(), label(item)))
            .collect::<Vec<_>>()
    });
    let all_districts = Signal::derive(move || {
        words
            .districts()
            .into_iter()
            .map(|district| (district.key.to_string(), district.name))
            .collect::<Vec<_>>()
    });
    let submit = move || {
        let (activity_types, kept) = (ticked(activities), ticked(districts));
        let (ends, said) = (until.read(), message.read());
        let (Some(activity_types), Some(kept), Some(ends), Some(said)) =
            (activity_types, kept, ends, said)
        else {
            form.refuse();
            return;
        };
        let grant = Grant {
            activity_types,
            districts: kept,
            agreement_ends_on: ends,
        };
        let body = ApproveRequest {
            grant,
            message: said,
        };
        let application = desk.id();
        form.send(ApproveApplication { application }, body, move |now| {
            desk.seen.set(now);
            desk.next.run(desk.words(text::D_APPROVED));
        });
    };
    view! {
        {watch(form.sender, desk)}
        <FormFrame form=form on_submit=submit>
            <ChoiceField field=activities options=all_activities />
            <ChoiceField field=districts options=all_districts />
            <TextField field=until kind="date" hint=text::D_UNTIL_HINT />
            <Templates field=message templates=WELCOME />
            <AreaField field=message rows=3 optional=true />
            <Submit form=form label=text::D_DO_APPROVE />
        </FormFrame>
    }
}

/// Keys as the value of a field with several choices.
fn joined(keys: &[Key]) -> String {
    keys.iter().map(Key::as_str).collect::<Vec<_>>().join(",")
}

/// What was ticked, at least one.
fn ticked(field: Field) -> Option<Vec<Key>> {
    let keys: Vec<Key> = field.choices();
    if keys.is_empty() {
        field.fail(FieldCode::Required);
        return None;
    }
    Some(keys)
}

/// Asks the organisation a question.
#[component]
fn Ask(desk: Desk) -> impl IntoView {
    let form = Form::about("ask", &desk.id().to_string());
    let message = form.field("/message", text::D_QUESTION, "");
    let submit = move || {
        let Some(message) = message.read() else {
            form.refuse();
            return;
        };
        let application = desk.id();
        let body = CompletionRequest { message };
        form.send(RequestCompletion { application }, body, move |now| {
            desk.seen.set(now);
            desk.next.run(desk.words(text::D_ASKED));
        });
    };
    view! {
        {watch(form.sender, desk)}
        <FormFrame form=form on_submit=submit>
            <Templates field=message templates=QUESTIONS />
            <AreaField field=message hint=text::D_QUESTION_HINT />
            <Submit form=form label=text::D_DO_ASK />
        </FormFrame>
    }
}

/// Rejects, with a reason; asks once more before it is mailed.
#[component]
fn Reject(desk: Desk) -> impl IntoView {
    let form = Form::about("reject", &desk.id().to_string());
    let reason = form.field("/reason", text::D_REASON, "");
    let sure = RwSignal::new(false);
    let ask = move || {
        if reason.read::<lykta_shared::text::ReasonText>().is_some() {
            form.accept();
            sure.set(true);
        } else {
            form.refuse();
        }
    };
    let reject = move || {
        let Some(reason) = reason.read() else { return };
        let application = desk.id();
        let body = RejectRequest { reason };
        form.send(RejectApplication { application }, body, move |now| {
            sure.set(false);
            desk.seen.set(now);
            desk.next.run(desk.words(text::D_REJECTED));
        });
    };
    view! {
        {watch(form.sender, desk)}
        <FormFrame form=form on_submit=ask>
            <Templates field=reason templates=REASONS />
            <AreaField field=reason hint=text::D_REASON_HINT />
            <Submit form=form label=text::D_DO_REJECT />
        </FormFrame>
        <ConfirmDialog
            open=sure
            title=text::D_REJECT_TITLE
            confirm=text::D_DO_REJECT
            danger=true
            sender=form.sender
            on_confirm=reject
        >
            <p>{t(text::D_REJECT_TEXT)}</p>
        </ConfirmDialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_from_leap_day_ends_on_a_day_that_exists() {
        let day = |text: &str| text.parse::<LocalDate>().unwrap();
        assert_eq!(in_a_year(day("2026-11-22")), day("2027-11-22"));
        assert_eq!(in_a_year(day("2028-02-29")), day("2029-02-28"));
    }

    #[test]
    fn a_decided_application_is_not_decided_again() {
        assert!(verdicts(ApplicationStatus::Approved).is_empty());
        assert!(verdicts(ApplicationStatus::Submitted).is_empty());
        assert_eq!(
            verdicts(ApplicationStatus::NeedsCompletion),
            [Verdict::Reject]
        );
    }
}
