//! Shifts of several organisations: the host asks others to walk along and says how many places each has; they answer.
//!
//! Nothing of the host's roster is shown to somebody who was asked, and nothing of a guest's people to the host's
//! planners: numbers only. Who leads the walk sees everybody on it, without an organisation beside the name.

use lykta_shared::{
    ids::{OrganisationId, ShiftId, UserId},
    organisations::OrgRight,
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::{
        OrganisationRef, ShiftDetail, ShiftSignUpRules,
        shares::{
            AnswerShare, MAX_GUESTS, MAX_RELEASE_HOURS, OwnShare, Share, ShareAnswer, ShareStatus,
            ShareView, SharedShift, SharesForm, SharesRefused, SharesView, check_shares,
            released_at,
        },
        staffing::MAX_PEOPLE,
        status::may_move,
    },
    time::Instant,
};

use super::{
    super::store::{self, Guest, OrgRow, ShiftRow, SignupRow},
    access::require_planner,
    hold::{Held, hold},
    notify,
    plan::{note, refused},
    queue, view,
};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    organisations::service as organisations,
    platform::audit::{self, AuditEvent},
};

/// Shares a shift as the form says, over version `version`: new guests are asked, those left out are so no more. Nobody
/// gets fewer places than they have people. An organisation that says something about faith does not host: the name of
/// the walk's leader would stand beside its own.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    (version, form, release_people): (i32, &SharesForm, bool),
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    require_planner(tx, actor, shift)?;
    let people = people_of_guests(tx, shift, |guest| !asks(form, guest))?;
    let mut held = hold(tx, shift, &people)?;
    if held.shift.version != version {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    if held.organisation.special_category {
        return Err(ApiError::forbidden());
    }
    if !may_move(held.shift.status, held.shift.span(), now) {
        return Err(refused(&held, now));
    }
    check_form(tx, &held, form)?;
    check_places(&held.shift, form, release_people)?;
    let before = held.shift.places();
    let key = (held.organisation.id, shift, version);
    let shared = !(form.guests.is_empty() && held.shift.joint.guests.is_empty());
    let rules = ShiftSignUpRules {
        release_hours: shared.then_some(form.release_hours),
        ..held.shift.signup_rules.0.clone()
    };
    let rules = serde_json::to_string(&rules).map_err(ApiError::internal)?;
    if !store::set_rules(tx, key, Some(rules))? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    let asked = write(tx, &mut held, form, now)?;
    for guest in asked {
        notify::share_asked(tx, &held, guest, now)?;
    }
    note(tx, actor, &held, "shift.shares_changed", now)?;
    queue::promote(tx, &mut held, now)?;
    queue::tell_what_is_missing(tx, &held, before, now)?;
    view::detail(tx, Some(actor.into()), shift, now)
}

fn asks(form: &SharesForm, guest: OrganisationId) -> bool {
    form.guests.iter().any(|one| one.organisation == guest)
}

/// The people of a shift's guests, to be held before it.
fn people_of_guests(
    conn: &mut Conn,
    shift: ShiftId,
    which: impl Fn(OrganisationId) -> bool,
) -> Result<Vec<UserId>, ApiError> {
    let (row, host) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    if row.joint.release_hours.is_none() {
        return Ok(Vec::new());
    }
    let there = store::on_shift(conn, host.id, shift)?;
    Ok(there
        .into_iter()
        .map(|row| row.signup)
        .filter(|signup| signup.home != host.id && which(signup.home))
        .map(|signup| signup.user_id)
        .collect())
}

fn check_form(conn: &mut Conn, held: &Held, form: &SharesForm) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    if form.release_hours > MAX_RELEASE_HOURS {
        errors.push(FieldError::new("/releaseHours", FieldCode::OutOfRange));
    }
    if form.guests.len() > MAX_GUESTS {
        errors.push(FieldError::new("/guests", FieldCode::OutOfRange));
    }
    let shareable = organisations::shareable(conn, held.organisation.id)?;
    for (number, guest) in form.guests.iter().enumerate() {
        let id = guest.organisation;
        let at = |field: &str| format!("/guests/{number}/{field}");
        let twice = form.guests.iter().filter(|one| one.organisation == id);
        let known = held.shift.joint.holding().any(|one| one.id == id)
            || shareable.iter().any(|one| one.id == id);
        if !known || twice.count() > 1 {
            errors.push(FieldError::new(at("organisation"), FieldCode::NotEligible));
        }
        if !(1..=MAX_PEOPLE).contains(&guest.places) {
            errors.push(FieldError::new(at("places"), FieldCode::OutOfRange));
        }
    }
    all_fine(errors)
}

