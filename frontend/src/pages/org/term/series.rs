//! One series: its plan in words, its dates, and what can be done with it.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::{GetSeries, PreviewSeriesRemoval, RemoveSeriesById},
    identity::MyMembership,
    ids::SeriesId,
    organisations::OrgRight,
    shifts::{
        CancellationReason, ShiftStatus,
        series::{DateState, RemoveSeries, SeriesDay, SeriesDetail, SeriesStatus},
    },
};

use super::{
    super::frame,
    batch::{self, Done},
    dates::DateWords,
    words,
};
use crate::{
    api::{Sender, load},
    browser,
    components::{
        Act, AreaField, ConfirmDialog, Form, LinkButton, NotFound, Note, Range, Remote,
        SelectField, Tone, live,
    },
    pages::{params, shifts},
    text::{Text, count, fill, format, org, org_term as text, shifts as shift_text, t},
};

/// `/org/:slug/series/:id`
pub(crate) fn series() -> AnyView {
    let need = Some((OrgRight::PlanShifts, org::ROLE_NEEDED_PLAN));
    frame::page(Some(text::SERIES_TITLE), false, need, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let id = params::part::<SeriesId>("id");
    let load = load(move || id.get().map(|series| (GetSeries { series }, ())));
    let slug = StoredValue::new(membership.slug);
    (move || {
        if id.get().is_none() {
            return view! { <NotFound /> }.into_any();
        }
        view! {
            <Remote load=load let:detail>
                <Whole detail=detail slug=slug again=Callback::new(move |()| load.again()) />
            </Remote>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Whole(
    detail: RwSignal<SeriesDetail>,
    slug: StoredValue<String>,
    again: Callback<()>,
) -> impl IntoView {
    let id = detail.with_untracked(|series| series.id);
    let running = Memo::new(move |_| detail.with(|series| series.status == SeriesStatus::Running));
    let base = slug.with_value(|slug| format!("/org/{slug}/series/{id}"));
    let edit = format!("{base}/edit");
    let removing = RwSignal::new(false);
    let made = batch::remembered(id).map(|batch| {
        let n = detail
            .with_untracked(|series| series.days.iter().filter(|day| day.shift.is_some()).count());
        let words = count(
            u64::try_from(n).unwrap_or(u64::MAX),
            text::MADE_ONE,
            text::MADE_OTHER,
        );
        let undone = Callback::new(move |_outcome| {
            batch::forget(id);
            again.run(());
        });
        view! { <Done batch=batch words=words left=Vec::new() on_undone=undone /> }
    });
    let tools = move || {
        running.get().then(|| {
            view! {
                <div class="actions">
                    <LinkButton href=edit.clone() label=text::EDIT_ALL icon="edit" />
                    <Act
                        label=t(text::REMOVE).to_owned()
                        kind="quiet"
                        on_press=move || removing.set(true)
                    />
                </div>
            }
        })
    };
    view! {
        {live(move || detail.with(summary))}
        {made}
        {live(tools)}
        <Removal open=removing id=id again=again slug=slug />
        <h2>{t(text::STEP_DATES)}</h2>
        {live(move || detail.with(|series| days(series, &base)))}
    }
}

fn summary(series: &SeriesDetail) -> AnyView {
    let form = &series.form;
    let season = fill(
        text::SEASON_RANGE,
        &[
            ("from", &format::date(form.from)),
            ("to", &format::date(form.to)),
        ],
    );
    let template = &form.template;
    let standing: Option<Text> = match series.status {
        SeriesStatus::Running => None,
        SeriesStatus::Over => Some(text::OVER),
        SeriesStatus::Removed => Some(text::REMOVED),
    };
    view! {
        <p class="strong">
            <bdi>{template.title.to_string()}</bdi>
        </p>
        <p>
            {words::rule(&form.rule)} " · "
            <Range
                start=template.start_time
                end=template.end_time
                next_day=template.end_time <= template.start_time
            />
        </p>
        <p class="muted">
            {season} " · " <bdi>{template.meeting_point.name.to_string()}</bdi>
        </p>
        {standing
            .map(|words| {
                view! {
                    <Note tone=Tone::Info>
                        <p>{t(words)}</p>
                    </Note>
                }
            })}
    }
    .into_any()
}

fn days(series: &SeriesDetail, base: &str) -> AnyView {
    let planned = series.form.template.start_time;
    let running = series.status == SeriesStatus::Running;
    let rows = series
        .days
        .iter()
        .map(|day| {
            let planned = (!day.own).then_some(planned);
            view! {
                <li class="date" data-state=day.plan.state.as_str()>
                    <DateWords date=day.plan.clone() planned=planned />
                    <Standing day=day.clone() base=base.to_owned() running=running />
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="dates" role="list">
            {rows}
        </ol>
    }
    .into_any()
}

/// Where a date stands, and the ways to change it.
#[component]
fn Standing(day: SeriesDay, base: String, running: bool) -> impl IntoView {
    let on = format::plain_day(day.plan.date);
    let ahead = day.plan.state == DateState::Planned;
    let Some(card) = day.shift else {
        return (ahead && running)
            .then(|| view! { <p class="muted">{t(text::NOT_MADE)}</p> })
            .into_any();
    };
    let status = t(shifts::words::status(card.status));
    let need = shifts::words::need_words(&card.staffing);
    let changeable = ahead && running && card.status != ShiftStatus::Cancelled;
    let slug = card.organisation.slug.clone();
    let this = format!("/org/{slug}/shifts/{}/edit", card.id);
    let following = format!("{base}/edit?from={}", day.original);
    let about = view! { <span class="vh">" "{on}</span> };
    view! {
        <div>
            <p>
                <a href=format!("/shifts/{}", card.id)>{status} {about}</a>
                <span class="muted">" · "{need}</span>
                {day.own.then(|| view! { <span class="tag" data-t="open">{t(text::OWN)}</span> })}
            </p>
            {changeable
                .then(|| {
                    view! {
                        <details>
                            <summary>{t(text::MORE)}</summary>
                            <ul class="plain">
                                <li>
                                    <a href=this>{t(text::EDIT_THIS)}</a>
                                </li>
                                <li>
                                    <a href=following>{t(text::EDIT_FOLLOWING)}</a>
                                </li>
                            </ul>
                        </details>
                    }
                })}
        </div>
    }
    .into_any()
}

/// Says what goes and who is told, asks why, and takes the series away.
#[component]
fn Removal(
    open: RwSignal<bool>,
    id: SeriesId,
    again: Callback<()>,
    slug: StoredValue<String>,
) -> impl IntoView {
    let form = Form::about("remove-series", &id.to_string());
    let reason = form.field("/reason", shift_text::CANCEL_REASON, "other");
    let message = form.field("/message", shift_text::CANCEL_MESSAGE, "");
    let look = Sender::new();
    let effect = RwSignal::new(None);
    Effect::new(move |_| {
        if open.get() {
            look.send(PreviewSeriesRemoval { series: id }, (), move |found| {
                effect.set(Some(found));
            });
        }
    });
    let options = CancellationReason::ALL
        .iter()
        .map(|reason| {
            (
                reason.to_string(),
                t(shifts::words::cancellation(*reason)).to_owned(),
            )
        })
        .collect::<Vec<_>>();
    let navigate = use_navigate();
    let confirm = move || {
        let (Some(reason), Some(message)) = (reason.read(), message.read()) else {
            return;
        };
        let navigate = navigate.clone();
        let body = RemoveSeries { reason, message };
        form.send(RemoveSeriesById { series: id }, body, move |_done| {
            open.set(false);
            batch::forget(id);
            browser::announce(t(text::REMOVE_DONE));
            again.run(());
            let to = slug.with_value(|slug| format!("/org/{slug}/shifts"));
            navigate(&to, NavigateOptions::default());
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=text::REMOVE
            confirm=text::REMOVE
            danger=true
            sender=form.sender
            on_confirm=confirm
        >
            <p>{t(text::REMOVE_TEXT)}</p>
            {live(move || {
                effect
                    .get()
                    .map(|found: lykta_shared::shifts::series::ChangeEffect| {
                        let words = fill(
                            text::REMOVE_COUNTS,
                            &[
                                ("removed", &found.removed.to_string()),
                                ("affected", &found.affected.len().to_string()),
                            ],
                        );
                        view! {
                            <p class="strong" role="status">
                                {words}
                            </p>
                        }
                    })
            })}
            <SelectField field=reason options=options />
            <AreaField field=message rows=3 optional=true />
        </ConfirmDialog>
    }
}
