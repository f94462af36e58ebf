//! What is settled for a walk before it begins: route, deputy, the meeting midway.

use lykta_shared::{
    ids::ShiftId,
    problem::{FieldCode, FieldError},
    time::{Fold, Instant, LocalTime, Span, civil::span_of},
    walks::{WalkPage, WalkPlan, persons},
};

use super::{
    super::store,
    access::{Seen, hold_as_leader},
    view,
};
use crate::{
    db::{DbTime, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
};

/// The most places of a route.
const MAX_ROUTE: usize = 30;

/// Settles route, deputy and the meeting midway, as a whole.
pub(crate) fn put_plan(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    plan: &WalkPlan,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let mut seen = hold_as_leader(tx, actor, shift)?;
    if now >= seen.shift.span.end.plus_days(1) {
        return Err(seen.refused(now));
    }
    let checkpoint_at = plan
        .checkpoint
        .as_ref()
        .map(|checkpoint| within(&seen, checkpoint.time))
        .transpose()?;
    all_fine(faults(plan, &seen))?;
    let held = &mut seen.walk;
    held.route = serde_json::to_string(&plan.route).map_err(ApiError::internal)?;
    held.deputy_membership_id = plan.deputy.map(|id| id.to_string());
    if held.checkpoint_at != checkpoint_at.map(DbTime::from) {
        held.checkpoint_reached_at = None;
    }
    held.checkpoint_at = checkpoint_at.map(DbTime::from);
    held.checkpoint_place = plan.checkpoint.as_ref().map(|held| held.place.to_string());
    store::put_walk(tx, held)?;
    view::write(tx, &seen, now)
}

fn faults(plan: &WalkPlan, seen: &Seen) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if plan.route.len() > MAX_ROUTE {
        errors.push(FieldError::new("/route", FieldCode::TooLong));
    }
    for (i, place) in plan.route.iter().enumerate() {
        if persons::traces(place.as_str()).contains(&persons::PersonTrace::PersonalNumber) {
            errors.push(FieldError::new(
                format!("/route/{i}"),
                FieldCode::PersonalNumber,
            ));
        }
    }
    let on_it = |id| seen.shift.crew.iter().any(|one| one.membership == id);
    if plan.deputy.is_some_and(|deputy| !on_it(deputy)) {
        errors.push(FieldError::new("/deputy", FieldCode::NotEligible));
    }
    errors
}

/// The moment the clocks show this time during the walk: the first, where it happens twice.
fn within(seen: &Seen, time: LocalTime) -> Result<Instant, ApiError> {
    let (date, start) = seen.shift.begins();
    let span = span_of(date, (start, Fold::Earlier), (time, Fold::Earlier)).unwrap_or(Span {
        start: seen.shift.span.start,
        end: seen.shift.span.start,
    });
    if span.end < seen.shift.span.end {
        Ok(span.end)
    } else {
        Err(ApiError::field("/checkpoint/time", FieldCode::OutOfRange))
    }
}
