//! Shifts and sign-ups through the API: who sees what, who may do what, and what people are told.

mod depth;
mod lists;
mod moves;
mod planning;
mod queue;
mod roster;
mod shared;
mod signup;
mod stand_in;

use lykta_shared::{
    api,
    ids::{MembershipId, ShiftId},
    shifts::{ChangeQuery, ShiftDetail, ShiftForm, SignUpReason, SignupState},
    time::{LocalDate, LocalTime, civil::shift_days},
};
use lykta_tests::Client;

/// A text as the type that the API wants.
fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

fn at(hour: i8) -> LocalTime {
    LocalTime { hour, minute: 0 }
}

/// The form's walk on another day.
fn days_later(form: &ShiftForm, days: i32) -> LocalDate {
    shift_days(form.date, days)
}

async fn seen(client: &Client, shift: ShiftId) -> ShiftDetail {
    client.get(api::GetShift { shift }).await.ok()
}

async fn state(client: &Client, shift: ShiftId) -> SignupState {
    seen(client, shift).await.card.signup
}

async fn change(
    client: &Client,
    shift: &ShiftDetail,
    form: ShiftForm,
) -> lykta_tests::Answer<ShiftDetail> {
    let endpoint = api::PutShift {
        shift: shift.card.id,
    };
    let plainly = ChangeQuery::default();
    client
        .if_match(shift.version)
        .ask(endpoint, plainly, form)
        .await
}

/// As [`change`], without those who are on another shift then.
async fn change_without(
    client: &Client,
    shift: &ShiftDetail,
    form: ShiftForm,
) -> lykta_tests::Answer<ShiftDetail> {
    let endpoint = api::PutShift {
        shift: shift.card.id,
    };
    let without = ChangeQuery {
        free_overlapping: Some(true),
    };
    client
        .if_match(shift.version)
        .ask(endpoint, without, form)
        .await
}

async fn names_on(client: &Client, shift: ShiftId) -> Vec<MembershipId> {
    let roster = client.get(api::GetRoster { shift }).await.ok();
    roster
        .rows
        .iter()
        .filter(|row| row.position.is_none())
        .map(|row| row.member)
        .collect()
}

/// The reasons of a refused sign-up.
fn reasons<T: serde::de::DeserializeOwned>(answer: lykta_tests::Answer<T>) -> Vec<SignUpReason> {
    answer
        .problem(lykta_shared::problem::ProblemKind::SignUpRefused)
        .reasons
}
