//! Things done with many shifts at once, each with an id to undo it by. Undoing takes back what nobody joined and
//! says what it left; a leader whom the plan put on it has not joined.

use std::collections::{BTreeMap, BTreeSet};

use lykta_shared::{
    ids::{BatchId, MembershipId, OrganisationId, SeriesId, ShiftId},
    organisations::OrgRight,
    problem::{FieldCode, ProblemKind},
    shifts::{
        CancelShift, CancellationReason, ShiftPhase, SignupStatus,
        series::{BatchDone, BatchKind, BatchUndone, LeftReason, LeftShift, PublishShifts},
        status::is_live,
    },
    text::Note,
    time::Instant,
};

use super::{
    generate::is_about_leader,
    outlook,
    take_back::{hold_everything, take_back},
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    platform::audit::{self, AuditEvent},
    random::Random,
    shifts::{
        service::{
            hold::Held,
            notify, plan, queue,
            standing::{self, Run},
            view,
            viewer::Viewer,
        },
        store::{self, BatchRow, ShiftRow},
    },
};

/// The largest number of drafts that are opened at once.
const MAX_DRAFTS: usize = 200;

/// Opens many drafts at once. Each that can't be opened is left as it is and named.
pub(crate) fn publish_many(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    which: &PublishShifts,
    now: Instant,
) -> Result<BatchDone, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    let shifts: BTreeSet<ShiftId> = which.shifts.iter().copied().collect();
    if shifts.is_empty() {
        return Err(ApiError::field("/shifts", FieldCode::Required));
    }
    if shifts.len() > MAX_DRAFTS {
        return Err(ApiError::field("/shifts", FieldCode::TooLong));
    }
    let mut rows = Vec::new();
    for shift in shifts {
        let found = store::find(tx, shift)?.filter(|(_, of)| of.id == organisation);
        let (row, _) = found.ok_or_else(|| ApiError::field("/shifts", FieldCode::Invalid))?;
        rows.push(row);
    }
    let ids: Vec<ShiftId> = rows.iter().map(|row| row.id).collect();
    let regulars = regulars(tx, &ids)?;
    let people = rows.iter().map(ShiftRow::leader).chain(regulars);
    drop(hold_everything(tx, (organisation, &ids), people)?);
    let batch = BatchId(Random::default().id(now));
    let kind = BatchKind::Publish;
    store::insert_batch(tx, (organisation, batch), (kind, None), actor.user, now)?;
    let (mut opened, mut left) = (Vec::new(), Vec::new());
    let mut runs: BTreeMap<SeriesId, Run> = BTreeMap::new();
    for row in rows {
        match tx.attempt(|tx| plan::publish_one(tx, actor, row.id, now))? {
            Ok(run) => {
                if let Some((root, run)) = run {
                    runs.entry(root).or_default().and(run);
                }
                store::insert_batch_item(tx, (organisation, batch), row.id)?;
                opened.push(row.id);
            }
            Err(error) => left.push(named(&row, why_not_opened(error)?)),
        }
    }
    for (root, run) in runs {
        run.tell(tx, (organisation, root), now)?;
    }
    record(tx, actor, (organisation, batch), kind, now)?;
    done(tx, actor, (batch, kind), &opened, left, now)
}

/// Who comes on every date of the series these shifts belong to.
fn regulars(conn: &mut Conn, shifts: &[ShiftId]) -> Result<Vec<Option<MembershipId>>, ApiError> {
    let mut roots = BTreeSet::new();
    for shift in shifts {
        roots.extend(store::family_of_shift(conn, *shift)?.map(|(_, root)| root));
    }
    let mut found = Vec::new();
    for root in roots {
        found.extend(
            standing::members(conn, root)?
                .into_iter()
                .map(|(id, _)| Some(id)),
        );
    }
    Ok(found)
}

/// Why a draft could not be opened; faults of ours stay faults.
fn why_not_opened(error: ApiError) -> Result<LeftReason, ApiError> {
    if is_about_leader(&error) {
        return Ok(LeftReason::LeaderBusy);
    }
    match error.kind() {
        ProblemKind::WrongState => Ok(LeftReason::WrongState),
        ProblemKind::InvalidFields => Ok(LeftReason::NotPossible),
        _ => Err(error),
    }
}

fn named(row: &ShiftRow, reason: LeftReason) -> LeftShift {
    LeftShift {
        shift: row.id,
        title: row.title.clone(),
        starts_at: row.starts_at,
        reason,
    }
}

