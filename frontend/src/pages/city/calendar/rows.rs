//! The entries of a year, with the ways to change them and to take them out.

use leptos::prelude::*;
use lykta_shared::{
    api::{DeleteCityDay, PostCityDay},
    platform::{CityDay, CityDayForm, CityDayKind},
    text::Title,
};

use super::{Calendar, kind, level, name};
use crate::{
    api::Sender,
    browser,
    components::{Act, Empty, FailureNote, Note, Tone, live},
    text::{city_calendar as text, fill, format, t},
};

/// The table of a year.
pub(super) fn rows(days: &[CityDay], year: i16, calendar: Calendar) -> AnyView {
    let year = year.to_string();
    if days.is_empty() {
        let words = fill(text::EMPTY, &[("year", &year)]);
        return view! {
            <Empty text=words>
                <p>{t(text::EMPTY_MORE)}</p>
            </Empty>
        }
        .into_any();
    }
    let sender = Sender::new();
    let rows = days
        .iter()
        .map(|day| row(day, calendar, sender))
        .collect_view();
    view! {
        <FailureNote failure=sender.failure />
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{fill(text::CAPTION, &[("year", &year)])}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::NAME)}</th>
                        <th scope="col">{t(text::WHEN)}</th>
                        <th scope="col">{t(text::KIND)}</th>
                        <th scope="col">{t(text::ACTIONS)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(day: &CityDay, calendar: Calendar, sender: Sender) -> AnyView {
    let called = name(day);
    let when = if day.first == day.last {
        format::short_day(day.first)
    } else {
        let (from, to) = (format::short_day(day.first), format::short_day(day.last));
        fill(text::RANGE, &[("from", &from), ("to", &to)])
    };
    let much = (day.kind == CityDayKind::PeakNight).then(|| {
        view! { <span class="muted">" · "{t(level(day.level))}</span> }
    });
    let change = {
        let day = day.clone();
        move || {
            calendar.changing.set(Some(day.clone()));
            browser::focus("city-day-title");
        }
    };
    let remove = {
        let day = day.clone();
        move || remove(day.clone(), calendar, sender)
    };
    view! {
        <tr>
            <th scope="row">{called.clone()}</th>
            <td data-label=t(text::WHEN)>{when}</td>
            <td data-label=t(text::KIND)>{t(kind(day.kind))} {much}</td>
            <td>
                <div class="actions">
                    <Act
                        label=t(text::CHANGE).to_owned()
                        context=called.clone()
                        kind="quiet"
                        icon="edit"
                        on_press=change
                    />
                    <Act
                        label=t(text::REMOVE).to_owned()
                        context=called
                        kind="quiet"
                        on_press=remove
                    />
                </div>
            </td>
        </tr>
    }
    .into_any()
}

fn remove(day: CityDay, calendar: Calendar, sender: Sender) {
    let endpoint = DeleteCityDay { day: day.id };
    sender.send(endpoint, (), move |()| {
        // Who was changing it has nothing left to change.
        calendar.changing.update(|held| {
            if held.as_ref().is_some_and(|held| held.id == day.id) {
                *held = None;
            }
        });
        browser::announce(&fill(text::REMOVED, &[("name", &name(&day))]));
        calendar.removed.set(Some(day));
        calendar.load.again();
    });
}

/// What was taken out last, with the way back.
pub(super) fn regret(calendar: Calendar) -> AnyView {
    let sender = Sender::new();
    let shown = move || {
        let day = calendar.removed.get()?;
        let called = name(&day);
        let back = move || {
            let Some(form) = again(&day) else { return };
            sender.send(PostCityDay {}, form, move |held| {
                calendar.removed.set(None);
                calendar.load.again();
                browser::announce(&fill(text::UNDONE, &[("name", &name(&held))]));
            });
        };
        Some(view! {
            <Note tone=Tone::Ok>
                <p>{fill(text::REMOVED, &[("name", &called)])}</p>
                <Act
                    label=t(text::UNDO).to_owned()
                    context=called
                    icon="undo"
                    pending=sender.pending
                    on_press=back
                />
            </Note>
        })
    };
    view! {
        {live(shown)}
        <FailureNote failure=sender.failure />
    }
    .into_any()
}

/// The entry as it is written anew.
fn again(day: &CityDay) -> Option<CityDayForm> {
    Some(CityDayForm {
        kind: day.kind,
        sv: Title::try_from(day.sv.clone()).ok()?,
        en: Title::try_from(day.en.clone()).ok()?,
        first: day.first,
        last: day.last,
        level: day.level,
    })
}
