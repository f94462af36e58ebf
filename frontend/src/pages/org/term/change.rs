//! Changing a series: the form, then what the change does and whom it concerns, then the change.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{ChangeSeries, GetOrganisation, GetSeries, ListMembers, PreviewSeriesChange},
    identity::MyMembership,
    ids::SeriesId,
    organisations::{MemberView, OrgRight, OrganisationView},
    shifts::{
        CancellationReason,
        series::{
            AffectedDate, ChangeEffect, ChangeScope, DateChoice, PeopleChoice, SeriesChange,
            SeriesDetail, SeriesForm,
        },
    },
    time::LocalDate,
};

use super::{
    super::frame,
    dates::Dates,
    fields::{TermFields, TermInputs, said},
    words,
};
use crate::{
    api::{Sender, load},
    browser,
    components::{
        Act, AreaField, CheckField, FailureNote, Field, Form, FormFrame, LinkButton, NotFound,
        Remote, Submit, live,
    },
    pages::params,
    text::{Text, count, fill, format, org, org_plan, org_term as text, t},
};

/// `/org/:slug/series/:id/edit?from=2026-12-11`
pub(crate) fn change() -> AnyView {
    let need = Some((OrgRight::PlanShifts, org::ROLE_NEEDED_PLAN));
    frame::page(Some(text::CHANGE_ALL_TITLE), false, need, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let id = params::part::<SeriesId>("id");
    let from = params::query(|params| params::value::<LocalDateText>(params, "from"));
    let view = load(move || Some((GetOrganisation { organisation }, ())));
    let members = load(move || Some((ListMembers { organisation }, ())));
    let series = load(move || id.get().map(|series| (GetSeries { series }, ())));
    (move || {
        if id.get().is_none() {
            return view! { <NotFound /> }.into_any();
        }
        let since = from.get().map(|LocalDateText(day)| day);
        view! {
            <Remote load=view let:organisation>
                <Remote load=members let:members>
                    <Remote load=series let:detail>
                        <Edit
                            organisation=organisation
                            members=members
                            detail=detail
                            since=since
                        />
                    </Remote>
                </Remote>
            </Remote>
        }
        .into_any()
    })
    .into_any()
}

/// A day out of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LocalDateText(LocalDate);

impl std::str::FromStr for LocalDateText {
    type Err = lykta_shared::time::NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What a change concerns, and what was chosen for each date with people.
#[derive(Debug, Clone, Copy)]
struct Looked {
    change: RwSignal<Option<SeriesChange>>,
    effect: RwSignal<Option<ChangeEffect>>,
    choices: RwSignal<BTreeMap<LocalDate, PeopleChoice>>,
}

#[component]
fn Edit(
    organisation: RwSignal<OrganisationView>,
    members: RwSignal<Vec<MemberView>>,
    detail: RwSignal<SeriesDetail>,
    since: Option<LocalDate>,
) -> impl IntoView {
    let (id, version, before) =
        detail.with_untracked(|series| (series.id, series.version, series.form.clone()));
    let slug = detail.with_untracked(|series| series.slug.clone());
    let own = detail.with_untracked(|series| {
        let made = series.days.iter().filter_map(|day| day.shift.as_ref());
        made.map(|shift| shift.id).collect::<Vec<_>>()
    });
    let before = SeriesForm {
        from: since.unwrap_or(before.from),
        ..before
    };
    let subject = format!("{id} {version} {}", before.from);
    let form = Form::about("edit-series", &subject);
    let fields = TermFields::new(form, Some(&before));
    let message = form.field("/message", text::MESSAGE, "");
    let free = form.field("/freeOverlapping", text::FREE, "");
    let sketch = Memo::new(move |_| fields.sketch());
    let looked = Looked {
        change: RwSignal::new(None),
        effect: RwSignal::new(None),
        choices: RwSignal::new(BTreeMap::new()),
    };
    let (publish, template) = (before.publish, before.template);
    let look = move || {
        looked.effect.set(None);
        let (Some(plan), Some(message)) = (fields.read(publish, Some(&template)), message.read())
        else {
            form.refuse();
            return;
        };
        let change = SeriesChange {
            scope: match since {
                Some(_) => ChangeScope::Following,
                None => ChangeScope::All,
            },
            date: since,
            form: plan,
            choices: Vec::new(),
            free_overlapping: false,
            reason: CancellationReason::EventMoved,
            message,
        };
        looked.change.set(Some(change.clone()));
        let endpoint = PreviewSeriesChange { series: id };
        form.sender.send(endpoint, change, move |effect| {
            looked.choices.set(BTreeMap::new());
            looked.effect.set(Some(effect));
            browser::focus("series-effect");
        });
    };
    let intro = since.map_or_else(
        || t(text::CHANGE_ALL_TEXT).to_owned(),
        |day| {
            fill(
                text::CHANGE_FOLLOWING_TEXT,
                &[("day", &format::plain_day(day))],
            )
        },
    );
    let heading = since.map(|_| view! { <h2>{t(text::CHANGE_FOLLOWING_TITLE)}</h2> });
    let home = format!("/org/{slug}/series/{id}");
    let organisation_id = organisation.with_untracked(|one| one.id);
    // The way to other pages is asked for here: what is built after an answer is outside the router.
    let navigate = use_navigate();
    let done = Callback::new(move |id: SeriesId| {
        let to = format!("/org/{slug}/series/{id}");
        navigate(&to, NavigateOptions::default());
    });
    view! {
        {heading}
        <p class="muted">{intro}</p>
        <FormFrame form=form on_submit=look>
            <TermInputs fields=fields organisation=organisation members=members />
            <h2>{t(text::STEP_DATES)}</h2>
            <Dates organisation=organisation_id sketch=sketch excluded=fields.excluded own=own />
            <div class="actions">
                <Submit form=form label=text::LOOK />
                <LinkButton href=home label=org_plan::CANCEL kind="quiet" />
            </div>
        </FormFrame>
        {live(move || {
            looked
                .effect
                .get()
                .map(|effect| {
                    view! {
                        <Effects
                            effect=effect
                            looked=looked
                            at=(id, version)
                            form=form
                            message=message
                            free=free
                            done=done
                        />
                    }
                })
        })}
    }
}

/// What the change does, the choices, and the button that makes it.
#[component]
fn Effects(
    effect: ChangeEffect,
    looked: Looked,
    at: (SeriesId, i32),
    form: Form,
    message: Field,
    free: Field,
    done: Callback<SeriesId>,
) -> impl IntoView {
    let (id, version) = at;
    let sender = Sender::new();
    let wanted = effect.affected.len();
    let complete = Memo::new(move |_| looked.choices.with(|chosen| chosen.len() == wanted));
    let asked = RwSignal::new(false);
    let send = move || {
        asked.set(true);
        let (true, Some(change), Some(message)) = (
            complete.get_untracked(),
            looked.change.get_untracked(),
            message.read(),
        ) else {
            return;
        };
        let choices = looked.choices.with_untracked(|chosen| {
            chosen
                .iter()
                .map(|(date, choice)| DateChoice {
                    date: *date,
                    choice: *choice,
                })
                .collect()
        });
        let change = SeriesChange {
            choices,
            message,
            free_overlapping: free.is_on(),
            ..change
        };
        sender.send_at(
            Some(version),
            ChangeSeries { series: id },
            change,
            move |result| {
                if let Ok(outcome) = result {
                    form.forget();
                    browser::announce(t(text::CHANGED));
                    done.run(outcome.series.id);
                }
            },
        );
    };
    let counts = counts(&effect);
    let asks = !effect.affected.is_empty();
    let rows = effect
        .affected
        .into_iter()
        .map(|one| view! { <Affected one=one looked=looked /> })
        .collect_view();
    view! {
        <section class="panel">
            <h2 id="series-effect" tabindex="-1">
                {t(text::EFFECT)}
            </h2>
            <ul>{counts}</ul>
            {asks
                .then(|| {
                    view! {
                        <p class="strong">{t(text::AFFECTED)}</p>
                        <ol class="dates" role="list">
                            {rows}
                        </ol>
                        <AreaField field=message rows=2 optional=true />
                        <CheckField field=free />
                    }
                })}
            {said(move || {
                (asked.get() && !complete.get()).then(|| t(text::CHOOSE_ALL).to_owned())
            })}
            <FailureNote failure=sender.failure />
            <div class="actions">
                <Act
                    label=t(text::CHANGE).to_owned()
                    kind="primary"
                    pending=sender.pending
                    on_press=send
                />
            </div>
        </section>
    }
}

fn counts(effect: &ChangeEffect) -> Vec<AnyView> {
    let rows: [(u32, Text, Text); 4] = [
        (
            effect.updated,
            text::EFFECT_UPDATED_ONE,
            text::EFFECT_UPDATED_OTHER,
        ),
        (
            effect.removed,
            text::EFFECT_REMOVED_ONE,
            text::EFFECT_REMOVED_OTHER,
        ),
        (
            effect.created,
            text::EFFECT_CREATED_ONE,
            text::EFFECT_CREATED_OTHER,
        ),
        (effect.own, text::EFFECT_OWN_ONE, text::EFFECT_OWN_OTHER),
    ];
    let mut said: Vec<AnyView> = rows
        .into_iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, one, other)| view! { <li>{count(u64::from(n), one, other)}</li> }.into_any())
        .collect();
    if said.is_empty() && effect.affected.is_empty() {
        said.push(view! { <li>{t(text::EFFECT_NOTHING)}</li> }.into_any());
    }
    said
}

