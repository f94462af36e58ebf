//! Walking groups: split by themselves, or as the leader wants them.

use std::collections::{HashMap, HashSet};

use lykta_shared::{
    ids::{ShiftId, WalkerId},
    problem::{FieldCode, FieldError},
    time::Instant,
    walks::{
        GroupsForm, WalkPage,
        groups::{NoSplit, WrongGroup, check, split},
        persons,
    },
};

use super::{
    super::store,
    access::{Seen, hold_as_leader},
    view,
};
use crate::{
    db::Tx,
    http::{ApiError, all_fine},
    identity::actor::Actor,
};

/// Who is there, and whether they are adults, in the order they came.
fn present(tx: &mut Tx<'_>, seen: &Seen) -> Result<Vec<(WalkerId, bool)>, ApiError> {
    let rows = store::attendances(tx, seen.shift.organisation, seen.shift.id)?;
    Ok(rows
        .into_iter()
        .filter(|(row, _, _)| row.left_at.is_none())
        .map(|(row, _, _)| (row.walker_id, row.adult))
        .collect())
}

/// Splits those who are there into groups; areas of groups that are there already stay.
pub(crate) fn split_groups(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    seen.require_book(now)?;
    let there = present(tx, &seen)?;
    let adults: Vec<bool> = there.iter().map(|(_, adult)| *adult).collect();
    let places = split(&adults).map_err(|why| match why {
        NoSplit::TooFewPeople => ApiError::field("/groups", FieldCode::GroupSize),
        NoSplit::TooFewAdults => ApiError::field("/groups", FieldCode::NoAdult),
    })?;
    let mut areas = store::groups(tx, seen.shift.id)?
        .into_iter()
        .map(|group| group.area);
    let count = places.iter().max().map_or(0, |last| last + 1);
    let groups: Vec<_> = (0..count)
        .map(|group| {
            let walkers = there
                .iter()
                .zip(&places)
                .filter(|(_, at)| **at == group)
                .map(|((walker, _), _)| *walker)
                .collect();
            (areas.next().unwrap_or_default(), None, walkers)
        })
        .collect();
    store::replace_groups(tx, seen.scope(), &groups)?;
    view::write(tx, &seen, now)
}

/// Sets the groups as a whole. Everybody in them is there, in one group only; no group is too small, too large or
/// without an adult.
pub(crate) fn put_groups(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    form: &GroupsForm,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    seen.require_book(now)?;
    let there: HashMap<WalkerId, bool> = present(tx, &seen)?.into_iter().collect();
    all_fine(faults(form, &there))?;
    let groups: Vec<_> = form
        .groups
        .iter()
        .map(|group| {
            (
                group.area.to_string(),
                group.phone_holder,
                group.walkers.clone(),
            )
        })
        .collect();
    store::replace_groups(tx, seen.scope(), &groups)?;
    view::write(tx, &seen, now)
}

fn faults(form: &GroupsForm, there: &HashMap<WalkerId, bool>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut grouped = HashSet::new();
    for (i, group) in form.groups.iter().enumerate() {
        let at = |field: &str| format!("/groups/{i}/{field}");
        let adults: Vec<bool> = group
            .walkers
            .iter()
            .filter_map(|walker| there.get(walker).copied())
            .collect();
        if adults.len() != group.walkers.len()
            || group.walkers.iter().any(|walker| !grouped.insert(*walker))
        {
            errors.push(FieldError::new(at("walkers"), FieldCode::NotEligible));
            continue;
        }
        match check(&adults) {
            Ok(()) => {}
            Err(WrongGroup::Size) => {
                errors.push(FieldError::new(at("walkers"), FieldCode::GroupSize));
            }
            Err(WrongGroup::NoAdult) => {
                errors.push(FieldError::new(at("walkers"), FieldCode::NoAdult));
            }
        }
        if group
            .phone_holder
            .is_some_and(|holder| !group.walkers.contains(&holder))
        {
            errors.push(FieldError::new(at("phoneHolder"), FieldCode::NotEligible));
        }
        if persons::traces(group.area.as_str()).contains(&persons::PersonTrace::PersonalNumber) {
            errors.push(FieldError::new(at("area"), FieldCode::PersonalNumber));
        }
    }
    errors
}
