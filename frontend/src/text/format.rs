//! Times, days and numbers as people read them (DOMAIN.md 5.1), by the browser's `Intl`.
//!
//! Always 24 hours and always Stockholm, whatever the phone says.

use js_sys::{Array, Date, Intl};
use lykta_shared::{
    identity::Language,
    time::{Instant, LocalDate, LocalTime},
};
use wasm_bindgen::JsValue;

use super::{Text, fill, language, locale, options, t, texts};
use crate::browser;

texts! {
    HOURS: "{h} tim", "{h} h";
    MINUTES: "{m} min", "{m} min";
    TODAY: "I dag", "Today";
    YESTERDAY: "Från i går", "From yesterday";
    TOMORROW: "Imorgon", "Tomorrow";
    TONIGHT: "Ikväll", "Tonight";
}

fn formatted(options_json: &str, moment: &str) -> String {
    format_in(locale(), options_json, moment)
}

fn format_in(locale: &str, options_json: &str, moment: &str) -> String {
    let format = Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options(options_json));
    let date = Date::new(&JsValue::from_str(moment));
    format
        .format()
        .call1(&JsValue::NULL, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// A calendar day is formatted at its midnight in UTC, so that no zone can move it.
fn day(options_json: &str, date: LocalDate) -> String {
    formatted(options_json, &date.to_string())
}

/// `fredag 27 november 2026`.
pub(crate) fn long_day(date: LocalDate) -> String {
    day(
        r#"{"timeZone":"UTC","weekday":"long","day":"numeric","month":"long","year":"numeric"}"#,
        date,
    )
    .replace(',', "")
}

/// `fredag 27 november`.
pub(crate) fn plain_day(date: LocalDate) -> String {
    day(
        r#"{"timeZone":"UTC","weekday":"long","day":"numeric","month":"long"}"#,
        date,
    )
    .replace(',', "")
}

/// `fre 27 nov`.
pub(crate) fn short_day(date: LocalDate) -> String {
    day(
        r#"{"timeZone":"UTC","weekday":"short","day":"numeric","month":"short"}"#,
        date,
    )
    .replace(['.', ','], "")
}

/// `fre`.
pub(crate) fn weekday(date: LocalDate) -> String {
    day(r#"{"timeZone":"UTC","weekday":"short"}"#, date)
}

/// `november 2026`.
pub(crate) fn month(date: LocalDate) -> String {
    day(
        r#"{"timeZone":"UTC","month":"long","year":"numeric"}"#,
        date,
    )
}

/// `27 november 2026`.
pub(crate) fn date(date: LocalDate) -> String {
    day(
        r#"{"timeZone":"UTC","day":"numeric","month":"long","year":"numeric"}"#,
        date,
    )
}

/// A moment: `27 november 2026 21:04`.
pub(crate) fn moment(at: Instant) -> String {
    formatted(
        r#"{"timeZone":"Europe/Stockholm","day":"numeric","month":"long","year":"numeric","hour":"2-digit","minute":"2-digit","hourCycle":"h23"}"#,
        &at.to_string(),
    )
    .replace(" kl. ", " ")
    .replace(" at ", " ")
}

/// A moment's wall time: `21.04`.
pub(crate) fn time(at: Instant) -> String {
    formatted(
        r#"{"timeZone":"Europe/Stockholm","hour":"2-digit","minute":"2-digit","hourCycle":"h23"}"#,
        &at.to_string(),
    )
}

/// The day a moment falls on in Stockholm.
pub(crate) fn day_of(at: Instant) -> LocalDate {
    // Swedish short dates are ISO 8601.
    format_in(
        "sv-SE",
        r#"{"timeZone":"Europe/Stockholm","year":"numeric","month":"2-digit","day":"2-digit"}"#,
        &at.to_string(),
    )
    .parse()
    .unwrap_or(LocalDate {
        year: 1970,
        month: 1,
        day: 1,
    })
}

/// Today in Stockholm.
pub(crate) fn today() -> LocalDate {
    day_of(browser::now())
}

/// The day as a heading over what lies on it: `Ikväll, fre 27 nov`.
pub(crate) fn day_heading(date: LocalDate, evening: bool) -> String {
    let today = today();
    let tomorrow = day_of(browser::now().plus_minutes(24 * 60));
    let near = if date == today {
        Some(if evening { TONIGHT } else { TODAY })
    } else if date == tomorrow {
        Some(TOMORROW)
    } else if date == day_of(browser::now().plus_minutes(-24 * 60)) {
        Some(YESTERDAY)
    } else {
        None
    };
    near.map_or_else(
        || plain_day(date),
        |near: Text| format!("{}, {}", t(near), short_day(date)),
    )
}

/// `21:00–01:00`. Goes into a [`Range`](crate::components::Range), which keeps its direction.
pub(crate) fn range(start: LocalTime, end: LocalTime) -> String {
    format!("{start}–{end}")
}

/// A length: `3 tim`, `3 tim 30 min`, `45 min`.
pub(crate) fn length(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let hours_text = fill(HOURS, &[("h", &hours.to_string())]);
    let minutes_text = fill(MINUTES, &[("m", &rest.to_string())]);
    match (hours, rest) {
        (0, _) => minutes_text,
        (_, 0) => hours_text,
        _ => format!("{hours_text} {minutes_text}"),
    }
}

/// A whole number with the language's grouping: `12 000`, `12,000`.
pub(crate) fn number(n: u64) -> String {
    let separator = match language() {
        Language::Sv => '\u{a0}',
        Language::En => ',',
    };
    grouped(n, separator)
}

/// A number with a fraction as computers write it, by the browser: Rust's own way weighs ten kilobytes.
pub(crate) fn decimal(n: f64) -> String {
    js_sys::JSON::stringify(&JsValue::from_f64(n))
        .map(String::from)
        .unwrap_or_default()
}

fn grouped(n: u64, separator: char) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1 000"),
            (1_234_567, "1 234 567"),
        ] {
            assert_eq!(grouped(n, ' '), text);
        }
    }
}