/// A date with people: who they are, what it would become, and the choice.
#[component]
fn Affected(one: AffectedDate, looked: Looked) -> impl IntoView {
    let date = one.date;
    let people = u64::from(one.people) + u64::from(one.waiting);
    let who = count(people, text::AFFECTED_ONE, text::AFFECTED_OTHER);
    let names = one.names.join(", ");
    let becomes = match &one.target {
        Some(target) => fill(
            text::BECOMES,
            &[
                ("when", &format::moment(target.starts_at)),
                ("place", &target.place),
            ],
        ),
        None => t(text::DROPS).to_owned(),
    };
    let name = format!("choice-{date}");
    let options = one
        .choices
        .into_iter()
        .map(|choice| {
            let chosen = move || looked.choices.with(|held| held.get(&date) == Some(&choice));
            let choose = move |_| {
                looked.choices.update(|held| {
                    held.insert(date, choice);
                });
            };
            view! {
                <label class="tick">
                    <input type="radio" name=name.clone() prop:checked=chosen on:change=choose />
                    <span>{t(words::choice(choice))}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <li class="date">
            <div class="grow">
                <p>
                    <strong>{format::moment(one.starts_at)}</strong>
                    " · "
                    <bdi>{one.place}</bdi>
                </p>
                <p>{who} " " <bdi>{names}</bdi></p>
                <p class="muted">{becomes}</p>
                <fieldset class="field">
                    <legend>{t(text::CHOICE)}</legend>
                    {options}
                </fieldset>
            </div>
        </li>
    }
}
