//! What members have shown, and what an organisation has settled on its sign-ups.

use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, UserId},
    vocabulary::Key,
};

use crate::db::{
    Conn, DbTime, Tx,
    schema::{member_qualifications, memberships, organisations},
};

/// A row of `member_qualifications`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = member_qualifications)]
pub(in crate::organisations) struct QualificationRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::organisations) membership_id: MembershipId,
    #[diesel(deserialize_as = String)]
    pub(in crate::organisations) qualification: Key,
    pub(in crate::organisations) shown_on: String,
    pub(in crate::organisations) valid_until: Option<String>,
    pub(in crate::organisations) noted_by_role: String,
}

/// What a member has shown.
pub(in crate::organisations) fn qualifications(
    conn: &mut Conn,
    organisation: OrganisationId,
    member: MembershipId,
) -> QueryResult<Vec<QualificationRow>> {
    member_qualifications::table
        .filter(member_qualifications::organisation_id.eq(organisation.to_string()))
        .filter(member_qualifications::membership_id.eq(member.to_string()))
        .order(member_qualifications::qualification)
        .select(QualificationRow::as_select())
        .load(conn)
}

/// What all members of an organisation have shown.
pub(in crate::organisations) fn all_qualifications(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<QualificationRow>> {
    member_qualifications::table
        .filter(member_qualifications::organisation_id.eq(organisation.to_string()))
        .select(QualificationRow::as_select())
        .load(conn)
}

/// What a person has shown in each organisation they are a member of.
pub(in crate::organisations) fn qualifications_of(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<Vec<QualificationRow>> {
    member_qualifications::table
        .inner_join(memberships::table.on(memberships::id.eq(member_qualifications::membership_id)))
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(memberships::status.eq("active"))
        .select(QualificationRow::as_select())
        .load(conn)
}

/// Notes what a member has shown, in place of what was noted before.
pub(in crate::organisations) fn set_qualification(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    row: QualificationRow,
    now: DbTime,
) -> QueryResult<()> {
    delete_qualification(tx, organisation, row.membership_id, &row.qualification)?;
    diesel::insert_into(member_qualifications::table)
        .values((
            member_qualifications::organisation_id.eq(organisation.to_string()),
            member_qualifications::membership_id.eq(row.membership_id.to_string()),
            member_qualifications::qualification.eq(row.qualification.to_string()),
            member_qualifications::shown_on.eq(row.shown_on),
            member_qualifications::valid_until.eq(row.valid_until),
            member_qualifications::noted_by_role.eq(row.noted_by_role),
            member_qualifications::noted_at.eq(now),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Takes a note away.
pub(in crate::organisations) fn delete_qualification(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    member: MembershipId,
    qualification: &Key,
) -> QueryResult<()> {
    diesel::delete(
        member_qualifications::table
            .filter(member_qualifications::organisation_id.eq(organisation.to_string()))
            .filter(member_qualifications::membership_id.eq(member.to_string()))
            .filter(member_qualifications::qualification.eq(qualification.to_string())),
    )
    .execute(tx.conn())
    .map(drop)
}

/// What the organisation has settled on sign-ups, as it is stored, and its version.
pub(in crate::organisations) fn signup_settings(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Option<(Option<String>, i32)>> {
    organisations::table
        .find(id.to_string())
        .select((organisations::signup_settings, organisations::version))
        .first(conn)
        .optional()
}

/// Writes the settings over those of `version`; whether that was still the present version.
pub(in crate::organisations) fn set_signup_settings(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    version: i32,
    settings: &str,
) -> QueryResult<bool> {
    let changed = diesel::update(organisations::table.find(id.to_string()))
        .filter(organisations::version.eq(version))
        .set((
            organisations::signup_settings.eq(Some(settings)),
            organisations::version.eq(organisations::version + 1),
        ))
        .execute(tx.conn())?;
    Ok(changed == 1)
}
