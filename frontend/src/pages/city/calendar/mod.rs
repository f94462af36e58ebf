//! The city's calendar, a year at a time: peak nights and school holidays, which those who plan a term get to see.

mod form;
mod rows;

use leptos::prelude::*;
use lykta_shared::{
    api::ListCityDays,
    identity::Language,
    platform::{CityDay, CityDayKind, CityDayQuery},
    time::LocalDate,
};

use super::frame;
use crate::{
    api::{Load, load},
    components::{Remote, fixed, live},
    pages::params,
    text::{Text, city_calendar as text, format, language, t},
};

const PATH: &str = "/city/calendar";

/// How many years ahead can be filled in.
const YEARS_AHEAD: i16 = 3;

/// What the parts of the page share.
#[derive(Debug, Clone, Copy)]
struct Calendar {
    load: Load<Vec<CityDay>>,
    /// The entry that is being changed; none while one is added.
    changing: RwSignal<Option<CityDay>>,
    /// The entry that was taken out last, for putting it back.
    removed: RwSignal<Option<CityDay>>,
}

/// `/city/calendar?year=2027`
pub(crate) fn calendar() -> AnyView {
    frame::page(fixed(text::TITLE), true, |_| shown())
}

fn shown() -> AnyView {
    let this_year = format::today().year;
    let asked = params::query(|params| params::value::<i16>(params, "year"));
    let year = Memo::new(move |_| {
        let last = this_year.saturating_add(YEARS_AHEAD);
        asked.get().unwrap_or(this_year).clamp(this_year, last)
    });
    let calendar = Calendar {
        load: load(move || Some((ListCityDays {}, within(year.get())?))),
        changing: RwSignal::new(None),
        removed: RwSignal::new(None),
    };
    // What was begun for one year is not meant for another.
    Effect::new(move |_| {
        year.track();
        calendar.changing.set(None);
        calendar.removed.set(None);
    });
    let load = calendar.load;
    view! {
        <p class="muted">{t(text::INTRO)}</p>
        {years(this_year, year)}
        {rows::regret(calendar)}
        <Remote load=load let:days>
            {live(move || days.with(|days| rows::rows(days, year.get(), calendar)))}
        </Remote>
        {live(move || form::form(calendar.changing.get(), calendar))}
    }
    .into_any()
}

/// From New Year to New Year's Eve.
fn within(year: i16) -> Option<CityDayQuery> {
    let day = |text: String| text.parse::<LocalDate>().ok();
    Some(CityDayQuery {
        from: day(format!("{year:04}-01-01"))?,
        to: day(format!("{year:04}-12-31"))?,
    })
}

fn years(this_year: i16, shown: Memo<i16>) -> AnyView {
    let items = (this_year..=this_year.saturating_add(YEARS_AHEAD))
        .map(|year| {
            let current = move || (shown.get() == year).then_some("page");
            view! {
                <li>
                    <a href=format!("{PATH}?year={year}") aria-current=current>
                        {year}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=t(text::YEARS)>
            <ul role="list">{items}</ul>
        </nav>
    }
    .into_any()
}

/// The entry's name in the reader's language.
fn name(day: &CityDay) -> String {
    match language() {
        Language::Sv => day.sv.clone(),
        Language::En => day.en.clone(),
    }
}

const fn kind(kind: CityDayKind) -> Text {
    match kind {
        CityDayKind::PeakNight => text::PEAK_NIGHT,
        CityDayKind::SchoolBreak => text::SCHOOL_BREAK,
    }
}

const fn level(level: u8) -> Text {
    match level {
        0 | 1 => text::LEVEL_1,
        2 => text::LEVEL_2,
        _ => text::LEVEL_3,
    }
}
