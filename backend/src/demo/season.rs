//! Shifts of the coming weeks, in every state a person can meet, and one over each kind of clock change.

use lykta_shared::{
    ids::ShiftId,
    shifts::{
        CancelShift, CancellationReason, CreateShift, MeetingPoint, ShiftForm, series::SeriesForm,
    },
    time::{
        Fold, LocalDate,
        civil::{local, shift_days, weekday},
    },
};

use super::{
    cast::{Cast, Troupe},
    stage::{Player, Stage, text},
    together,
};
use crate::{db::Tx, http::ApiError, shifts::service as shifts};

/// A shift of the demo: how many days from now, when, where, for how many.
pub(super) struct Plan {
    pub(super) days: i32,
    pub(super) times: (&'static str, &'static str),
    pub(super) title: &'static str,
    pub(super) activity: &'static str,
    pub(super) district: &'static str,
    pub(super) place: (&'static str, &'static str),
    pub(super) people: (u16, u16),
    pub(super) leader: Option<usize>,
    pub(super) public: bool,
    pub(super) publish: bool,
    /// Members of the troupe who sign up, by number.
    pub(super) signed_up: &'static [usize],
}

const TORG: (&str, &str) = ("Rissne torg, vid biblioteket", "Rissneleden 1");
const CENTRUM: (&str, &str) = ("Hallonbergens centrum, entrén", "Hallonbergsplan 5");

pub(super) fn form(plan: &Plan, date: LocalDate, troupe: &Troupe) -> Result<ShiftForm, ApiError> {
    let leader = plan
        .leader
        .and_then(|i| troupe.members.get(i))
        .map(|player| player.member);
    Ok(ShiftForm {
        activity_type: text(plan.activity)?,
        title: text(plan.title)?,
        district: text(plan.district)?,
        meeting_point: MeetingPoint {
            name: text(plan.place.0)?,
            address: Some(text(plan.place.1)?),
            latitude: None,
            longitude: None,
        },
        date,
        start_time: text(plan.times.0)?,
        end_time: text(plan.times.1)?,
        start_fold: Fold::Earlier,
        end_fold: Fold::Earlier,
        minimum: plan.people.0,
        maximum: plan.people.1,
        needs_leader: plan.leader.is_some() || plan.activity != "watch_round",
        leader,
        notes: text("Ta med varma kläder. Västar och fika finns på plats.")?,
        briefing: text(
            "Vi delar upp oss i grupper vid samlingen. Fältassistenterna möter oss vid 22.30.",
        )?,
        public: plan.public,
    })
}

pub(super) fn stage_one(
    tx: &mut Tx<'_>,
    stage: &Stage,
    troupe: &Troupe,
    plan: &Plan,
    date: LocalDate,
) -> Result<ShiftId, ApiError> {
    let admin = troupe.members.first().ok_or_else(ApiError::not_found)?;
    let create = CreateShift {
        shift: form(plan, date, troupe)?,
        publish: plan.publish,
    };
    let shift = shifts::create(tx, &admin.actor, troupe.id, &create, stage.at.now)?
        .card
        .id;
    for player in plan.signed_up.iter().filter_map(|i| troupe.members.get(*i)) {
        sign_up(tx, stage, player, shift)?;
    }
    Ok(shift)
}

pub(super) fn sign_up(
    tx: &mut Tx<'_>,
    stage: &Stage,
    player: &Player,
    shift: ShiftId,
) -> Result<(), ApiError> {
    shifts::sign_up(tx, (&player.actor).into(), shift, true, stage.at.now).map(drop)
}

/// Days until the next Friday (0 = Monday … the day itself does not count).
fn until_friday(today: LocalDate) -> i32 {
    let ahead = (5 - i32::from(weekday(today))).rem_euclid(7);
    if ahead == 0 { 7 } else { ahead }
}

