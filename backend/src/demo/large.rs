//! Bulk data for benchmarks: 50 partners, 20 000 members, 2 000 shifts ahead, 60 000 sign-ups, and 150 partners that
//! have only an administrator. Written straight
//! into the tables; what people would do one by one would take an hour.

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    organisations::{ApplicationForm, ApproveRequest, Grant},
    time::{
        Fold, LocalDate, LocalTime, Span,
        civil::{instant_of, local, shift_days},
    },
};

use super::{
    stage::{Stage, text},
    store,
};
use crate::{db::Tx, http::ApiError, organisations::service as organisations};

const PARTNERS: u32 = 50;
const ALL_PARTNERS: u32 = 200;
const WALKERS_EACH: u32 = 400;
const SHIFTS_EACH: u32 = 40;
const SIGNED_UP_EACH: usize = 30;

/// Fills the city. Walkers are `walker1@example.se` … `walker20000@example.se`, 400 to a partner in this order.
pub(super) fn fill(tx: &mut Tx<'_>, stage: &Stage) -> Result<(), ApiError> {
    let liaison = stage.person(
        tx,
        "stad",
        "Stadens samordnare",
        &[lykta_shared::identity::CityRole::Liaison],
    )?;
    for number in 0..PARTNERS {
        let organisation = partner(tx, stage, &liaison, number)?;
        let walkers = walkers(tx, stage, organisation, number * WALKERS_EACH)?;
        for shift in 0..SHIFTS_EACH {
            season(tx, stage, organisation, &walkers, shift)?;
        }
    }
    for number in PARTNERS..ALL_PARTNERS {
        partner(tx, stage, &liaison, number)?;
    }
    Ok(())
}

fn partner(
    tx: &mut Tx<'_>,
    stage: &Stage,
    liaison: &crate::identity::actor::Actor,
    number: u32,
) -> Result<OrganisationId, ApiError> {
    let admin = stage.person(tx, &format!("bulk{number}"), "Ansvarig", &[])?;
    let form = ApplicationForm {
        organisation_type: text("night_walk_group")?,
        name: text(&format!("Grupp {number} (demo)"))?,
        organisation_number: None,
        description: text("Vandrar.")?,
        districts: vec![text("rissne")?],
        activity_types: vec![text("night_walk")?],
        contact_name: text("Ansvarig")?,
        contact_email: text(&format!("bulk{number}@example.se"))?,
        contact_phone: None,
        contact_consent: true,
        people: None,
    };
    let sent = stage.apply(tx, &admin, &form)?;
    let city = Stage::liaison(liaison);
    organisations::start_review(tx, &city, sent.id, stage.at)?;
    let grant = Grant {
        activity_types: form.activity_types,
        districts: form.districts,
        agreement_ends_on: shift_days(local(stage.at.now).0, 700),
    };
    organisations::approve(
        tx,
        &city,
        sent.id,
        &ApproveRequest {
            grant,
            message: text("")?,
        },
        stage.at,
    )?;
    Ok(sent.organisation)
}

fn walkers(
    tx: &mut Tx<'_>,
    stage: &Stage,
    organisation: OrganisationId,
    before: u32,
) -> Result<Vec<(UserId, MembershipId)>, ApiError> {
    let mut walkers = Vec::new();
    for number in before + 1..=before + WALKERS_EACH {
        let ids = (
            UserId(stage.at.random.id(stage.at.now)),
            MembershipId(stage.at.random.id(stage.at.now)),
        );
        store::insert_walker(
            tx,
            ids,
            organisation,
            number,
            stage.password(),
            stage.at.now,
        )?;
        walkers.push(ids);
    }
    Ok(walkers)
}

/// One shift, one evening after the other, with thirty people on it.
fn season(
    tx: &mut Tx<'_>,
    stage: &Stage,
    organisation: OrganisationId,
    walkers: &[(UserId, MembershipId)],
    number: u32,
) -> Result<(), ApiError> {
    let days = i32::try_from(number).map_err(ApiError::internal)? + 1;
    let date: LocalDate = shift_days(local(stage.at.now).0, days);
    let start = instant_of(
        date,
        LocalTime {
            hour: 20,
            minute: 0,
        },
        Fold::Earlier,
    );
    let span = Span {
        start,
        end: start.plus_hours(3),
    };
    let id = ShiftId(stage.at.random.id(stage.at.now));
    let first = usize::try_from(number).map_err(ApiError::internal)? * 9;
    let on_it: Vec<_> = walkers
        .iter()
        .cycle()
        .skip(first)
        .take(SIGNED_UP_EACH)
        .copied()
        .collect();
    let taken = i32::try_from(on_it.len()).map_err(ApiError::internal)?;
    store::insert_shift(tx, (id, organisation), (span, date), taken, stage.at.now)?;
    for person in on_it {
        let signup = SignupId(stage.at.random.id(stage.at.now));
        store::insert_signup(tx, signup, (id, organisation), person, stage.at.now)?;
    }
    Ok(())
}
