//! An organisation's schedule, a month at a time: as a list or as a table.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use lykta_shared::{
    api::ListSchedule,
    identity::MyMembership,
    organisations::{OrgRight, may},
    shifts::{ScheduleQuery, ShiftCard},
};

use super::{calendar::Month, frame, month::MonthTable, term::Many};
use crate::{
    api::load,
    components::{Empty, LinkButton, Remote, fixed, live},
    pages::{params, shifts::Line},
    text::{Text, format, org as text, org_term, t},
};

/// `/org/:slug/shifts?month=2026-11&view=month`
pub(crate) fn schedule() -> AnyView {
    frame::page(Some(text::SCHEDULE), true, None, shown)
}

/// What of the schedule is shown, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    month: Month,
    as_table: bool,
}

fn read(params: &ParamsMap) -> Shown {
    Shown {
        month: params
            .get_str("month")
            .and_then(Month::parse)
            .unwrap_or_else(|| Month::of(format::today())),
        as_table: params.get_str("view") == Some("month"),
    }
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let query = params::query(read);
    let month = Memo::new(move |_| query.get().month);
    let load = load(move || {
        let month = month.get();
        let query = ScheduleQuery {
            from: month.first(),
            to: month.last(),
        };
        Some((ListSchedule { organisation }, query))
    });
    let plans = may(&membership.roles, OrgRight::PlanShifts);
    let base = format!("/org/{}/shifts", membership.slug);
    let new = format!("{base}/new");
    let term = format!("/org/{}/term", membership.slug);
    let planner = plans.then_some(membership);
    view! {
        <Choices query=query base=base />
        {plans
            .then(|| {
                view! {
                    <div class="actions">
                        <LinkButton href=new label=text::NEW_SHIFT kind="primary" icon="plus" />
                        <LinkButton href=term label=org_term::TITLE icon="calendar" />
                    </div>
                }
            })}
        <h2>{live(move || format::month(month.get().first()))}</h2>
        <Remote load=load let:cards>
            <Cards cards=cards query=query />
            {planner
                .clone()
                .map(|membership| {
                    let again = Callback::new(move |()| load.again());
                    view! { <Many membership=membership cards=cards again=again /> }
                })}
        </Remote>
    }
    .into_any()
}

/// List or table, the month before, the month after.
#[component]
fn Choices(query: Memo<Shown>, base: String) -> impl IntoView {
    let base = StoredValue::new(base);
    let to = move |shown: Shown| {
        let view = if shown.as_table { "&view=month" } else { "" };
        base.with_value(|base| format!("{base}?month={}{view}", shown.month))
    };
    let view_link = move |as_table: bool, label: Text| {
        let target = move || {
            to(Shown {
                as_table,
                ..query.get()
            })
        };
        view! {
            <li>
                <a
                    class="btn chip"
                    href=target
                    aria-current=move || (query.get().as_table == as_table).then_some("true")
                >
                    {t(label)}
                </a>
            </li>
        }
    };
    let month_link = move |move_by: fn(Month) -> Month, label: Text| {
        let target = move || {
            let shown = query.get();
            to(Shown {
                month: move_by(shown.month),
                ..shown
            })
        };
        view! {
            <a class="btn" href=target>
                {t(label)}
            </a>
        }
    };
    view! {
        <nav class="between" aria-label=t(text::SCHEDULE_VIEW)>
            <ul class="chips" role="list">
                {view_link(false, text::VIEW_LIST)}
                {view_link(true, text::VIEW_MONTH)}
            </ul>
            <div class="row">
                {month_link(Month::previous, text::MONTH_PREVIOUS)}
                {month_link(Month::next, text::MONTH_NEXT)}
            </div>
        </nav>
    }
}

#[component]
fn Cards(cards: RwSignal<Vec<ShiftCard>>, query: Memo<Shown>) -> impl IntoView {
    move || {
        let Shown { month, as_table } = query.get();
        let cards = cards.get();
        if as_table {
            view! { <MonthTable month=month cards=cards /> }.into_any()
        } else if cards.is_empty() {
            view! { <Empty text=fixed(text::MONTH_EMPTY) /> }.into_any()
        } else {
            let items = cards
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
