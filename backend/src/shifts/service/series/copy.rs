//! Repeating a shift on other days, and a week's shifts in another week.

use std::collections::BTreeSet;

use lykta_shared::{
    ids::{BatchId, OrganisationId, ShiftId},
    organisations::OrgRight,
    problem::FieldCode,
    shifts::{
        CreateShift, ShiftForm, ShiftPhase,
        series::{BatchDone, BatchKind, CopyShift, CopyWeek, LeftReason, LeftShift, merge},
    },
    time::{
        Fold, Instant, LocalDate, Span,
        civil::{day_span, shift_days, weekday},
    },
};

use super::{
    batch::{done, record},
    generate::make_led,
    take_back::hold_everything,
};
use crate::{
    db::Tx,
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    random::Random,
    shifts::{
        service::{access::require_planner, view},
        store::{self, ShiftRow},
    },
};

/// The largest number of days a shift is repeated on at once.
const MAX_COPIES: usize = 60;

/// Repeats a shift on other days, at the same wall time, with the same leader. Whoever is on it is not copied.
pub(crate) fn copy(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    how: &CopyShift,
    now: Instant,
) -> Result<BatchDone, ApiError> {
    require_planner(tx, actor, shift)?;
    let dates: BTreeSet<LocalDate> = how.dates.iter().copied().collect();
    if dates.is_empty() {
        return Err(ApiError::field("/dates", FieldCode::Required));
    }
    if dates.len() > MAX_COPIES {
        return Err(ApiError::field("/dates", FieldCode::TooLong));
    }
    let (row, organisation) = store::find(tx, shift)?.ok_or_else(ApiError::not_found)?;
    let plans = dates.into_iter().map(|day| (row.clone(), day)).collect();
    make_all(
        tx,
        actor,
        organisation.id,
        (BatchKind::Copy, how.publish),
        plans,
        now,
    )
}

/// Repeats a week's shifts in another week, cancelled ones left out.
pub(crate) fn copy_week(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    how: &CopyWeek,
    now: Instant,
) -> Result<BatchDone, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    let (from, to) = (monday(how.from), monday(how.to));
    if from == to {
        return Err(ApiError::field("/to", FieldCode::OutOfRange));
    }
    let week = Span {
        start: day_span(from).start,
        end: day_span(shift_days(from, 6)).end,
    };
    let rows = store::schedule(tx, organisation, week, true)?;
    let mut plans = Vec::new();
    for (row, _organisation) in rows {
        if row.status != ShiftPhase::Cancelled {
            let after = i32::from(weekday(view::form(&row)?.date)) - 1;
            plans.push((row, shift_days(to, after)));
        }
    }
    make_all(
        tx,
        actor,
        organisation,
        (BatchKind::CopyWeek, how.publish),
        plans,
        now,
    )
}

fn monday(day: LocalDate) -> LocalDate {
    shift_days(day, 1 - i32::from(weekday(day)))
}

/// Makes each of these once more on its day; one that is not possible is named and left out.
fn make_all(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    (kind, publish): (BatchKind, bool),
    plans: Vec<(ShiftRow, LocalDate)>,
    now: Instant,
) -> Result<BatchDone, ApiError> {
    let leaders = plans.iter().map(|(row, _day)| row.leader());
    drop(hold_everything(tx, (organisation, &[]), leaders)?);
    let batch = BatchId(Random::default().id(now));
    store::insert_batch(tx, (organisation, batch), (kind, None), actor.user, now)?;
    let (mut made, mut left) = (Vec::new(), Vec::new());
    for (row, day) in plans {
        let form = on_another_day(&view::form(&row)?, day);
        let starts_at = merge::span(&form).map_or(row.starts_at, |span| span.start);
        // A copy into the past would be a record of something that never was.
        let tried = if starts_at <= now {
            None
        } else {
            let create = CreateShift {
                shift: form,
                publish,
            };
            tx.attempt(|tx| make_led(tx, actor, organisation, create, now))?
                .ok()
        };
        match tried {
            Some(shift) => {
                store::insert_batch_item(tx, (organisation, batch), shift)?;
                made.push(shift);
            }
            None => left.push(LeftShift {
                shift: row.id,
                title: row.title,
                starts_at,
                reason: LeftReason::NotPossible,
            }),
        }
    }
    record(tx, actor, (organisation, batch), kind, now)?;
    done(tx, actor, (batch, kind), &made, left, now)
}

/// The same wall times on another day. Which of two hours was meant belonged to the old night.
fn on_another_day(form: &ShiftForm, date: LocalDate) -> ShiftForm {
    ShiftForm {
        date,
        start_fold: Fold::Earlier,
        end_fold: Fold::Earlier,
        ..form.clone()
    }
}
