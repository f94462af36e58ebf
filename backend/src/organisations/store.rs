//! What is stored of organisations and memberships: Diesel queries, nothing else.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, UserId},
    organisations::{AgeBand, MembershipStatus, OrgRole, OrganisationStatus},
    vocabulary::Key,
};

use super::service::{Membership, NamedMember, Organisation};
use crate::db::{
    Conn,
    schema::{
        membership_roles, memberships, organisation_activities, organisation_districts,
        organisations, users,
    },
};

const CURRENT: [&str; 2] = [
    MembershipStatus::Pending.as_str(),
    MembershipStatus::Active.as_str(),
];

#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
struct MembershipRow {
    #[diesel(deserialize_as = String)]
    id: MembershipId,
    #[diesel(deserialize_as = String)]
    organisation_id: OrganisationId,
    #[diesel(deserialize_as = String)]
    user_id: UserId,
    #[diesel(deserialize_as = String)]
    status: MembershipStatus,
    #[diesel(deserialize_as = String)]
    age_band: AgeBand,
    guardian_consent_on: Option<String>,
}

impl MembershipRow {
    fn with(self, roles: Vec<OrgRole>) -> Membership {
        Membership {
            id: self.id,
            user: self.user_id,
            status: self.status,
            roles,
            age_band: self.age_band,
            guardian_consent: self.guardian_consent_on.is_some(),
        }
    }
}

fn known_roles(roles: Vec<String>) -> Vec<OrgRole> {
    roles
        .into_iter()
        .filter_map(|role| role.parse().ok())
        .collect()
}

fn roles_of(conn: &mut Conn, id: MembershipId) -> QueryResult<Vec<OrgRole>> {
    membership_roles::table
        .filter(membership_roles::membership_id.eq(id.to_string()))
        .select(membership_roles::role)
        .load(conn)
        .map(known_roles)
}

/// The person's current memberships with their roles: two queries.
pub(super) fn memberships(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<Vec<(OrganisationId, Membership)>> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(memberships::status.eq_any(CURRENT))
        .select(MembershipRow::as_select())
        .load(conn)?;
    let roles: Vec<(String, String)> = membership_roles::table
        .inner_join(memberships::table)
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(memberships::status.eq_any(CURRENT))
        .select((membership_roles::membership_id, membership_roles::role))
        .load(conn)?;
    let mut roles = grouped(roles);
    Ok(rows
        .into_iter()
        .map(|row| {
            let held = roles.remove(&row.id.to_string()).unwrap_or_default();
            (row.organisation_id, row.with(held))
        })
        .collect())
}

fn grouped(rows: Vec<(String, String)>) -> HashMap<String, Vec<OrgRole>> {
    let mut grouped: HashMap<String, Vec<OrgRole>> = HashMap::new();
    for (membership, role) in rows {
        if let Ok(role) = role.parse() {
            grouped.entry(membership).or_default().push(role);
        }
    }
    grouped
}

/// The organisation's membership with this id.
pub(super) fn member(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: MembershipId,
) -> QueryResult<Option<Membership>> {
    let row: Option<MembershipRow> = memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::id.eq(id.to_string()))
        .select(MembershipRow::as_select())
        .first(conn)
        .optional()?;
    match row {
        Some(row) => {
            let roles = roles_of(conn, id)?;
            Ok(Some(row.with(roles)))
        }
        None => Ok(None),
    }
}

/// Whose membership this is.
pub(super) fn user_of(conn: &mut Conn, id: MembershipId) -> QueryResult<Option<UserId>> {
    let user: Option<String> = memberships::table
        .find(id.to_string())
        .select(memberships::user_id)
        .first(conn)
        .optional()?;
    Ok(user.and_then(|user| user.parse().ok()))
}

/// The organisation's active members with names and roles: two queries.
pub(super) fn named_members(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<NamedMember>> {
    let rows: Vec<(MembershipRow, String)> = memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::status.eq(MembershipStatus::Active.as_str()))
        .select((MembershipRow::as_select(), users::display_name))
        .load(conn)?;
    let roles: Vec<(String, String)> = membership_roles::table
        .filter(membership_roles::organisation_id.eq(organisation.to_string()))
        .select((membership_roles::membership_id, membership_roles::role))
        .load(conn)?;
    let mut roles = grouped(roles);
    Ok(rows
        .into_iter()
        .map(|(row, display_name)| NamedMember {
            roles: roles.remove(&row.id.to_string()).unwrap_or_default(),
            id: row.id,
            user: row.user_id,
            display_name,
        })
        .collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = organisations)]
struct OrganisationRow {
    #[diesel(deserialize_as = String)]
    id: OrganisationId,
    #[diesel(deserialize_as = String)]
    status: OrganisationStatus,
}

/// The organisation with what its agreement covers.
pub(super) fn organisation(conn: &mut Conn, id: OrganisationId) -> QueryResult<Organisation> {
    let row: OrganisationRow = organisations::table
        .find(id.to_string())
        .select(OrganisationRow::as_select())
        .first(conn)?;
    let districts: Vec<String> = organisation_districts::table
        .filter(organisation_districts::organisation_id.eq(id.to_string()))
        .select(organisation_districts::district_key)
        .load(conn)?;
    let activities: Vec<String> = organisation_activities::table
        .filter(organisation_activities::organisation_id.eq(id.to_string()))
        .select(organisation_activities::activity_type)
        .load(conn)?;
    Ok(Organisation {
        id: row.id,
        status: row.status,
        districts: keys(districts),
        activity_types: keys(activities),
    })
}

fn keys(texts: Vec<String>) -> Vec<Key> {
    texts
        .into_iter()
        .filter_map(|key| key.parse().ok())
        .collect()
}
