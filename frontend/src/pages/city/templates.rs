//! Ready wordings for what the city writes, in both languages: the organisation reads it, not the liaison.

use leptos::prelude::*;
use lykta_shared::identity::Language;

use crate::{
    components::Field,
    text::{Text, city as text, t},
};

/// A template: its name and its wording.
pub(super) type Template = (Text, Text);

/// For an approval.
pub(super) const WELCOME: &[Template] = &[(text::D_T_WELCOME, text::D_T_WELCOME_TEXT)];
/// For a question back.
pub(super) const QUESTIONS: &[Template] = &[
    (text::D_T_ACTIVITY, text::D_T_ACTIVITY_TEXT),
    (text::D_T_CONTACT, text::D_T_CONTACT_TEXT),
];
/// For a rejection.
pub(super) const REASONS: &[Template] = &[
    (text::D_T_OUTSIDE, text::D_T_OUTSIDE_TEXT),
    (text::D_T_PURPOSE, text::D_T_PURPOSE_TEXT),
];

/// A choice of templates that fills `field`. It can be changed afterwards.
#[component]
pub(super) fn Templates(
    /// What is filled.
    field: Field,
    /// What can be chosen.
    templates: &'static [Template],
) -> impl IntoView {
    let id = format!("{}-template", field.id());
    let choices: Vec<(Language, &'static Template)> = Language::ALL
        .iter()
        .flat_map(|language| templates.iter().map(move |template| (*language, template)))
        .collect();
    let options = choices
        .iter()
        .enumerate()
        .map(|(place, (language, (name, _)))| {
            let label = format!("{} ({language})", name.in_language(*language));
            view! { <option value=place.to_string()>{label}</option> }
        })
        .collect_view();
    let take = move |place: String| {
        let chosen = place
            .parse::<usize>()
            .ok()
            .and_then(|place| choices.get(place));
        if let Some((language, (_, wording))) = chosen {
            field.set(wording.in_language(*language).to_owned());
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{t(text::D_TEMPLATE)}</label>
            <select id=id on:change:target=move |event| take(event.target().value())>
                <option value="">{t(text::D_TEMPLATE_CHOOSE)}</option>
                {options}
            </select>
        </div>
    }
}
