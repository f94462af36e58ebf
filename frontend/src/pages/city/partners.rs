//! The city's partner register: counts, never members.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListPartners, Page as Rows},
    organisations::{OrganisationStatus, PartnerQuery, PartnerRow},
};

use super::{
    filter::Chosen,
    frame,
    listing::{asked, choices, listing},
};
use crate::{
    api::load,
    components::{Empty, LinkButton, RowKeys, fixed, walk_rows},
    pages::org::organisation_status,
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

fn shown() -> AnyView {
    let asked = asked();
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
    let all = OrganisationStatus::ALL.iter().copied();
    let statuses = choices(
        all.filter(|status| status.is_partner()),
        organisation_status,
    );
    listing(PATH, text::P_ANY_STATUS, statuses, asked, load, list)
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
        <RowKeys />
        <div class="scroll">
            <table class="stack" on:keydown=walk_rows>
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
                <a data-row="" href=format!("{PATH}/{}", row.id)>
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
