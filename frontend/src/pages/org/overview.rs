//! An organisation at a glance: what waits to be done comes first.

use leptos::prelude::*;
use lykta_shared::{
    api::{GetApplication, GetOrganisation, ListSchedule},
    identity::MyMembership,
    organisations::{ApplicationStatus, OrgRight, OrganisationStatus, OrganisationView, may},
    shifts::{ScheduleQuery, ShiftCard, ShiftStatus},
};

use super::{calendar, frame, leave::Leave, shared::Shared, words};
use crate::{
    api::{Load, Phase, load},
    components::{Empty, LinkButton, Note, Remote, Tone, fixed, live},
    pages::shifts::Line,
    text::{Text, count, fill, format, inside, org as text, t},
    vocabulary::use_words,
};

/// How many days ahead are looked at.
const DAYS_AHEAD: i32 = 28;
/// How many of the coming shifts are shown.
const SHOWN: usize = 5;

/// `/org/:slug`
pub(crate) fn overview() -> AnyView {
    frame::page(None, false, None, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let today = format::today();
    let view = load(move || Some((GetOrganisation { organisation }, ())));
    let schedule = load(move || {
        let query = ScheduleQuery {
            from: today,
            to: calendar::date(calendar::days(today) + DAYS_AHEAD),
        };
        Some((ListSchedule { organisation }, query))
    });
    let plans = may(&membership.roles, OrgRight::PlanShifts);
    let slug = membership.slug.clone();
    let roles = fill(
        text::YOUR_ROLES,
        &[("roles", &words::roles(&membership.roles))],
    );
    view! {
        <Remote load=view let:organisation>
            <Standing organisation=organisation />
            <Tasks organisation=organisation schedule=schedule />
        </Remote>
        {plans.then(|| view! { <Shared organisation=organisation /> })}
        <section>
            <h2>{t(text::NEXT_SHIFTS)}</h2>
            <Remote load=schedule let:cards>
                <Next cards=cards />
            </Remote>
            {plans
                .then(|| {
                    view! {
                        <div class="actions">
                            <LinkButton
                                href=format!("/org/{slug}/shifts/new")
                                label=text::NEW_SHIFT
                                kind="primary"
                                icon="plus"
                            />
                        </div>
                    }
                })}
        </section>
        <p class="muted">{roles}</p>
        <Leave membership=membership />
    }
    .into_any()
}

/// How the organisation stands with the city.
#[component]
fn Standing(organisation: RwSignal<OrganisationView>) -> impl IntoView {
    let labels = use_words();
    move || {
        organisation.with(|one| {
            let until = one.agreement_ends_on.map(|day| {
                let date = format::date(day);
                view! { <p>{fill(text::AGREEMENT_UNTIL, &[("date", &date)])}</p> }
            });
            let scope = (!one.activity_types.is_empty()).then(|| {
                let activities = one
                    .activity_types
                    .iter()
                    .map(|key| labels.label("activityType", key));
                let districts = one.districts.iter().map(|key| labels.district(key));
                let list = activities.chain(districts).collect::<Vec<_>>().join(", ");
                view! { <p>{t(text::AGREEMENT_COVERS)} ": " {list}</p> }
            });
            let applicant = (one.status == OrganisationStatus::Applicant)
                .then(|| view! { <p>{t(text::APPLICANT_NOTE)}</p> });
            let special = one.special_category.then(|| {
                view! {
                    <Note tone=Tone::Info>
                        <p>{t(text::SPECIAL_NOTE)}</p>
                    </Note>
                }
            });
            let tone = if one.status.can_schedule() {
                "ok"
            } else {
                "warn"
            };
            view! {
                <p>
                    <span class="tag" data-t=tone>
                        {t(words::organisation_status(one.status))}
                    </span>
                </p>
                {applicant}
                {until}
                {scope}
                {special}
            }
        })
    }
}

/// What waits for whoever looks: each with the way to it.
#[component]
fn Tasks(
    organisation: RwSignal<OrganisationView>,
    schedule: Load<Vec<ShiftCard>>,
) -> impl IntoView {
    let application = load(move || {
        let application = organisation.with(|one| one.application)?;
        Some((GetApplication { application }, ()))
    });
    let tasks = move || {
        let (slug, roles, pending) =
            organisation.with(|one| (one.slug.clone(), one.roles.clone(), one.pending_members));
        let mut tasks: Vec<(String, String)> = Vec::new();
        if let Phase::Ready(application) = application.phase.get() {
            let words = application.with(|one| application_task(one.status));
            tasks.extend(
                words.map(|words| (t(words).to_owned(), format!("/org/{slug}/application"))),
            );
        }
        if pending > 0 {
            let words = count(
                u64::from(pending),
                text::TODO_PENDING_ONE,
                text::TODO_PENDING_OTHER,
            );
            tasks.push((words, format!("/org/{slug}/members")));
        }
        if may(&roles, OrgRight::PlanShifts)
            && let Phase::Ready(cards) = schedule.phase.get()
        {
            cards.with(|cards| tasks.extend(shift_tasks(cards, &slug)));
        }
        tasks
    };
    view! {
        <section>
            <h2>{t(text::TODO)}</h2>
            {live(move || {
                let tasks = tasks();
                if tasks.is_empty() {
                    return view! { <p>{t(text::TODO_NONE)}</p> }.into_any();
                }
                let items = tasks
                    .into_iter()
                    .map(|(words, to)| view! { <li><a href=to>{words}</a></li> })
                    .collect_view();
                view! { <ul class="list links">{items}</ul> }.into_any()
            })}
        </section>
    }
}

const fn application_task(status: ApplicationStatus) -> Option<Text> {
    match status {
        ApplicationStatus::Draft => Some(text::TODO_APPLICATION_DRAFT),
        ApplicationStatus::NeedsCompletion => Some(text::TODO_APPLICATION_COMPLETION),
        ApplicationStatus::Rejected => Some(text::TODO_APPLICATION_REJECTED),
        ApplicationStatus::Submitted
        | ApplicationStatus::UnderReview
        | ApplicationStatus::Approved
        | ApplicationStatus::Withdrawn => None,
    }
}

/// Shifts that lack people and drafts that wait. One of a kind leads straight to it.
fn shift_tasks(cards: &[ShiftCard], slug: &str) -> Vec<(String, String)> {
    let mut tasks = Vec::new();
    let kinds = [
        (
            ShiftStatus::Understaffed,
            text::TODO_UNDERSTAFFED_ONE,
            text::TODO_UNDERSTAFFED_OTHER,
        ),
        (
            ShiftStatus::Draft,
            text::TODO_DRAFTS_ONE,
            text::TODO_DRAFTS_OTHER,
        ),
    ];
    for (status, one, other) in kinds {
        let found: Vec<_> = cards.iter().filter(|card| card.status == status).collect();
        let to = match found.as_slice() {
            [] => continue,
            [only] => format!("/shifts/{}", only.id),
            [_, ..] => format!("/org/{slug}/shifts"),
        };
        let n = u64::try_from(found.len()).unwrap_or(u64::MAX);
        let mut words = count(n, one, other);
        if let Some(first) = found.first() {
            words = format!("{words}: {}", inside(&format::short_day(first.date)));
        }
        tasks.push((words, to));
    }
    tasks
}

#[component]
fn Next(cards: RwSignal<Vec<ShiftCard>>) -> impl IntoView {
    move || {
        let next: Vec<_> = cards.with(|cards| {
            cards
                .iter()
                .filter(|card| {
                    !matches!(card.status, ShiftStatus::Cancelled | ShiftStatus::Completed)
                })
                .take(SHOWN)
                .cloned()
                .collect()
        });
        if next.is_empty() {
            view! { <Empty text=fixed(text::NO_SHIFTS) /> }.into_any()
        } else {
            let items = next
                .into_iter()
                .map(|card| view! { <Line card=card /> })
                .collect_view();
            view! {
                <ol class="cards" role="list">
                    {items}
                </ol>
            }
            .into_any()
        }
    }
}