fn check_places(shift: &ShiftRow, form: &SharesForm, release_people: bool) -> Result<(), ApiError> {
    let used = |id: OrganisationId| {
        let guest = shift.joint.guests.iter().find(|guest| guest.id == id);
        guest.map_or(0, |guest| guest.share.used)
    };
    let wanted: Vec<Share> = form
        .guests
        .iter()
        .map(|guest| Share {
            places: guest.places,
            used: used(guest.organisation),
        })
        .collect();
    let promised = shift.joint.holding().map(|guest| guest.share.places).sum();
    match check_shares(shift.maximum, shift.joint.host_used, &wanted, promised) {
        Err(SharesRefused::TooMany) => {
            return Err(ApiError::field("/guests", FieldCode::OutOfRange));
        }
        Err(SharesRefused::BelowTaken) => {
            return Err(ApiError::new(ProblemKind::CapacityBelowSignups));
        }
        Ok(()) => {}
    }
    let loses = |guest: &Guest| !asks(form, guest.id) && guest.share.used > 0;
    if !release_people && shift.joint.along().any(loses) {
        return Err(ApiError::new(ProblemKind::CapacityBelowSignups));
    }
    Ok(())
}

/// Writes who is asked and who not any more; those asked anew.
fn write(
    tx: &mut Tx<'_>,
    held: &mut Held,
    form: &SharesForm,
    now: Instant,
) -> Result<Vec<OrganisationId>, ApiError> {
    let (host, shift) = (held.organisation.id, held.shift.id);
    let before = held.shift.joint.clone();
    let mut asked = Vec::new();
    for guest in before.holding().filter(|guest| !asks(form, guest.id)) {
        end(tx, held, guest.id, ShareStatus::Withdrawn, now)?;
    }
    for guest in &form.guests {
        let key = (host, shift, guest.organisation);
        if before.holding().any(|one| one.id == guest.organisation) {
            store::set_places(tx, key, guest.places)?;
        } else {
            store::put_share(tx, key, guest.places, now)?;
            asked.push(guest.organisation);
        }
    }
    held.refresh(tx)?;
    Ok(asked)
}

/// A guest walks along no more: its people lose their places, and each is told.
fn end(
    tx: &mut Tx<'_>,
    held: &mut Held,
    guest: OrganisationId,
    status: ShareStatus,
    now: Instant,
) -> Result<(), ApiError> {
    let (host, shift) = (held.organisation.id, held.shift.id);
    let theirs: Vec<SignupRow> = store::on_shift(tx, host, shift)?
        .into_iter()
        .map(|row| row.signup)
        .filter(|signup| signup.home == guest)
        .collect();
    for signup in &theirs {
        held.also(tx, signup.user_id)?;
        queue::release(tx, held, signup, now)?;
        notify::removed(tx, held, signup, now)?;
    }
    store::set_share_status(tx, (host, shift, guest), status, now)?;
    held.refresh(tx)
}

/// The partners a shift of this organisation can be shared with; for planners.
pub(crate) fn shareable(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Vec<OrganisationRef>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    organisations::shareable(conn, organisation)
}

/// Shifts of others that the organisation was asked to share, or shares; for planners.
pub(crate) fn list(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    now: Instant,
) -> Result<Vec<SharedShift>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    Ok(store::shared_ahead(conn, organisation, now)?
        .iter()
        .filter_map(|(shift, host)| shared(shift, host, organisation))
        .collect())
}

fn shared(shift: &ShiftRow, host: &OrgRow, guest: OrganisationId) -> Option<SharedShift> {
    let own = shift.joint.guests.iter().find(|one| one.id == guest)?;
    Some(SharedShift {
        shift: shift.id,
        host: reference(host),
        title: shift.title.clone(),
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        place: shift.place_name.clone(),
        status: own.status,
        places: own.share.places,
        used: own.share.used,
        released_at: released_at(shift.joint.release_hours.unwrap_or(0), shift.starts_at),
    })
}

fn reference(organisation: &OrgRow) -> OrganisationRef {
    OrganisationRef {
        id: organisation.id,
        slug: organisation.slug.clone(),
        name: organisation.name.clone(),
    }
}

