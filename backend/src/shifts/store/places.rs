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
            .filter((shifts::taken + shifts::offered).lt(shifts::maximum)),
    )
    .set((
        shifts::taken.eq(shifts::taken + 1),
        shifts::adults.eq(shifts::adults + adults(adult)),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// How the counters of a shift change.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    taken: i32,
    adults: i32,
    waiting: i32,
    offered: i32,
    extra: i32,
}

fn count(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    by: Counts,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string())),
    )
    .set((
        shifts::taken.eq(shifts::taken + by.taken),
        shifts::adults.eq(shifts::adults + by.adults),
        shifts::waiting.eq(shifts::waiting + by.waiting),
        shifts::offered.eq(shifts::offered + by.offered),
        shifts::extra_places.eq(shifts::extra_places + by.extra),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Takes a place beyond the maximum: an override, which the caller logs.
pub(in crate::shifts) fn take_place_beyond(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    adult: bool,
) -> QueryResult<()> {
    let by = Counts {
        extra: 1,
        taken: 1,
        adults: adults(adult),
        ..Counts::default()
    };
    count(tx, organisation, shift, by)
}

/// Gives a place back.
pub(in crate::shifts) fn free_place(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    adult: bool,
) -> QueryResult<()> {
    let by = Counts {
        taken: -1,
        adults: -adults(adult),
        ..Counts::default()
    };
    count(tx, organisation, shift, by)
}

/// One person takes over from another: the place stays taken, by an adult or not.
pub(in crate::shifts) fn swap_place(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    (from, to): (bool, bool),
) -> QueryResult<()> {
    let by = Counts {
        adults: adults(to) - adults(from),
        ..Counts::default()
    };
    count(tx, organisation, shift, by)
}

/// Whether somebody who is on a shift counts as an adult from now on.
pub(in crate::shifts) fn set_adult(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    signup: SignupId,
    (from, to): (bool, bool),
) -> QueryResult<()> {
    diesel::update(
        signups::table
            .filter(signups::organisation_id.eq(organisation.to_string()))
            .filter(signups::id.eq(signup.to_string())),
    )
    .set(signups::adult.eq(to))
    .execute(tx.conn())?;
    swap_place(tx, organisation, shift, (from, to))
}

/// Keeps a free place for somebody of the queue. `false`: there is none.
pub(in crate::shifts) fn keep_place(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<bool> {
    let changed = diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string()))
            .filter((shifts::taken + shifts::offered).lt(shifts::maximum)),
    )
    .set(shifts::offered.eq(shifts::offered + 1))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// A kept place is not kept any more.
pub(in crate::shifts) fn let_go(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<()> {
    let by = Counts {
        offered: -1,
        ..Counts::default()
    };
    count(tx, organisation, shift, by)
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
    let by = Counts {
        waiting: 1,
        ..Counts::default()
    };
    count(tx, organisation, shift, by)
}

/// One less waits.
pub(in crate::shifts) fn leave_queue(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<()> {
    let by = Counts {
        waiting: -1,
        ..Counts::default()
    };
    count(tx, organisation, shift, by)
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
    /// The person's own organisation on this shift, whose membership it is.
    pub(in crate::shifts) home: OrganisationId,
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
            signups::home_organisation_id.eq(new.home.to_string()),
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
        signups::offered_until.eq(None::<DbTime>),
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
        signups::offered_until.eq(None::<DbTime>),
        signups::changed_at.eq(DbTime::from(now)),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Notes until when a place is kept for somebody who waits.
pub(in crate::shifts) fn to_offered(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: SignupId,
    until: Instant,
) -> QueryResult<()> {
    diesel::update(
        signups::table
            .filter(signups::organisation_id.eq(organisation.to_string()))
            .filter(signups::id.eq(id.to_string())),
    )
    .set(signups::offered_until.eq(Some(DbTime::from(until))))
    .execute(tx.conn())
    .map(drop)
}
