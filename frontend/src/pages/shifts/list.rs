//! The list of shifts: what *I* can take, in order of time, by day.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use lykta_shared::{
    api::{ListShifts, Page as Rows},
    ids::ShiftId,
    shifts::{ShiftCard, ShiftOrder, ShiftQuery, ShiftWindow},
    time::LocalDate,
};

use super::{Card, filters::Filters};
use crate::{
    api::{Load, load},
    browser,
    components::{Empty, LinkButton, Page, Pager, Remote, fixed, live},
    pages::params,
    text::{Text, count, format, shifts as text, t},
};

/// How many shifts stand on a page.
const LIMIT: u32 = 50;

/// `/shifts?when=tonight&district=rissne`
pub(crate) fn list() -> AnyView {
    let query = params::query(read);
    let load = load(move || {
        let query = ShiftQuery {
            limit: Some(LIMIT),
            ..query.get()
        };
        Some((ListShifts {}, query))
    });
    view! {
        <Page title=fixed(text::TITLE)>
            <Windows query=query />
            <Filters query=query load=load />
            <Remote load=load let:rows>
                <Days rows=rows query=query load=load />
            </Remote>
        </Page>
    }
    .into_any()
}

fn read(params: &ParamsMap) -> ShiftQuery {
    ShiftQuery {
        when: params::value(params, "when"),
        date: params::value(params, "date"),
        district: params::value(params, "district"),
        organisation: params::value(params, "organisation"),
        order: params::value(params, "order"),
        page: params::value(params, "page"),
        limit: None,
    }
}

/// The address of the list narrowed like this.
pub(super) fn address(query: &ShiftQuery) -> String {
    params::address("/shifts", query)
}

/// Whether more than the time is narrowed.
pub(super) const fn is_filtered(query: &ShiftQuery) -> bool {
    query.district.is_some() || query.organisation.is_some()
}

/// The shortcuts: tonight, tomorrow, the weekend, all.
#[component]
fn Windows(query: Memo<ShiftQuery>) -> impl IntoView {
    let chip = move |window: ShiftWindow, label: Text| {
        let current = move || query.with(|query| query.when.unwrap_or(ShiftWindow::All) == window);
        let to = move || {
            address(&ShiftQuery {
                when: (window != ShiftWindow::All).then_some(window),
                date: None,
                page: None,
                ..query.get()
            })
        };
        view! {
            <li>
                <a class="btn chip" href=to aria-current=move || current().then_some("true")>
                    {t(label)}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=t(text::WHEN_LABEL)>
            <ul class="chips" role="list">
                {chip(ShiftWindow::Tonight, text::TONIGHT)}
                {chip(ShiftWindow::Tomorrow, text::TOMORROW)}
                {chip(ShiftWindow::Weekend, text::WEEKEND)}
                {chip(ShiftWindow::All, text::ALL)}
            </ul>
        </nav>
    }
}

/// Shifts under one heading. The ids belong to what it is, so that a signed-up card does not build the list anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Group {
    day: Option<LocalDate>,
    evening: bool,
    shifts: Vec<ShiftId>,
}

fn grouped(cards: &[ShiftCard], by_need: bool) -> Vec<Group> {
    if by_need {
        let shifts: Vec<_> = cards.iter().map(|card| card.id).collect();
        return (!shifts.is_empty())
            .then_some(Group {
                day: None,
                evening: false,
                shifts,
            })
            .into_iter()
            .collect();
    }
    cards
        .chunk_by(|one, next| one.date == next.date)
        .map(|day| Group {
            day: day.first().map(|card| card.date),
            evening: day.iter().all(|card| card.start_time.hour >= 17),
            shifts: day.iter().map(|card| card.id).collect(),
        })
        .collect()
}

