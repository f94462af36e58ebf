//! Shifts, written.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId},
    shifts::{CancelShift, ShiftForm, ShiftPhase},
    time::{Instant, LocalDate, Span},
};

use crate::db::{DbTime, Tx, schema::shifts};

/// A plan that has passed the rules: the form, and what its wall times are as instants.
#[derive(Debug, Clone, Copy)]
pub(in crate::shifts) struct Plan<'a> {
    /// What was filled in.
    pub(in crate::shifts) form: &'a ShiftForm,
    /// From gathering to end.
    pub(in crate::shifts) span: Span,
    /// The day it belongs to.
    pub(in crate::shifts) day: LocalDate,
}

macro_rules! planned {
    ($plan:expr) => {{
        let (form, place) = ($plan.form, &$plan.form.meeting_point);
        (
            shifts::activity_type.eq(form.activity_type.to_string()),
            shifts::title.eq(form.title.to_string()),
            shifts::district_key.eq(form.district.to_string()),
            shifts::place_name.eq(place.name.to_string()),
            shifts::place_address.eq(place.address.as_ref().map(ToString::to_string)),
            shifts::latitude.eq(place.latitude),
            shifts::longitude.eq(place.longitude),
            shifts::starts_at.eq(DbTime::from($plan.span.start)),
            shifts::ends_at.eq(DbTime::from($plan.span.end)),
            shifts::local_date.eq($plan.day.to_string()),
            shifts::minimum.eq(i32::from(form.minimum)),
            shifts::maximum.eq(i32::from(form.maximum)),
            shifts::needs_leader.eq(form.needs_leader),
            shifts::notes.eq(form.notes.to_string()),
            shifts::briefing.eq(form.briefing.to_string()),
            shifts::public.eq(form.public),
        )
    }};
}

/// Writes a new shift as a draft without leader. Publishing and naming a leader are steps of their own.
pub(in crate::shifts) fn insert(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: ShiftId,
    plan: Plan<'_>,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(shifts::table)
        .values((
            shifts::id.eq(id.to_string()),
            shifts::organisation_id.eq(organisation.to_string()),
            planned!(plan),
            shifts::extra_places.eq(0),
            shifts::offered.eq(0),
            shifts::taken.eq(0),
            shifts::adults.eq(0),
            shifts::waiting.eq(0),
            shifts::status.eq(ShiftPhase::Draft.as_str()),
            shifts::time_version.eq(1),
            shifts::version.eq(1),
            shifts::created_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Writes a changed plan over version `version`. `false`: somebody else was first. `moved`: the time or the
/// place is another, so reminders and calendar files count anew. `extra`: places beyond the new maximum in use.
pub(in crate::shifts) fn update(
    tx: &mut Tx<'_>,
    (organisation, id, version): (OrganisationId, ShiftId, i32),
    plan: Plan<'_>,
    moved: bool,
    extra: u16,
) -> QueryResult<bool> {
    let changed = diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string()))
            .filter(shifts::version.eq(version)),
    )
    .set((
        planned!(plan),
        shifts::extra_places.eq(i32::from(extra)),
        shifts::time_version.eq(shifts::time_version + i32::from(moved)),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Opens a draft for sign-up.
pub(in crate::shifts) fn publish(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: ShiftId,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string())),
    )
    .set((
        shifts::status.eq(ShiftPhase::Open.as_str()),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Cancels a shift, with its reason. `told`: when people are told of it; nobody is of a draft, which stays the planners'.
pub(in crate::shifts) fn cancel(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: ShiftId,
    why: &CancelShift,
    told: Option<Instant>,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string())),
    )
    .set((
        shifts::status.eq(ShiftPhase::Cancelled.as_str()),
        shifts::cancel_reason.eq(Some(why.reason.as_str())),
        shifts::cancel_message.eq(Some(why.message.to_string())),
        shifts::cancelled_at.eq(told.map(DbTime::from)),
        shifts::waiting.eq(0),
        shifts::offered.eq(0),
        // Calendars take a cancellation only when its sequence number has grown.
        shifts::time_version.eq(shifts::time_version + 1),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Sets who leads, or that nobody does.
pub(in crate::shifts) fn set_leader(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: ShiftId,
    leader: Option<MembershipId>,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string())),
    )
    .set((
        shifts::leader_membership_id.eq(leader.map(|id| id.to_string())),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Takes a membership that ends out of the plans it was to lead and that have not begun, drafts too.
pub(in crate::shifts) fn clear_leader(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    leader: MembershipId,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::leader_membership_id.eq(leader.to_string()))
            .filter(shifts::starts_at.gt(DbTime::from(now))),
    )
    .set((
        shifts::leader_membership_id.eq(None::<String>),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Writes what a shift has settled on its sign-ups over version `version`. `false`: somebody else was first.
pub(in crate::shifts) fn set_rules(
    tx: &mut Tx<'_>,
    (organisation, id, version): (OrganisationId, ShiftId, i32),
    rules: Option<String>,
) -> QueryResult<bool> {
    let changed = diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string()))
            .filter(shifts::version.eq(version)),
    )
    .set((
        shifts::signup_rules.eq(rules),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}
