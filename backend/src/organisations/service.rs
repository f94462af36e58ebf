//! What other rooms may ask about organisations and who belongs to them.

use diesel::QueryResult;
use lykta_shared::{
    ids::{MembershipId, OrganisationId, UserId},
    organisations::{AgeBand, MembershipStatus, OrgRight, OrgRole, OrganisationStatus, may},
    vocabulary::Key,
};

use super::store;
use crate::{db::Conn, http::ApiError, identity::actor::Actor};

/// Somebody's membership of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Membership {
    /// The membership.
    pub(crate) id: MembershipId,
    /// The account.
    pub(crate) user: UserId,
    /// How it stands.
    pub(crate) status: MembershipStatus,
    /// The roles held; none when it is not active.
    pub(crate) roles: Vec<OrgRole>,
    /// Over or under the age limit.
    pub(crate) age_band: AgeBand,
    /// Whether a guardian's consent has been noted.
    pub(crate) guardian_consent: bool,
}

/// An active member with their name, for rosters. Never handed to the city (PRODUCT.md rule 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedMember {
    /// The membership.
    pub(crate) id: MembershipId,
    /// The account.
    pub(crate) user: UserId,
    /// What the person is called here.
    pub(crate) display_name: String,
    /// The roles held.
    pub(crate) roles: Vec<OrgRole>,
}

/// An organisation as other rooms see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Organisation {
    /// The organisation.
    pub(crate) id: OrganisationId,
    /// How it stands with the city.
    pub(crate) status: OrganisationStatus,
    /// Where the agreement lets it be active.
    pub(crate) districts: Vec<Key>,
    /// What the agreement lets it do.
    pub(crate) activity_types: Vec<Key>,
}

/// The person's current membership of the organisation (pending or active); the last ended one otherwise.
pub(crate) fn membership(
    conn: &mut Conn,
    user: UserId,
    organisation: OrganisationId,
) -> QueryResult<Option<Membership>> {
    let all = store::memberships(conn, user)?;
    Ok(all
        .into_iter()
        .find(|(of, _)| *of == organisation)
        .map(|(_, held)| held))
}

/// The person's current memberships, by organisation.
pub(crate) fn my_memberships(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<Vec<(OrganisationId, Membership)>> {
    store::memberships(conn, user)
}

/// Makes sure that the person may do this in the organisation: not found for those who are no active member,
/// forbidden for those whose roles don't allow it.
pub(crate) fn require(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    right: OrgRight,
) -> Result<Membership, ApiError> {
    let held = membership(conn, actor.user, organisation)?
        .filter(|held| held.status == MembershipStatus::Active)
        .ok_or_else(ApiError::not_found)?;
    if may(&held.roles, right) {
        Ok(held)
    } else {
        Err(ApiError::forbidden())
    }
}

/// The organisation with what its agreement covers.
pub(crate) fn organisation(conn: &mut Conn, id: OrganisationId) -> QueryResult<Organisation> {
    store::organisation(conn, id)
}

/// The organisation's membership with this id, whatever its status.
pub(crate) fn member(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: MembershipId,
) -> QueryResult<Option<Membership>> {
    store::member(conn, organisation, id)
}

/// Whose membership this is.
pub(crate) fn user_of(conn: &mut Conn, id: Option<MembershipId>) -> QueryResult<Option<UserId>> {
    match id {
        Some(id) => store::user_of(conn, id),
        None => Ok(None),
    }
}

/// The organisation's active members, by name.
pub(crate) fn members_with_names(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<NamedMember>> {
    let mut members = store::named_members(conn, organisation)?;
    members.sort_by_cached_key(|member| member.display_name.to_lowercase());
    Ok(members)
}
