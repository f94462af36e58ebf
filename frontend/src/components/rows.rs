//! Lists for work by keyboard: `j` and `k` (or the arrows) go from row to row while the focus is in the list.
//!
//! Only there: single letters that act anywhere would get in the way of those who speak to their computer
//! (WCAG 2.1.4).

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::text::{core, t};

/// The attribute of what `j` and `k` stop at: one in each row.
const STOP: &str = "[data-row]";

/// How far a key goes.
fn step(key: &str) -> Option<i64> {
    match key {
        "j" | "ArrowDown" => Some(1),
        "k" | "ArrowUp" => Some(-1),
        _ => None,
    }
}

/// Moves the focus; put it on the list as `on:keydown=walk_rows`.
pub(crate) fn walk_rows(event: KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let target = event
        .target()
        .and_then(|held| held.dyn_into::<Element>().ok());
    let list = event
        .current_target()
        .and_then(|held| held.dyn_into::<Element>().ok());
    let (Some(step), Some(target), Some(list)) = (step(&event.key()), target, list) else {
        return;
    };
    // Fields and choices need their keys themselves.
    if matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA") {
        return;
    }
    let Ok(stops) = list.query_selector_all(STOP) else {
        return;
    };
    let stops: Vec<HtmlElement> = (0..stops.length())
        .filter_map(|place| stops.item(place)?.dyn_into().ok())
        .collect();
    if let Some(next) = next(&stops, &target, step) {
        event.prevent_default();
        let _focused = next.focus();
    }
}

/// The stop so many rows from the one that holds the focus, or whose row does.
fn next<'a>(stops: &'a [HtmlElement], target: &Element, step: i64) -> Option<&'a HtmlElement> {
    let here = stops.iter().position(|stop| {
        let row = stop.closest("tr, li").ok().flatten();
        row.is_some_and(|row| row.contains(Some(target)))
    })?;
    let place = i64::try_from(here).ok()?.checked_add(step)?;
    stops.get(usize::try_from(place).ok()?)
}

/// Says that there are such keys, where there is likely to be a keyboard.
#[component]
pub(crate) fn RowKeys() -> impl IntoView {
    view! { <p class="muted keys">{t(core::ROW_KEYS)}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_keys_go_from_row_to_row() {
        assert_eq!((step("j"), step("k")), (Some(1), Some(-1)));
        assert_eq!((step("J"), step("Enter")), (None, None));
    }
}
