//! One application as the city sees it, with the decision beside it.

use leptos::prelude::*;
use lykta_shared::{
    api::GetCityApplication,
    ids::ApplicationId,
    organisations::{ApplicationStatus, CityApplicationView},
};

use super::{decision::Decision, frame, regret::Regret};
use crate::{
    api::load,
    browser,
    components::{NotFound, Note, Remote, Tone, fixed, live},
    pages::{
        apply::Facts,
        org::{application_status, history},
        params,
    },
    text::{city as text, count, fill, format, t},
};

/// `/city/approvals/:id`
pub(crate) fn approval() -> AnyView {
    frame::page(fixed(text::APPROVALS), true, shown)
}

fn shown(heading: RwSignal<String>) -> AnyView {
    let id = params::part::<ApplicationId>("id");
    // A decision leads to the next application: everything below is built anew for it.
    (move || match id.get() {
        None => view! { <NotFound /> }.into_any(),
        Some(id) => view! { <One id=id heading=heading /> }.into_any(),
    })
    .into_any()
}

#[component]
fn One(id: ApplicationId, heading: RwSignal<String>) -> impl IntoView {
    let load = load(move || Some((GetCityApplication { application: id }, ())));
    view! {
        <Regret />
        <p>
            <a href="/city/approvals">{t(text::D_BACK)}</a>
        </p>
        <Remote load=load let:seen>
            <Seen seen=seen heading=heading />
            <Decision seen=seen load=load />
            <History seen=seen />
        </Remote>
    }
}

#[component]
fn Seen(seen: RwSignal<CityApplicationView>, heading: RwSignal<String>) -> impl IntoView {
    Effect::new(move |_| {
        let name = seen.with(|seen| seen.application.form.name.to_string());
        let words = fill(text::D_HEADING, &[("name", &name)]);
        // From one application to the next the page stays: it is another all the same.
        let next = heading.with_untracked(|held| !held.is_empty() && *held != words);
        heading.set(words);
        if next {
            browser::focus_heading();
        }
    });
    view! {
        {live(move || seen.with(standing))}
        <h2>{t(text::D_CHECKS)}</h2>
        {live(move || seen.with(checks))}
        <h2>{t(text::D_APPLIED)}</h2>
        <Facts form=Signal::derive(move || seen.with(|seen| seen.application.form.clone())) />
    }
}

#[component]
fn History(seen: RwSignal<CityApplicationView>) -> impl IntoView {
    view! {
        <h2>{t(text::D_HISTORY)}</h2>
        {live(move || seen.with(|seen| history(&seen.application.history)))}
    }
}

fn standing(seen: &CityApplicationView) -> impl IntoView + use<> {
    let application = &seen.application;
    let sent = application.submitted_at.map(|at| {
        let day = format::date(format::day_of(at));
        fill(text::D_SENT, &[("date", &day)])
    });
    let open = matches!(
        application.status,
        ApplicationStatus::Submitted | ApplicationStatus::UnderReview
    );
    let waited = application.submitted_at.filter(|_| open).map(|at| {
        let days = (browser::now().seconds() - at.seconds()) / 86_400;
        let days = u64::try_from(days).unwrap_or(0);
        match days {
            0 => t(text::Q_TODAY).to_owned(),
            days => count(days, text::D_WAITED_ONE, text::D_WAITED_OTHER),
        }
    });
    view! {
        <p>
            <span class="tag" data-t="info">
                {t(application_status(application.status))}
            </span>
            " "
            {sent}
            {waited.map(|waited| format!(". {waited}."))}
        </p>
    }
}

/// What the software has looked up, each as a sentence.
fn checks(seen: &CityApplicationView) -> impl IntoView + use<> {
    let contact = if seen.contact_confirmed {
        (true, t(text::D_CONTACT_OK).to_owned())
    } else {
        (false, t(text::D_CONTACT_NOT).to_owned())
    };
    let number = if seen.application.form.organisation_number.is_some() {
        (true, t(text::D_NUMBER_OK).to_owned())
    } else {
        (false, t(text::D_NUMBER_NONE).to_owned())
    };
    let similar = if seen.similar.is_empty() {
        (true, t(text::D_NO_SIMILAR).to_owned())
    } else {
        let names = seen.similar.join(", ");
        (false, fill(text::D_SIMILAR, &[("names", &names)]))
    };
    let rows = [contact, number, similar]
        .map(|(good, words)| {
            let icon = if good { "check" } else { "info" };
            view! {
                <li class="row">
                    <crate::components::Icon name=icon />
                    <span>{words}</span>
                </li>
            }
        })
        .collect_view();
    let special = seen.special_category.then(|| {
        view! {
            <Note tone=Tone::Info>
                <p>{t(text::D_SPECIAL)}</p>
            </Note>
        }
    });
    view! {
        <ul class="checks" role="list">
            {rows}
        </ul>
        {special}
    }
}
