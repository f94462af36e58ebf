//! The organisation's side of an application.

use lykta_shared::{
    ids::{ApplicationId, MembershipId, OrganisationId},
    organisations::{
        AgeBand, ApplicationForm, ApplicationStatus, ApplicationView, MembershipStatus, OrgRight,
        OrgRole, OrganisationStatus,
        rules::{check_form, slug},
        transitions::{ApplicationStep, after},
    },
    problem::{FieldCode, FieldError, ProblemKind},
};

use super::{
    super::store::{self, ApplicationRow, EventRow, MembershipRow, OrganisationRow},
    Moment, notify, require, view,
};
use crate::{
    db::{Conn, DbTime, Tx, lock_application, lock_organisation},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    messages::MailKind,
    platform::{
        audit::{self, AuditEvent},
        service as platform,
    },
};

/// Begins an organisation, its first administrator and the draft of its application.
pub(crate) fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    form: &ApplicationForm,
    at: Moment,
) -> Result<ApplicationView, ApiError> {
    if !actor.email_verified {
        return Err(ApiError::new(ProblemKind::EmailUnverified));
    }
    let special = check_keys(tx, form)?;
    let id = OrganisationId(at.random.id(at.now));
    let mut row = OrganisationRow {
        id,
        slug: free_slug(tx, form.name.as_str(), at)?,
        name: String::new(),
        organisation_type: String::new(),
        organisation_number: None,
        special_category: special,
        status: OrganisationStatus::Applicant,
        description: String::new(),
        website: None,
        contact_name: String::new(),
        contact_email: String::new(),
        contact_phone: None,
        contact_consent: false,
        listed: !special,
        publishes_shifts: false,
        accepts_youth: false,
        agreement_ends_on: None,
        version: 1,
        created_at: at.now,
    };
    fill(&mut row, form);
    store::insert_organisation(tx, row)?;
    let membership = MembershipId(at.random.id(at.now));
    store::insert_membership(
        tx,
        MembershipRow {
            id: membership,
            organisation_id: id,
            user_id: actor.user,
            status: MembershipStatus::Active,
            age_band: AgeBand::Adult,
            guardian_consent_on: None,
            joined_at: Some(DbTime::from(at.now)),
            ended_at: None,
            end_reason: None,
            version: 1,
            created_at: at.now,
        },
    )?;
    store::set_roles(tx, id, membership, &[OrgRole::Admin], at.now)?;
    record(
        tx,
        at,
        actor,
        id,
        "organisation.created",
        "organisation",
        &id.to_string(),
    )?;
    begin(tx, actor, id, form, at)
}

/// Begins a new application after one that was rejected or taken back.
pub(crate) fn apply_again(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    form: &ApplicationForm,
    at: Moment,
) -> Result<ApplicationView, ApiError> {
    require(tx, actor, organisation, OrgRight::ManageOrganisation)?;
    lock_organisation(tx, organisation)?;
    let latest = store::latest_application(tx, organisation)?.ok_or_else(ApiError::not_found)?;
    if !latest.status.allows_another() {
        return Err(ApiError::wrong_state(latest.status));
    }
    check_keys(tx, form)?;
    copy_to_organisation(tx, organisation, form)?;
    begin(tx, actor, organisation, form, at)
}

/// The application, for the organisation's administrators.
pub(crate) fn get_application(
    conn: &mut Conn,
    actor: &Actor,
    id: ApplicationId,
) -> Result<ApplicationView, ApiError> {
    let row = own(conn, actor, id)?;
    view::application(conn, &row)
}

/// Changes what was written, while that is possible.
pub(crate) fn update_application(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
    version: i32,
    form: &ApplicationForm,
) -> Result<ApplicationView, ApiError> {
    own(tx, actor, id)?;
    lock_application(tx, id)?;
    let mut row = own(tx, actor, id)?;
    if !row.status.is_editable() {
        return Err(ApiError::wrong_state(row.status));
    }
    check_keys(tx, form)?;
    write_form(&mut row, form)?;
    if !store::update_application(tx, &row, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    copy_to_organisation(tx, row.organisation_id, form)?;
    row.version = version + 1;
    view::application(tx, &row)
}

/// Sends the application, or its completion, to the city.
pub(crate) fn submit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
    at: Moment,
) -> Result<ApplicationView, ApiError> {
    own(tx, actor, id)?;
    lock_application(tx, id)?;
    let row = own(tx, actor, id)?;
    let form = view::form(&row)?;
    let special = check_keys(tx, &form)?;
    if after(row.status, ApplicationStep::Submit).is_some() {
        all_fine(check_form(&form, special))?;
    }
    let row = step(tx, Some(actor), row, ApplicationStep::Submit, false, "", at)?;
    if row.status == ApplicationStatus::Submitted {
        let organisation =
            store::organisation(tx, row.organisation_id)?.ok_or_else(ApiError::not_found)?;
        let kind = MailKind::ApplicationReceived { application: id };
        notify::to_representatives(tx, at.now, &organisation, &kind, &id.to_string())?;
    }
    view::application(tx, &row)
}

