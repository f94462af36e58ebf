//! An application as it reads.

use leptos::prelude::*;
use lykta_shared::{organisations::ApplicationForm, vocabulary::Key};

use crate::{
    text::{core, org_application as text, t},
    vocabulary::use_words,
};

/// What was filled in, as a list of facts.
#[component]
pub(crate) fn Facts(
    /// The application.
    #[prop(into)]
    form: Signal<ApplicationForm>,
) -> impl IntoView {
    move || {
        let facts = form.with(facts);
        let rows = facts
            .into_iter()
            .map(|(label, value)| {
                view! {
                    <dt>{label}</dt>
                    <dd class="lines">
                        <bdi>{value}</bdi>
                    </dd>
                }
            })
            .collect_view();
        view! { <dl class="facts">{rows}</dl> }
    }
}

fn facts(form: &ApplicationForm) -> Vec<(&'static str, String)> {
    let words = use_words();
    let or_none = |value: Option<String>| value.unwrap_or_else(|| t(text::NOT_GIVEN).to_owned());
    let list = |labels: Vec<String>| labels.join(", ");
    let label = |vocabulary: &'static str| move |key: &Key| words.label(vocabulary, key);
    vec![
        (
            t(text::F_TYPE),
            words.label("organisationType", &form.organisation_type),
        ),
        (t(text::F_NAME), form.name.to_string()),
        (
            t(text::F_NUMBER),
            or_none(form.organisation_number.as_ref().map(ToString::to_string)),
        ),
        (t(text::F_CONTACT_NAME), form.contact_name.to_string()),
        (
            t(text::F_CONTACT_EMAIL),
            form.contact_email.as_str().to_owned(),
        ),
        (
            t(text::F_CONTACT_PHONE),
            or_none(form.contact_phone.as_ref().map(ToString::to_string)),
        ),
        (
            t(text::F_CONSENT),
            t(if form.contact_consent {
                core::YES
            } else {
                core::NO
            })
            .to_owned(),
        ),
        (t(text::F_DESCRIPTION), form.description.to_string()),
        (
            t(text::F_ACTIVITIES),
            list(
                form.activity_types
                    .iter()
                    .map(label("activityType"))
                    .collect(),
            ),
        ),
        (
            t(text::F_DISTRICTS),
            list(
                form.districts
                    .iter()
                    .map(|key| words.district(key))
                    .collect(),
            ),
        ),
        (
            t(text::F_PEOPLE),
            or_none(form.people.map(|n| n.to_string())),
        ),
    ]
}
