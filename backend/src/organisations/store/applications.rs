//! Applications and their history.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult,
    Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{ApplicationId, OrganisationId, UserId},
    organisations::ApplicationStatus,
    time::Instant,
};

use crate::db::{
    Conn, DbTime, Tx,
    schema::{application_events, partner_applications},
};

/// A row of `partner_applications`. `form` is the JSON of an `ApplicationForm`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = partner_applications)]
pub(in crate::organisations) struct ApplicationRow {
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) id: ApplicationId,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) organisation_id: OrganisationId,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) status: ApplicationStatus,
    pub(in crate::organisations) form: String,
    pub(in crate::organisations) organisation_name: String,
    pub(in crate::organisations) organisation_type: String,
    pub(in crate::organisations) districts: String,
    pub(in crate::organisations) created_by: Option<String>,
    pub(in crate::organisations) submitted_at: Option<DbTime>,
    pub(in crate::organisations) decided_at: Option<DbTime>,
    pub(in crate::organisations) version: i32,
    #[diesel(deserialize_as = DbTime, serialize_as = DbTime)]
    pub(in crate::organisations) created_at: Instant,
}

/// A row of `application_events`.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = application_events)]
pub(in crate::organisations) struct EventRow {
    pub(in crate::organisations) id: String,
    pub(in crate::organisations) organisation_id: String,
    pub(in crate::organisations) application_id: String,
    pub(in crate::organisations) position: i32,
    #[diesel(deserialize_as = DbTime, serialize_as = DbTime)]
    pub(in crate::organisations) at: Instant,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) from_status: ApplicationStatus,
    #[diesel(deserialize_as = String, serialize_as = String)]
    pub(in crate::organisations) to_status: ApplicationStatus,
    pub(in crate::organisations) by_city: bool,
    pub(in crate::organisations) actor_id: Option<String>,
    pub(in crate::organisations) message: String,
}

/// One application.
pub(in crate::organisations) fn application(
    conn: &mut Conn,
    id: ApplicationId,
) -> QueryResult<Option<ApplicationRow>> {
    partner_applications::table
        .find(id.to_string())
        .select(ApplicationRow::as_select())
        .first(conn)
        .optional()
}

/// The organisation's latest application.
pub(in crate::organisations) fn latest_application(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Option<ApplicationRow>> {
    partner_applications::table
        .filter(partner_applications::organisation_id.eq(organisation.to_string()))
        .order((
            partner_applications::created_at.desc(),
            partner_applications::id.desc(),
        ))
        .select(ApplicationRow::as_select())
        .first(conn)
        .optional()
}

/// Adds an application.
pub(in crate::organisations) fn insert_application(
    tx: &mut Tx<'_>,
    row: ApplicationRow,
) -> QueryResult<()> {
    diesel::insert_into(partner_applications::table)
        .values(row)
        .execute(tx.conn())
        .map(drop)
}

/// Writes the application over the one of `version`; whether that was still the present version.
pub(in crate::organisations) fn update_application(
    tx: &mut Tx<'_>,
    row: &ApplicationRow,
    version: i32,
) -> QueryResult<bool> {
    diesel::update(partner_applications::table.find(row.id.to_string()))
        .filter(partner_applications::version.eq(version))
        .set((
            partner_applications::status.eq(row.status.as_str()),
            partner_applications::form.eq(&row.form),
            partner_applications::organisation_name.eq(&row.organisation_name),
            partner_applications::organisation_type.eq(&row.organisation_type),
            partner_applications::districts.eq(&row.districts),
            partner_applications::submitted_at.eq(row.submitted_at),
            partner_applications::decided_at.eq(row.decided_at),
            partner_applications::version.eq(version + 1),
        ))
        .execute(tx.conn())
        .map(|rows| rows == 1)
}

/// What has happened to an application, oldest first.
pub(in crate::organisations) fn events(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<EventRow>> {
    application_events::table
        .filter(application_events::application_id.eq(application.to_string()))
        .order(application_events::position)
        .load(conn)
}

/// Adds to the history.
pub(in crate::organisations) fn insert_event(tx: &mut Tx<'_>, row: EventRow) -> QueryResult<()> {
    diesel::insert_into(application_events::table)
        .values(row)
        .execute(tx.conn())
        .map(drop)
}

/// Applications the city may see, oldest first: all but drafts. With `status`, only those; else those that wait
/// for the city.
pub(in crate::organisations) fn queue(
    conn: &mut Conn,
    status: Option<ApplicationStatus>,
) -> QueryResult<Vec<ApplicationRow>> {
    let mut query = partner_applications::table
        .filter(partner_applications::status.ne(ApplicationStatus::Draft.as_str()))
        // What was withdrawn before it was sent never reached the city.
        .filter(partner_applications::submitted_at.is_not_null())
        .order((partner_applications::submitted_at, partner_applications::id))
        .select(ApplicationRow::as_select())
        .into_boxed();
    query = match status {
        Some(status) => query.filter(partner_applications::status.eq(status.as_str())),
        None => query.filter(
            partner_applications::status
                .eq(ApplicationStatus::Submitted.as_str())
                .or(partner_applications::status.eq(ApplicationStatus::UnderReview.as_str())),
        ),
    };
    query.load(conn)
}

/// Whether this person began the application of the organisation, now or earlier.
pub(in crate::organisations) fn has_applied(
    conn: &mut Conn,
    organisation: OrganisationId,
    user: UserId,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        partner_applications::table
            .filter(partner_applications::organisation_id.eq(organisation.to_string()))
            .filter(partner_applications::created_by.eq(user.to_string())),
    ))
    .get_result(conn)
}
