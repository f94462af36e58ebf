//! The city's side: the queue, decisions, the partner register, the public list. Counts, never members.

use lykta_shared::{
    api::{DEFAULT_LIMIT, MAX_LIMIT, Page},
    ids::{ApplicationId, OrganisationId},
    organisations::{
        ApplicationQuery, ApplicationRow as QueueRow, ApplicationStatus, ApproveRequest,
        CityApplicationView, Contact, Grant, MembershipStatus, OrganisationStatus, PartnerQuery,
        PartnerRow, PublicPartner,
        rules::{names_look_alike, told_count},
        transitions::{ApplicationStep, REGRET_SECONDS, taken_back},
    },
    problem::{FieldCode, FieldError, ProblemKind},
    time::{Instant, civil::local},
    vocabulary::Key,
};

use super::{
    super::store::{self, ApplicationRow, OrganisationRow},
    Moment,
    apply::{Turn, step, turn_to},
    notify, view,
};
use crate::{
    db::{Conn, Tx, lock_application, lock_organisation},
    http::{ApiError, all_fine},
    identity::{actor::LiaisonActor, service as identity},
    messages::{MailKind, service::cancel_for_occasion},
    platform::service as platform,
    shifts::service as shifts,
};

/// The rows of one page out of all.
fn page<T>(rows: Vec<T>, page: Option<u32>, limit: Option<u32>) -> Result<Page<T>, ApiError> {
    let (number, limit) = (page.unwrap_or(1), limit.unwrap_or(DEFAULT_LIMIT));
    let mut errors = Vec::new();
    if !(1..=100_000).contains(&number) {
        errors.push(FieldError::new("/page", FieldCode::OutOfRange));
    }
    if !(1..=MAX_LIMIT).contains(&limit) {
        errors.push(FieldError::new("/limit", FieldCode::OutOfRange));
    }
    all_fine(errors)?;
    let total = u64::try_from(rows.len()).map_err(ApiError::internal)?;
    let skip = usize::try_from((number - 1).saturating_mul(limit)).map_err(ApiError::internal)?;
    let take = usize::try_from(limit).map_err(ApiError::internal)?;
    Ok(Page {
        items: rows.into_iter().skip(skip).take(take).collect(),
        page: number,
        limit,
        total,
    })
}

/// The same page with each row built out of its item: only what is shown costs a look.
fn built<T, U>(
    page: Page<T>,
    build: impl FnMut(T) -> Result<U, ApiError>,
) -> Result<Page<U>, ApiError> {
    Ok(Page {
        items: page
            .items
            .into_iter()
            .map(build)
            .collect::<Result<_, _>>()?,
        page: page.page,
        limit: page.limit,
        total: page.total,
    })
}

fn contains(name: &str, q: Option<&str>) -> bool {
    q.is_none_or(|q| name.to_lowercase().contains(&q.trim().to_lowercase()))
}

/// The liaison's queue, oldest first. Dozens, not thousands: filtered here, where names compare as people expect.
pub(crate) fn queue(
    conn: &mut Conn,
    query: &ApplicationQuery,
    now: Instant,
) -> Result<Page<QueueRow>, ApiError> {
    let mut rows = Vec::new();
    for row in store::queue(conn, query.status)? {
        let districts: Vec<Key> =
            serde_json::from_str(&row.districts).map_err(ApiError::internal)?;
        let wanted = query
            .district
            .as_ref()
            .is_none_or(|district| districts.contains(district));
        if wanted && contains(&row.organisation_name, query.q.as_deref()) {
            rows.push((row, districts));
        }
    }
    built(page(rows, query.page, query.limit)?, |(row, districts)| {
        queue_row(conn, row, districts, now)
    })
}

