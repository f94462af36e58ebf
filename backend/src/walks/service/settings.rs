//! An organisation's settings for its walks.

use lykta_shared::{
    ids::OrganisationId,
    organisations::{MembershipStatus, OrgRight},
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::Candidate,
    walks::{WalkSettings, WalkSettingsView},
};

use super::super::store::{self, SettingsRow};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    organisations::service as organisations,
};

/// What holds until an organisation says otherwise.
pub(super) const DEFAULT: WalkSettings = WalkSettings {
    briefing_hours: 24,
    home_minutes: 45,
    step_minutes: 15,
    duty: None,
};

fn read(row: Option<&SettingsRow>) -> (WalkSettings, i32) {
    let count = |held: i32| u16::try_from(held).unwrap_or(0);
    row.map_or((DEFAULT, 0), |row| {
        let settings = WalkSettings {
            briefing_hours: count(row.briefing_hours),
            home_minutes: count(row.home_minutes),
            step_minutes: count(row.step_minutes),
            duty: row
                .duty_membership_id
                .as_ref()
                .and_then(|id| id.parse().ok()),
        };
        (settings, row.version)
    })
}

/// The organisation's settings.
pub(super) fn of(conn: &mut Conn, organisation: OrganisationId) -> Result<WalkSettings, ApiError> {
    Ok(read(store::settings(conn, organisation)?.as_ref()).0)
}

/// The settings, for planners.
pub(crate) fn settings(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<WalkSettingsView, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    let (settings, version) = read(store::settings(conn, organisation)?.as_ref());
    let members = organisations::members_with_names(conn, organisation)?
        .into_iter()
        .map(|member| Candidate {
            member: member.id,
            display_name: member.display_name,
            can_lead: lykta_shared::organisations::may(&member.roles, OrgRight::LeadShifts),
        })
        .collect();
    Ok(WalkSettingsView {
        settings,
        members,
        version,
    })
}

/// Changes the settings over the version that was read.
pub(crate) fn put_settings(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    version: i32,
    form: &WalkSettings,
) -> Result<WalkSettingsView, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    let mut errors = Vec::new();
    for (value, range, pointer) in [
        (form.briefing_hours, 1..=168, "/briefingHours"),
        (form.home_minutes, 15..=240, "/homeMinutes"),
        (form.step_minutes, 5..=120, "/stepMinutes"),
    ] {
        if !range.contains(&value) {
            errors.push(FieldError::new(pointer, FieldCode::OutOfRange));
        }
    }
    if let Some(duty) = form.duty {
        let member = organisations::member(tx, organisation, duty)?;
        if member.is_none_or(|member| member.status != MembershipStatus::Active) {
            errors.push(FieldError::new("/duty", FieldCode::NotEligible));
        }
    }
    all_fine(errors)?;
    let row = SettingsRow {
        organisation_id: organisation.to_string(),
        briefing_hours: form.briefing_hours.into(),
        home_minutes: form.home_minutes.into(),
        step_minutes: form.step_minutes.into(),
        duty_membership_id: form.duty.map(|id| id.to_string()),
        version: version.saturating_add(1),
    };
    if !store::put_settings(tx, &row)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    settings(tx, actor, organisation)
}