/// Takes back what a batch did, except where people have joined or the walk has begun. Once.
pub(crate) fn undo(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: BatchId,
    now: Instant,
) -> Result<BatchUndone, ApiError> {
    let batch = store::batch(tx, id)?.ok_or_else(ApiError::not_found)?;
    organisations::require(tx, actor, batch.organisation_id, OrgRight::PlanShifts)?;
    if let Some(series) = batch.series_id.0 {
        crate::db::lock_series(tx, series)?;
    }
    let organisation = batch.organisation_id;
    if !store::undo_batch(tx, (organisation, id), now)? {
        return Err(ApiError::wrong_state("undone"));
    }
    if let Some(series) = batch.series_id.0 {
        store::remove_series(tx, (organisation, series))?;
        if let Some((row, _)) = store::series(tx, series)? {
            store::end_family(tx, row.root_id)?;
        }
    }
    let shifts: Vec<ShiftId> = store::batch_shifts(tx, id)?
        .into_iter()
        .map(|row| row.id)
        .collect();
    let mut outcome = BatchUndone {
        undone: 0,
        left: Vec::new(),
    };
    for mut held in hold_everything(tx, (organisation, &shifts), [])? {
        match undo_one(tx, actor, &batch, &mut held, now)? {
            None => outcome.undone += 1,
            Some(reason) => outcome.left.push(named(&held.shift, reason)),
        }
    }
    let event = event(actor, (organisation, id), "batch.undone");
    audit::record(tx, now, event)?;
    Ok(outcome)
}

/// Takes one shift back; why not, if it stays.
fn undo_one(
    tx: &mut Tx<'_>,
    actor: &Actor,
    batch: &BatchRow,
    held: &mut Held,
    now: Instant,
) -> Result<Option<LeftReason>, ApiError> {
    if held.shift.status == ShiftPhase::Cancelled {
        return Ok(Some(LeftReason::WrongState));
    }
    if !outlook::changeable(&held.shift, now) {
        return Ok(Some(LeftReason::Begun));
    }
    if batch.kind == BatchKind::Publish && !is_live(held.shift.status) {
        return Ok(Some(LeftReason::WrongState));
    }
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let people = store::on_shift(tx, organisation, shift)?;
    let leader = held.shift.leader();
    let joined = people
        .iter()
        .any(|row| Some(row.signup.membership_id) != leader);
    if joined {
        return Ok(Some(LeftReason::PeopleJoined));
    }
    if batch.kind != BatchKind::Publish {
        let why = CancelShift {
            reason: CancellationReason::Other,
            message: Note::try_from(String::new()).map_err(ApiError::internal)?,
        };
        take_back(tx, actor, (organisation, shift), &why, now)?;
        return Ok(None);
    }
    for row in people {
        if row.signup.status == SignupStatus::SignedUp {
            queue::take_off(tx, held, &row.signup, now)?;
            if row.signup.user_id != actor.user {
                notify::removed(tx, held, &row.signup, now)?;
            }
        }
    }
    store::set_leader(tx, organisation, shift, leader)?;
    store::to_draft(tx, organisation, shift)?;
    held.refresh(tx)?;
    plan::note(tx, actor, held, "shift.draft_again", now)?;
    Ok(None)
}

/// Notes a batch in the log.
pub(super) fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, id): (OrganisationId, BatchId),
    kind: BatchKind,
    now: Instant,
) -> Result<(), ApiError> {
    let action = match kind {
        BatchKind::Series => "batch.series",
        BatchKind::Copy => "batch.copied",
        BatchKind::CopyWeek => "batch.week_copied",
        BatchKind::Publish => "batch.published",
    };
    Ok(audit::record(
        tx,
        now,
        event(actor, (organisation, id), action),
    )?)
}

fn event(
    actor: &Actor,
    (organisation, id): (OrganisationId, BatchId),
    action: &'static str,
) -> AuditEvent {
    AuditEvent {
        organisation: Some(organisation),
        actor: Some(actor.user),
        action,
        object_type: "batch",
        object_id: id.to_string(),
        reason: None,
    }
}

/// What was done, as whoever did it sees it.
pub(super) fn done(
    conn: &mut Conn,
    actor: &Actor,
    (batch, kind): (BatchId, BatchKind),
    shifts: &[ShiftId],
    left: Vec<LeftShift>,
    now: Instant,
) -> Result<BatchDone, ApiError> {
    let viewer = Viewer::load(conn, actor.into(), now)?;
    let mut done = Vec::new();
    for shift in shifts {
        let (row, of) = store::find(conn, *shift)?.ok_or_else(ApiError::not_found)?;
        done.push(view::card(Some(&viewer), &row, &of, now));
    }
    done.sort_by_key(|card| card.starts_at);
    Ok(BatchDone {
        batch,
        kind,
        done,
        left,
    })
}
