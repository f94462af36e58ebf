//! The filters of the list. Each choice goes into the address at once, so that links and "back" keep it.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use lykta_shared::{
    api::Page as Rows,
    shifts::{ShiftCard, ShiftOrder, ShiftQuery},
};

use super::list::{address, is_filtered};
use crate::{
    api::{Load, Phase},
    components::{Icon, Sheet, live},
    session::use_session,
    text::{fill, shifts as text, t},
    vocabulary::use_words,
};

/// The button that opens the filters, and the sheet they are on.
#[component]
pub(super) fn Filters(
    /// What the list is narrowed to now.
    query: Memo<ShiftQuery>,
    /// The list, for the organisations that are in it.
    load: Load<Rows<ShiftCard>>,
) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |query: ShiftQuery| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(
            &address(&ShiftQuery {
                page: None,
                ..query
            }),
            options,
        );
    });
    let chosen = move || {
        query.with(|query| {
            let n = [
                query.district.is_some(),
                query.organisation.is_some(),
                query.order.is_some(),
            ];
            n.into_iter().filter(|is| *is).count()
        })
    };
    let badge = move || {
        let n = chosen();
        (n > 0).then(|| view! { " " <span class="badge">{fill(text::FILTER_ACTIVE, &[("n", &n.to_string())])}</span> })
    };
    let clear = move || {
        query.with(|query| {
            is_filtered(query).then(|| {
                let rest = ShiftQuery {
                    district: None,
                    organisation: None,
                    page: None,
                    ..query.clone()
                };
                view! { <a href=address(&rest)>{t(text::CLEAR_FILTERS)}</a> }
            })
        })
    };
    let open = RwSignal::new(false);
    view! {
        <button
            type="button"
            class="btn filters"
            aria-haspopup="dialog"
            on:click=move |_| open.set(true)
        >
            <Icon name="filter" />
            {t(text::FILTER)}
            {live(badge)}
        </button>
        <Sheet open=open title=text::FILTER done=text::SHOW_SHIFTS>
            <div class="filters-body">
                <District query=query go=go />
                <Organisation query=query load=load go=go />
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || query.with(|query| query.order == Some(ShiftOrder::Need))
                        on:change:target=move |event| {
                            let order = event.target().checked().then_some(ShiftOrder::Need);
                            go.run(ShiftQuery { order, ..query.get_untracked() });
                        }
                    />
                    <span>{t(text::NEED_FIRST)}</span>
                </label>
                {live(clear)}
            </div>
        </Sheet>
    }
}

#[component]
fn District(query: Memo<ShiftQuery>, go: Callback<ShiftQuery>) -> impl IntoView {
    let labels = use_words();
    let options = move || {
        labels
            .districts()
            .into_iter()
            .map(|district| {
                let key = district.key.clone();
                view! {
                    <option
                        value=district.key.to_string()
                        prop:selected=move || query.with(|query| query.district.as_ref() == Some(&key))
                    >
                        {district.name}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for="filter-district">{t(text::DISTRICT)}</label>
            <select
                id="filter-district"
                on:change:target=move |event| {
                    let district = event.target().value().parse().ok();
                    go.run(ShiftQuery { district, ..query.get_untracked() });
                }
            >
                <option value="" prop:selected=move || query.with(|query| query.district.is_none())>
                    {t(text::ANY_DISTRICT)}
                </option>
                {live(options)}
            </select>
        </div>
    }
}

#[component]
fn Organisation(
    query: Memo<ShiftQuery>,
    load: Load<Rows<ShiftCard>>,
    go: Callback<ShiftQuery>,
) -> impl IntoView {
    let session = use_session();
    // One's own organisations, and those whose shifts have been in the list; once seen they stay.
    let known = Memo::new(move |held: Option<&Vec<(String, String)>>| {
        let mut known = held.cloned().unwrap_or_default();
        let mine = session.me().map(|me| me.memberships).unwrap_or_default();
        let own = mine
            .into_iter()
            .map(|one| (one.organisation.to_string(), one.name));
        let listed = match load.phase.get() {
            Phase::Ready(rows) => rows.with(|rows| {
                rows.items
                    .iter()
                    .map(|card| {
                        (
                            card.organisation.id.to_string(),
                            card.organisation.name.clone(),
                        )
                    })
                    .collect()
            }),
            Phase::Loading | Phase::Failed(_) => Vec::new(),
        };
        for one in own.chain(listed) {
            if !known.contains(&one) {
                known.push(one);
            }
        }
        known
    });
    let chosen = move || {
        query.with(|query| {
            query
                .organisation
                .map(|id| id.to_string())
                .unwrap_or_default()
        })
    };
    let options = move || {
        known
            .get()
            .into_iter()
            .map(|(id, name)| {
                let this = id.clone();
                view! {
                    <option value=id prop:selected=move || chosen() == this>
                        {name}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for="filter-organisation">{t(text::ORGANISATION)}</label>
            <select
                id="filter-organisation"
                on:change:target=move |event| {
                    let organisation = event.target().value().parse().ok();
                    go.run(ShiftQuery { organisation, ..query.get_untracked() });
                }
            >
                <option value="" prop:selected=move || chosen().is_empty()>
                    {t(text::ANY_ORGANISATION)}
                </option>
                {live(options)}
            </select>
        </div>
    }
}
