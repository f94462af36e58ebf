//! The start page: for visitors what this is and how to begin, for members what is next.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListMyShifts, ListShifts, Page as Rows},
    identity::{CityRole, Me},
    shifts::{MyShiftsQuery, ShiftCard, ShiftOrder, ShiftQuery, Staffing},
};

use crate::{
    api::load,
    components::{Empty, LinkButton, Page, Range, Remote, Skeleton, fixed, live},
    session::{Standing, led, use_session},
    text::{core, count, fill, format, identity, open as words, t},
    vocabulary::use_words,
};

/// How many shifts the start page shows.
const FEW: u32 = 3;

/// `/`
pub(crate) fn home() -> AnyView {
    let session = use_session();
    let name = Memo::new(move |_| session.me().map(|me| me.display_name));
    let title = Signal::derive(move || {
        name.get().map_or_else(
            || t(words::HOME_TITLE).to_owned(),
            |name| fill(words::HELLO, &[("name", &name)]),
        )
    });
    let known = Memo::new(move |_| session.standing() != Standing::Unknown);
    let signed_in = Memo::new(move |_| session.is_in());
    let content = move || match (known.get(), signed_in.get()) {
        (false, _) => view! { <Skeleton /> }.into_any(),
        (true, true) => member(),
        (true, false) => visitor(),
    };
    view! { <Page title=title>{live(content)}</Page> }.into_any()
}

fn visitor() -> AnyView {
    view! {
        <p class="lead">{t(words::HOME_LEAD)}</p>
        <div class="actions">
            <LinkButton href="/shifts" label=core::FIND_SHIFT kind="primary" icon="moon" />
            <LinkButton href="/apply" label=identity::APPLY />
        </div>
        <section>
            <h2>{t(words::HOW_TITLE)}</h2>
            <ol class="steps">
                <li>
                    {t(words::HOW_ACCOUNT)} " "
                    <a href="/register">{t(identity::REGISTER_TITLE)}</a>
                </li>
                <li>
                    {t(words::HOW_JOIN)} " " <a href="/partners">{t(words::PARTNER_LINK)}</a>
                </li>
                <li>{t(words::HOW_WALK)}</li>
            </ol>
        </section>
        <section>
            <h2>{t(words::OPEN_SHIFTS)}</h2>
            <Ahead order=ShiftOrder::Time empty=words::NO_OPEN_SHIFTS />
        </section>
    }
    .into_any()
}

fn member() -> AnyView {
    let mine = load(|| {
        let query = MyShiftsQuery {
            when: None,
            page: None,
            limit: Some(1),
        };
        Some((ListMyShifts {}, query))
    });
    view! {
        <section>
            <h2>{t(words::NEXT_SHIFT)}</h2>
            <Remote load=mine let:rows>
                {live(move || cards(rows.get(), true, words::NO_NEXT_SHIFT))}
            </Remote>
        </section>
        <Duties />
        <section>
            <h2>{t(words::NEEDS_PEOPLE)}</h2>
            <Ahead order=ShiftOrder::Need empty=words::NO_NEEDS />
        </section>
    }
    .into_any()
}

/// The ways to what one is responsible for.
#[component]
fn Duties() -> impl IntoView {
    let session = use_session();
    move || {
        let me: Me = session.me()?;
        let organisations = led(&me);
        let liaison = me.city_roles.contains(&CityRole::Liaison);
        if organisations.is_empty() && !liaison {
            return None;
        }
        let plans = organisations
            .into_iter()
            .map(|one| {
                let label = fill(words::PLAN_FOR, &[("name", &one.name)]);
                view! {
                    <li>
                        <a href=format!("/org/{}", one.slug)>{label}</a>
                    </li>
                }
            })
            .collect_view();
        let city = liaison.then(|| {
            view! {
                <li>
                    <a href="/city/approvals">{t(words::CITY_TASKS)}</a>
                </li>
            }
        });
        Some(view! {
            <ul role="list" class="links">
                {plans}
                {city}
            </ul>
        })
    }
}

/// The first few shifts ahead.
#[component]
fn Ahead(order: ShiftOrder, empty: crate::text::Text) -> impl IntoView {
    let ahead = load(move || {
        let query = ShiftQuery {
            when: None,
            date: None,
            district: None,
            organisation: None,
            order: Some(order),
            page: None,
            limit: Some(FEW),
        };
        Some((ListShifts {}, query))
    });
    view! {
        <Remote load=ahead let:rows>
            {live(move || cards(rows.get(), false, empty))}
        </Remote>
    }
}

fn cards(rows: Rows<ShiftCard>, mine: bool, empty: crate::text::Text) -> AnyView {
    if rows.items.is_empty() {
        return view! {
            <Empty text=fixed(empty)>
                <LinkButton href="/shifts" label=words::ALL_SHIFTS />
            </Empty>
        }
        .into_any();
    }
    let more = rows.total > u64::try_from(rows.items.len()).unwrap_or(u64::MAX);
    let list = rows
        .items
        .into_iter()
        .map(|shift| card(shift, mine))
        .collect_view();
    view! {
        <ul role="list" class="cards">
            {list}
        </ul>
        {(more && !mine)
            .then(|| {
                view! {
                    <div class="actions">
                        <LinkButton href="/shifts" label=words::ALL_SHIFTS />
                    </div>
                }
            })}
    }
    .into_any()
}

fn card(shift: ShiftCard, mine: bool) -> impl IntoView {
    let vocabulary = use_words();
    let evening = shift.start_time.hour >= 17;
    let district = shift.district.clone();
    let place = move || {
        shift
            .place
            .clone()
            .unwrap_or_else(|| vocabulary.district(&district))
    };
    let staffing = shift.staffing;
    let (tone, need) = need(&staffing);
    view! {
        <li class="card" data-state=mine.then_some("joined")>
            <h3>
                <a href=format!("/shifts/{}", shift.id)>
                    <bdi>{shift.title}</bdi>
                </a>
            </h3>
            <p class="when">
                {format::day_heading(shift.date, evening)} " "
                <Range start=shift.start_time end=shift.end_time next_day=shift.ends_next_day />
            </p>
            <p class="muted">
                <bdi>{live(place)}</bdi>
                " · "
                <bdi>{shift.organisation.name}</bdi>
            </p>
            {(!mine).then(|| view! { <p class="tag" data-t=tone>{need}</p> })}
        </li>
    }
}

/// What a shift needs, and its colour.
fn need(staffing: &Staffing) -> (&'static str, String) {
    if staffing.free == 0 {
        ("full", t(words::FULL).to_owned())
    } else if staffing.missing > 0 {
        let words = count(staffing.missing.into(), words::NEED_ONE, words::NEED_OTHER);
        ("need", words)
    } else {
        let words = count(staffing.free.into(), words::FREE_ONE, words::FREE_OTHER);
        ("open", words)
    }
}
