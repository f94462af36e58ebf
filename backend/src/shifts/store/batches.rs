//! What was done with many shifts at once.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper, insert_into,
};
use lykta_shared::{
    ids::{BatchId, OrganisationId, SeriesId, ShiftId, UserId},
    shifts::{ShiftPhase, series::BatchKind},
    time::Instant,
};

use super::rows::{Maybe, ShiftRow};
use crate::db::{
    Conn, DbTime, Tx,
    schema::{shift_batch_items, shift_batches, shifts},
};

/// A batch.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shift_batches)]
pub(in crate::shifts) struct BatchRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) organisation_id: OrganisationId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) kind: BatchKind,
    #[diesel(deserialize_as = Option<String>)]
    pub(in crate::shifts) series_id: Maybe<SeriesId>,
}

/// Writes down what was done.
pub(in crate::shifts) fn insert_batch(
    tx: &mut Tx<'_>,
    (organisation, id): (OrganisationId, BatchId),
    (kind, series): (BatchKind, Option<SeriesId>),
    made_by: UserId,
    now: Instant,
) -> QueryResult<()> {
    insert_into(shift_batches::table)
        .values((
            shift_batches::id.eq(id.to_string()),
            shift_batches::organisation_id.eq(organisation.to_string()),
            shift_batches::kind.eq(kind.as_str()),
            shift_batches::series_id.eq(series.map(|id| id.to_string())),
            shift_batches::made_by.eq(made_by.to_string()),
            shift_batches::made_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Counts a shift among those of a batch.
pub(in crate::shifts) fn insert_batch_item(
    tx: &mut Tx<'_>,
    (organisation, batch): (OrganisationId, BatchId),
    shift: ShiftId,
) -> QueryResult<()> {
    insert_into(shift_batch_items::table)
        .values((
            shift_batch_items::batch_id.eq(batch.to_string()),
            shift_batch_items::organisation_id.eq(organisation.to_string()),
            shift_batch_items::shift_id.eq(shift.to_string()),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// A batch. The caller decides who may know of it.
pub(in crate::shifts) fn batch(conn: &mut Conn, id: BatchId) -> QueryResult<Option<BatchRow>> {
    shift_batches::table
        .filter(shift_batches::id.eq(id.to_string()))
        .select(BatchRow::as_select())
        .first(conn)
        .optional()
}

/// The shifts of a batch, by ascending id.
pub(in crate::shifts) fn batch_shifts(
    conn: &mut Conn,
    batch: BatchId,
) -> QueryResult<Vec<ShiftRow>> {
    shift_batch_items::table
        .inner_join(shifts::table)
        .filter(shift_batch_items::batch_id.eq(batch.to_string()))
        .order(shifts::id)
        .select(ShiftRow::as_select())
        .load(conn)
}

/// Notes that a batch was undone. `false`: it was already.
pub(in crate::shifts) fn undo_batch(
    tx: &mut Tx<'_>,
    (organisation, id): (OrganisationId, BatchId),
    now: Instant,
) -> QueryResult<bool> {
    let changed = diesel::update(
        shift_batches::table
            .filter(shift_batches::organisation_id.eq(organisation.to_string()))
            .filter(shift_batches::id.eq(id.to_string()))
            .filter(shift_batches::undone_at.is_null()),
    )
    .set(shift_batches::undone_at.eq(Some(DbTime::from(now))))
    .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Makes a published shift a draft again.
pub(in crate::shifts) fn to_draft(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: ShiftId,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(id.to_string())),
    )
    .set((
        shifts::status.eq(ShiftPhase::Draft.as_str()),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}
