//! The liaison's queue: what waits for the city, the oldest first.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListApplications, Page as Rows},
    organisations::{ApplicationQuery, ApplicationRow, ApplicationStatus},
};

use super::{
    filter::Chosen,
    frame,
    listing::{asked, choices, listing},
    regret::Regret,
};
use crate::{
    api::load,
    components::{Empty, LinkButton, RowKeys, fixed, walk_rows},
    pages::org::application_status,
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

fn shown() -> AnyView {
    let asked = asked();
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
    let all = ApplicationStatus::ALL.iter().copied();
    let statuses = choices(
        all.filter(|status| *status != ApplicationStatus::Draft),
        application_status,
    );
    let rows = listing(PATH, text::Q_ALL_WAITING, statuses, asked, load, list);
    view! {
        <Regret />
        {rows}
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
        <RowKeys />
        <div class="scroll">
            <table class="stack" on:keydown=walk_rows>
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
                <a data-row="" href=format!("{PATH}/{}", row.id)>
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
