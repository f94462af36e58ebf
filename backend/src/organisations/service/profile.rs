//! An organisation as its members see it, and its profile.

use lykta_shared::{
    ids::OrganisationId,
    organisations::{MembershipStatus, OrgRight, OrganisationView, UpdateOrganisation, may},
    problem::{FieldCode, FieldError, ProblemKind},
    time::Instant,
};

use super::{
    super::store::{self, OrganisationRow},
    Membership, Moment,
    apply::record,
    require, view,
};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
};

/// The organisation, for its members.
pub(crate) fn get(
    conn: &mut Conn,
    actor: &Actor,
    id: OrganisationId,
    now: Instant,
) -> Result<OrganisationView, ApiError> {
    let me = require(conn, actor, id, OrgRight::TakePart)?;
    let row = store::organisation(conn, id)?.ok_or_else(ApiError::not_found)?;
    organisation_view(conn, row, me, now)
}

fn organisation_view(
    conn: &mut Conn,
    row: OrganisationRow,
    me: Membership,
    now: Instant,
) -> Result<OrganisationView, ApiError> {
    let manages = may(&me.roles, OrgRight::ManageOrganisation);
    let pending = store::count_members(conn, row.id, MembershipStatus::Pending)?;
    let application = if manages {
        store::latest_application(conn, row.id)?.map(|a| a.id)
    } else {
        None
    };
    Ok(OrganisationView {
        agreement_ends_on: row.agreement_end(),
        districts: view::keys(store::districts(conn, row.id)?)?,
        activity_types: view::keys(store::activities(conn, row.id)?)?,
        organisation_type: view::key(&row.organisation_type)?,
        join_link: manages && store::has_join_link(conn, row.id, now)?,
        id: row.id,
        slug: row.slug,
        name: row.name,
        organisation_number: row.organisation_number,
        special_category: row.special_category,
        status: row.status,
        description: row.description,
        listed: row.listed,
        publishes_shifts: row.publishes_shifts,
        accepts_youth: row.accepts_youth,
        roles: me.roles,
        application,
        pending_members: if manages {
            u32::try_from(pending).map_err(ApiError::internal)?
        } else {
            0
        },
        version: row.version,
    })
}

/// Changes the profile. What a special category must not do, it can't switch on.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: OrganisationId,
    version: i32,
    update: &UpdateOrganisation,
    at: Moment,
) -> Result<OrganisationView, ApiError> {
    let me = require(tx, actor, id, OrgRight::ManageOrganisation)?;
    let mut row = store::organisation(tx, id)?.ok_or_else(ApiError::not_found)?;
    let mut errors = Vec::new();
    match update.special_category {
        Some(false) if row.special_category => {
            errors.push(FieldError::new("/specialCategory", FieldCode::Invalid));
        }
        Some(true) if !row.special_category => {
            // What was shown before stops being shown; it can be chosen anew.
            row.special_category = true;
            row.publishes_shifts = false;
            row.listed = false;
        }
        _ => {}
    }
    if let Some(publishes) = update.publishes_shifts {
        if publishes && row.special_category {
            errors.push(FieldError::new("/publishesShifts", FieldCode::NotEligible));
        }
        row.publishes_shifts = publishes;
    }
    all_fine(errors)?;
    if let Some(description) = &update.description {
        row.description = view::composed(description.as_str());
    }
    row.listed = update.listed.unwrap_or(row.listed);
    row.accepts_youth = update.accepts_youth.unwrap_or(row.accepts_youth);
    if !store::update_profile(tx, &row, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    record(
        tx,
        at,
        actor,
        id,
        "organisation.changed",
        "organisation",
        &id.to_string(),
    )?;
    row.version = version + 1;
    organisation_view(tx, row, me, at.now)
}
