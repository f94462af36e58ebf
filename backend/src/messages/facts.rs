//! What is true when a mail is sent, in one query for each kind of subject. Read only; what the other rooms keep
//! is changed through their services.

use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
};
use lykta_shared::{
    ids::{ApplicationId, InvitationId, MembershipId, ShiftId, SignupId, UserId},
    messages::ReminderHours,
    organisations::{MembershipStatus, OrganisationStatus},
    shifts::{CancellationReason, ShiftPhase, SignupStatus},
    time::{Instant, Span},
};

use super::settings;
use crate::db::{
    Conn, DbTime,
    schema::{
        invitations, memberships, organisations, partner_applications, reminder_settings,
        shift_shares, shifts, signups, users, walks,
    },
};

/// An organisation, as far as a mail may speak of it.
#[derive(Debug, Clone, Queryable)]
pub(super) struct OrganisationFacts {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) special_category: bool,
    #[diesel(deserialize_as = String)]
    pub(super) status: OrganisationStatus,
}

/// A shift, as it is now.
#[derive(Debug, Clone, Queryable)]
pub(super) struct ShiftFacts {
    #[diesel(deserialize_as = String)]
    pub(super) id: ShiftId,
    pub(super) title: String,
    pub(super) place_name: String,
    pub(super) place_address: Option<String>,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    #[diesel(deserialize_as = DbTime)]
    pub(super) starts_at: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(super) ends_at: Instant,
    pub(super) minimum: i32,
    pub(super) adults: i32,
    pub(super) needs_leader: bool,
    pub(super) leader_membership_id: Option<String>,
    #[diesel(deserialize_as = String)]
    pub(super) status: ShiftPhase,
    pub(super) cancel_reason: Option<String>,
    pub(super) cancel_message: Option<String>,
    pub(super) time_version: i32,
}

impl ShiftFacts {
    /// From when to when.
    pub(super) fn span(&self) -> Span {
        Span {
            start: self.starts_at,
            end: self.ends_at,
        }
    }

    /// Latitude and longitude, where both are known.
    pub(super) fn position(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }

    /// Whether it will take place, as far as is known.
    pub(super) fn stands(&self) -> bool {
        matches!(self.status, ShiftPhase::Open | ShiftPhase::Confirmed)
    }

    /// How many adults are missing.
    pub(super) fn missing(&self) -> i32 {
        (self.minimum - self.adults).max(0)
    }

    /// Why it was cancelled.
    pub(super) fn reason(&self) -> Option<CancellationReason> {
        self.cancel_reason.as_ref().and_then(|key| key.parse().ok())
    }
}

/// Who leads a shift.
#[derive(Debug, Clone, Queryable)]
pub(super) struct LeaderFacts {
    #[diesel(deserialize_as = String)]
    pub(super) user: UserId,
    pub(super) display_name: String,
    pub(super) phone: Option<String>,
    pub(super) show_phone: bool,
}

/// A sign-up with all around it.
#[derive(Debug, Clone)]
pub(super) struct SignupFacts {
    pub(super) id: SignupId,
    pub(super) user: UserId,
    pub(super) status: SignupStatus,
    pub(super) crew: CrewFacts,
}

/// A shift with its organisation and its leader.
#[derive(Debug, Clone)]
pub(super) struct CrewFacts {
    pub(super) shift: ShiftFacts,
    pub(super) organisation: OrganisationFacts,
    pub(super) leader: Option<LeaderFacts>,
}

impl CrewFacts {
    /// Whether it needs a leader and has none.
    pub(super) fn leaderless(&self) -> bool {
        self.shift.needs_leader && self.leader.is_none()
    }
}

macro_rules! shift_columns {
    () => {
        (
            shifts::id,
            shifts::title,
            shifts::place_name,
            shifts::place_address,
            shifts::latitude,
            shifts::longitude,
            shifts::starts_at,
            shifts::ends_at,
            shifts::minimum,
            shifts::adults,
            shifts::needs_leader,
            shifts::leader_membership_id,
            shifts::status,
            shifts::cancel_reason,
            shifts::cancel_message,
            shifts::time_version,
        )
    };
}

macro_rules! organisation_columns {
    () => {
        (
            organisations::name,
            organisations::slug,
            organisations::special_category,
            organisations::status,
        )
    };
}