#[component]
fn Days(
    rows: RwSignal<Rows<ShiftCard>>,
    query: Memo<ShiftQuery>,
    load: Load<Rows<ShiftCard>>,
) -> impl IntoView {
    let groups = Memo::new(move |_| {
        let by_need = query.with(|query| query.order == Some(ShiftOrder::Need));
        rows.with(|rows| grouped(&rows.items, by_need))
    });
    let nothing = Memo::new(move |_| groups.with(Vec::is_empty));
    // Whoever does not see the list change is told how many there are now.
    let total = Memo::new(move |_| {
        let loading = load.busy.get();
        (!loading).then(|| (rows.with(|rows| rows.total), query.get_untracked()))
    });
    Effect::new(move |before: Option<()>| {
        if let Some((n, _)) = total.get()
            && before.is_some()
        {
            browser::announce(&count(n, text::COUNT_ONE, text::COUNT_OTHER));
        }
    });
    let changed = Callback::new(move |card: ShiftCard| {
        rows.update(|rows| {
            if let Some(held) = rows.items.iter_mut().find(|held| held.id == card.id) {
                *held = card;
            }
        });
    });
    view! {
        {live(move || nothing.get().then(|| view! { <Nothing query=query /> }))}
        <div class="days" class:dim=move || load.busy.get()>
            <For each=move || groups.get() key=Clone::clone let:group>
                <Day group=group rows=rows changed=changed />
            </For>
        </div>
        <Pager
            page=Signal::derive(move || rows.with(|rows| rows.page))
            limit=Signal::derive(move || rows.with(|rows| rows.limit))
            total=Signal::derive(move || rows.with(|rows| rows.total))
            address=move |page| {
                address(&ShiftQuery { page: (page > 1).then_some(page), ..query.get() })
            }
        />
    }
}

/// One day's shifts under its heading; all of them where they stand in order of need.
#[component]
fn Day(
    group: Group,
    rows: RwSignal<Rows<ShiftCard>>,
    changed: Callback<ShiftCard>,
) -> impl IntoView {
    let heading = group.day.map_or_else(
        || t(text::NEED_FIRST_HEADING).to_owned(),
        |day| format::day_heading(day, group.evening),
    );
    let with_day = group.day.is_none();
    let items = group
        .shifts
        .into_iter()
        .filter_map(|id| {
            let find =
                move |rows: &Rows<ShiftCard>| rows.items.iter().find(|card| card.id == id).cloned();
            // While the list changes a card may be gone before its row is: it keeps what it showed last.
            let first = rows.with_untracked(find)?;
            let card = Memo::new(move |held: Option<&ShiftCard>| {
                rows.with(find)
                    .unwrap_or_else(|| held.cloned().unwrap_or_else(|| first.clone()))
            });
            Some(view! { <Card card=card.into() with_day=with_day changed=changed /> })
        })
        .collect_view();
    view! {
        <section>
            <h2 class="day">{heading}</h2>
            <ol role="list">{items}</ol>
        </section>
    }
}

/// No shifts: why, and the next step.
#[component]
fn Nothing(query: Memo<ShiftQuery>) -> impl IntoView {
    move || {
        query.with(|query| {
            if is_filtered(query) {
                let rest = ShiftQuery {
                    district: None,
                    organisation: None,
                    page: None,
                    ..query.clone()
                };
                view! {
                    <Empty text=fixed(text::EMPTY_FILTERED)>
                        <LinkButton href=address(&rest) label=text::CLEAR_FILTERS kind="primary" />
                    </Empty>
                }
                .into_any()
            } else if query.when.is_some() || query.date.is_some() {
                view! {
                    <Empty text=fixed(text::EMPTY_WINDOW)>
                        <LinkButton href="/shifts" label=text::SHOW_ALL kind="primary" />
                    </Empty>
                }
                .into_any()
            } else {
                view! {
                    <Empty text=fixed(text::EMPTY)>
                        <p>{t(text::EMPTY_MORE)}</p>
                        <LinkButton href="/partners" label=text::SEE_PARTNERS />
                    </Empty>
                }
                .into_any()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_the_filters_and_nothing_else() {
        let query = ShiftQuery {
            when: Some(ShiftWindow::Tonight),
            district: "rissne".parse().ok(),
            date: None,
            organisation: None,
            order: None,
            page: None,
            limit: None,
        };
        assert_eq!(address(&query), "/shifts?when=tonight&district=rissne");
        assert!(is_filtered(&query));
    }
}
