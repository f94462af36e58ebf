//! The liaison's queue: what waits for the city, the oldest first.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use lykta_shared::{
    api::{ListApplications, Page as Rows},
    organisations::{ApplicationQuery, ApplicationRow, ApplicationStatus},
};

use super::{
    filter::{Chosen, Filter},
    frame,
};
use crate::{
    api::load,
    components::{Empty, LinkButton, Pager, Remote, fixed, live},
    pages::{org::application_status, params},
    text::{city as text, count, t},
    vocabulary::use_words,
};

const PATH: &str = "/city/approvals";

/// `/city/approvals?status=submitted&district=rissne&q=natt`
pub(crate) fn approvals() -> AnyView {
    frame::page(fixed(text::APPROVALS), true, |_| shown())
}

/// The whole queue.
pub(super) const fn everything() -> ApplicationQuery {
    ApplicationQuery {
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
        let query = ApplicationQuery {
            status: chosen.status.parse().ok(),
            district: chosen.district.parse().ok(),
            q: (!chosen.q.is_empty()).then_some(chosen.q),
            page,
            limit: None,
        };
        Some((ListApplications {}, query))
    });
    let statuses = ApplicationStatus::ALL
        .iter()
        .filter(|status| **status != ApplicationStatus::Draft)
        .map(|status| {
            (
                status.to_string(),
                t(application_status(*status)).to_owned(),
            )
        })
        .collect();
    view! {
        <Filter path=PATH chosen=chosen any_status=text::Q_ALL_WAITING statuses=statuses />
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

fn list(rows: &Rows<ApplicationRow>, chosen: &Chosen) -> AnyView {
    if rows.items.is_empty() {
        return if chosen.is_narrow() {
            view! {
                <Empty text=fixed(text::Q_EMPTY_FILTERED)>
                    <LinkButton href=PATH label=text::Q_CLEAR />
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty text=fixed(text::Q_EMPTY)>
                    <p>{t(text::Q_EMPTY_MORE)}</p>
                </Empty>
            }
            .into_any()
        };
    }
    let lines = rows.items.iter().map(line).collect_view();
    view! {
        <p class="muted">{count(rows.total, text::Q_COUNT_ONE, text::Q_COUNT_OTHER)}</p>
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{t(text::Q_CAPTION)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::Q_NAME)}</th>
                        <th scope="col">{t(text::Q_TYPE)}</th>
                        <th scope="col">{t(text::Q_WHERE)}</th>
                        <th scope="col">{t(text::Q_STATUS)}</th>
                        <th scope="col">{t(text::Q_WAITED)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &ApplicationRow) -> impl IntoView + use<> {
    let words = use_words();
    let districts: Vec<_> = row
        .districts
        .iter()
        .map(|key| words.district(key))
        .collect();
    let waited = match row.waiting_days {
        0 => t(text::Q_TODAY).to_owned(),
        days => count(u64::from(days), text::Q_DAYS_ONE, text::Q_DAYS_OTHER),
    };
    let priority = row.priority.then(|| {
        view! {
            " "
            <span class="tag" data-t="info">
                {t(text::Q_PRIORITY)}
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("{PATH}/{}", row.id)>
                    <bdi>{row.name.clone()}</bdi>
                </a>
            </th>
            <td data-label=t(
                text::Q_TYPE,
            )>{words.label("organisationType", &row.organisation_type)}</td>
            <td data-label=t(text::Q_WHERE)>{districts.join(", ")} {priority}</td>
            <td data-label=t(text::Q_STATUS)>{t(application_status(row.status))}</td>
            <td data-label=t(text::Q_WAITED)>{waited}</td>
        </tr>
    }
}