/// A sign-up; none when there is none any more.
pub(super) fn signup(conn: &mut Conn, id: SignupId) -> QueryResult<Option<SignupFacts>> {
    let found: Option<(String, String, String)> = signups::table
        .filter(signups::id.eq(id.to_string()))
        .select((signups::user_id, signups::status, signups::shift_id))
        .get_result(conn)
        .optional()?;
    let Some((user, status, shift_id)) = found else {
        return Ok(None);
    };
    let (Ok(user), Ok(status), Ok(shift_id)) = (user.parse(), status.parse(), shift_id.parse())
    else {
        return Err(diesel::result::Error::NotFound);
    };
    Ok(shift(conn, shift_id)?.map(|crew| SignupFacts {
        id,
        user,
        status,
        crew,
    }))
}

/// When the organisation of a sign-up reminds.
pub(super) fn reminder_hours(conn: &mut Conn, id: SignupId) -> QueryResult<ReminderHours> {
    let chosen: Option<(Option<i32>, Option<i32>)> = reminder_settings::table
        .inner_join(
            signups::table.on(signups::organisation_id.eq(reminder_settings::organisation_id)),
        )
        .filter(signups::id.eq(id.to_string()))
        .select((
            reminder_settings::early_hours,
            reminder_settings::late_hours,
        ))
        .first(conn)
        .optional()?;
    Ok(chosen.map_or(ReminderHours::DEFAULT, |(early, late)| {
        settings::hours(early, late)
    }))
}

/// Whether an organisation of a special category shares the shift.
fn special_category_along(conn: &mut Conn, id: ShiftId) -> QueryResult<bool> {
    shift_shares::table
        .inner_join(organisations::table.on(organisations::id.eq(shift_shares::guest_id)))
        .filter(shift_shares::shift_id.eq(id.to_string()))
        .filter(shift_shares::status.ne("declined"))
        .filter(organisations::special_category.eq(true))
        .select(shift_shares::guest_id)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}

/// A shift with its organisation and its leader.
pub(super) fn shift(conn: &mut Conn, id: ShiftId) -> QueryResult<Option<CrewFacts>> {
    let found: Option<(ShiftFacts, OrganisationFacts)> = shifts::table
        .inner_join(organisations::table)
        .filter(shifts::id.eq(id.to_string()))
        .select((shift_columns!(), organisation_columns!()))
        .get_result(conn)
        .optional()?;
    let Some((shift, mut organisation)) = found else {
        return Ok(None);
    };
    // Where a special category takes part the mails of all on it are worded alike: none tells who belongs to it.
    organisation.special_category |= special_category_along(conn, id)?;
    let leader = match &shift.leader_membership_id {
        None => None,
        Some(membership) => memberships::table
            .inner_join(users::table.on(users::id.eq(memberships::user_id)))
            .filter(memberships::id.eq(membership))
            .select((
                users::id,
                users::display_name,
                users::phone,
                users::show_phone,
            ))
            .get_result(conn)
            .optional()?,
    };
    Ok(Some(CrewFacts {
        shift,
        organisation,
        leader,
    }))
}

/// Whether everybody of this walk is home.
pub(super) fn is_home(conn: &mut Conn, id: ShiftId) -> QueryResult<bool> {
    walks::table
        .filter(walks::shift_id.eq(id.to_string()))
        .filter(walks::home_at.is_not_null())
        .select(walks::shift_id)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}

/// Whether an invitation can still be accepted, and to which organisation it is.
pub(super) fn invitation(
    conn: &mut Conn,
    id: InvitationId,
    now: Instant,
) -> QueryResult<Option<OrganisationFacts>> {
    invitations::table
        .inner_join(organisations::table)
        .filter(invitations::id.eq(id.to_string()))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(DbTime::from(now)))
        .select(organisation_columns!())
        .get_result(conn)
        .optional()
}

/// A membership: who, how it stands, where.
pub(super) fn membership(
    conn: &mut Conn,
    id: MembershipId,
) -> QueryResult<Option<(String, MembershipStatus, OrganisationFacts)>> {
    let found: Option<(String, String, OrganisationFacts)> = memberships::table
        .inner_join(organisations::table)
        .inner_join(users::table)
        .filter(memberships::id.eq(id.to_string()))
        .select((
            users::display_name,
            memberships::status,
            organisation_columns!(),
        ))
        .get_result(conn)
        .optional()?;
    found
        .map(|(name, status, organisation)| {
            let status = status.parse().or(Err(diesel::result::Error::NotFound))?;
            Ok((name, status, organisation))
        })
        .transpose()
}

/// The organisation an application is of.
pub(super) fn application(
    conn: &mut Conn,
    id: ApplicationId,
) -> QueryResult<Option<OrganisationFacts>> {
    partner_applications::table
        .inner_join(organisations::table)
        .filter(partner_applications::id.eq(id.to_string()))
        .select(organisation_columns!())
        .get_result(conn)
        .optional()
}
