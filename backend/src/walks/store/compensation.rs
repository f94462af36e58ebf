//! Agreements on compensation, and the evenings they are about.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods,
    OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
};
use lykta_shared::{
    ids::{AgreementId, OrganisationId, UserId},
    shifts::ShiftPhase,
    time::{Instant, LocalDate},
    walks::AgreementForm,
};

use crate::db::{
    Conn, DbTime, MultiBackend, Tx, on_each,
    schema::{
        attendances, compensation_agreements as agreements, organisations, shifts, walk_reports,
        walks,
    },
};

/// An agreement with its organisation.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct AgreementRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) id: AgreementId,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) organisation: OrganisationId,
    pub(in crate::walks) title: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) starts_on: LocalDate,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) ends_on: LocalDate,
    pub(in crate::walks) evenings: i32,
    pub(in crate::walks) minimum_adults: i32,
    pub(in crate::walks) amount_ore: i32,
    pub(in crate::walks) report_required: bool,
    /// The frozen lines, as JSON.
    pub(in crate::walks) statement: Option<String>,
    pub(in crate::walks) approved_at: Option<DbTime>,
    pub(in crate::walks) version: i32,
    pub(in crate::walks) organisation_name: String,
    pub(in crate::walks) special_category: bool,
}

macro_rules! columns {
    () => {
        (
            agreements::id,
            agreements::organisation_id,
            agreements::title,
            agreements::starts_on,
            agreements::ends_on,
            agreements::evenings,
            agreements::minimum_adults,
            agreements::amount_ore,
            agreements::report_required,
            agreements::statement,
            agreements::approved_at,
            agreements::version,
            organisations::name,
            organisations::special_category,
        )
    };
}

/// The agreement with this id.
pub(in crate::walks) fn agreement(
    conn: &mut Conn,
    id: AgreementId,
) -> QueryResult<Option<AgreementRow>> {
    agreements::table
        .inner_join(organisations::table)
        .filter(agreements::id.eq(id.to_string()))
        .select(columns!())
        .first(conn)
        .optional()
}

/// All agreements, or those of an organisation; the latest term first.
pub(in crate::walks) fn agreements(
    conn: &mut Conn,
    organisation: Option<OrganisationId>,
) -> QueryResult<Vec<AgreementRow>> {
    let query = agreements::table
        .inner_join(organisations::table)
        .into_boxed::<MultiBackend>();
    let query = match organisation {
        Some(id) => query.filter(agreements::organisation_id.eq(id.to_string())),
        None => query,
    };
    query
        .order((agreements::starts_on.desc(), agreements::id.desc()))
        .select(columns!())
        .limit(200)
        .load(conn)
}

macro_rules! agreed {
    ($form:expr) => {
        (
            agreements::organisation_id.eq($form.organisation.to_string()),
            agreements::title.eq($form.title.to_string()),
            agreements::starts_on.eq($form.starts_on.to_string()),
            agreements::ends_on.eq($form.ends_on.to_string()),
            agreements::evenings.eq(i32::from($form.evenings)),
            agreements::minimum_adults.eq(i32::from($form.minimum_adults)),
            agreements::amount_ore.eq($form.amount_ore),
            agreements::report_required.eq($form.report_required),
        )
    };
}

/// A new agreement; `false` when its id is taken.
pub(in crate::walks) fn insert_agreement(
    tx: &mut Tx<'_>,
    id: AgreementId,
    form: &AgreementForm,
    now: Instant,
) -> QueryResult<bool> {
    let row = (
        agreements::id.eq(id.to_string()),
        agreed!(form),
        agreements::version.eq(1),
        agreements::created_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(agreements::table)
        .values(row)
        .on_conflict(agreements::id)
        .do_nothing()
        .execute(c))
    .map(|rows| rows == 1)
}

/// Changes an agreement of the same organisation that is not approved; `false` when it is.
pub(in crate::walks) fn update_agreement(
    tx: &mut Tx<'_>,
    id: AgreementId,
    form: &AgreementForm,
) -> QueryResult<bool> {
    let changed = diesel::update(
        agreements::table
            .find(id.to_string())
            .filter(agreements::organisation_id.eq(form.organisation.to_string()))
            .filter(agreements::approved_at.is_null()),
    )
    .set((
        agreed!(form),
        agreements::version.eq(agreements::version + 1),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Approves and freezes a statement over this version; `false` when somebody was first.
pub(in crate::walks) fn approve(
    tx: &mut Tx<'_>,
    (id, version): (AgreementId, i32),
    statement: &str,
    by: UserId,
    now: Instant,
) -> QueryResult<bool> {
    let changed = diesel::update(
        agreements::table
            .find(id.to_string())
            .filter(agreements::version.eq(version))
            .filter(agreements::approved_at.is_null()),
    )
    .set((
        agreements::statement.eq(statement),
        agreements::approved_at.eq(DbTime::from(now)),
        agreements::approved_by.eq(by.to_string()),
        agreements::version.eq(agreements::version + 1),
    ))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// A walk of the term with one of its attendances, if it has any.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct EveningRow {
    pub(in crate::walks) shift: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) date: LocalDate,
    pub(in crate::walks) title: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) phase: ShiftPhase,
    pub(in crate::walks) abort_reason: Option<String>,
    pub(in crate::walks) reference: Option<String>,
    pub(in crate::walks) accepted_at: Option<DbTime>,
    /// Whether it is one of the organisation's own adults.
    pub(in crate::walks) adult: Option<bool>,
}

/// The walks that began within these days and are over, with the attendances of the organisation's own people, by day:
/// its own walks, and those of others its people were on. Nobody's people are counted twice (edge case O137).
pub(in crate::walks) fn evenings(
    conn: &mut Conn,
    organisation: OrganisationId,
    (from, to): (LocalDate, LocalDate),
    now: Instant,
) -> QueryResult<Vec<EveningRow>> {
    shifts::table
        .left_join(walks::table)
        .left_join(walk_reports::table)
        .left_join(
            attendances::table.on(attendances::shift_id
                .eq(shifts::id)
                .and(attendances::home_organisation_id.eq(organisation.to_string()))),
        )
        .filter(
            shifts::organisation_id
                .eq(organisation.to_string())
                .or(attendances::walker_id.is_not_null()),
        )
        .filter(shifts::local_date.between(from.to_string(), to.to_string()))
        .filter(shifts::status.ne_all([ShiftPhase::Draft.as_str(), ShiftPhase::Cancelled.as_str()]))
        .filter(shifts::starts_at.le(DbTime::from(now)))
        .order((shifts::starts_at, shifts::id))
        .select((
            shifts::id,
            shifts::local_date,
            shifts::title,
            shifts::status,
            walks::abort_reason.nullable(),
            walk_reports::reference.nullable(),
            walk_reports::accepted_at.nullable(),
            // Guests are welcome, but not the organisation's own.
            attendances::adult
                .and(attendances::membership_id.is_not_null())
                .nullable(),
        ))
        .load(conn)
}
