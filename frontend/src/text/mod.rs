//! All words of the web app, in every language, and the formats of times and numbers.
//!
//! A text is a constant with one wording per language, so that a missing text or a missing language does not
//! compile, and an unused one is a warning. The language is chosen before the app starts (see `index.html`) and
//! changes only with a fresh page: nothing here is reactive, which keeps every view small.

pub(crate) mod city;
pub(crate) mod city_calendar;
pub(crate) mod core;
pub(crate) mod feed;
pub(crate) mod format;
pub(crate) mod identity;
pub(crate) mod open;
pub(crate) mod org;
pub(crate) mod org_application;
pub(crate) mod org_members;
pub(crate) mod org_plan;
pub(crate) mod org_settings;
pub(crate) mod org_shares;
pub(crate) mod org_signups;
pub(crate) mod org_term;
pub(crate) mod problem;
pub(crate) mod roles;
pub(crate) mod shifts;
pub(crate) mod shifts_roster;
pub(crate) mod walk_plan;
pub(crate) mod walk_report;
pub(crate) mod walks;

use std::sync::OnceLock;

use js_sys::{Array, Function, Object, Reflect};
use lykta_shared::identity::Language;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser;

static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Takes over the language that the page stands in.
pub(crate) fn set_up() {
    language();
}

/// The reader's language.
pub(crate) fn language() -> Language {
    *LANGUAGE.get_or_init(|| {
        browser::read_root_attribute("lang")
            .parse()
            .unwrap_or(Language::Sv)
    })
}

/// Shows the page in another language from now on.
pub(crate) fn switch(to: Language) {
    browser::set_cookie("lang", to.as_str());
    // A `?lang=` in the address would win over the choice: load the path without it.
    let path = browser::here();
    let path = path.split_once('?').map_or(path.as_str(), |(path, _)| path);
    browser::load(path);
}

/// A text in all languages. Shown by [`t`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    sv: &'static str,
    en: &'static str,
}

impl Text {
    /// A text and its translation.
    pub(crate) const fn new(sv: &'static str, en: &'static str) -> Self {
        Self { sv, en }
    }

    /// The text in this language; for what somebody else will read.
    pub(crate) const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Sv => self.sv,
            Language::En => self.en,
        }
    }
}

/// The text in the reader's language.
pub(crate) fn t(text: Text) -> &'static str {
    text.in_language(language())
}

/// The text with `{name}` replaced by the value given for it.
pub(crate) fn fill(text: Text, values: &[(&str, &str)]) -> String {
    filled(t(text), values)
}

fn filled(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// The wording for `n` things: `one` or `other`, as the language's plural rules say, with `{n}` replaced.
pub(crate) fn count(n: u64, one: Text, other: Text) -> String {
    let text = if is_one(n) { one } else { other };
    fill(text, &[("n", &format::number(n))])
}

/// Asks `Intl.PluralRules`.
fn is_one(n: u64) -> bool {
    let category = || -> Option<String> {
        let intl = browser::property(&js_sys::global(), "Intl")?;
        let rules: Function = browser::property(&intl, "PluralRules")?.dyn_into().ok()?;
        let rules = Reflect::construct(&rules, &Array::of1(&locale().into())).ok()?;
        let select: Function = browser::property(&rules, "select")?.dyn_into().ok()?;
        let n = JsValue::from_f64(f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
        select.call1(&rules, &n).ok()?.as_string()
    };
    category().is_some_and(|category| category == "one")
}

/// The locale for `Intl`.
pub(crate) fn locale() -> &'static str {
    match language() {
        Language::Sv => "sv-SE",
        Language::En => "en-GB",
    }
}

/// An object out of JSON; for the options of `Intl`.
fn options(json: &str) -> Object {
    js_sys::JSON::parse(json)
        .ok()
        .and_then(|value| value.dyn_into().ok())
        .unwrap_or_default()
}

/// The first letter in lower case, for a label of ours inside a sentence. They begin with letters of Swedish and
/// English: the tables for those of all languages are not worth their weight.
pub(crate) fn inside(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().map(|first| match first {
        'Å' => 'å',
        'Ä' => 'ä',
        'Ö' => 'ö',
        other => other.to_ascii_lowercase(),
    });
    first.into_iter().chain(letters).collect()
}

/// Declares texts: `NAME: "på svenska", "in English";`.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $sv:literal, $en:literal;)+) => {
        $($(#[$meta])* #[doc = $en] pub(crate) const $name: $crate::text::Text = $crate::text::Text::new($sv, $en);)+
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_where_their_names_stand() {
        assert_eq!(
            filled("{a} och {b}, {a}", &[("a", "1"), ("b", "2")]),
            "1 och 2, 1"
        );
    }

    #[test]
    fn a_label_inside_a_sentence_begins_small() {
        assert_eq!(inside("Ändra"), "ändra");
        assert_eq!(inside(""), "");
    }
}
