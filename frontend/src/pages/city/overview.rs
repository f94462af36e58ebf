//! The city at a glance: what waits, and how long the oldest has waited.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListApplications, ListCityReports, ListPartners, Page as Rows},
    organisations::{
        ApplicationQuery, ApplicationRow, OrganisationStatus, PartnerQuery, PartnerRow,
    },
    walks::CityReportQuery,
};

use super::frame;
use crate::{
    api::load,
    components::{LinkButton, Remote, fixed, live},
    text::{city as text, city_calendar, count, t, walk_plan},
};

/// `/city`
pub(crate) fn overview() -> AnyView {
    frame::page(fixed(text::TITLE), false, |_| shown())
}

fn shown() -> AnyView {
    let waiting = load(|| {
        let query = ApplicationQuery {
            limit: Some(1),
            ..super::queue::everything()
        };
        Some((ListApplications {}, query))
    });
    let partners = load(|| Some((ListPartners {}, first(None))));
    let renewals = load(|| Some((ListPartners {}, first(Some(OrganisationStatus::RenewalDue)))));
    view! {
        <section>
            <h2>{t(text::APPROVALS)}</h2>
            <Remote load=waiting let:rows>
                {live(move || rows.with(queue))}
            </Remote>
        </section>
        <section>
            <h2>{t(text::PARTNERS)}</h2>
            <Remote load=partners let:rows>
                {live(move || {
                    let n = rows.with(|rows| rows.total);
                    view! { <p>{count(n, text::PARTNER_COUNT_ONE, text::PARTNER_COUNT_OTHER)}</p> }
                })}
            </Remote>
            <Remote load=renewals let:rows>
                {live(move || rows.with(due))}
            </Remote>
            <div class="actions">
                <LinkButton href="/city/partners" label=text::OPEN_PARTNERS />
            </div>
        </section>
        {walks()}
    }
    .into_any()
}

/// What came in from walks, what is paid for them, and the nights to plan for.
fn walks() -> AnyView {
    let reports = load(|| {
        let query = CityReportQuery {
            organisation: None,
            page: None,
            limit: Some(1),
        };
        Some((ListCityReports {}, query))
    });
    view! {
        <section>
            <h2>{t(walk_plan::WALKS)}</h2>
            <Remote load=reports let:rows>
                {live(move || {
                    let n = rows.with(|rows| rows.total);
                    view! { <p>{count(n, walk_plan::R_COUNT_ONE, walk_plan::R_COUNT_OTHER)}</p> }
                })}
            </Remote>
            <div class="actions">
                <LinkButton href="/city/reports" label=walk_plan::R_OPEN />
                <LinkButton href="/city/compensation" label=walk_plan::C_OPEN_PAGE />
                <LinkButton href="/city/calendar" label=city_calendar::OPEN />
            </div>
        </section>
    }
    .into_any()
}

/// One row is enough: the answer says how many there are.
fn first(status: Option<OrganisationStatus>) -> PartnerQuery {
    PartnerQuery {
        status,
        limit: Some(1),
        ..super::partners::everything()
    }
}

fn due(rows: &Rows<PartnerRow>) -> Option<impl IntoView + use<>> {
    (rows.total > 0).then(|| {
        let words = count(rows.total, text::RENEWALS_ONE, text::RENEWALS_OTHER);
        view! {
            <p>
                <a href="/city/partners?status=renewal_due">{words}</a>
            </p>
        }
    })
}

fn queue(rows: &Rows<ApplicationRow>) -> AnyView {
    let Some(oldest) = rows.items.first() else {
        return view! { <p>{t(text::NONE_WAITING)}</p> }.into_any();
    };
    let waited = match oldest.waiting_days {
        0 => t(text::OLDEST_TODAY).to_owned(),
        days => count(u64::from(days), text::OLDEST_ONE, text::OLDEST_OTHER),
    };
    view! {
        <p class="lead">{count(rows.total, text::WAITING_ONE, text::WAITING_OTHER)}</p>
        <p>{waited}</p>
        <div class="actions">
            <LinkButton
                href=format!("/city/approvals/{}", oldest.id)
                label=text::OPEN_OLDEST
                kind="primary"
            />
            <LinkButton href="/city/approvals" label=text::OPEN_QUEUE />
        </div>
    }
    .into_any()
}
