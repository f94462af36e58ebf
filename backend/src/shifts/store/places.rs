//! Places and sign-ups, written. The shift's row is locked by whoever calls these.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, dsl::max};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    shifts::SignupStatus,
    time::Instant,
};

use crate::db::{
    DbTime, Tx,
    schema::{shifts, signups},
};

fn adults(adult: bool) -> i32 {
    i32::from(adult)
}

/// Takes a place, if there is one. `false`: it is full.
pub(in crate::shifts) fn take_place(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    adult: bool,
) -> QueryResult<bool> {
    let changed = diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string()))
            .filter(shifts::taken.lt(shifts::maximum)),
    )
    .set((
        shifts::taken.eq(shifts::taken + 1),
        shifts::adults.eq(shifts::adults + adults(adult)),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Takes a place beyond the maximum: an override, which the caller logs.
pub(in crate::shifts) fn take_place_beyond(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    adult: bool,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string())),
    )
    .set((
        shifts::extra_places.eq(shifts::extra_places + 1),
        shifts::taken.eq(shifts::taken + 1),
        shifts::adults.eq(shifts::adults + adults(adult)),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Gives a place back.
pub(in crate::shifts) fn free_place(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    adult: bool,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string())),
    )
    .set((
        shifts::taken.eq(shifts::taken - 1),
        shifts::adults.eq(shifts::adults - adults(adult)),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Sets how many places beyond the maximum are in use, so that an override ends with the person it was for.
pub(in crate::shifts) fn set_extra(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    extra: u16,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string())),
    )
    .set(shifts::extra_places.eq(i32::from(extra)))
    .execute(tx.conn())
    .map(drop)
}

/// One more waits.
pub(in crate::shifts) fn enter_queue(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<()> {
    change_waiting(tx, organisation, shift, 1)
}

/// One less waits.
pub(in crate::shifts) fn leave_queue(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<()> {
    change_waiting(tx, organisation, shift, -1)
}

fn change_waiting(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    by: i32,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string())),
    )
    .set(shifts::waiting.eq(shifts::waiting + by))
    .execute(tx.conn())
    .map(drop)
}

/// The last place of a queue: whoever leaves and comes back stands there.
pub(in crate::shifts) fn next_position(tx: &mut Tx<'_>, shift: ShiftId) -> QueryResult<i32> {
    let last: Option<i32> = signups::table
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq(SignupStatus::Waitlisted.as_str()))
        .select(max(signups::queue_position))
        .get_result(tx.conn())?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// A new sign-up.
#[derive(Debug, Clone)]
pub(in crate::shifts) struct NewSignup {
    pub(in crate::shifts) id: SignupId,
    pub(in crate::shifts) organisation: OrganisationId,
    pub(in crate::shifts) shift: ShiftId,
    pub(in crate::shifts) membership: MembershipId,
    pub(in crate::shifts) user: UserId,
    pub(in crate::shifts) adult: bool,
    /// The place in the queue; on the shift when there is none.
    pub(in crate::shifts) position: Option<i32>,
    /// Who added the person, if somebody else did.
    pub(in crate::shifts) added_by: Option<UserId>,
    /// Why the maximum was passed, if it was.
    pub(in crate::shifts) override_reason: Option<String>,
}

/// Writes a sign-up.
pub(in crate::shifts) fn insert_signup(
    tx: &mut Tx<'_>,
    new: &NewSignup,
    now: Instant,
) -> QueryResult<()> {
    let status = if new.position.is_some() {
        SignupStatus::Waitlisted
    } else {
        SignupStatus::SignedUp
    };
    diesel::insert_into(signups::table)
        .values((
            signups::id.eq(new.id.to_string()),
            signups::organisation_id.eq(new.organisation.to_string()),
            signups::shift_id.eq(new.shift.to_string()),
            signups::membership_id.eq(new.membership.to_string()),
            signups::user_id.eq(new.user.to_string()),
            signups::status.eq(status.as_str()),
            signups::adult.eq(new.adult),
            signups::queue_position.eq(new.position),
            signups::added_by.eq(new.added_by.map(|id| id.to_string())),
            signups::override_reason.eq(new.override_reason.clone()),
            signups::signed_up_at.eq(DbTime::from(now)),
            signups::changed_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Turns a place in the queue into a place on the shift.
pub(in crate::shifts) fn to_signed_up(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: SignupId,
    adult: bool,
    override_reason: Option<String>,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(
        signups::table
            .filter(signups::organisation_id.eq(organisation.to_string()))
            .filter(signups::id.eq(id.to_string())),
    )
    .set((
        signups::status.eq(SignupStatus::SignedUp.as_str()),
        signups::adult.eq(adult),
        signups::queue_position.eq(None::<i32>),
        signups::override_reason.eq(override_reason),
        signups::changed_at.eq(DbTime::from(now)),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Ends a sign-up; it stays as what was.
pub(in crate::shifts) fn to_cancelled(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: SignupId,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(
        signups::table
            .filter(signups::organisation_id.eq(organisation.to_string()))
            .filter(signups::id.eq(id.to_string())),
    )
    .set((
        signups::status.eq(SignupStatus::Cancelled.as_str()),
        signups::queue_position.eq(None::<i32>),
        signups::changed_at.eq(DbTime::from(now)),
    ))
    .execute(tx.conn())
    .map(drop)
}
