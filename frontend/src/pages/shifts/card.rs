//! A shift in a list.

use leptos::prelude::*;
use lykta_shared::shifts::{ShiftCard, ShiftStatus, SignupState};

use super::{
    signup::SignupControl,
    words::{self, Need},
};
use crate::{
    components::{Icon, Range, live},
    text::{fill, shifts as text, t},
    vocabulary::use_words,
};

/// A shift with the button to sign up: time first, then where, with whom, and what it needs.
#[component]
pub(crate) fn Card(
    /// The shift as it stands.
    card: Signal<ShiftCard>,
    /// Whether its day is said too, because no heading does.
    #[prop(optional)]
    with_day: bool,
    /// Called with the shift as the server has it after signing up or withdrawing.
    changed: Callback<ShiftCard>,
) -> impl IntoView {
    view! {
        <li class="card" data-state=move || card.with(stripe)>
            {live(move || card.with(|card| head(card, with_day)))}
            <Tags card=card />
            {live(move || card.with(share))}
            {live(move || {
                card.with(|card| words::clock_change(card.clock_change))
                    .map(|words| view! { <p class="muted">{t(words)}</p> })
            })}
            <SignupControl card=card changed=changed />
        </li>
    }
}

/// A shift in a list one only looks through.
#[component]
pub(crate) fn Line(
    /// The shift.
    card: ShiftCard,
) -> impl IntoView {
    let status = matches!(
        card.status,
        ShiftStatus::Draft | ShiftStatus::Understaffed | ShiftStatus::Cancelled
    )
    .then(|| t(words::status(card.status)));
    let card = Signal::stored(card);
    view! {
        <li class="card" data-state=move || card.with(stripe)>
            {live(move || card.with(|card| head(card, true)))}
            {status.map(|status| view! { <p class="muted">{status}</p> })}
            <Tags card=card />
        </li>
    }
}

/// The reflective stripe marks what is one's own, and nothing else.
fn stripe(card: &ShiftCard) -> Option<&'static str> {
    matches!(card.signup, SignupState::Joined { .. }).then_some("joined")
}

fn head(card: &ShiftCard, with_day: bool) -> impl IntoView + use<> {
    let labels = use_words();
    let district = labels.district(&card.district);
    let place = card
        .place
        .clone()
        .map_or_else(|| district.clone(), |place| format!("{place}, {district}"));
    let day = with_day.then(|| crate::text::format::day_heading(card.date, false));
    view! {
        <h3>
            <a href=format!("/shifts/{}", card.id)>
                <span class="t">
                    {day.map(|day| view! { <span>{day}" "</span> })}
                    <Range start=card.start_time end=card.end_time next_day=false />
                </span>
                <span>
                    <bdi>{card.title.clone()}</bdi>
                </span>
            </a>
        </h3>
        <p class="m">
            <bdi>{place}</bdi>
            " · "
            <bdi>{card.organisation.name.clone()}</bdi>
        </p>
    }
}

/// What it needs and where one stands with it, in words and in shape.
#[component]
pub(crate) fn Tags(
    /// The shift.
    card: Signal<ShiftCard>,
) -> impl IntoView {
    let tags = move || {
        card.with(|card| {
            if card.status == ShiftStatus::Cancelled {
                return view! { <li class="tag" data-t="full">{t(text::STATUS_CANCELLED)}</li> }
                    .into_any();
            }
            let mine = mine(&card.signup).map(|words| {
                view! {
                    <li class="tag" data-t="in">
                        <Icon name="check" />
                        {words}
                    </li>
                }
            });
            let (kind, icon) = match words::need(&card.staffing) {
                Need::Missing => ("need", "users"),
                Need::Places => ("open", "users"),
                Need::Full => ("full", "users"),
            };
            let leader = (card.staffing.leader_missing && kind != "full")
                .then(|| view! { <li class="tag" data-t="need">{t(text::LEADER_MISSING)}</li> });
            let shared = card
                .share
                .is_some()
                .then(|| view! { <li class="tag">{t(text::SHARED)}</li> });
            view! {
                {mine}
                {shared}
                <li class="tag" data-t=kind>
                    <Icon name=icon />
                    {words::need_words(&card.staffing)}
                </li>
                {leader}
            }
            .into_any()
        })
    };
    view! {
        <ul class="tags" role="list">
            {live(tags)}
        </ul>
    }
}

/// What is left for one's own organisation, where several share the shift.
pub(super) fn share(card: &ShiftCard) -> Option<impl IntoView + use<>> {
    let share = card.share.as_ref()?;
    let number = |n: u16| crate::text::format::number(u64::from(n));
    let words = if share.released {
        t(text::SHARED_ALL).to_owned()
    } else {
        let numbers = [
            ("used", &*number(share.used)),
            ("places", &*number(share.places)),
        ];
        fill(text::SHARED_OWN, &numbers)
    };
    Some(view! { <p class="muted">{words}</p> })
}

/// That one is on it, or waits.
fn mine(state: &SignupState) -> Option<String> {
    match state {
        SignupState::Joined { leader: true, .. } => Some(t(text::JOINED_LEADER).to_owned()),
        SignupState::Joined { leader: false, .. } => Some(t(text::JOINED).to_owned()),
        SignupState::Waitlisted { position, .. } => {
            Some(fill(text::WAITLISTED, &[("n", &position.to_string())]))
        }
        SignupState::Offered { .. } => Some(t(text::OFFERED).to_owned()),
        SignupState::SignIn
        | SignupState::Open
        | SignupState::Full
        | SignupState::NotYet { .. }
        | SignupState::Closed
        | SignupState::Collides { .. }
        | SignupState::NotEligible { .. }
        | SignupState::Started
        | SignupState::Ended
        | SignupState::Cancelled
        | SignupState::NotOpen => None,
    }
}
