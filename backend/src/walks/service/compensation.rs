//! What the city pays a group for its evenings: agreed by the liaison, computed line by line, approved, frozen.

use lykta_shared::{
    ids::{AgreementId, OrganisationId},
    organisations::OrgRight,
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::ShiftPhase,
    time::Instant,
    walks::{
        AbortReason, AgreementForm, StatementLine, StatementView,
        compensation::{self, Ending, Evening, Standing, Terms},
    },
};

use super::{
    super::store::{self, AgreementRow, EveningRow},
    city::own_organisation,
};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::{Actor, LiaisonActor},
    organisations::service as organisations,
    platform::audit::{AuditEvent, record},
};

/// Who looks at a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// The organisation itself.
    Organisation,
    /// The city, which of an organisation with special category gets sums only.
    City {
        /// Whether the liaison belongs to the organisation.
        own: bool,
    },
}

fn damaged() -> ApiError {
    ApiError::internal("a stored agreement is not possible")
}

fn short(held: i32) -> Result<u16, ApiError> {
    held.try_into().map_err(|_impossible| damaged())
}

fn view(
    conn: &mut Conn,
    row: AgreementRow,
    reader: Reader,
    now: Instant,
) -> Result<StatementView, ApiError> {
    let mut lines = match &row.statement {
        Some(frozen) => serde_json::from_str(frozen).map_err(|_impossible| damaged())?,
        None => lines(conn, &row, now)?,
    };
    let sum_ore = lines.iter().map(|line: &StatementLine| line.ore).sum();
    let paid = lines.iter().filter(|line| line.reason.is_paid()).count();
    if reader != Reader::Organisation && row.special_category {
        lines.clear();
    }
    Ok(StatementView {
        id: row.id,
        form: AgreementForm {
            organisation: row.organisation,
            title: row.title.try_into().map_err(|_impossible| damaged())?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            evenings: short(row.evenings)?,
            minimum_adults: short(row.minimum_adults)?,
            amount_ore: row.amount_ore,
            report_required: row.report_required,
        },
        organisation_name: row.organisation_name,
        lines,
        paid_evenings: u16::try_from(paid).unwrap_or(u16::MAX),
        sum_ore,
        approved_at: row.approved_at.map(Instant::from),
        own_organisation: reader == Reader::City { own: true },
        version: row.version,
    })
}

/// The lines as the rules see the walks of the term now.
fn lines(
    conn: &mut Conn,
    row: &AgreementRow,
    now: Instant,
) -> Result<Vec<StatementLine>, ApiError> {
    let terms = Terms {
        evenings: short(row.evenings)?,
        minimum_adults: short(row.minimum_adults)?,
        amount_ore: row.amount_ore,
        report_required: row.report_required,
    };
    let days = (row.starts_on, row.ends_on);
    let mut walks: Vec<(EveningRow, u16)> = Vec::new();
    for evening in store::evenings(conn, row.organisation, days, now)? {
        let adult = u16::from(evening.adult == Some(true));
        match walks.last_mut() {
            Some((held, adults)) if held.shift == evening.shift => *adults += adult,
            _ => walks.push((evening, adult)),
        }
    }
    let facts: Vec<Evening> = walks
        .iter()
        .map(|(row, adults)| Evening {
            date: row.date,
            ending: ending(row),
            adults: *adults,
            report: standing(row),
        })
        .collect();
    Ok(compensation::statement(&terms, &facts)
        .into_iter()
        .zip(walks)
        .map(|((reason, ore), (row, adults))| StatementLine {
            date: row.date,
            title: Some(row.title),
            adults,
            reference: row.reference,
            reason,
            ore,
        })
        .collect())
}

fn ending(row: &EveningRow) -> Ending {
    let reason = row
        .abort_reason
        .as_ref()
        .and_then(|reason| reason.parse().ok());
    match (row.phase, reason) {
        (ShiftPhase::Completed | ShiftPhase::Reported, _) => Ending::Completed,
        (ShiftPhase::Aborted, Some(AbortReason::City | AbortReason::PoliceAdvice)) => {
            Ending::BrokenOffByCity
        }
        (ShiftPhase::Aborted, _) => Ending::BrokenOffByGroup,
        _ => Ending::Open,
    }
}

fn standing(row: &EveningRow) -> Standing {
    match (&row.reference, row.accepted_at) {
        (None, _) => Standing::Missing,
        (Some(_), None) => Standing::Sent,
        (Some(_), Some(_)) => Standing::Accepted,
    }
}

