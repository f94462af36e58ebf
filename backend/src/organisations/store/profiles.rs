//! Organisations themselves, and what their agreement covers.

use std::collections::HashSet;

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::OrganisationId,
    organisations::OrganisationStatus,
    time::{Instant, LocalDate},
    vocabulary::Key,
};

use crate::db::{
    Conn, DbTime, Tx,
    schema::{organisation_activities, organisation_districts, organisations},
};

/// A row of `organisations`.
#[expect(clippy::struct_excessive_bools, reason = "as many as the table has")]
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisations)]
pub(in crate::organisations) struct OrganisationRow {
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) id: OrganisationId,
    pub(in crate::organisations) slug: String,
    pub(in crate::organisations) name: String,
    pub(in crate::organisations) organisation_type: String,
    pub(in crate::organisations) organisation_number: Option<String>,
    pub(in crate::organisations) special_category: bool,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) status: OrganisationStatus,
    pub(in crate::organisations) description: String,
    pub(in crate::organisations) website: Option<String>,
    pub(in crate::organisations) contact_name: String,
    pub(in crate::organisations) contact_email: String,
    pub(in crate::organisations) contact_phone: Option<String>,
    pub(in crate::organisations) contact_consent: bool,
    pub(in crate::organisations) listed: bool,
    pub(in crate::organisations) publishes_shifts: bool,
    pub(in crate::organisations) accepts_youth: bool,
    pub(in crate::organisations) agreement_ends_on: Option<String>,
    pub(in crate::organisations) version: i32,
    #[diesel(deserialize_as = DbTime, serialize_as = DbTime)]
    pub(in crate::organisations) created_at: Instant,
}

/// One organisation.
pub(in crate::organisations) fn organisation(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Option<OrganisationRow>> {
    organisations::table
        .find(id.to_string())
        .select(OrganisationRow::as_select())
        .get_result(conn)
        .optional()
}

/// Whether the word is taken.
pub(in crate::organisations) fn slug_is_taken(conn: &mut Conn, slug: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        organisations::table.filter(organisations::slug.eq(slug)),
    ))
    .get_result(conn)
}

/// Adds an organisation.
pub(in crate::organisations) fn insert_organisation(
    tx: &mut Tx<'_>,
    row: OrganisationRow,
) -> QueryResult<()> {
    diesel::insert_into(organisations::table)
        .values(row)
        .execute(tx.conn())
        .map(drop)
}

/// Writes the profile over the one of `version`; whether that was still the present version.
pub(in crate::organisations) fn update_profile(
    tx: &mut Tx<'_>,
    row: &OrganisationRow,
    version: i32,
) -> QueryResult<bool> {
    diesel::update(organisations::table.find(row.id.to_string()))
        .filter(organisations::version.eq(version))
        .set((
            organisations::name.eq(&row.name),
            organisations::organisation_type.eq(&row.organisation_type),
            organisations::organisation_number.eq(&row.organisation_number),
            organisations::special_category.eq(row.special_category),
            organisations::status.eq(row.status.as_str()),
            organisations::description.eq(&row.description),
            organisations::contact_name.eq(&row.contact_name),
            organisations::contact_email.eq(&row.contact_email),
            organisations::contact_phone.eq(&row.contact_phone),
            organisations::contact_consent.eq(row.contact_consent),
            organisations::listed.eq(row.listed),
            organisations::publishes_shifts.eq(row.publishes_shifts),
            organisations::accepts_youth.eq(row.accepts_youth),
            organisations::agreement_ends_on.eq(&row.agreement_ends_on),
            organisations::version.eq(version + 1),
        ))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// The districts of the agreement, in the order of their keys.
pub(in crate::organisations) fn districts(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Vec<String>> {
    organisation_districts::table
        .filter(organisation_districts::organisation_id.eq(id.to_string()))
        .select(organisation_districts::district_key)
        .order(organisation_districts::district_key)
        .load(conn)
}

/// The organisations whose agreement covers a district.
pub(in crate::organisations) fn agreed_in(
    conn: &mut Conn,
    district: &Key,
) -> QueryResult<HashSet<OrganisationId>> {
    let ids: Vec<String> = organisation_districts::table
        .filter(organisation_districts::district_key.eq(district.to_string()))
        .select(organisation_districts::organisation_id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// The activity types of the agreement, in the order of their keys.
pub(in crate::organisations) fn activities(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Vec<String>> {
    organisation_activities::table
        .filter(organisation_activities::organisation_id.eq(id.to_string()))
        .select(organisation_activities::activity_type)
        .order(organisation_activities::activity_type)
        .load(conn)
}

/// Sets what the agreement covers.
pub(in crate::organisations) fn set_scope(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    districts: &[Key],
    activities: &[Key],
) -> QueryResult<()> {
    let id = id.to_string();
    diesel::delete(
        organisation_districts::table.filter(organisation_districts::organisation_id.eq(&id)),
    )
    .execute(tx.conn())?;
    diesel::delete(
        organisation_activities::table.filter(organisation_activities::organisation_id.eq(&id)),
    )
    .execute(tx.conn())?;
    for key in districts {
        diesel::insert_into(organisation_districts::table)
            .values((
                organisation_districts::organisation_id.eq(&id),
                organisation_districts::district_key.eq(key.as_str()),
            ))
            .execute(tx.conn())?;
    }
    for key in activities {
        diesel::insert_into(organisation_activities::table)
            .values((
                organisation_activities::organisation_id.eq(&id),
                organisation_activities::activity_type.eq(key.as_str()),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// All partners of the city, present and past. The city's register; it holds no members.
pub(in crate::organisations) fn partners(conn: &mut Conn) -> QueryResult<Vec<OrganisationRow>> {
    organisations::table
        .filter(organisations::status.ne(OrganisationStatus::Applicant.as_str()))
        .select(OrganisationRow::as_select())
        .load(conn)
}

/// Names of all organisations but this one, to find those that look alike.
pub(in crate::organisations) fn other_names(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Vec<String>> {
    organisations::table
        .filter(organisations::id.ne(id.to_string()))
        .select(organisations::name)
        .order(organisations::name)
        .load(conn)
}

impl OrganisationRow {
    /// The last day of the agreement.
    pub(in crate::organisations) fn agreement_end(&self) -> Option<LocalDate> {
        self.agreement_ends_on
            .as_deref()
            .and_then(|day| day.parse().ok())
    }
}