fn queue_row(
    conn: &mut Conn,
    row: ApplicationRow,
    districts: Vec<Key>,
    now: Instant,
) -> Result<QueueRow, ApiError> {
    let mut priority = false;
    for district in &districts {
        priority = priority || platform::priority_district(conn, district)?;
    }
    let submitted_at: Option<Instant> = row.submitted_at.map(Into::into);
    let waiting = submitted_at.filter(|_| row.status.waits_for_city());
    let days = waiting.map_or(0, |since| (now.seconds() - since.seconds()) / 86_400);
    Ok(QueueRow {
        id: row.id,
        name: row.organisation_name,
        organisation_type: view::key(&row.organisation_type)?,
        status: row.status,
        districts,
        priority,
        submitted_at,
        waiting_days: u32::try_from(days).unwrap_or(0),
    })
}

/// An application as the city sees it: not before it was sent.
pub(crate) fn city_application(
    conn: &mut Conn,
    actor: &LiaisonActor,
    id: ApplicationId,
) -> Result<CityApplicationView, ApiError> {
    let row = sent(conn, id)?;
    city_view(conn, actor, &row)
}

fn sent(conn: &mut Conn, id: ApplicationId) -> Result<ApplicationRow, ApiError> {
    store::application(conn, id)?
        .filter(|row| row.submitted_at.is_some())
        .ok_or_else(ApiError::not_found)
}

fn city_view(
    conn: &mut Conn,
    actor: &LiaisonActor,
    row: &ApplicationRow,
) -> Result<CityApplicationView, ApiError> {
    let organisation =
        store::organisation(conn, row.organisation_id)?.ok_or_else(ApiError::not_found)?;
    let contact = identity::find_by_email_norm(conn, &organisation.contact_email.to_lowercase())?;
    let similar = store::other_names(conn, row.organisation_id)?
        .into_iter()
        .filter(|name| names_look_alike(name, &row.organisation_name))
        .collect();
    Ok(CityApplicationView {
        application: view::application(conn, row)?,
        contact_confirmed: contact.is_some_and(|person| person.verified),
        special_category: organisation.special_category,
        similar,
        own_organisation: is_own(conn, actor, row.organisation_id)?,
    })
}

/// Whether the liaison is, was or asked to be part of the organisation.
fn is_own(
    conn: &mut Conn,
    actor: &LiaisonActor,
    organisation: OrganisationId,
) -> Result<bool, ApiError> {
    Ok(store::ever_belonged(conn, organisation, actor.user)?
        || store::has_applied(conn, organisation, actor.user)?)
}

/// Holds the application for a decision, and makes sure of four eyes.
fn hold(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: ApplicationId,
) -> Result<ApplicationRow, ApiError> {
    let organisation = sent(tx, id)?.organisation_id;
    lock_organisation(tx, organisation)?;
    lock_application(tx, id)?;
    if is_own(tx, actor, organisation)? {
        return Err(ApiError::new(ProblemKind::FourEyes));
    }
    sent(tx, id)
}

/// Takes an application under review.
pub(crate) fn start_review(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: ApplicationId,
    at: Moment,
) -> Result<CityApplicationView, ApiError> {
    let row = hold(tx, actor, id)?;
    let row = step(
        tx,
        Some(actor),
        row,
        ApplicationStep::StartReview,
        true,
        "",
        at,
    )?;
    city_view(tx, actor, &row)
}

/// Asks the organisation a question.
pub(crate) fn request_completion(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: ApplicationId,
    message: &str,
    at: Moment,
) -> Result<CityApplicationView, ApiError> {
    let row = hold(tx, actor, id)?;
    let row = step(
        tx,
        Some(actor),
        row,
        ApplicationStep::RequestCompletion,
        true,
        message,
        at,
    )?;
    let kind = MailKind::CompletionRequested {
        application: id,
        message: message.to_owned(),
    };
    tell(tx, &row, &kind, at)?;
    city_view(tx, actor, &row)
}

/// Rejects, with a reason.
pub(crate) fn reject(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: ApplicationId,
    reason: &str,
    at: Moment,
) -> Result<CityApplicationView, ApiError> {
    let row = hold(tx, actor, id)?;
    let row = step(
        tx,
        Some(actor),
        row,
        ApplicationStep::Reject,
        true,
        reason,
        at,
    )?;
    let kind = MailKind::ApplicationRejected {
        application: id,
        reason: reason.to_owned(),
    };
    tell(tx, &row, &kind, at)?;
    city_view(tx, actor, &row)
}

