//! The city's partner register: counts, never members.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use lykta_shared::{
    api::{ListPartners, Page as Rows},
    organisations::{OrganisationStatus, PartnerQuery, PartnerRow},
};

use super::{
    filter::{Chosen, Filter},
    frame,
};
use crate::{
    api::load,
    components::{Empty, LinkButton, Pager, Remote, fixed, live},
    pages::{org::organisation_status, params},
    text::{city as text, count, t},
    vocabulary::use_words,
};

const PATH: &str = "/city/partners";

/// `/city/partners?status=active&district=rissne&q=natt`
pub(crate) fn partners() -> AnyView {
    frame::page(fixed(text::P_TITLE), true, |_| shown())
}

/// The whole register.
pub(super) const fn everything() -> PartnerQuery {
    PartnerQuery {
        status: None,
        district: None,
        q: None,
        page: None,
        limit: None,
    }
}

fn read(params: &ParamsMap) -> (Chosen, Option<u32>) {
    let word = |name| params::words(params, name).unwrap_or_default();
    let chosen = Chosen {
        status: word("status"),
        district: word("district"),
        q: word("q"),
    };
    (chosen, params::value(params, "page"))
}

fn shown() -> AnyView {
    let asked = params::query(read);
    let chosen = Memo::new(move |_| asked.with(|(chosen, _)| chosen.clone()));
    let load = load(move || {
        let (chosen, page) = asked.get();
        let query = PartnerQuery {
            status: chosen.status.parse().ok(),
            district: chosen.district.parse().ok(),
            q: (!chosen.q.is_empty()).then_some(chosen.q),
            page,
            limit: None,
        };
        Some((ListPartners {}, query))
    });
    let statuses = OrganisationStatus::ALL
        .iter()
        .filter(|status| status.is_partner())
        .map(|status| {
            (
                status.to_string(),
                t(organisation_status(*status)).to_owned(),
            )
        })
        .collect();
    view! {
        <Filter path=PATH chosen=chosen any_status=text::P_ANY_STATUS statuses=statuses />
        <Remote load=load let:rows>
            {live(move || rows.with(|rows| list(rows, &chosen.get())))}
            <Pager
                page=Signal::derive(move || rows.with(|rows| rows.page))
                limit=Signal::derive(move || rows.with(|rows| rows.limit))
                total=Signal::derive(move || rows.with(|rows| rows.total))
                address=move |page| chosen.with(|chosen| chosen.address(PATH, page))
            />
        </Remote>
    }
    .into_any()
}

fn list(rows: &Rows<PartnerRow>, chosen: &Chosen) -> AnyView {
    if rows.items.is_empty() {
        return if chosen.is_narrow() {
            view! {
                <Empty text=fixed(text::P_EMPTY_FILTERED)>
                    <LinkButton href=PATH label=text::Q_CLEAR />
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty text=fixed(text::P_EMPTY)>
                    <p>{t(text::P_EMPTY_MORE)}</p>
                    <LinkButton href="/city/approvals" label=text::OPEN_QUEUE />
                </Empty>
            }
            .into_any()
        };
    }
    let lines = rows.items.iter().map(line).collect_view();
    view! {
        <p class="muted">{count(rows.total, text::P_COUNT_ONE, text::P_COUNT_OTHER)}</p>
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{t(text::P_CAPTION)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::P_NAME)}</th>
                        <th scope="col">{t(text::P_KIND)}</th>
                        <th scope="col">{t(text::P_WHERE)}</th>
                        <th scope="col">{t(text::P_STATUS)}</th>
                        <th scope="col">{t(text::P_UNTIL)}</th>
                        <th scope="col">{t(text::P_MEMBERS)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &PartnerRow) -> impl IntoView + use<> {
    let words = use_words();
    let districts: Vec<_> = row
        .districts
        .iter()
        .map(|key| words.district(key))
        .collect();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("{PATH}/{}", row.id)>
                    <bdi>{row.name.clone()}</bdi>
                </a>
            </th>
            <td data-label=t(
                text::P_KIND,
            )>{words.label("organisationType", &row.organisation_type)}</td>
            <td data-label=t(text::P_WHERE)>{districts.join(", ")}</td>
            <td data-label=t(text::P_STATUS)>{t(organisation_status(row.status))}</td>
            <td data-label=t(
                text::P_UNTIL,
            )>{row.agreement_ends_on.map(|day| day.to_string())}</td>
            <td data-label=t(text::P_MEMBERS)>{number(row.members)}</td>
        </tr>
    }
}

/// A count, or that it is not shown.
pub(super) fn number(n: Option<u32>) -> String {
    n.map_or_else(
        || t(text::P_HIDDEN).to_owned(),
        |n| crate::text::format::number(u64::from(n)),
    )
}
