//! One's own shifts.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use lykta_shared::{
    api::{ListMyShifts, Page as Rows},
    shifts::{MyShiftsQuery, MyShiftsWindow, ShiftCard},
};

use crate::{
    api::load,
    components::{Empty, LinkButton, Page, Pager, Remote, fixed, live},
    pages::{params, shifts::Card},
    text::{Text, shifts as text, t},
};

/// `/my?when=past`
pub(crate) fn my() -> AnyView {
    let query = params::query(read);
    let load = load(move || Some((ListMyShifts {}, query.get())));
    view! {
        <Page title=fixed(text::MY_TITLE)>
            <Tabs query=query />
            <Remote load=load let:rows>
                <Rows rows=rows query=query />
            </Remote>
        </Page>
    }
    .into_any()
}

fn read(params: &ParamsMap) -> MyShiftsQuery {
    MyShiftsQuery {
        when: params::value(params, "when"),
        page: params::value(params, "page"),
        limit: None,
    }
}

#[component]
fn Tabs(query: Memo<MyShiftsQuery>) -> impl IntoView {
    let tab = move |window: MyShiftsWindow, label: Text, to: &'static str| {
        let current =
            move || query.with(|query| query.when.unwrap_or(MyShiftsWindow::Upcoming) == window);
        view! {
            <li>
                <a class="btn chip" href=to aria-current=move || current().then_some("true")>
                    {t(label)}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=t(text::MY_TABS)>
            <ul class="chips" role="list">
                {tab(MyShiftsWindow::Upcoming, text::MY_UPCOMING, "/my")}
                {tab(MyShiftsWindow::Past, text::MY_PAST, "/my?when=past")}
            </ul>
        </nav>
    }
}

#[component]
fn Rows(rows: RwSignal<Rows<ShiftCard>>, query: Memo<MyShiftsQuery>) -> impl IntoView {
    let ids = Memo::new(move |_| {
        rows.with(|rows| rows.items.iter().map(|card| card.id).collect::<Vec<_>>())
    });
    // What one withdraws from stays in sight, with the way back, until the list is read again.
    let changed = Callback::new(move |card: ShiftCard| {
        rows.update(|rows| {
            if let Some(held) = rows.items.iter_mut().find(|held| held.id == card.id) {
                *held = card;
            }
        });
    });
    let row = move |id| {
        let find =
            move |rows: &Rows<ShiftCard>| rows.items.iter().find(|card| card.id == id).cloned();
        let first = rows.with_untracked(find)?;
        let card = Memo::new(move |held: Option<&ShiftCard>| {
            rows.with(find)
                .unwrap_or_else(|| held.cloned().unwrap_or_else(|| first.clone()))
        });
        Some(view! { <Card card=card.into() with_day=true changed=changed /> })
    };
    let list = move || {
        let ids = ids.get();
        if ids.is_empty() {
            let past = query.with(|query| query.when == Some(MyShiftsWindow::Past));
            let words = if past {
                text::MY_EMPTY_PAST
            } else {
                text::MY_EMPTY
            };
            return view! {
                <Empty text=fixed(words)>
                    <LinkButton
                        href="/shifts?order=need"
                        label=text::MY_EMPTY_NEXT
                        kind="primary"
                    />
                </Empty>
            }
            .into_any();
        }
        view! {
            // Cards carry third-level headings: this one holds them together for those who listen.
            <h2 class="vh">{t(text::TITLE)}</h2>
            <ol class="cards" role="list">
                {ids.into_iter().filter_map(row).collect_view()}
            </ol>
        }
        .into_any()
    };
    view! {
        {live(list)}
        <Pager
            page=Signal::derive(move || rows.with(|rows| rows.page))
            limit=Signal::derive(move || rows.with(|rows| rows.limit))
            total=Signal::derive(move || rows.with(|rows| rows.total))
            address=move |page| {
                let page = (page > 1).then_some(page);
                params::address("/my", &MyShiftsQuery { page, ..query.get() })
            }
        />
    }
}
