//! When an organisation reminds its people: asked by the planner and the worker, chosen by its administrators.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::{
    ids::OrganisationId,
    messages::{ReminderHours, ReminderSettings},
    organisations::OrgRight,
    problem::ProblemKind,
    time::Instant,
};

use super::reminders;
use crate::{
    db::{Conn, Tx, lock_organisation, on_each, schema::reminder_settings},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    organisations::service as organisations,
    platform::audit::{self, AuditEvent},
};

/// The hours of a row.
pub(super) fn hours(early: Option<i32>, late: Option<i32>) -> ReminderHours {
    // The table's CHECK keeps them small.
    let small = |hours: i32| u16::try_from(hours).ok();
    ReminderHours {
        early_hours: early.and_then(small),
        late_hours: late.and_then(small),
    }
}

/// When the organisation reminds, and the version of that; 0 for one that has not chosen.
fn held(conn: &mut Conn, organisation: OrganisationId) -> QueryResult<(ReminderHours, i32)> {
    let row: Option<(Option<i32>, Option<i32>, i32)> = reminder_settings::table
        .find(organisation.to_string())
        .select((
            reminder_settings::early_hours,
            reminder_settings::late_hours,
            reminder_settings::version,
        ))
        .first(conn)
        .optional()?;
    Ok(
        row.map_or((ReminderHours::DEFAULT, 0), |(early, late, version)| {
            (hours(early, late), version)
        }),
    )
}

fn view((hours, version): (ReminderHours, i32)) -> ReminderSettings {
    ReminderSettings {
        early_hours: hours.early_hours,
        late_hours: hours.late_hours,
        version,
    }
}

/// The settings, for those who manage the organisation.
pub(super) fn get(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<ReminderSettings, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::ManageOrganisation)?;
    Ok(view(held(conn, organisation)?))
}

/// Chooses. Reminders that have not left yet follow; each still comes once.
pub(super) fn put(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    version: i32,
    chosen: ReminderHours,
    now: Instant,
) -> Result<ReminderSettings, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::ManageOrganisation)?;
    all_fine(chosen.errors())?;
    lock_organisation(tx, organisation)?;
    let (before, found) = held(tx, organisation)?;
    if found != version {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    if before == chosen {
        return Ok(view((before, found)));
    }
    store(tx, organisation, chosen, version + 1)?;
    reminders::replan_for_organisation(tx, now, organisation)?;
    let event = AuditEvent {
        organisation: Some(organisation),
        actor: Some(actor.user),
        action: "organisation.reminders_changed",
        object_type: "organisation",
        object_id: organisation.to_string(),
        reason: None,
    };
    audit::record(tx, now, event)?;
    Ok(view((chosen, version + 1)))
}

fn store(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    chosen: ReminderHours,
    version: i32,
) -> QueryResult<()> {
    let values = (
        reminder_settings::early_hours.eq(chosen.early_hours.map(i32::from)),
        reminder_settings::late_hours.eq(chosen.late_hours.map(i32::from)),
        reminder_settings::version.eq(version),
    );
    let key = reminder_settings::organisation_id.eq(organisation.to_string());
    on_each!(tx.conn(), |c| diesel::insert_into(reminder_settings::table)
        .values((&key, values))
        .on_conflict(reminder_settings::organisation_id)
        .do_update()
        .set(values)
        .execute(c))
    .map(drop)
}
