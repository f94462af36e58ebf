//! The city's reports: what was sent, as it was sent.

use leptos::prelude::*;
use lykta_shared::{
    api::{AcceptReport, GetCityReport, ListCityReports, Page as Rows},
    ids::ReportId,
    walks::{CityReportQuery, CityReportRow, CityReportView},
};

use super::sent;
use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, Empty, FailureNote, LinkButton, Moment, NotFound, Note, Pager, Remote, Tone, fixed,
        live,
    },
    pages::{city::frame, params},
    text::{fill, format, t, walk_plan as text},
};

const PATH: &str = "/city/reports";

/// `/city/reports?page=2`
pub(crate) fn city_reports() -> AnyView {
    frame::page(fixed(text::R_TITLE), true, |_| listed())
}

fn listed() -> AnyView {
    let page = params::query(|params| params::value::<u32>(params, "page"));
    let load = load(move || {
        let query = CityReportQuery {
            organisation: None,
            page: page.get(),
            limit: None,
        };
        Some((ListCityReports {}, query))
    });
    view! {
        <Remote load=load let:rows>
            {live(move || rows.with(list))}
            <Pager
                page=Signal::derive(move || rows.with(|rows| rows.page))
                limit=Signal::derive(move || rows.with(|rows| rows.limit))
                total=Signal::derive(move || rows.with(|rows| rows.total))
                address=move |page| format!("{PATH}?page={page}")
            />
        </Remote>
    }
    .into_any()
}

fn list(rows: &Rows<CityReportRow>) -> AnyView {
    if rows.items.is_empty() {
        return view! { <Empty text=fixed(text::R_EMPTY) /> }.into_any();
    }
    let lines = rows.items.iter().map(line).collect_view();
    view! {
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{t(text::R_CAPTION)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::R_REFERENCE)}</th>
                        <th scope="col">{t(text::R_FROM)}</th>
                        <th scope="col">{t(text::R_DAY)}</th>
                        <th scope="col">{t(text::R_PEOPLE)}</th>
                        <th scope="col">{t(text::R_SEEN)}</th>
                        <th scope="col">{t(text::R_STATE)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &CityReportRow) -> AnyView {
    let day = row
        .date
        .map_or_else(|| t(text::R_HIDDEN).to_owned(), format::short_day);
    let state = if row.accepted_at.is_some() {
        view! { <span class="tag" data-t="ok">{t(text::R_ACCEPTED)}</span> }
    } else {
        view! { <span class="tag" data-t="info">{t(text::R_NEW)}</span> }
    };
    let wants = row.want_contact_from_city.then(|| {
        view! { <span class="tag" data-t="warn">{t(text::R_WANTS)}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("{PATH}/{}", row.id)>{row.reference.clone()}</a>
            </th>
            <td data-label=t(text::R_FROM)>
                <bdi>{row.organisation.clone()}</bdi>
            </td>
            <td data-label=t(text::R_DAY)>{day}</td>
            <td data-label=t(text::R_PEOPLE)>{row.people}</td>
            <td data-label=t(text::R_SEEN)>{row.observations}</td>
            <td data-label=t(text::R_STATE)>{state} " " {wants}</td>
        </tr>
    }
    .into_any()
}

/// `/city/reports/:id`
pub(crate) fn city_report() -> AnyView {
    frame::page(fixed(text::R_TITLE), false, |heading| {
        let id = params::part::<ReportId>("id");
        let load = load(move || id.get().map(|report| (GetCityReport { report }, ())));
        live(move || {
            if id.get().is_none() {
                return view! { <NotFound /> }.into_any();
            }
            view! {
                <Remote load=load let:view>
                    {live(move || {
                        heading.set(view.with(|view| view.reference.clone()));
                        view.with(|view| one(view, load))
                    })}
                </Remote>
            }
            .into_any()
        })
    })
}

fn one(held: &CityReportView, load: Load<CityReportView>) -> AnyView {
    let sender = Sender::new();
    let report = held.id;
    let accept = move || {
        sender.send(AcceptReport { report }, (), move |now| {
            load.set(now);
            browser::announce(t(text::R_ACCEPTED_NOW));
        });
    };
    let decision = match held.accepted_at {
        Some(at) => view! {
            <Note tone=Tone::Ok>
                <p>{t(text::R_ACCEPTED)} " " <Moment at=at /></p>
            </Note>
        }
        .into_any(),
        None if held.own_organisation => view! { <p>{t(text::C_OWN)}</p> }.into_any(),
        None => view! {
            <Act
                label=t(text::R_ACCEPT).to_owned()
                kind="primary"
                pending=sender.pending
                on_press=accept
            />
        }
        .into_any(),
    };
    let versions = held
        .versions
        .iter()
        .map(|version| {
            let number = fill(text::R_VERSION, &[("n", &version.number.to_string())]);
            let sent = fill(text::R_SENT, &[("when", &format::moment(version.sent_at))]);
            view! {
                <section class="panel">
                    <h2>{number}</h2>
                    <p class="muted">{sent}</p>
                    {sent::facts(&version.report)}
                </section>
            }
        })
        .collect_view();
    view! {
        {decision}
        <FailureNote failure=sender.failure />
        {versions}
        <div class="actions">
            <LinkButton href=PATH label=text::R_BACK />
        </div>
    }
    .into_any()
}
