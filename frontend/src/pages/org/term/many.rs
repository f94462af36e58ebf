//! Series, and many shifts at once, on the schedule's page: publish drafts, copy a shift, copy a week, undo.

use std::collections::BTreeSet;

use leptos::prelude::*;
use lykta_shared::{
    api::{CopyShiftTo, CopyWeekTo, ListSeries, PublishMany},
    identity::MyMembership,
    ids::ShiftId,
    shifts::{
        ShiftCard, ShiftStatus,
        series::{BatchDone, BatchKind, CopyShift, CopyWeek, PublishShifts, SeriesRow},
    },
};

use super::{batch::Done, words};
use crate::{
    api::load,
    browser,
    components::{
        Act, Empty, Form, FormFrame, LinkButton, Range, Remote, SelectField, Submit, TextField,
        fixed, live,
    },
    text::{count, fill, format, org_term as text, t},
};

/// The planners' part of the schedule.
#[component]
pub(in crate::pages::org) fn Many(
    /// Whose schedule it is.
    membership: MyMembership,
    /// The shifts that are shown.
    cards: RwSignal<Vec<ShiftCard>>,
    /// Reads them anew.
    again: Callback<()>,
) -> impl IntoView {
    let organisation = membership.organisation;
    let slug = membership.slug;
    let series = load(move || Some((ListSeries { organisation }, ())));
    let done: RwSignal<Option<BatchDone>> = RwSignal::new(None);
    let finished = Callback::new(move |outcome: BatchDone| {
        browser::announce(&words_of(&outcome));
        done.set(Some(outcome));
        again.run(());
    });
    let term = format!("/org/{slug}/term");
    view! {
        {live(move || {
            done.get()
                .map(|outcome| {
                    let words = words_of(&outcome);
                    let undone = Callback::new(move |_outcome| again.run(()));
                    view! {
                        <Done
                            batch=outcome.batch
                            words=words
                            left=outcome.left
                            on_undone=undone
                        />
                    }
                })
        })}
        <section>
            <h2>{t(text::SERIES_LIST)}</h2>
            <Remote load=series let:rows>
                {
                    let slug = slug.clone();
                    live(move || rows.with(|rows| list(rows, &slug)))
                }
            </Remote>
            <div class="actions">
                <LinkButton href=term label=text::TITLE icon="plus" />
            </div>
        </section>
        <section>
            <h2>{t(text::MANY)}</h2>
            <details>
                <summary>{t(text::PUBLISH_DRAFTS)}</summary>
                <Drafts organisation=organisation cards=cards finished=finished />
            </details>
            <details>
                <summary>{t(text::COPY_SHIFT)}</summary>
                <CopyOne cards=cards finished=finished />
            </details>
            <details>
                <summary>{t(text::COPY_WEEK)}</summary>
                <CopyAll organisation=organisation finished=finished />
            </details>
        </section>
    }
}

fn words_of(outcome: &BatchDone) -> String {
    let n = u64::try_from(outcome.done.len()).unwrap_or(u64::MAX);
    match outcome.kind {
        BatchKind::Publish => count(n, text::PUBLISHED_ONE, text::PUBLISHED_OTHER),
        BatchKind::Series | BatchKind::Copy | BatchKind::CopyWeek => {
            count(n, text::COPIED_ONE, text::COPIED_OTHER)
        }
    }
}

