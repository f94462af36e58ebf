//! A month as a table: weeks as rows, days as cells, shifts as links.

use leptos::prelude::*;
use lykta_shared::{
    shifts::{ShiftCard, ShiftStatus},
    time::LocalDate,
};

use super::calendar::{self, Month};
use crate::text::{fill, format, org as text, shifts, t};

/// The table. On a phone each day with shifts becomes a line of its own.
#[component]
pub(super) fn MonthTable(
    /// The month.
    month: Month,
    /// Its shifts, in order of time.
    cards: Vec<ShiftCard>,
) -> impl IntoView {
    let name = format::month(month.first());
    // Any Monday will do for the names of the days.
    let monday = calendar::days(month.first()) - calendar::weekday(month.first());
    let days = (0..7)
        .map(|offset| {
            let day = format::weekday(calendar::date(monday + offset));
            view! { <th scope="col">{day}</th> }
        })
        .collect_view();
    let weeks = month
        .weeks()
        .into_iter()
        .map(|week| {
            let number = week.iter().flatten().next().map(|day| {
                let n = calendar::iso_week(*day).to_string();
                fill(text::WEEK, &[("n", &n)])
            });
            let cells = week.map(|day| cell(day, &cards)).collect_view();
            view! {
                <tr>
                    <th scope="row">{number}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let caption = fill(text::MONTH_CAPTION, &[("month", &name)]);
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class="month">
                <caption class="vh">
                    {caption}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::WEEK_HEAD)}</th>
                        {days}
                    </tr>
                </thead>
                <tbody>{weeks}</tbody>
            </table>
        </div>
    }
}

fn cell(day: Option<LocalDate>, cards: &[ShiftCard]) -> impl IntoView + use<> {
    let Some(day) = day else {
        return view! { <td class="other"></td> }.into_any();
    };
    let shifts = cards
        .iter()
        .filter(|card| card.date == day)
        .map(|card| {
            let mark = match card.status {
                ShiftStatus::Understaffed => Some(text::LACKS),
                ShiftStatus::Draft => Some(shifts::STATUS_DRAFT),
                ShiftStatus::Cancelled => Some(shifts::STATUS_CANCELLED),
                _ => None,
            };
            view! {
                <li>
                    <a href=format!("/shifts/{}", card.id)>
                        <span class="num">{card.start_time.to_string()}</span>
                        " "
                        <bdi>{card.title.clone()}</bdi>
                    </a>
                    {mark.map(|mark| view! { <span class="tag" data-t="need">{t(mark)}</span> })}
                </li>
            }
        })
        .collect_view();
    let today = day == format::today();
    view! {
        <td class:today=today>
            <span class="num" aria-current=today.then_some("date")>
                {day.day.to_string()}
            </span>
            <ul role="list">{shifts}</ul>
        </td>
    }
    .into_any()
}
