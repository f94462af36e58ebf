//! What an edit of a series would do, date by date: the rule's effects with the rows they are about.

use std::collections::{BTreeMap, BTreeSet};

use lykta_shared::{
    ids::OrganisationId,
    problem::FieldCode,
    shifts::{
        ShiftForm, SignupStatus,
        series::{
            AffectedDate, ChangeEffect, DateChoice, DateTarget, PeopleChoice, SeriesForm,
            effect::{Action, Effect, Frame, Occurrence, choices, decide, effects},
            merge::{concerns_people, is_own, merge, on, span},
        },
        status::may_change,
    },
    time::{
        Instant, LocalDate,
        civil::{shift_days, weekday},
    },
};

use super::{Ahead, days};
use crate::{
    db::Conn,
    http::ApiError,
    shifts::{
        service::view,
        store::{self, SeriesRow, ShiftRow},
    },
};

/// What an edit would do to one date.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// The day it stands for.
    pub(super) original: LocalDate,
    /// Its shift.
    pub(super) shift: ShiftRow,
    /// What the rule says.
    pub(super) effect: Effect,
    /// What it is planned as now.
    pub(super) mine: ShiftForm,
    /// What it would be planned as.
    pub(super) becomes: ShiftForm,
}

/// What an edit would do.
#[derive(Debug, Clone)]
pub(super) struct Outlook {
    /// To the dates that are shifts.
    pub(super) outcomes: Vec<Outcome>,
    /// The days that become new shifts.
    pub(super) new: BTreeSet<LocalDate>,
}

/// Looks what becomes of a series' dates from `since` on when its plan turns into `after`.
pub(super) fn look(
    conn: &mut Conn,
    row: &SeriesRow,
    since: LocalDate,
    after: &SeriesForm,
    ahead: Ahead,
) -> Result<Outlook, ApiError> {
    let now = ahead.now;
    let before = days::form(row)?;
    let days: BTreeSet<LocalDate> = days::to_make(after, now)?
        .into_iter()
        .map(|plan| plan.date)
        .collect();
    let excluded = days::excluded(after);
    let mut rows = Vec::new();
    for held in store::occurrences(conn, row.id)? {
        let mine = view::form(&held.shift)?;
        rows.push((held, mine));
    }
    let facts: Vec<Occurrence> = rows
        .iter()
        .map(|(held, mine)| {
            let planned = on(&before.template, held.original);
            let becomes = joined(&planned, mine, &on(&after.template, held.original))?;
            let shift = &held.shift;
            Ok(Occurrence {
                original: held.original,
                changeable: changeable(shift, now),
                people: shift.taken.saturating_add(shift.waiting),
                own: is_own(&planned, mine),
                moves: concerns_people(mine, &becomes),
            })
        })
        .collect::<Result<_, ApiError>>()?;
    let frame = Frame {
        since,
        until: after.to,
        days: &days,
        excluded: &excluded,
    };
    let found = effects(&facts, &frame, same_week);
    let mut outcomes = Vec::new();
    for ((held, mine), (original, effect)) in rows.into_iter().zip(found) {
        let target = match effect {
            Effect::Asks {
                target: Some(target),
            } => target,
            _ => original,
        };
        let planned = on(&before.template, original);
        let becomes = on(&after.template, target);
        let becomes = if target == original {
            joined(&planned, &mine, &becomes)?
        } else {
            // Another day is another plan: what was its own belonged to the day it leaves.
            becomes
        };
        let becomes = with_room(becomes, &held.shift);
        outcomes.push(Outcome {
            original,
            shift: held.shift,
            effect,
            mine,
            becomes,
        });
    }
    let held: BTreeSet<LocalDate> = store::days_made(conn, row.root_id)?.into_iter().collect();
    let horizon = ahead.horizon();
    let new = days
        .into_iter()
        .filter(|day| *day <= horizon && !held.contains(day))
        .collect();
    Ok(Outlook { outcomes, new })
}

