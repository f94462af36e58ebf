//! Making the shifts of a series, ahead of a horizon.
//!
//! Idempotent: a day that stands for a shift already is passed over, and its key says no to a second one. What has
//! passed is never made, so a standstill of any length leaves no heap of old shifts; what lies ahead is made up
//! for. While an organisation is not an active partner nothing is made (EDGE-CASES D35, D40, D41).

use std::collections::BTreeSet;

use lykta_shared::{
    ids::{OrganisationId, SeriesId, ShiftId, UserId},
    problem::ProblemKind,
    shifts::{CreateShift, ShiftForm},
    time::{Instant, LocalDate},
};

use super::{Ahead, days};
use crate::{
    db::{Conn, Tx, lock_series, lock_user},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    shifts::{
        service::{
            hold::hold,
            plan,
            standing::{self, Run},
        },
        store::{self, OrgRow, SeriesRow},
    },
};

/// The series that have to be made further.
pub(crate) fn due(conn: &mut Conn, ahead: Ahead) -> Result<Vec<SeriesId>, ApiError> {
    Ok(store::series_to_make(conn, ahead.horizon())?)
}

/// Makes what is missing of one series; answers the new shifts.
pub(crate) fn generate(
    tx: &mut Tx<'_>,
    id: SeriesId,
    ahead: Ahead,
) -> Result<Vec<ShiftId>, ApiError> {
    lock_series(tx, id)?;
    let (row, organisation) = store::series(tx, id)?.ok_or_else(ApiError::not_found)?;
    make_ahead(tx, &row, &organisation, ahead)
}

/// Makes what is missing of a series whose row is held.
pub(super) fn make_ahead(
    tx: &mut Tx<'_>,
    row: &SeriesRow,
    organisation: &OrgRow,
    ahead: Ahead,
) -> Result<Vec<ShiftId>, ApiError> {
    if !row.is_active() || !organisation.status.can_schedule() {
        return Ok(Vec::new());
    }
    let horizon = ahead.horizon();
    let made: BTreeSet<LocalDate> = store::days_made(tx, row.root_id)?.into_iter().collect();
    let form = days::form(row)?;
    let planner = Actor::on_behalf_of(row.planned_by);
    // Whoever leads all of them must not sign up elsewhere while we look when they are free.
    let mut people: BTreeSet<UserId> = organisations::user_of(tx, form.template.leader)?
        .into_iter()
        .collect();
    // Nor must those who come on every date, while they are put on the new ones.
    people.extend(
        standing::members(tx, row.root_id)?
            .into_iter()
            .map(|(_, user)| user),
    );
    for user in people {
        lock_user(tx, user)?;
    }
    let mut run = Run::default();
    let mut new = Vec::new();
    for plan in days::to_make(&form, ahead.now)? {
        let date = plan.date;
        if date > horizon {
            break;
        }
        if made.contains(&date) {
            continue;
        }
        let create = CreateShift {
            shift: plan,
            publish: form.publish,
        };
        let shift = make_led(tx, &planner, organisation.id, create, ahead.now)?;
        store::insert_occurrence(tx, row, date, shift)?;
        if form.publish {
            let mut held = hold(tx, shift, &[])?;
            run.fill_all(tx, &mut held, row.root_id, ahead.now)?;
        }
        new.push(shift);
    }
    run.tell(tx, (organisation.id, row.root_id), ahead.now)?;
    store::set_made_until(tx, (organisation.id, row.id), horizon)?;
    Ok(new)
}

/// Makes a shift; without its leader when that person can't lead it (on another shift then, or no longer allowed
/// to): a term is not stopped by one evening, and a shift without a leader says so by itself.
pub(super) fn make_led(
    tx: &mut Tx<'_>,
    planner: &Actor,
    organisation: OrganisationId,
    mut create: CreateShift,
    now: Instant,
) -> Result<ShiftId, ApiError> {
    let first = tx.attempt(|tx| plan::make(tx, planner, organisation, &create, now))?;
    match first {
        Err(error) if create.shift.leader.is_some() && is_about_leader(&error) => {
            create.shift = leaderless(&create.shift);
            plan::make(tx, planner, organisation, &create, now)
        }
        outcome => outcome,
    }
}

/// Whether somebody can't lead, rather than the plan being wrong.
pub(super) fn is_about_leader(error: &ApiError) -> bool {
    error.kind() == ProblemKind::SignUpRefused || error.names_field("/leader")
}

fn leaderless(form: &ShiftForm) -> ShiftForm {
    ShiftForm {
        leader: None,
        ..form.clone()
    }
}

/// The negative control of the generator's tests: what one would naively write, looking first and making
/// afterwards, without holding the series and without keys.
#[cfg(feature = "test-hooks")]
pub(crate) async fn generate_unguarded(
    state: &crate::app::State,
    id: SeriesId,
    ahead: Ahead,
) -> Result<(), ApiError> {
    let look = move |conn: &mut Conn| {
        let (row, organisation) = store::series(conn, id)?.ok_or_else(ApiError::not_found)?;
        let made = store::days_made(conn, row.root_id)?;
        Ok::<_, ApiError>((row, organisation, made))
    };
    let (row, organisation, made) = state.db.read(look).await?;
    let (form, planner) = (days::form(&row)?, Actor::on_behalf_of(row.planned_by));
    let missing: Vec<_> = days::to_make(&form, ahead.now)?
        .into_iter()
        .filter(|plan| plan.date <= ahead.horizon() && !made.contains(&plan.date))
        .collect();
    let write = move |tx: &mut Tx<'_>| {
        for plan in &missing {
            let create = CreateShift {
                shift: plan.clone(),
                publish: form.publish,
            };
            let shift = make_led(tx, &planner, organisation.id, create, ahead.now)?;
            let key = tx.attempt(|tx| {
                Ok::<_, ApiError>(store::insert_occurrence(tx, &row, plan.date, shift)?)
            })?;
            drop(key);
        }
        Ok::<_, ApiError>(())
    };
    state.db.write(write).await
}
