//! A walk of the other night with its report at the city, one that is under way, the group's equipment, and what the
//! city pays for its evenings.

use lykta_shared::{
    ids::{AgreementId, EquipmentId, ObservationId, OrganisationId, ReportId, ShiftId},
    shifts::{CreateShift, ShiftForm},
    time::{
        Instant,
        civil::{local, shift_days},
    },
    walks::{
        AgreementForm, AttendanceForm, CheckpointPlan, EquipmentForm, LoanForm, Mood, Observation,
        SaveReport, SendReport, Severity, WalkPlan, YoungPeople,
    },
};

use super::{
    cast::{Cast, Troupe},
    season::{self, Plan},
    stage::{Player, Stage, text},
};
use crate::{
    db::Tx, http::ApiError, identity::actor::Actor, shifts::service as shifts,
    walks::service as walks,
};

/// Who leads both walks.
const LEADER: usize = 3;
/// Who else came to them.
const WALKERS: [usize; 4] = [1, 5, 6, 7];

fn player(troupe: &Troupe, number: usize) -> Result<&Player, ApiError> {
    troupe.members.get(number).ok_or_else(ApiError::not_found)
}

/// A shift as it was planned and signed up for two days before it began.
fn past(
    tx: &mut Tx<'_>,
    stage: &Stage,
    troupe: &Troupe,
    form: ShiftForm,
) -> Result<ShiftId, ApiError> {
    let mut before = stage.clone();
    before.at.now = stage.at.now.plus_days(-4);
    let create = CreateShift {
        shift: form,
        publish: true,
    };
    let admin = &player(troupe, 0)?.actor;
    let shift = shifts::create(tx, admin, troupe.id, &create, before.at.now)?
        .card
        .id;
    for number in WALKERS {
        season::sign_up(tx, &before, player(troupe, number)?, shift)?;
    }
    Ok(shift)
}

fn check_in(
    tx: &mut Tx<'_>,
    troupe: &Troupe,
    (shift, start): (ShiftId, Instant),
    numbers: &[usize],
) -> Result<(), ApiError> {
    let leader = &player(troupe, LEADER)?.actor;
    let came = AttendanceForm {
        came_at: start,
        left_at: None,
        correction: false,
    };
    for number in numbers {
        let member = player(troupe, *number)?.member;
        walks::check_in(tx, leader, (shift, member), &came, start.plus_minutes(5))?;
    }
    Ok(())
}

/// Both walks.
pub(super) fn walk(tx: &mut Tx<'_>, stage: &Stage, cast: &Cast) -> Result<(), ApiError> {
    let vests = EquipmentId(stage.at.random.id(stage.at.now));
    equipment(tx, stage, &cast.rissne, vests)?;
    the_other_night(tx, stage, &cast.rissne, vests)?;
    under_way(tx, stage, &cast.rissne)
}

fn equipment(
    tx: &mut Tx<'_>,
    stage: &Stage,
    troupe: &Troupe,
    vests: EquipmentId,
) -> Result<(), ApiError> {
    let admin = &player(troupe, 0)?.actor;
    let torches = EquipmentId(stage.at.random.id(stage.at.now));
    for (id, kind, label, quantity) in [
        (vests, "vest", "Gula västar", 12),
        (torches, "torch", "Ficklampor", 4),
    ] {
        let form = EquipmentForm {
            equipment_type: text(kind)?,
            label: text(label)?,
            quantity,
        };
        walks::put_equipment(tx, admin, (troupe.id, id), &form, stage.at.now)?;
    }
    Ok(())
}