fn list(rows: &[SeriesRow], slug: &str) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty text=fixed(text::SERIES_NONE) /> }.into_any();
    }
    let items = rows
        .iter()
        .map(|row| {
            let season = fill(
                text::SEASON_RANGE,
                &[
                    ("from", &format::date(row.from)),
                    ("to", &format::date(row.to)),
                ],
            );
            let ahead = count(u64::from(row.ahead), text::AHEAD_ONE, text::AHEAD_OTHER);
            view! {
                <li class="card">
                    <h3>
                        <a href=format!("/org/{slug}/series/{}", row.id)>
                            <bdi>{row.title.clone()}</bdi>
                        </a>
                    </h3>
                    <p>
                        {words::rule(&row.rule)} " · "
                        <Range
                            start=row.start_time
                            end=row.end_time
                            next_day=row.end_time <= row.start_time
                        />
                    </p>
                    <p class="m">{season} " · " {ahead}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="cards" role="list">
            {items}
        </ul>
    }
    .into_any()
}

/// The month's drafts, to be chosen and opened.
#[component]
fn Drafts(
    organisation: lykta_shared::ids::OrganisationId,
    cards: RwSignal<Vec<ShiftCard>>,
    finished: Callback<BatchDone>,
) -> impl IntoView {
    let form = Form::new("publish-drafts");
    let chosen: RwSignal<BTreeSet<ShiftId>> = RwSignal::new(BTreeSet::new());
    let drafts = Memo::new(move |_| {
        cards.with(|cards| {
            cards
                .iter()
                .filter(|card| card.status == ShiftStatus::Draft)
                .map(|card| {
                    let when = format!("{} {}", format::short_day(card.date), card.start_time);
                    (card.id, format!("{when} {}", card.title))
                })
                .collect::<Vec<_>>()
        })
    });
    let all = move || {
        chosen.set(drafts.with(|drafts| drafts.iter().map(|(id, _)| *id).collect()));
    };
    let send = move || {
        let known: BTreeSet<ShiftId> =
            drafts.with_untracked(|d| d.iter().map(|(id, _)| *id).collect());
        let shifts: Vec<ShiftId> =
            chosen.with_untracked(|chosen| chosen.intersection(&known).copied().collect());
        let body = PublishShifts { shifts };
        form.send(PublishMany { organisation }, body, move |outcome| {
            chosen.set(BTreeSet::new());
            finished.run(outcome);
        });
    };
    let boxes = move || {
        drafts
            .get()
            .into_iter()
            .map(|(id, words)| {
                let on = move || chosen.with(|chosen| chosen.contains(&id));
                let toggle = move |_| {
                    chosen.update(|chosen| {
                        if !chosen.remove(&id) {
                            chosen.insert(id);
                        }
                    });
                };
                view! {
                    <label class="tick">
                        <input type="checkbox" prop:checked=on on:change=toggle />
                        <span>{words}</span>
                    </label>
                }
            })
            .collect_view()
    };
    let label = Signal::derive(move || {
        fill(
            text::PUBLISH_CHOSEN,
            &[("n", &chosen.with(BTreeSet::len).to_string())],
        )
    });
    view! {
        <FormFrame form=form on_submit=send>
            <fieldset class="field">
                <legend>{t(text::DRAFTS)}</legend>
                {live(boxes)}
            </fieldset>
            <div class="actions">
                <Act label=label kind="primary" pending=form.sender.pending on_press=send />
                <Act label=t(text::ALL_DRAFTS).to_owned() on_press=all />
            </div>
        </FormFrame>
    }
}

/// One of the month's shifts, to another day.
#[component]
fn CopyOne(cards: RwSignal<Vec<ShiftCard>>, finished: Callback<BatchDone>) -> impl IntoView {
    let form = Form::new("copy-shift");
    let which = form.field("/shift", text::COPY_WHICH, "");
    let date = form.field("/dates", text::COPY_DATE, "");
    let options = Signal::derive(move || {
        cards.with(|cards| {
            cards
                .iter()
                .map(|card| {
                    let when = format!("{} {}", format::short_day(card.date), card.start_time);
                    (card.id.to_string(), format!("{when} {}", card.title))
                })
                .collect::<Vec<_>>()
        })
    });
    let send = move || {
        let (Some(shift), Some(date)) = (which.read::<ShiftId>(), date.read()) else {
            form.refuse();
            return;
        };
        let body = CopyShift {
            dates: vec![date],
            publish: false,
        };
        form.send(CopyShiftTo { shift }, body, move |outcome| {
            form.clear();
            finished.run(outcome);
        });
    };
    view! {
        <FormFrame form=form on_submit=send>
            <SelectField field=which options=options />
            <TextField field=date kind="date" />
            <Submit form=form label=text::COPY />
        </FormFrame>
    }
}

/// All shifts of a week, to another week.
#[component]
fn CopyAll(
    organisation: lykta_shared::ids::OrganisationId,
    finished: Callback<BatchDone>,
) -> impl IntoView {
    let form = Form::new("copy-week");
    let from = form.field("/from", text::COPY_FROM, &format::today().to_string());
    let to = form.field("/to", text::COPY_TO, "");
    let send = move || {
        let (Some(from), Some(to)) = (from.read(), to.read()) else {
            form.refuse();
            return;
        };
        let body = CopyWeek {
            from,
            to,
            publish: false,
        };
        form.send(CopyWeekTo { organisation }, body, move |outcome| {
            finished.run(outcome);
        });
    };
    view! {
        <FormFrame form=form on_submit=send>
            <p class="muted">{t(text::COPY_WEEK_HINT)}</p>
            <TextField field=from kind="date" />
            <TextField field=to kind="date" />
            <Submit form=form label=text::COPY />
        </FormFrame>
    }
}
