//! What an organisation has settled on its sign-ups.

use lykta_shared::{
    ids::OrganisationId,
    organisations::OrgRight,
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::{SignUpSettings, SignUpSettingsView, policy::check_settings},
};

use super::{super::store, Moment, apply::record, require};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    platform::service as platform,
};

/// The settings; for whoever plans.
pub(crate) fn signup_settings(
    conn: &mut Conn,
    actor: &Actor,
    id: OrganisationId,
) -> Result<SignUpSettingsView, ApiError> {
    require(conn, actor, id, OrgRight::PlanShifts)?;
    let (settings, version) = store::signup_settings(conn, id)?.ok_or_else(ApiError::not_found)?;
    let settings = settings
        .map(|text| serde_json::from_str(&text).map_err(ApiError::internal))
        .transpose()?
        .unwrap_or_default();
    Ok(SignUpSettingsView { settings, version })
}

/// Sets them, for all shifts that have not settled something of their own.
pub(crate) fn set_signup_settings(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: OrganisationId,
    version: i32,
    settings: &SignUpSettings,
    at: Moment,
) -> Result<SignUpSettingsView, ApiError> {
    require(tx, actor, id, OrgRight::ManageOrganisation)?;
    let mut errors = check_settings(settings);
    for (number, one) in settings.required.iter().enumerate() {
        if platform::activity_type(tx, &one.activity_type)?.is_none() {
            let pointer = format!("/required/{number}/activityType");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
        if !platform::qualification_exists(tx, &one.qualification)? {
            let pointer = format!("/required/{number}/qualification");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
    }
    all_fine(errors)?;
    let text = serde_json::to_string(settings).map_err(ApiError::internal)?;
    if !store::set_signup_settings(tx, id, version, &text)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    record(
        tx,
        at,
        actor,
        id,
        "organisation.signup_settings_changed",
        "organisation",
        &id.to_string(),
    )?;
    signup_settings(tx, actor, id)
}