/// Plans the weeks ahead.
pub(super) fn plan(tx: &mut Tx<'_>, stage: &Stage, cast: &Cast) -> Result<(), ApiError> {
    let (today, now) = local(stage.at.now);
    let friday = until_friday(today);
    if now.hour < 18 {
        let tonight = Plan {
            days: 0,
            title: "Kvällsvandring i Rissne",
            times: ("19:00", "22:00"),
            // The usual leader may be out already (see `walked`).
            leader: Some(9),
            ..walk(0)
        };
        stage_one(tx, stage, &cast.rissne, &tonight, today)?;
    }
    let tomorrow = Plan {
        times: ("18:30", "21:00"),
        title: "Kvällsvandring runt torget",
        signed_up: &[5],
        ..walk(1)
    };
    stage_one(tx, stage, &cast.rissne, &tomorrow, shift_days(today, 1))?;
    for week in 0..3 {
        for plan in rissne_week(friday + 7 * week) {
            stage_one(tx, stage, &cast.rissne, &plan, shift_days(today, plan.days))?;
        }
        let duvbo = duvbo_week(friday + 7 * week);
        stage_one(
            tx,
            stage,
            &cast.duvbo,
            &duvbo,
            shift_days(today, duvbo.days),
        )?;
    }
    together::plan(tx, stage, cast, shift_days(today, friday + 9))?;
    cancelled(tx, stage, cast, shift_days(today, friday + 22))?;
    wednesdays(tx, stage, cast, shift_days(today, friday + 5))?;
    let night = Plan {
        times: ("21:00", "04:00"),
        title: "Långvandring natten då klockan ställs fram",
        ..walk(0)
    };
    let change = LocalDate {
        year: 2027,
        month: 3,
        day: 27,
    };
    if change > today {
        stage_one(tx, stage, &cast.rissne, &night, change)?;
    }
    let open_house = Plan {
        activity: "fixed_point",
        title: "Öppet hus med kaffe",
        district: "hallonbergen",
        place: ("Församlingshuset", "Hallonbergsplan 9"),
        times: ("19:00", "22:00"),
        public: false,
        leader: None,
        signed_up: &[1, 2],
        ..walk(friday)
    };
    stage_one(
        tx,
        stage,
        &cast.parish,
        &open_house,
        shift_days(today, friday),
    )
    .map(drop)
}

/// The usual evening walk, with nobody on it.
pub(super) const fn walk(days: i32) -> Plan {
    Plan {
        days,
        times: ("20:00", "23:30"),
        title: "Nattvandring i Rissne",
        activity: "night_walk",
        district: "rissne",
        place: TORG,
        people: (3, 8),
        leader: Some(3),
        public: true,
        publish: true,
        signed_up: &[],
    }
}

/// Friday needs two more, Saturday is full with a queue and collides with the evening walk, Sunday is a draft.
fn rissne_week(friday: i32) -> [Plan; 4] {
    [
        Plan {
            times: ("20:00", "00:30"),
            people: (4, 8),
            signed_up: &[6],
            ..walk(friday)
        },
        Plan {
            times: ("20:00", "23:00"),
            title: "Nattvandring i Hallonbergen",
            district: "hallonbergen",
            place: CENTRUM,
            people: (2, 4),
            leader: Some(9),
            signed_up: &[5, 6, 7, 8],
            ..walk(friday + 1)
        },
        Plan {
            times: ("21:00", "00:00"),
            activity: "fixed_point",
            title: "Bemannad mötesplats vid tunnelbanan",
            people: (2, 3),
            signed_up: &[1, 10],
            ..walk(friday + 1)
        },
        Plan {
            title: "Extra kvällsvandring",
            publish: false,
            public: false,
            ..walk(friday + 2)
        },
    ]
}

fn duvbo_week(friday: i32) -> Plan {
    Plan {
        times: ("20:30", "23:30"),
        activity: "parent_walk",
        title: "Föräldravandring, klass 8A",
        district: "duvbo",
        place: ("Duvboskolan, stora entrén", "Vegagatan 2"),
        people: (2, 6),
        leader: Some(4),
        public: false,
        signed_up: &[1, 2],
        ..walk(friday)
    }
}

/// A running series: every Wednesday for a term, one of them left out.
fn wednesdays(
    tx: &mut Tx<'_>,
    stage: &Stage,
    cast: &Cast,
    from: LocalDate,
) -> Result<(), ApiError> {
    let plan = Plan {
        times: ("18:00", "20:30"),
        title: "Onsdagsvandring i Hallonbergen",
        activity: "evening_walk",
        district: "hallonbergen",
        place: CENTRUM,
        people: (2, 6),
        leader: Some(9),
        ..walk(0)
    };
    let series = SeriesForm {
        rule: text("FREQ=WEEKLY;BYDAY=WE")?,
        from,
        to: shift_days(from, 7 * 20),
        excluded: vec![shift_days(from, 7 * 4)],
        template: form(&plan, from, &cast.rissne)?,
        publish: true,
    };
    let planner = cast
        .rissne
        .members
        .first()
        .ok_or_else(ApiError::not_found)?;
    let ahead = shifts::Ahead {
        now: stage.at.now,
        weeks: 12,
    };
    shifts::create_series(tx, &planner.actor, cast.rissne.id, &series, ahead).map(drop)
}

fn cancelled(tx: &mut Tx<'_>, stage: &Stage, cast: &Cast, date: LocalDate) -> Result<(), ApiError> {
    let plan = Plan {
        signed_up: &[1, 5],
        ..walk(0)
    };
    let shift = stage_one(tx, stage, &cast.rissne, &plan, date)?;
    let admin = cast
        .rissne
        .members
        .first()
        .ok_or_else(ApiError::not_found)?;
    let why = CancelShift {
        reason: CancellationReason::Weather,
        message: text("Det väntas storm.")?,
    };
    shifts::cancel(tx, &admin.actor, shift, &why, stage.at.now).map(drop)
}