/// Takes the application back.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
    at: Moment,
) -> Result<ApplicationView, ApiError> {
    own(tx, actor, id)?;
    lock_application(tx, id)?;
    let row = own(tx, actor, id)?;
    let row = step(
        tx,
        Some(actor),
        row,
        ApplicationStep::Withdraw,
        false,
        "",
        at,
    )?;
    view::application(tx, &row)
}

/// The application, if the person administers its organisation.
fn own(conn: &mut Conn, actor: &Actor, id: ApplicationId) -> Result<ApplicationRow, ApiError> {
    let row = store::application(conn, id)?.ok_or_else(ApiError::not_found)?;
    require(
        conn,
        actor,
        row.organisation_id,
        OrgRight::ManageOrganisation,
    )?;
    Ok(row)
}

/// Takes one step in the application's life, with its place in the history and in the audit log. Where the step is
/// not possible: 409 with the state.
pub(super) fn step(
    tx: &mut Tx<'_>,
    actor: Option<&Actor>,
    row: ApplicationRow,
    step: ApplicationStep,
    by_city: bool,
    message: &str,
    at: Moment,
) -> Result<ApplicationRow, ApiError> {
    let from = row.status;
    let to = after(from, step).ok_or_else(|| ApiError::wrong_state(from))?;
    let action = match step {
        ApplicationStep::Submit => "application.submitted",
        ApplicationStep::Withdraw => "application.withdrawn",
        ApplicationStep::StartReview => "application.review_started",
        ApplicationStep::RequestCompletion => "application.completion_requested",
        ApplicationStep::Approve => "application.approved",
        ApplicationStep::Reject => "application.rejected",
    };
    let turn = Turn {
        to,
        by_city,
        message,
        action,
    };
    turn_to(tx, actor, row, turn, at)
}

/// A change of an application's status as its history and the audit log tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    /// The status after it.
    pub(super) to: ApplicationStatus,
    /// Whether the city made it.
    pub(super) by_city: bool,
    /// What was said with it.
    pub(super) message: &'a str,
    /// The audit log's word for it.
    pub(super) action: &'static str,
}