/// A guest's planner answers. Who was not asked, or is no more, does not find it.
pub(crate) fn answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, shift): (OrganisationId, ShiftId),
    answer: &AnswerShare,
    now: Instant,
) -> Result<SharedShift, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    let people = people_of_guests(tx, shift, |guest| guest == organisation)?;
    let mut held = hold(tx, shift, &people)?;
    let found = held.shift.joint.guests.iter();
    let (status, standing) = found
        .into_iter()
        .find(|guest| guest.id == organisation)
        .map(|guest| (guest.status, guest.standing))
        .ok_or_else(ApiError::not_found)?;
    let to = match (answer.answer, status) {
        (ShareAnswer::Accept, ShareStatus::Invited | ShareStatus::Accepted) => {
            ShareStatus::Accepted
        }
        (ShareAnswer::Decline, ShareStatus::Invited | ShareStatus::Declined) => {
            ShareStatus::Declined
        }
        (ShareAnswer::Withdraw, ShareStatus::Accepted | ShareStatus::Withdrawn) => {
            ShareStatus::Withdrawn
        }
        (_, ShareStatus::Withdrawn | ShareStatus::Declined) => return Err(ApiError::not_found()),
        _ => return Err(ApiError::wrong_state(status)),
    };
    if to != status {
        if !may_move(held.shift.status, held.shift.span(), now) {
            return Err(refused(&held, now));
        }
        if to == ShareStatus::Accepted && !standing.can_schedule() {
            return Err(ApiError::wrong_state(standing));
        }
        change(tx, &mut held, organisation, to, now)?;
        notify::share_answered(tx, &held, (organisation, to), now)?;
        record(tx, actor, (organisation, shift), to, now)?;
    }
    shared(&held.shift, &held.organisation, organisation).ok_or_else(ApiError::not_found)
}

fn change(
    tx: &mut Tx<'_>,
    held: &mut Held,
    guest: OrganisationId,
    to: ShareStatus,
    now: Instant,
) -> Result<(), ApiError> {
    let before = held.shift.places();
    if to == ShareStatus::Accepted {
        store::set_share_status(tx, (held.organisation.id, held.shift.id, guest), to, now)?;
        return held.refresh(tx);
    }
    end(tx, held, guest, to, now)?;
    queue::promote(tx, held, now)?;
    queue::tell_what_is_missing(tx, held, before, now)
}

/// In the guest's own log: who of it said what.
fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, shift): (OrganisationId, ShiftId),
    to: ShareStatus,
    now: Instant,
) -> Result<(), ApiError> {
    let action = match to {
        ShareStatus::Accepted => "shift.share_accepted",
        ShareStatus::Declined => "shift.share_declined",
        _ => "shift.share_withdrawn",
    };
    let event = AuditEvent {
        organisation: Some(organisation),
        actor: Some(actor.user),
        action,
        object_type: "shift",
        object_id: shift.to_string(),
        reason: None,
    };
    Ok(audit::record(tx, now, event)?)
}

/// How a shift is shared, for whoever plans it.
pub(super) fn overview(shift: &ShiftRow, host: &OrgRow) -> Option<SharesView> {
    let release_hours = shift.joint.release_hours?;
    let own = shift.share_of(host.id);
    Some(SharesView {
        release_hours,
        own_places: own.places,
        own_used: own.used,
        guests: shift
            .joint
            .guests
            .iter()
            .map(|guest| ShareView {
                organisation: OrganisationRef {
                    id: guest.id,
                    slug: guest.slug.clone(),
                    name: guest.name.clone(),
                },
                status: guest.status,
                places: guest.share.places,
                used: guest.share.used,
            })
            .collect(),
    })
}

/// The share of one organisation on a card, where others walk along.
pub(super) fn own(shift: &ShiftRow, home: OrganisationId, now: Instant) -> Option<OwnShare> {
    let hours = shift.joint.release_hours?;
    shift.joint.along().next()?;
    let own = shift.share_of(home);
    Some(OwnShare {
        organisation: home,
        places: own.places,
        used: own.used,
        released_at: released_at(hours, shift.starts_at),
        released: shift.released(now),
    })
}

/// The organisations whose members a shift is for, the host first, each with who it is.
pub(super) fn homes(shift: &ShiftRow, host: &OrgRow) -> Vec<OrganisationId> {
    std::iter::once(host.id)
        .chain(shift.joint.along().map(|guest| guest.id))
        .collect()
}

/// Which of the people of a shift somebody sees by planning for these organisations: their own.
pub(super) fn only_of<T>(
    people: Vec<T>,
    homes: &[OrganisationId],
    home: impl Fn(&T) -> OrganisationId,
) -> Vec<T> {
    people
        .into_iter()
        .filter(|one| homes.contains(&home(one)))
        .collect()
}
