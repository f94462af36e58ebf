//! What members have shown: which, on which day, until when, noted by which role. Never a document.

use std::collections::HashMap;

use diesel::QueryResult;
use lykta_shared::{
    ids::{MembershipId, OrganisationId, UserId},
    organisations::{
        MembershipStatus, NoteQualification, OrgRight, OrgRole, QualificationView, may,
        rules::check_qualifications,
    },
    problem::{FieldCode, FieldError},
    shifts::policy::Held,
    time::civil::local,
};

use super::{
    super::store::{self, QualificationRow},
    Moment,
    apply::record,
    require,
};
use crate::{
    db::{Conn, DbTime, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    platform::service as platform,
};

/// What a member has shown; for whoever plans, and for the member.
pub(crate) fn qualifications(
    conn: &mut Conn,
    actor: &Actor,
    (organisation, member): (OrganisationId, MembershipId),
) -> Result<Vec<QualificationView>, ApiError> {
    let me = require(conn, actor, organisation, OrgRight::TakePart)?;
    if me.id != member && !may(&me.roles, OrgRight::PlanShifts) {
        return Err(ApiError::forbidden());
    }
    active(conn, organisation, member)?;
    list(conn, organisation, member)
}

fn list(
    conn: &mut Conn,
    organisation: OrganisationId,
    member: MembershipId,
) -> Result<Vec<QualificationView>, ApiError> {
    store::qualifications(conn, organisation, member)?
        .into_iter()
        .map(|row| {
            Ok(QualificationView {
                qualification: row.qualification,
                shown_on: row.shown_on.parse().map_err(ApiError::internal)?,
                valid_until: row
                    .valid_until
                    .map(|day| day.parse().map_err(ApiError::internal))
                    .transpose()?,
                noted_by_role: row.noted_by_role.parse().map_err(ApiError::internal)?,
            })
        })
        .collect()
}

fn active(
    conn: &mut Conn,
    organisation: OrganisationId,
    member: MembershipId,
) -> Result<(), ApiError> {
    super::member(conn, organisation, member)?
        .filter(|held| held.status == MembershipStatus::Active)
        .map(drop)
        .ok_or_else(ApiError::not_found)
}

/// Sets all that a member has shown. Who noted what stays as it was stays noted.
pub(crate) fn set_qualifications(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, member): (OrganisationId, MembershipId),
    notes: &[NoteQualification],
    at: Moment,
) -> Result<Vec<QualificationView>, ApiError> {
    let me = require(tx, actor, organisation, OrgRight::PlanShifts)?;
    active(tx, organisation, member)?;
    let mut errors = check_qualifications(notes, local(at.now).0);
    for (number, note) in notes.iter().enumerate() {
        if !platform::qualification_exists(tx, &note.qualification)? {
            let pointer = format!("/qualifications/{number}/qualification");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
    }
    all_fine(errors)?;
    let before = list(tx, organisation, member)?;
    for gone in before.iter().filter(|held| {
        notes
            .iter()
            .all(|note| note.qualification != held.qualification)
    }) {
        store::delete_qualification(tx, organisation, member, &gone.qualification)?;
    }
    let role = if me.roles.contains(&OrgRole::Admin) {
        OrgRole::Admin
    } else {
        OrgRole::Scheduler
    };
    for note in notes {
        let same = before.iter().any(|held| {
            (&held.qualification, held.shown_on, held.valid_until)
                == (&note.qualification, note.shown_on, note.valid_until)
        });
        if !same {
            let row = QualificationRow {
                membership_id: member,
                qualification: note.qualification.clone(),
                shown_on: note.shown_on.to_string(),
                valid_until: note.valid_until.map(|day| day.to_string()),
                noted_by_role: role.to_string(),
            };
            store::set_qualification(tx, organisation, row, DbTime::from(at.now))?;
        }
    }
    record(
        tx,
        at,
        actor,
        organisation,
        "member.qualifications_noted",
        "membership",
        &member.to_string(),
    )?;
    list(tx, organisation, member)
}

/// A note whose day can't be read is none: better to be asked to show it again.
fn held(row: QualificationRow) -> Option<(MembershipId, Held)> {
    let until = row.valid_until.map(|day| day.parse()).transpose().ok()?;
    let held = Held {
        key: row.qualification,
        until,
    };
    Some((row.membership_id, held))
}

/// What a person has shown, by membership.
pub(crate) fn shown_by(
    conn: &mut Conn,
    user: UserId,
) -> QueryResult<HashMap<MembershipId, Vec<Held>>> {
    Ok(grouped(store::qualifications_of(conn, user)?))
}

/// What the members of an organisation have shown, by membership.
pub(crate) fn shown_in(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> QueryResult<HashMap<MembershipId, Vec<Held>>> {
    Ok(grouped(store::all_qualifications(conn, organisation)?))
}

fn grouped(rows: Vec<QualificationRow>) -> HashMap<MembershipId, Vec<Held>> {
    let mut all: HashMap<MembershipId, Vec<Held>> = HashMap::new();
    for (member, one) in rows.into_iter().filter_map(held) {
        all.entry(member).or_default().push(one);
    }
    all
}
