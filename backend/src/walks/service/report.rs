//! Reports: saved for the organisation, then sent to the city, where each version is frozen.

use lykta_shared::{
    ids::{ReportId, ShiftId},
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::ShiftPhase,
    time::{Instant, civil::local},
    walks::{
        CityPreview, CityReport, PersonWarning, ReportForm, ReportView, SaveReport, SendReport,
        report,
    },
};

use super::{
    super::store::{self, NewReport, ReportRow},
    access::{Seen, hold_as_leader, is_open, look},
    attendance::{close, home, note},
    report_view::{form, of},
};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    messages::{Envelope, MailKind, Recipient, service as messages},
    platform::service as platform,
    shifts::service as shifts,
};

/// Saves a walk's report for the organisation, and closes the walk. What arrives twice, or late after a newer revision,
/// changes nothing; the same revision with other words is a conflict.
pub(crate) fn save_report(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, id): (ShiftId, ReportId),
    body: &SaveReport,
    now: Instant,
) -> Result<ReportView, ApiError> {
    let mut seen = hold_as_leader(tx, actor, shift)?;
    seen.require_begun(now)?;
    let faults = report::check(&body.report, seen.shift.span);
    all_fine(faults).map_err(|error| error.under("/report"))?;
    known_keys(tx, &body.report)?;
    let content = serde_json::to_string(&body.report).map_err(ApiError::internal)?;
    let new = NewReport {
        id,
        revision: body.revision,
        content: &content,
        by: actor.user,
    };
    match store::report_of(tx, shift)? {
        Some(held) if held.id != id => return Err(ApiError::new(ProblemKind::AlreadyExists)),
        Some(held) if i32::from(body.revision) < held.revision => return of(tx, &held),
        Some(held) if i32::from(body.revision) == held.revision => {
            if form(&held)? != body.report {
                return Err(ApiError::new(ProblemKind::Stale));
            }
        }
        Some(_) => store::update_report(tx, new, now)?,
        None => {
            if !store::insert_report(tx, seen.scope(), new, now)? {
                return Err(ApiError::new(ProblemKind::AlreadyExists));
            }
            note(tx, actor, &seen, "walk.report_saved", now)?;
        }
    }
    finish(tx, actor, &mut seen, body, now)?;
    let held = store::report_of(tx, shift)?.ok_or_else(ApiError::not_found)?;
    of(tx, &held)
}

/// A walk with a report is over, and reported.
fn finish(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seen: &mut Seen,
    body: &SaveReport,
    now: Instant,
) -> Result<(), ApiError> {
    let ended = body.report.ended_at;
    if body.all_home {
        home(tx, actor, seen, ended, now)?;
    } else if is_open(seen.shift.phase) {
        close(tx, seen, ended, ShiftPhase::Completed, now)?;
    }
    if seen.shift.phase == ShiftPhase::Completed {
        shifts::end_walk(tx, &mut seen.shift, ShiftPhase::Reported, None, now)?;
    }
    Ok(())
}

/// Makes sure that every key is one of the vocabularies'.
fn known_keys(conn: &mut Conn, form: &ReportForm) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    for (i, district) in form.districts.iter().enumerate() {
        if !platform::district_exists(conn, district)? {
            let pointer = format!("/report/districts/{i}");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
    }
    for (i, seen) in form.observations.iter().enumerate() {
        if !platform::is_item(conn, "observationCategory", &seen.category)? {
            let pointer = format!("/report/observations/{i}/category");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
        if !platform::district_exists(conn, &seen.district)? {
            let pointer = format!("/report/observations/{i}/district");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
    }
    all_fine(errors)
}

fn for_city(seen: &Seen, form: &ReportForm) -> CityReport {
    let walk = report::Walk {
        organisation: seen.shift.organisation_name.clone(),
        special_category: seen.shift.special_category,
        activity_type: seen.shift.activity_type.clone(),
        date: seen.shift.begins().0,
    };
    report::for_city(form, &walk)
}

/// What may be about a person in what the city will see: counts are about nobody.
fn warnings(seen: &Seen, form: &ReportForm) -> Vec<PersonWarning> {
    if seen.shift.special_category {
        Vec::new()
    } else {
        report::screen(form)
    }
}

fn own_report(conn: &mut Conn, shift: ShiftId, id: ReportId) -> Result<ReportRow, ApiError> {
    store::report_of(conn, shift)?
        .filter(|held| held.id == id)
        .ok_or_else(ApiError::not_found)
}

/// What the city would see.
pub(crate) fn preview(
    conn: &mut Conn,
    actor: &Actor,
    (shift, id): (ShiftId, ReportId),
) -> Result<CityPreview, ApiError> {
    let seen = look(conn, actor, shift)?;
    if !seen.leads {
        return Err(ApiError::forbidden());
    }
    let held = own_report(conn, shift, id)?;
    let form = form(&held)?;
    Ok(CityPreview {
        report: for_city(&seen, &form),
        warnings: warnings(&seen, &form),
        revision: held.revision.try_into().unwrap_or(0),
    })
}

/// Sends the saved revision to the city. A revision is sent once, however often it is asked for; a later one is a new
/// version under the same reference.
pub(crate) fn submit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, id): (ShiftId, ReportId),
    body: &SendReport,
    now: Instant,
) -> Result<ReportView, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    let held = own_report(tx, shift, id)?;
    let versions = store::versions(tx, id)?;
    let asked = i32::from(body.revision);
    if versions.iter().any(|version| version.revision == asked) {
        return of(tx, &held);
    }
    if asked != held.revision {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    let form = form(&held)?;
    let warned = warnings(&seen, &form);
    if !warned.is_empty() && !body.persons_checked {
        let errors = warned
            .into_iter()
            .map(|warning| {
                FieldError::new(
                    format!("/report{}", warning.pointer),
                    FieldCode::PossiblePerson,
                )
            })
            .collect();
        return Err(ApiError::fields(errors));
    }
    let reference = if let Some(reference) = &held.reference {
        reference.clone()
    } else {
        let year = local(now).0.year;
        report::reference(year, store::next_number(tx, year)?)
    };
    let content = serde_json::to_string(&for_city(&seen, &form)).map_err(ApiError::internal)?;
    let number = i32::try_from(versions.len()).unwrap_or(i32::MAX - 1) + 1;
    store::insert_version(tx, &held, (number, &content), actor.user, now)?;
    store::set_sent(tx, &held, &reference, now)?;
    note(tx, actor, &seen, "walk.report_sent", now)?;
    let receipt = Envelope {
        kind: MailKind::ReportReceipt {
            shift,
            reference,
            version: number,
        },
        to: Recipient::User(actor.user),
        organisation: Some(seen.shift.organisation),
        dedupe: format!("report:{id}:{number}"),
        not_before: now,
        expires_at: now.plus_days(7),
    };
    messages::enqueue(tx, now, &receipt)?;
    let held = own_report(tx, shift, id)?;
    of(tx, &held)
}
