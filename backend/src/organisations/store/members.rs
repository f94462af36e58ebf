//! Memberships and their roles.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, UserId},
    organisations::{AgeBand, MembershipStatus, OrgRole},
    time::Instant,
};

use crate::db::{
    Conn, DbTime, Tx, either,
    schema::{membership_roles, memberships, users},
};

/// A row of `memberships`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = memberships)]
pub(in crate::organisations) struct MembershipRow {
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) id: MembershipId,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) organisation_id: OrganisationId,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) user_id: UserId,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) status: MembershipStatus,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) age_band: AgeBand,
    pub(in crate::organisations) guardian_consent_on: Option<String>,
    pub(in crate::organisations) joined_at: Option<DbTime>,
    pub(in crate::organisations) ended_at: Option<DbTime>,
    pub(in crate::organisations) end_reason: Option<String>,
    pub(in crate::organisations) version: i32,
    #[diesel(deserialize_as = DbTime, serialize_as = DbTime)]
    pub(in crate::organisations) created_at: Instant,
}

const CURRENT: [&str; 2] = ["pending", "active"];

/// A membership of the organisation, whatever its status.
pub(in crate::organisations) fn membership_by_id(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: MembershipId,
) -> QueryResult<Option<MembershipRow>> {
    memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::id.eq(id.to_string()))
        .select(MembershipRow::as_select())
        .get_result(conn)
        .optional()
}

/// The person's pending or active membership of the organisation.
pub(in crate::organisations) fn current_membership(
    conn: &mut Conn,
    organisation: OrganisationId,
    user: UserId,
) -> QueryResult<Option<MembershipRow>> {
    memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(either(memberships::status, CURRENT))
        .select(MembershipRow::as_select())
        .get_result(conn)
        .optional()
}

/// The person's pending and active memberships.
pub(in crate::organisations) fn memberships_of(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<Vec<MembershipRow>> {
    memberships::table
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(either(memberships::status, CURRENT))
        .order(memberships::created_at)
        .select(MembershipRow::as_select())
        .load(conn)
}

/// What a list of members shows of an account.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub(in crate::organisations) struct PersonRow {
    pub(in crate::organisations) display_name: String,
    pub(in crate::organisations) email: String,
    pub(in crate::organisations) phone: Option<String>,
    pub(in crate::organisations) show_phone: bool,
}

/// The organisation's pending and active memberships, with whose they are: one query, however many.
pub(in crate::organisations) fn members(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<(MembershipRow, PersonRow)>> {
    memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(either(memberships::status, CURRENT))
        .select((MembershipRow::as_select(), PersonRow::as_select()))
        .load(conn)
}

/// How many memberships of this status the organisation has.
pub(in crate::organisations) fn count_members(
    conn: &mut Conn,
    organisation: OrganisationId,
    status: MembershipStatus,
) -> QueryResult<i64> {
    memberships::table
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::status.eq(status.as_str()))
        .count()
        .get_result(conn)
}

/// Whether the person is, was or asked to be a member: four eyes.
pub(in crate::organisations) fn ever_belonged(
    conn: &mut Conn,
    organisation: OrganisationId,
    user: UserId,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        memberships::table
            .filter(memberships::organisation_id.eq(organisation.to_string()))
            .filter(memberships::user_id.eq(user.to_string())),
    ))
    .get_result(conn)
}

/// Adds a membership.
pub(in crate::organisations) fn insert_membership(
    tx: &mut Tx<'_>,
    row: MembershipRow,
) -> QueryResult<()> {
    diesel::insert_into(memberships::table)
        .values(row)
        .execute(tx.conn())
        .map(drop)
}

