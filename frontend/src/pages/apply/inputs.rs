//! The inputs of each step.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "the fields are handles to signals, copied a few times for a page"
)]

use leptos::prelude::*;

use super::{ApplicationFields, Step};
use crate::{
    components::{AreaField, ChoiceField, SelectField, TextField, live},
    text::{org_application as text, t},
    vocabulary::{label, use_words},
};

/// The inputs of one step; the review has none.
#[component]
pub(crate) fn Inputs(
    /// The fields.
    fields: ApplicationFields,
    /// Which step.
    step: Step,
) -> impl IntoView {
    match step {
        Step::Organisation => organisation(fields),
        Step::Contact => contact(fields),
        Step::Activity => activity(fields),
        Step::Review => ().into_any(),
    }
}

fn organisation(fields: ApplicationFields) -> AnyView {
    view! {
        <SelectField field=fields.organisation_type options=items("organisationType") />
        <TextField field=fields.name autocomplete="organization" />
        <TextField field=fields.organisation_number hint=text::F_NUMBER_HINT optional=true />
    }
    .into_any()
}

fn contact(fields: ApplicationFields) -> AnyView {
    let answers = [("yes", text::F_CONSENT_YES), ("no", text::F_CONSENT_NO)]
        .map(|(value, words)| (value.to_owned(), t(words).to_owned()))
        .to_vec();
    view! {
        <TextField field=fields.contact_name autocomplete="name" />
        <TextField field=fields.contact_email kind="email" autocomplete="email" />
        <TextField field=fields.contact_phone kind="tel" autocomplete="tel" optional=true />
        {live(move || {
            fields.is_special().then(|| view! { <p class="muted">{t(text::F_CONSENT_SPECIAL)}</p> })
        })}
        <ChoiceField field=fields.contact_consent options=answers single=true />
    }
    .into_any()
}

fn activity(fields: ApplicationFields) -> AnyView {
    let districts = Signal::derive(move || {
        use_words()
            .districts()
            .into_iter()
            .map(|district| (district.key.to_string(), district.name))
            .collect::<Vec<_>>()
    });
    view! {
        <AreaField field=fields.description hint=text::F_DESCRIPTION_HINT />
        <ChoiceField field=fields.activity_types options=items("activityType") />
        <ChoiceField field=fields.districts options=districts />
        <TextField field=fields.people kind="number" optional=true />
    }
    .into_any()
}

/// A vocabulary as choices.
fn items(vocabulary: &'static str) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        use_words()
            .items(vocabulary)
            .iter()
            .map(|item| (item.key.to_string(), label(item)))
            .collect()
    })
}
