//! The form of a shift: what, where, when, how many, who leads.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "the fields are handles to signals, copied a few times for a page"
)]

use leptos::prelude::*;
use lykta_shared::{
    organisations::{MemberView, MembershipStatus, OrgRole, OrganisationView},
    time::Fold,
    vocabulary::Key,
};

use super::{shift_fields::ShiftFields, when::When};
use crate::{
    components::{AreaField, CheckField, SelectField, TextField, live},
    text::{fill, org_plan as text, t},
    vocabulary::{label, use_words},
};

/// The least number of adults that the chosen activity demands (tracked).
pub(super) fn floor(fields: ShiftFields) -> u16 {
    let chosen = fields.activity_type.value.get();
    use_words()
        .items("activityType")
        .into_iter()
        .find(|item| item.key.as_str() == chosen)
        .and_then(|item| item.min_adults)
        .unwrap_or(0)
}

/// All the fields. The frame and the buttons are the page's.
#[component]
pub(super) fn ShiftInputs(
    /// The fields.
    fields: ShiftFields,
    /// Whose shift it is.
    organisation: RwSignal<OrganisationView>,
    /// Its members, for the choice of the leader.
    members: RwSignal<Vec<MemberView>>,
) -> impl IntoView {
    view! {
        <What fields=fields organisation=organisation />
        <WhenInputs fields=fields />
        <People fields=fields members=members />
        <Told fields=fields organisation=organisation />
    }
}

/// What is told to whom.
#[component]
pub(super) fn Told(
    /// The fields.
    fields: ShiftFields,
    /// Whose shift it is.
    organisation: RwSignal<OrganisationView>,
) -> impl IntoView {
    let public =
        Memo::new(move |_| organisation.with(|one| one.publishes_shifts && !one.special_category));
    view! {
        <AreaField field=fields.notes rows=3 hint=text::NOTES_HINT optional=true />
        <AreaField field=fields.briefing rows=4 hint=text::BRIEFING_HINT optional=true />
        {live(move || {
            public
                .get()
                .then(|| view! { <CheckField field=fields.public hint=text::PUBLIC_HINT /> })
        })}
    }
}

/// What is done and where. Once there is an agreement, only what it covers can be chosen.
#[component]
pub(super) fn What(
    /// The fields.
    fields: ShiftFields,
    /// Whose shift it is.
    organisation: RwSignal<OrganisationView>,
) -> impl IntoView {
    let labels = use_words();
    let covers = move |granted: &[Key], key: &Key, held: &str| {
        granted.is_empty() || granted.contains(key) || key.as_str() == held
    };
    let activities = Signal::derive(move || {
        let granted = organisation.with(|one| one.activity_types.clone());
        let held = fields.activity_type.value.get_untracked();
        labels
            .items("activityType")
            .iter()
            .filter(|item| covers(&granted, &item.key, &held))
            .map(|item| (item.key.to_string(), label(item)))
            .collect::<Vec<_>>()
    });
    let districts = Signal::derive(move || {
        let granted = organisation.with(|one| one.districts.clone());
        let held = fields.district.value.get_untracked();
        labels
            .districts()
            .into_iter()
            .filter(|district| covers(&granted, &district.key, &held))
            .map(|district| (district.key.to_string(), district.name))
            .collect::<Vec<_>>()
    });
    view! {
        <SelectField field=fields.activity_type options=activities />
        <TextField field=fields.title hint=text::TITLE_HINT />
        <SelectField field=fields.district options=districts />
        <TextField field=fields.place hint=text::PLACE_HINT />
        <TextField field=fields.address optional=true />
    }
}

/// Day and times, repeated in words.
#[component]
fn WhenInputs(fields: ShiftFields) -> impl IntoView {
    let folds = [
        (Fold::Earlier, text::FOLD_EARLIER),
        (Fold::Later, text::FOLD_LATER),
    ]
    .map(|(fold, words)| (fold.to_string(), t(words).to_owned()))
    .to_vec();
    let folds = StoredValue::new(folds);
    let when = Memo::new(move |_| fields.when());
    let ambiguous = move |is: bool, field| {
        is.then(|| view! { <SelectField field=field options=folds.get_value() /> })
    };
    view! {
        <TextField field=fields.date kind="date" />
        <div class="pair">
            <TextField field=fields.start_time kind="time" />
            <TextField field=fields.end_time kind="time" />
        </div>
        <p class="muted">{t(text::END_HINT)}</p>
        <div class="echo" aria-live="polite">
            {live(move || {
                when.get()
                    .map(|when| {
                        view! {
                            <p>{when.words()}</p>
                            {when
                                .near_clock_change()
                                .then(|| view! { <p class="muted">{t(text::CLOCK)}</p> })}
                        }
                    })
            })}
        </div>
        {live(move || ambiguous(when.get().is_some_and(When::start_is_ambiguous), fields.start_fold))}
        {live(move || ambiguous(when.get().is_some_and(When::end_is_ambiguous), fields.end_fold))}
    }
}

/// How many, and who leads.
#[component]
pub(super) fn People(
    /// The fields.
    fields: ShiftFields,
    /// Its members, for the choice of the leader.
    members: RwSignal<Vec<MemberView>>,
) -> impl IntoView {
    let floor = Memo::new(move |_| floor(fields));
    let floor_words = move || match floor.get() {
        0 => t(text::MINIMUM_HINT_NONE).to_owned(),
        n => fill(text::MINIMUM_HINT, &[("n", &n.to_string())]),
    };
    let leaders = Signal::derive(move || {
        members.with(|members| {
            members
                .iter()
                .filter(|one| {
                    one.status == MembershipStatus::Active
                        && one.roles.contains(&OrgRole::ShiftLeader)
                })
                .map(|one| (one.id.to_string(), one.display_name.clone()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="pair">
            <TextField field=fields.minimum kind="number" />
            <TextField field=fields.maximum kind="number" />
        </div>
        <p class="muted">{live(floor_words)}</p>
        <CheckField field=fields.needs_leader />
        <SelectField field=fields.leader options=leaders hint=text::LEADER_HINT optional=true />
    }
}