/// A shift that an edit of its series may change: not begun, and not over for another reason.
pub(super) fn changeable(shift: &ShiftRow, now: Instant) -> bool {
    may_change(shift.status, shift.span(), now) && now < shift.starts_at
}

fn joined(before: &ShiftForm, mine: &ShiftForm, after: &ShiftForm) -> Result<ShiftForm, ApiError> {
    merge(before, mine, after)
        .map_err(|_not_one| ApiError::internal("a plan could not be put together"))
}

/// Nobody loses a place to an edit of the whole series: where more have joined, that many places stay.
fn with_room(form: ShiftForm, shift: &ShiftRow) -> ShiftForm {
    ShiftForm {
        maximum: form.maximum.max(shift.taken.min(shift.maximum)),
        ..form
    }
}

fn same_week(a: LocalDate, b: LocalDate) -> bool {
    let monday = |day: LocalDate| shift_days(day, 1 - i32::from(weekday(day)));
    monday(a) == monday(b)
}

/// What is done with each date. A date that asks and has no choice, or an impossible one, is an error.
pub(super) fn decided(outlook: &Outlook, chosen: &[DateChoice]) -> Result<Vec<Action>, ApiError> {
    let chosen: BTreeMap<LocalDate, PeopleChoice> =
        chosen.iter().map(|one| (one.date, one.choice)).collect();
    outlook
        .outcomes
        .iter()
        .map(|one| {
            decide(one.original, one.effect, chosen.get(&one.original).copied())
                .ok_or_else(|| ApiError::field("/choices", FieldCode::Required))
        })
        .collect()
}

/// The effect in numbers, and who would be affected.
pub(super) fn summary(
    conn: &mut Conn,
    organisation: OrganisationId,
    outlook: &Outlook,
) -> Result<ChangeEffect, ApiError> {
    let mut effect = ChangeEffect {
        updated: 0,
        removed: 0,
        created: count(outlook.new.len()),
        own: 0,
        affected: Vec::new(),
    };
    for one in &outlook.outcomes {
        match one.effect {
            Effect::Untouched => {}
            Effect::Own => effect.own += 1,
            Effect::Updated if one.becomes == one.mine => {}
            Effect::Updated => effect.updated += 1,
            Effect::Removed => effect.removed += 1,
            Effect::Asks { target } => {
                effect
                    .affected
                    .push(affected(conn, organisation, one, target)?);
                // The new shift of that day is the old one, if it moves there.
                effect.created -= u32::from(target.is_some_and(|day| outlook.new.contains(&day)));
            }
        }
    }
    Ok(effect)
}

/// A count for the API.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A date with the people on it, as whoever edits sees it.
pub(super) fn affected(
    conn: &mut Conn,
    organisation: OrganisationId,
    one: &Outcome,
    target: Option<LocalDate>,
) -> Result<AffectedDate, ApiError> {
    let shift = &one.shift;
    let target = target.and_then(|_day| {
        let span = span(&one.becomes)?;
        Some(DateTarget {
            starts_at: span.start,
            ends_at: span.end,
            place: one.becomes.meeting_point.name.to_string(),
        })
    });
    let people = store::on_shift(conn, organisation, shift.id)?;
    let waiting = people
        .iter()
        .filter(|row| row.signup.status == SignupStatus::Waitlisted)
        .count();
    Ok(AffectedDate {
        date: one.original,
        shift: shift.id,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        place: shift.place_name.clone(),
        people: u16::try_from(people.len().saturating_sub(waiting)).unwrap_or(u16::MAX),
        waiting: u16::try_from(waiting).unwrap_or(u16::MAX),
        names: people
            .into_iter()
            .map(|row| row.person.display_name)
            .collect(),
        choices: choices(target.as_ref().map(|_some| one.original)).to_vec(),
        target,
    })
}