/// The organisation's own agreements and statements; for planners.
pub(crate) fn own_statements(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    now: Instant,
) -> Result<Vec<StatementView>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    store::agreements(conn, Some(organisation))?
        .into_iter()
        .map(|row| view(conn, row, Reader::Organisation, now))
        .collect()
}

/// All agreements and statements, as the city sees them.
pub(crate) fn city_statements(
    conn: &mut Conn,
    actor: &LiaisonActor,
    now: Instant,
) -> Result<Vec<StatementView>, ApiError> {
    store::agreements(conn, None)?
        .into_iter()
        .map(|row| for_city(conn, actor, row, now))
        .collect()
}

fn for_city(
    conn: &mut Conn,
    actor: &LiaisonActor,
    row: AgreementRow,
    now: Instant,
) -> Result<StatementView, ApiError> {
    let own = own_organisation(conn, actor, row.organisation)?;
    view(conn, row, Reader::City { own }, now)
}

/// One statement, as the city sees it.
pub(crate) fn statement(
    conn: &mut Conn,
    actor: &LiaisonActor,
    id: AgreementId,
    now: Instant,
) -> Result<StatementView, ApiError> {
    let row = store::agreement(conn, id)?.ok_or_else(ApiError::not_found)?;
    for_city(conn, actor, row, now)
}

/// Makes an agreement, or changes one that is not approved. Repeating it changes nothing but the version.
pub(crate) fn put_agreement(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: AgreementId,
    form: &AgreementForm,
    now: Instant,
) -> Result<StatementView, ApiError> {
    all_fine(faults(form))?;
    // An organisation that is not there is not found.
    let organisation = organisations::organisation(tx, form.organisation)
        .map_err(|_missing| ApiError::field("/organisation", FieldCode::Invalid))?;
    if !organisation.status.is_partner() {
        return Err(ApiError::field("/organisation", FieldCode::NotEligible));
    }
    if own_organisation(tx, actor, form.organisation)? {
        return Err(ApiError::new(ProblemKind::FourEyes));
    }
    let mut action = "compensation.agreed";
    if !store::insert_agreement(tx, id, form, now)? {
        action = "compensation.changed";
        let held = store::agreement(tx, id)?.ok_or_else(ApiError::not_found)?;
        if held.organisation != form.organisation {
            return Err(ApiError::new(ProblemKind::AlreadyExists));
        }
        if !store::update_agreement(tx, id, form)? {
            return Err(ApiError::wrong_state("approved"));
        }
    }
    note(tx, actor, (form.organisation, id), action, now)?;
    statement(tx, actor, id, now)
}

fn faults(form: &AgreementForm) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (wrong, pointer, code) in [
        (
            form.ends_on < form.starts_on,
            "/endsOn",
            FieldCode::EndNotAfterStart,
        ),
        (
            !(1..=366).contains(&form.evenings),
            "/evenings",
            FieldCode::OutOfRange,
        ),
        (
            !(2..=50).contains(&form.minimum_adults),
            "/minimumAdults",
            FieldCode::OutOfRange,
        ),
        (
            !(0..=1_000_000_000).contains(&form.amount_ore),
            "/amountOre",
            FieldCode::OutOfRange,
        ),
    ] {
        if wrong {
            errors.push(FieldError::new(pointer, code));
        }
    }
    errors
}

/// Approves a statement over the version that was read: from then on it is what it was.
pub(crate) fn approve_statement(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    (id, version): (AgreementId, i32),
    now: Instant,
) -> Result<StatementView, ApiError> {
    let row = store::agreement(tx, id)?.ok_or_else(ApiError::not_found)?;
    if own_organisation(tx, actor, row.organisation)? {
        return Err(ApiError::new(ProblemKind::FourEyes));
    }
    if row.approved_at.is_some() {
        return Err(ApiError::wrong_state("approved"));
    }
    let frozen = serde_json::to_string(&lines(tx, &row, now)?).map_err(ApiError::internal)?;
    if !store::approve(tx, (id, version), &frozen, actor.user, now)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    note(
        tx,
        actor,
        (row.organisation, id),
        "compensation.approved",
        now,
    )?;
    statement(tx, actor, id, now)
}

fn note(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    (organisation, id): (OrganisationId, AgreementId),
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: Some(organisation),
        actor: Some(actor.user),
        action,
        object_type: "compensation_agreement",
        object_id: id.to_string(),
        reason: None,
    };
    Ok(record(tx, now, event)?)
}