/// Writes the membership over the one of `version`; whether that was still the present version.
pub(in crate::organisations) fn update_membership(
    tx: &mut Tx<'_>,
    row: &MembershipRow,
    version: i32,
) -> QueryResult<bool> {
    diesel::update(memberships::table.find(row.id.to_string()))
        .filter(memberships::version.eq(version))
        .set((
            memberships::status.eq(row.status.as_str()),
            memberships::age_band.eq(row.age_band.as_str()),
            memberships::guardian_consent_on.eq(&row.guardian_consent_on),
            memberships::joined_at.eq(row.joined_at),
            memberships::ended_at.eq(row.ended_at),
            memberships::end_reason.eq(&row.end_reason),
            memberships::version.eq(version + 1),
        ))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// The roles of one membership.
pub(in crate::organisations) fn roles(
    conn: &mut Conn,
    membership: MembershipId,
) -> QueryResult<Vec<OrgRole>> {
    let keys: Vec<String> = membership_roles::table
        .filter(membership_roles::membership_id.eq(membership.to_string()))
        .select(membership_roles::role)
        .load(conn)?;
    Ok(in_order(keys))
}

/// The roles of all members of the organisation: `(membership, role)`.
pub(in crate::organisations) fn all_roles(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<(String, String)>> {
    membership_roles::table
        .filter(membership_roles::organisation_id.eq(organisation.to_string()))
        .select((membership_roles::membership_id, membership_roles::role))
        .load(conn)
}

/// Roles in the order of the vocabulary; the CHECK keeps others out.
pub(in crate::organisations) fn in_order(keys: Vec<String>) -> Vec<OrgRole> {
    let mut roles: Vec<OrgRole> = keys
        .into_iter()
        .filter_map(|key| key.parse().ok())
        .collect();
    roles.sort_unstable();
    roles
}

/// Sets the roles of a membership.
pub(in crate::organisations) fn set_roles(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    membership: MembershipId,
    roles: &[OrgRole],
    now: Instant,
) -> QueryResult<()> {
    diesel::delete(
        membership_roles::table.filter(membership_roles::membership_id.eq(membership.to_string())),
    )
    .execute(tx.conn())?;
    for role in roles {
        diesel::insert_into(membership_roles::table)
            .values((
                membership_roles::organisation_id.eq(organisation.to_string()),
                membership_roles::membership_id.eq(membership.to_string()),
                membership_roles::role.eq(role.as_str()),
                membership_roles::granted_at.eq(DbTime::from(now)),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// The organisation's active members with their names.
pub(in crate::organisations) fn named_members(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<(MembershipRow, String)>> {
    memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::status.eq(MembershipStatus::Active.as_str()))
        .select((MembershipRow::as_select(), users::display_name))
        .load(conn)
}

/// Whose membership this is, whatever the organisation and its status.
pub(in crate::organisations) fn user_of(
    conn: &mut Conn,
    id: MembershipId,
) -> QueryResult<Option<UserId>> {
    let user: Option<String> = memberships::table
        .find(id.to_string())
        .select(memberships::user_id)
        .get_result(conn)
        .optional()?;
    Ok(user.and_then(|id| id.parse().ok()))
}

/// The roles of these memberships, grouped.
pub(in crate::organisations) fn grouped(
    rows: Vec<(String, String)>,
) -> HashMap<String, Vec<OrgRole>> {
    let mut keys: HashMap<String, Vec<String>> = HashMap::new();
    for (membership, role) in rows {
        keys.entry(membership).or_default().push(role);
    }
    keys.into_iter()
        .map(|(membership, keys)| (membership, in_order(keys)))
        .collect()
}

/// The roles of all the person's memberships: `(membership, role)`.
pub(in crate::organisations) fn roles_of(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<Vec<(String, String)>> {
    membership_roles::table
        .inner_join(memberships::table)
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(either(memberships::status, CURRENT))
        .select((membership_roles::membership_id, membership_roles::role))
        .load(conn)
}

/// The accounts of the active members with this role.
pub(in crate::organisations) fn users_with_role(
    conn: &mut Conn,
    organisation: OrganisationId,
    role: OrgRole,
) -> QueryResult<Vec<UserId>> {
    let ids: Vec<String> = memberships::table
        .inner_join(membership_roles::table)
        .filter(memberships::organisation_id.eq(organisation.to_string()))
        .filter(memberships::status.eq(MembershipStatus::Active.as_str()))
        .filter(membership_roles::role.eq(role.as_str()))
        .select(memberships::user_id)
        .order(memberships::user_id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}
