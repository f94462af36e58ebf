//! Times on a page.

use leptos::prelude::*;
use lykta_shared::time::{Instant, LocalTime};

use crate::text::{core, format, t};

/// `21:00–01:00 (slutar nästa dag)`. Isolated, because a range reads backwards in right-to-left text.
#[component]
pub(crate) fn Range(
    /// The wall time of the start.
    start: LocalTime,
    /// The wall time of the end.
    end: LocalTime,
    /// Whether the end is on another day.
    next_day: bool,
) -> impl IntoView {
    view! {
        <span class="num">
            <bdi dir="ltr">{format::range(start, end)}</bdi>
            {next_day.then(|| view! { <span class="aside">" "{t(core::ENDS_NEXT_DAY)}</span> })}
        </span>
    }
}

/// A moment: `27 november 2026 21:04`.
#[component]
pub(crate) fn Moment(
    /// When.
    at: Instant,
) -> impl IntoView {
    view! { <time datetime=at.to_string()>{format::moment(at)}</time> }
}
