//! What an organisation owns, and what of it is out.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl};
use lykta_shared::{
    ids::{EquipmentId, OrganisationId, ShiftId},
    time::{Instant, LocalDate},
    walks::{EquipmentForm, LoanForm},
};

use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{equipment, equipment_loans, shifts},
};

/// A thing.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct EquipmentRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) id: EquipmentId,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) organisation: OrganisationId,
    pub(in crate::walks) equipment_type: String,
    pub(in crate::walks) label: String,
    pub(in crate::walks) quantity: i32,
    pub(in crate::walks) retired_at: Option<DbTime>,
}

/// A loan, and the walk it is of.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct LoanRow {
    pub(in crate::walks) equipment: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) shift: ShiftId,
    pub(in crate::walks) title: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) date: LocalDate,
    pub(in crate::walks) taken: i32,
    pub(in crate::walks) returned: i32,
}

macro_rules! columns {
    () => {
        (
            equipment::id,
            equipment::organisation_id,
            equipment::equipment_type,
            equipment::label,
            equipment::quantity,
            equipment::retired_at,
        )
    };
}

/// All the organisation ever owned; what is out of use too.
pub(in crate::walks) fn equipment(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<Vec<EquipmentRow>> {
    equipment::table
        .filter(equipment::organisation_id.eq(organisation.to_string()))
        .order((equipment::equipment_type, equipment::label, equipment::id))
        .select(columns!())
        .load(conn)
}

/// The thing with this id, whoever owns it.
pub(in crate::walks) fn find_equipment(
    conn: &mut Conn,
    id: EquipmentId,
) -> QueryResult<Option<EquipmentRow>> {
    equipment::table
        .find(id.to_string())
        .select(columns!())
        .first(conn)
        .optional()
}

/// A new thing; `false` when its id is taken.
pub(in crate::walks) fn insert_equipment(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: EquipmentId,
    form: &EquipmentForm,
    now: Instant,
) -> QueryResult<bool> {
    let row = (
        equipment::id.eq(id.to_string()),
        equipment::organisation_id.eq(organisation.to_string()),
        equipment::equipment_type.eq(form.equipment_type.to_string()),
        equipment::label.eq(form.label.to_string()),
        equipment::quantity.eq(i32::from(form.quantity)),
        equipment::created_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(equipment::table)
        .values(row)
        .on_conflict(equipment::id)
        .do_nothing()
        .execute(c))
    .map(|rows| rows == 1)
}

/// Changes a thing, which is in use from now on.
pub(in crate::walks) fn update_equipment(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: EquipmentId,
    form: &EquipmentForm,
) -> QueryResult<()> {
    diesel::update(
        equipment::table
            .find(id.to_string())
            .filter(equipment::organisation_id.eq(organisation.to_string())),
    )
    .set((
        equipment::equipment_type.eq(form.equipment_type.to_string()),
        equipment::label.eq(form.label.to_string()),
        equipment::quantity.eq(i32::from(form.quantity)),
        equipment::retired_at.eq(None::<DbTime>),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Takes a thing out of use.
pub(in crate::walks) fn retire(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: EquipmentId,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(
        equipment::table
            .find(id.to_string())
            .filter(equipment::organisation_id.eq(organisation.to_string()))
            .filter(equipment::retired_at.is_null()),
    )
    .set(equipment::retired_at.eq(DbTime::from(now)))
    .execute(tx.conn())
    .map(drop)
}

/// The organisation's loans that are open, and those of this walk.
pub(in crate::walks) fn loans(
    conn: &mut Conn,
    organisation: OrganisationId,
    shift: Option<ShiftId>,
) -> QueryResult<Vec<LoanRow>> {
    use diesel::BoolExpressionMethods;
    let this = shift.map(|id| id.to_string()).unwrap_or_default();
    equipment_loans::table
        .inner_join(shifts::table)
        .filter(equipment_loans::organisation_id.eq(organisation.to_string()))
        .filter(
            equipment_loans::returned
                .lt(equipment_loans::taken)
                .or(equipment_loans::shift_id.eq(this)),
        )
        .order((shifts::starts_at, shifts::id))
        .select((
            equipment_loans::equipment_id,
            equipment_loans::shift_id,
            shifts::title,
            shifts::local_date,
            equipment_loans::taken,
            equipment_loans::returned,
        ))
        .load(conn)
}

/// How many of this thing went out with this walk and came back.
pub(in crate::walks) fn loan(
    conn: &mut Conn,
    shift: ShiftId,
    id: EquipmentId,
) -> QueryResult<Option<(i32, i32)>> {
    equipment_loans::table
        .find((shift.to_string(), id.to_string()))
        .select((equipment_loans::taken, equipment_loans::returned))
        .first(conn)
        .optional()
}

/// Writes how many went out with a walk and came back. The shift is held.
pub(in crate::walks) fn set_loan(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    id: EquipmentId,
    form: &LoanForm,
) -> QueryResult<()> {
    let (taken, returned) = (i32::from(form.taken), i32::from(form.returned));
    let row = (
        equipment_loans::shift_id.eq(shift.to_string()),
        equipment_loans::equipment_id.eq(id.to_string()),
        equipment_loans::organisation_id.eq(organisation.to_string()),
        equipment_loans::taken.eq(taken),
        equipment_loans::returned.eq(returned),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(equipment_loans::table)
        .values(row)
        .on_conflict((equipment_loans::shift_id, equipment_loans::equipment_id))
        .do_update()
        .set((
            equipment_loans::taken.eq(taken),
            equipment_loans::returned.eq(returned),
        ))
        .execute(c))
    .map(drop)
}