/// Changes the status, with its place in the history and in the audit log.
pub(super) fn turn_to(
    tx: &mut Tx<'_>,
    actor: Option<&Actor>,
    mut row: ApplicationRow,
    turn: Turn<'_>,
    at: Moment,
) -> Result<ApplicationRow, ApiError> {
    let Turn {
        to,
        by_city,
        message,
        action,
    } = turn;
    let from = row.status;
    row.status = to;
    if to == ApplicationStatus::Submitted {
        row.submitted_at = Some(DbTime::from(at.now));
    }
    let decided = matches!(
        to,
        ApplicationStatus::Approved | ApplicationStatus::Rejected
    );
    row.decided_at = decided.then(|| DbTime::from(at.now));
    let version = row.version;
    if !store::update_application(tx, &row, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    row.version = version + 1;
    let position = i32::try_from(store::events(tx, row.id)?.len()).map_err(ApiError::internal)?;
    store::insert_event(
        tx,
        EventRow {
            id: at.random.id(at.now).to_string(),
            organisation_id: row.organisation_id.to_string(),
            application_id: row.id.to_string(),
            position,
            at: at.now,
            from_status: from,
            to_status: to,
            by_city,
            actor_id: actor.map(|actor| actor.user.to_string()),
            message: message.to_owned(),
        },
    )?;
    audit::record(
        tx,
        at.now,
        AuditEvent {
            organisation: Some(row.organisation_id),
            actor: actor.map(|actor| actor.user),
            action,
            object_type: "application",
            object_id: row.id.to_string(),
            reason: None,
        },
    )?;
    Ok(row)
}

/// Whether all keys of the form are known; answers whether its type is of a special category.
fn check_keys(conn: &mut Conn, form: &ApplicationForm) -> Result<bool, ApiError> {
    let mut errors = Vec::new();
    let kind = platform::organisation_type(conn, &form.organisation_type)?;
    if kind.is_none() {
        errors.push(FieldError::new("/organisationType", FieldCode::UnknownKey));
    }
    for (i, key) in form.districts.iter().enumerate() {
        if !platform::district_exists(conn, key)? {
            errors.push(FieldError::new(
                format!("/districts/{i}"),
                FieldCode::UnknownKey,
            ));
        }
    }
    for (i, key) in form.activity_types.iter().enumerate() {
        if platform::activity_type(conn, key)?.is_none() {
            errors.push(FieldError::new(
                format!("/activityTypes/{i}"),
                FieldCode::UnknownKey,
            ));
        }
    }
    all_fine(errors)?;
    Ok(kind.is_some_and(|kind| kind.special_category))
}

/// A word for paths that nobody has: the name's, with random letters behind it if need be.
fn free_slug(conn: &mut Conn, name: &str, at: Moment) -> Result<String, ApiError> {
    let wish = slug(name);
    if !store::slug_is_taken(conn, &wish)? {
        return Ok(wish);
    }
    Ok(format!("{wish}-{:05}", at.random.below(100_000)))
}

fn begin(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    form: &ApplicationForm,
    at: Moment,
) -> Result<ApplicationView, ApiError> {
    let mut row = ApplicationRow {
        id: ApplicationId(at.random.id(at.now)),
        organisation_id: organisation,
        status: ApplicationStatus::Draft,
        form: String::new(),
        organisation_name: String::new(),
        organisation_type: String::new(),
        districts: String::new(),
        created_by: Some(actor.user.to_string()),
        submitted_at: None,
        decided_at: None,
        version: 1,
        created_at: at.now,
    };
    write_form(&mut row, form)?;
    store::insert_application(tx, row.clone())?;
    record(
        tx,
        at,
        actor,
        organisation,
        "application.begun",
        "application",
        &row.id.to_string(),
    )?;
    view::application(tx, &row)
}

fn write_form(row: &mut ApplicationRow, form: &ApplicationForm) -> Result<(), ApiError> {
    row.form = serde_json::to_string(form).map_err(ApiError::internal)?;
    row.organisation_name = view::composed(form.name.as_str());
    row.organisation_type = form.organisation_type.to_string();
    row.districts = serde_json::to_string(&form.districts).map_err(ApiError::internal)?;
    Ok(())
}

/// The organisation's profile is what its latest application says, until the city has approved it.
fn copy_to_organisation(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    form: &ApplicationForm,
) -> Result<(), ApiError> {
    let mut row = store::organisation(tx, id)?.ok_or_else(ApiError::not_found)?;
    let special = platform::organisation_type(tx, &form.organisation_type)?
        .is_some_and(|kind| kind.special_category);
    fill(&mut row, form);
    // The flag can be raised, never lowered.
    row.special_category = row.special_category || special;
    row.listed = row.listed && !row.special_category;
    let version = row.version;
    if store::update_profile(tx, &row, version)? {
        Ok(())
    } else {
        Err(ApiError::new(ProblemKind::Stale))
    }
}

fn fill(row: &mut OrganisationRow, form: &ApplicationForm) {
    row.name = view::composed(form.name.as_str());
    row.organisation_type = form.organisation_type.to_string();
    row.organisation_number = form
        .organisation_number
        .as_ref()
        .map(|number| number.digits().to_owned());
    row.description = view::composed(form.description.as_str());
    row.contact_name = view::composed(form.contact_name.as_str());
    row.contact_email = form.contact_email.clone().into();
    row.contact_phone = form
        .contact_phone
        .as_ref()
        .map(|phone| phone.as_str().to_owned());
    row.contact_consent = form.contact_consent;
}

/// A line in the audit log.
pub(super) fn record(
    tx: &mut Tx<'_>,
    at: Moment,
    actor: &Actor,
    organisation: OrganisationId,
    action: &'static str,
    object_type: &'static str,
    object_id: &str,
) -> Result<(), ApiError> {
    Ok(audit::record(
        tx,
        at.now,
        AuditEvent {
            organisation: Some(organisation),
            actor: Some(actor.user),
            action,
            object_type,
            object_id: object_id.to_owned(),
            reason: None,
        },
    )?)
}