/// Walked two nights ago, reported, sent to the city. One vest did not come back.
fn the_other_night(
    tx: &mut Tx<'_>,
    stage: &Stage,
    troupe: &Troupe,
    vests: EquipmentId,
) -> Result<(), ApiError> {
    let (today, _) = local(stage.at.now);
    let plan = Plan {
        leader: Some(LEADER),
        ..season::walk(0)
    };
    let form = season::form(&plan, shift_days(today, -2), troupe)?;
    let shift = past(tx, stage, troupe, form)?;
    let leader = player(troupe, LEADER)?.actor.clone();
    let walk = walks::page(tx, &leader, shift, stage.at.now)?;
    let (start, end) = (walk.starts_at, walk.ends_at);
    settle(tx, &leader, shift, start)?;
    check_in(tx, troupe, (shift, start), &[LEADER, 1, 5, 6])?;
    let loan = LoanForm {
        taken: 5,
        returned: 4,
    };
    walks::put_loan(tx, &leader, (shift, vests), &loan, end)?;
    let after = end.plus_minutes(20);
    let mut report = walks::report_page(tx, &leader, shift, after)?.prefill;
    report.mood = Mood::Lively;
    report.young_people_met = YoungPeople::UpTo30;
    report.met_field_workers = true;
    report.free_text = text("Många ute vid torget, god stämning.")?;
    report.observations.push(Observation {
        id: ObservationId(stage.at.random.id(after)),
        category: text("lighting_fault")?,
        severity: Severity::Medium,
        district: text("rissne")?,
        place: text("Gångtunneln under Rissneleden")?,
        text: text("Två av lamporna i tunneln är släckta.")?,
        going_on: false,
    });
    let id = ReportId(stage.at.random.id(after));
    let save = SaveReport {
        revision: 1,
        report,
        all_home: true,
    };
    walks::save_report(tx, &leader, (shift, id), &save, after)?;
    let send = SendReport {
        revision: 1,
        persons_checked: true,
    };
    walks::submit(tx, &leader, (shift, id), &send, after).map(drop)
}

fn settle(tx: &mut Tx<'_>, leader: &Actor, shift: ShiftId, start: Instant) -> Result<(), ApiError> {
    let plan = WalkPlan {
        route: vec![
            text("Rissne torg")?,
            text("Gångtunneln under Rissneleden")?,
            text("Skolgården")?,
            text("Tunnelbanan")?,
        ],
        deputy: None,
        checkpoint: Some(CheckpointPlan {
            time: local(start.plus_minutes(90)).1,
            place: text("Fritidsgården")?,
        }),
    };
    walks::put_plan(tx, leader, shift, &plan, start.plus_hours(-1)).map(drop)
}

/// Began an hour ago; two have been checked in.
fn under_way(tx: &mut Tx<'_>, stage: &Stage, troupe: &Troupe) -> Result<(), ApiError> {
    let (date, start_time) = local(stage.at.now.plus_hours(-1));
    let plan = Plan {
        leader: Some(LEADER),
        ..season::walk(0)
    };
    let mut form = season::form(&plan, date, troupe)?;
    form.title = text("Vandring som pågår")?;
    form.start_time = start_time;
    form.end_time = local(stage.at.now.plus_hours(3)).1;
    let shift = past(tx, stage, troupe, form)?;
    let leader = player(troupe, LEADER)?.actor.clone();
    let start = walks::page(tx, &leader, shift, stage.at.now)?.starts_at;
    settle(tx, &leader, shift, start)?;
    check_in(tx, troupe, (shift, start), &[LEADER, 1])
}

/// The city's agreement with the night walkers: ten evenings.
pub(super) fn agree(
    tx: &mut Tx<'_>,
    stage: &Stage,
    organisation: OrganisationId,
    liaison: &Actor,
) -> Result<(), ApiError> {
    let (today, _) = local(stage.at.now);
    let form = AgreementForm {
        organisation,
        title: text("Terminen")?,
        starts_on: shift_days(today, -30),
        ends_on: shift_days(today, 120),
        evenings: 10,
        minimum_adults: 3,
        amount_ore: 1_200_000,
        report_required: true,
    };
    let id = AgreementId(stage.at.random.id(stage.at.now));
    walks::put_agreement(tx, &Stage::liaison(liaison), id, &form, stage.at.now).map(drop)
}
