//! A walk of two organisations, and one that waits for an answer.

use lykta_shared::{
    ids::ShiftId,
    shifts::shares::{AnswerShare, GuestPlaces, RELEASE_HOURS, ShareAnswer, SharesForm},
    time::{LocalDate, civil::shift_days},
};

use super::{
    cast::{Cast, Troupe},
    season::{Plan, sign_up, stage_one, walk},
    stage::{Player, Stage},
};
use crate::{db::Tx, http::ApiError, shifts::service as shifts};

fn first(troupe: &Troupe) -> Result<&Player, ApiError> {
    troupe.members.first().ok_or_else(ApiError::not_found)
}

/// Plans both, the first for `day`, the second a day later.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    stage: &Stage,
    cast: &Cast,
    day: LocalDate,
) -> Result<(), ApiError> {
    let both = Plan {
        title: "Gemensam kvällsvandring med Duvbo",
        times: ("17:00", "19:00"),
        leader: None,
        signed_up: &[2, 3],
        ..walk(0)
    };
    let shift = stage_one(tx, stage, &cast.rissne, &both, day)?;
    ask(tx, stage, (&cast.rissne, &cast.duvbo), (shift, 3))?;
    let answer = AnswerShare {
        answer: ShareAnswer::Accept,
    };
    let guest = first(&cast.duvbo)?;
    let key = (cast.duvbo.id, shift);
    shifts::answer_share(tx, &guest.actor, key, &answer, stage.at.now)?;
    sign_up(tx, stage, guest, shift)?;
    let asked = Plan {
        title: "Föräldravandring i Duvbo",
        activity: "parent_walk",
        district: "duvbo",
        place: ("Duvboskolan", "Duvbovägen 1"),
        times: ("17:00", "19:00"),
        people: (2, 6),
        leader: None,
        signed_up: &[],
        ..walk(0)
    };
    let shift = stage_one(tx, stage, &cast.duvbo, &asked, shift_days(day, 1))?;
    ask(tx, stage, (&cast.duvbo, &cast.rissne), (shift, 2))
}

fn ask(
    tx: &mut Tx<'_>,
    stage: &Stage,
    (host, guest): (&Troupe, &Troupe),
    (shift, places): (ShiftId, u16),
) -> Result<(), ApiError> {
    let planner = first(host)?;
    let who = (&planner.actor).into();
    let version = shifts::detail(tx, Some(who), shift, stage.at.now)?.version;
    let form = SharesForm {
        release_hours: RELEASE_HOURS,
        guests: vec![GuestPlaces {
            organisation: guest.id,
            places,
        }],
    };
    let how = (version, &form, false);
    shifts::set_shares(tx, &planner.actor, shift, how, stage.at.now).map(drop)
}
