//! What other rooms ask: who is a member, with which rights, and what an organisation may do.

use diesel::QueryResult;
use lykta_shared::{
    identity::MyMembership,
    ids::{MembershipId, OrganisationId, UserId},
    organisations::{AgeBand, MembershipStatus, OrgRight, OrgRole, OrganisationStatus, may},
    shifts::OrganisationRef,
    vocabulary::Key,
};

use super::super::store::{self, MembershipRow};
use crate::{db::Conn, http::ApiError, identity::actor::Actor};

/// A pending or active membership, as far as rules ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Membership {
    /// The membership.
    pub(crate) id: MembershipId,
    /// Whose it is.
    pub(crate) user: UserId,
    /// Pending or active (or ended, when asked for by id).
    pub(crate) status: MembershipStatus,
    /// The roles held.
    pub(crate) roles: Vec<OrgRole>,
    /// Over or under the age limit.
    pub(crate) age_band: AgeBand,
    /// Whether a guardian's consent was noted.
    pub(crate) guardian_consent: bool,
}

/// An organisation, as far as rules ask.
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    /// How it stands with the city.
    pub(crate) status: OrganisationStatus,
    /// What the agreement covers.
    pub(crate) districts: Vec<Key>,
    /// What the agreement covers.
    pub(crate) activity_types: Vec<Key>,
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
    /// Over or under the age limit.
    pub(crate) age_band: AgeBand,
    /// Whether a guardian's consent was noted.
    pub(crate) guardian_consent: bool,
}

fn facts(conn: &mut Conn, row: MembershipRow) -> QueryResult<Membership> {
    let roles = store::roles(conn, row.id)?;
    Ok(with_roles(row, roles))
}

fn with_roles(row: MembershipRow, roles: Vec<OrgRole>) -> Membership {
    Membership {
        roles,
        id: row.id,
        user: row.user_id,
        status: row.status,
        age_band: row.age_band,
        guardian_consent: row.guardian_consent_on.is_some(),
    }
}

/// The person's pending or active membership of the organisation.
pub(crate) fn membership(
    conn: &mut Conn,
    user: UserId,
    organisation: OrganisationId,
) -> QueryResult<Option<Membership>> {
    store::current_membership(conn, organisation, user)?
        .map(|row| facts(conn, row))
        .transpose()
}

/// The organisation's membership with this id, whatever its status.
pub(crate) fn member(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: MembershipId,
) -> QueryResult<Option<Membership>> {
    store::membership_by_id(conn, organisation, id)?
        .map(|row| facts(conn, row))
        .transpose()
}

/// The person's pending and active memberships, by organisation.
pub(crate) fn my_memberships(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<Vec<(OrganisationId, Membership)>> {
    let mut roles = store::grouped(store::roles_of(conn, user)?);
    Ok(store::memberships_of(conn, user)?
        .into_iter()
        .map(|row| {
            let roles = roles.remove(&row.id.to_string()).unwrap_or_default();
            (row.organisation_id, with_roles(row, roles))
        })
        .collect())
}

/// Whose membership this is.
pub(crate) fn user_of(conn: &mut Conn, id: Option<MembershipId>) -> QueryResult<Option<UserId>> {
    match id {
        Some(id) => store::user_of(conn, id),
        None => Ok(None),
    }
}

/// The organisation's active members, in Swedish order of their names.
pub(crate) fn members_with_names(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<NamedMember>, ApiError> {
    let mut roles = store::grouped(store::all_roles(conn, organisation)?);
    let mut members: Vec<NamedMember> = store::named_members(conn, organisation)?
        .into_iter()
        .map(|(row, display_name)| NamedMember {
            roles: roles.remove(&row.id.to_string()).unwrap_or_default(),
            id: row.id,
            user: row.user_id,
            age_band: row.age_band,
            guardian_consent: row.guardian_consent_on.is_some(),
            display_name,
        })
        .collect();
    super::view::sort_by_name(&mut members, |member| &member.display_name)?;
    Ok(members)
}

/// The person's pending and active memberships, as the account shows them.
pub(crate) fn my_organisations(
    conn: &mut Conn,
    user: UserId,
) -> Result<Vec<MyMembership>, ApiError> {
    let mut mine = Vec::new();
    for (id, held) in my_memberships(conn, user)? {
        let row = store::organisation(conn, id)?.ok_or_else(ApiError::not_found)?;
        mine.push(MyMembership {
            id: held.id,
            organisation: id,
            slug: row.slug,
            name: row.name,
            organisation_type: super::view::key(&row.organisation_type)?,
            special_category: row.special_category,
            organisation_status: row.status,
            status: held.status,
            roles: if held.status == MembershipStatus::Active {
                held.roles
            } else {
                Vec::new()
            },
        });
    }
    Ok(mine)
}

/// The organisation.
pub(crate) fn organisation(conn: &mut Conn, id: OrganisationId) -> Result<Organisation, ApiError> {
    let row = store::organisation(conn, id)?.ok_or_else(ApiError::not_found)?;
    Ok(Organisation {
        status: row.status,
        districts: super::view::keys(store::districts(conn, id)?)?,
        activity_types: super::view::keys(store::activities(conn, id)?)?,
    })
}

/// The partners a shift of this organisation can be shared with, by name: in good standing, and of those that say
/// something about faith only who has published itself (PRODUCT.md rule 5).
pub(crate) fn shareable(
    conn: &mut Conn,
    host: OrganisationId,
) -> Result<Vec<OrganisationRef>, ApiError> {
    let mut found: Vec<OrganisationRef> = store::partners(conn)?
        .into_iter()
        .filter(|row| row.id != host && row.status.can_schedule())
        .filter(|row| row.listed || !row.special_category)
        .map(|row| OrganisationRef {
            id: row.id,
            slug: row.slug,
            name: row.name,
        })
        .collect();
    super::view::sort_by_name(&mut found, |row| &row.name)?;
    Ok(found)
}

/// The accounts that administer the organisation.
pub(crate) fn administrators(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<UserId>> {
    store::users_with_role(conn, organisation, OrgRole::Admin)
}

/// Makes sure that the person is an active member with this right. Not found for those outside, forbidden for
/// members without the right.
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