/// Approves: the organisation becomes a partner with this scope.
pub(crate) fn approve(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: ApplicationId,
    request: &ApproveRequest,
    at: Moment,
) -> Result<CityApplicationView, ApiError> {
    let row = hold(tx, actor, id)?;
    if row.status == ApplicationStatus::UnderReview {
        check_grant(tx, &request.grant, at.now)?;
    }
    let message = request.message.as_str();
    let row = step(
        tx,
        Some(actor),
        row,
        ApplicationStep::Approve,
        true,
        message,
        at,
    )?;
    let mut organisation =
        store::organisation(tx, row.organisation_id)?.ok_or_else(ApiError::not_found)?;
    organisation.status = OrganisationStatus::Active;
    organisation.agreement_ends_on = Some(request.grant.agreement_ends_on.to_string());
    let version = organisation.version;
    if !store::update_profile(tx, &organisation, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    store::set_scope(
        tx,
        organisation.id,
        &request.grant.districts,
        &request.grant.activity_types,
    )?;
    let kind = MailKind::ApplicationApproved {
        application: id,
        message: message.to_owned(),
    };
    tell(tx, &row, &kind, at)?;
    city_view(tx, actor, &row)
}

/// A mail to the organisation's administrators and contact person, once the step can't be taken back any more; each
/// step of the history tells once.
fn tell(
    tx: &mut Tx<'_>,
    row: &ApplicationRow,
    kind: &MailKind,
    at: Moment,
) -> Result<(), ApiError> {
    let organisation =
        store::organisation(tx, row.organisation_id)?.ok_or_else(ApiError::not_found)?;
    notify::to_representatives(
        tx,
        at.now.plus_seconds(REGRET_SECONDS),
        &organisation,
        kind,
        &occasion(row),
    )
}

/// What a step of an application is called among the mails.
fn occasion(row: &ApplicationRow) -> String {
    format!("{}:{}", row.id, row.version)
}

/// Takes back a decision or a question of one's own, as long as nobody has been told. What an approval gave goes with
/// it; once a shift is planned on it, it stands.
pub(crate) fn take_back(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    id: ApplicationId,
    at: Moment,
) -> Result<CityApplicationView, ApiError> {
    let row = hold(tx, actor, id)?;
    let (organisation, decided) = (row.organisation_id, row.status);
    let latest = store::events(tx, id)?.pop();
    let back = latest
        .filter(|step| step.actor_id == Some(actor.user.to_string()))
        .and_then(|step| taken_back(step.from_status, step.to_status, step.at, at.now));
    let built_upon = decided == ApplicationStatus::Approved
        && shifts::upcoming_count(tx, organisation, at.now)? > 0;
    let back = back
        .filter(|_| !built_upon)
        .ok_or_else(|| ApiError::wrong_state(decided))?;
    cancel_for_occasion(tx, organisation, &occasion(&row))?;
    if decided == ApplicationStatus::Approved {
        take_scope(tx, organisation)?;
    }
    let turn = Turn {
        to: back,
        by_city: true,
        message: "",
        action: "application.decision_taken_back",
    };
    let row = turn_to(tx, Some(actor), row, turn, at)?;
    city_view(tx, actor, &row)
}

/// The organisation is an applicant again.
fn take_scope(tx: &mut Tx<'_>, id: OrganisationId) -> Result<(), ApiError> {
    let mut organisation = store::organisation(tx, id)?.ok_or_else(ApiError::not_found)?;
    organisation.status = OrganisationStatus::Applicant;
    organisation.agreement_ends_on = None;
    let version = organisation.version;
    if !store::update_profile(tx, &organisation, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    Ok(store::set_scope(tx, id, &[], &[])?)
}

fn check_grant(conn: &mut Conn, grant: &Grant, now: Instant) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    if grant.activity_types.is_empty() {
        errors.push(FieldError::new("/grant/activityTypes", FieldCode::Required));
    }
    if grant.districts.is_empty() {
        errors.push(FieldError::new("/grant/districts", FieldCode::Required));
    }
    for (i, key) in grant.activity_types.iter().enumerate() {
        let repeated = grant
            .activity_types
            .iter()
            .take(i)
            .any(|earlier| earlier == key);
        if repeated || platform::activity_type(conn, key)?.is_none() {
            errors.push(FieldError::new(
                format!("/grant/activityTypes/{i}"),
                FieldCode::UnknownKey,
            ));
        }
    }
    for (i, key) in grant.districts.iter().enumerate() {
        let repeated = grant.districts.iter().take(i).any(|earlier| earlier == key);
        if repeated || !platform::district_exists(conn, key)? {
            errors.push(FieldError::new(
                format!("/grant/districts/{i}"),
                FieldCode::UnknownKey,
            ));
        }
    }
    if grant.agreement_ends_on < local(now).0 {
        errors.push(FieldError::new(
            "/grant/agreementEndsOn",
            FieldCode::InThePast,
        ));
    }
    all_fine(errors)
}

/// The city's partner register, in Swedish order.
pub(crate) fn partners(
    conn: &mut Conn,
    query: &PartnerQuery,
    now: Instant,
) -> Result<Page<PartnerRow>, ApiError> {
    let agreed = match &query.district {
        Some(district) => Some(store::agreed_in(conn, district)?),
        None => None,
    };
    let mut rows: Vec<OrganisationRow> = store::partners(conn)?
        .into_iter()
        .filter(|row| query.status.is_none_or(|status| row.status == status))
        .filter(|row| contains(&row.name, query.q.as_deref()))
        .filter(|row| {
            agreed
                .as_ref()
                .is_none_or(|agreed| agreed.contains(&row.id))
        })
        .collect();
    view::sort_by_name(&mut rows, |row| &row.name)?;
    built(page(rows, query.page, query.limit)?, |row| {
        partner_row(conn, row, now)
    })
}

/// One partner.
pub(crate) fn partner(
    conn: &mut Conn,
    id: OrganisationId,
    now: Instant,
) -> Result<PartnerRow, ApiError> {
    let row = store::organisation(conn, id)?
        .filter(|row| row.status.is_partner())
        .ok_or_else(ApiError::not_found)?;
    partner_row(conn, row, now)
}

fn partner_row(
    conn: &mut Conn,
    row: OrganisationRow,
    now: Instant,
) -> Result<PartnerRow, ApiError> {
    let members = store::count_members(conn, row.id, MembershipStatus::Active)?;
    let members = u32::try_from(members).map_err(ApiError::internal)?;
    let special = row.special_category;
    let upcoming_shifts = if special {
        None
    } else {
        Some(shifts::upcoming_count(conn, row.id, now)?)
    };
    Ok(PartnerRow {
        districts: view::keys(store::districts(conn, row.id)?)?,
        activity_types: view::keys(store::activities(conn, row.id)?)?,
        agreement_ends_on: row.agreement_end(),
        organisation_type: view::key(&row.organisation_type)?,
        id: row.id,
        organisation_number: row.organisation_number,
        special_category: special,
        status: row.status,
        contact: (!special || row.contact_consent).then_some(Contact {
            name: row.contact_name,
            email: row.contact_email,
            phone: row.contact_phone,
        }),
        name: row.name,
        members: told_count(members, special),
        upcoming_shifts,
    })
}

/// The partners that stand in the public list, in Swedish order. Special categories without places.
pub(crate) fn public_partners(conn: &mut Conn) -> Result<Vec<PublicPartner>, ApiError> {
    let mut list = Vec::new();
    for row in store::partners(conn)? {
        if !(row.listed && row.status.can_schedule()) {
            continue;
        }
        let districts = if row.special_category {
            Vec::new()
        } else {
            view::keys(store::districts(conn, row.id)?)?
        };
        list.push(PublicPartner {
            organisation_type: view::key(&row.organisation_type)?,
            name: row.name,
            description: row.description,
            districts,
        });
    }
    view::sort_by_name(&mut list, |partner| &partner.name)?;
    Ok(list)
}
