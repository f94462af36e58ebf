//! Planning: new shifts, changed ones, publishing.

use lykta_shared::{
    ids::{OrganisationId, SeriesId, ShiftId, UserId},
    organisations::OrgRight,
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::{
        CreateShift, ShiftDetail, ShiftForm, ShiftPhase, SignupStatus,
        plan::{PlanFacts, check_plan},
        rules::collision,
        staffing::may_become_maximum,
        status::{display_status, is_live, may_change},
    },
    time::{
        Instant, Span,
        civil::{local, span_of},
    },
};

use super::{
    super::store::{self, Mine, OnShift, Plan, SignupRow},
    access::require_planner,
    hold::{Held, hold},
    notify, queue,
    roster::lead,
    standing::{self, Run},
    view,
    viewer::others,
};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    organisations::service as organisations,
    platform::{
        audit::{self, AuditEvent},
        service as platform,
    },
    random::Random,
};

/// Plans a shift, and opens it for sign-up at once if asked to.
pub(crate) fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    new: &CreateShift,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    let id = make(tx, actor, organisation, new, now).map_err(inside_shift)?;
    view::detail(tx, Some(actor.into()), id, now)
}

/// Makes a shift on behalf of somebody who has been found to be a planner. Pointers of errors count from the form.
pub(super) fn make(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    new: &CreateShift,
    now: Instant,
) -> Result<ShiftId, ApiError> {
    let plan = checked(tx, &new.shift, new.publish, now)?;
    let id = ShiftId(Random::default().id(now));
    store::insert(tx, organisation, id, plan, now)?;
    let mut held = hold(tx, id, &[])?;
    note(tx, actor, &held, "shift.created", now)?;
    if new.publish {
        open(tx, actor, &mut held, now)?;
    }
    lead(tx, actor, &mut held, new.shift.leader, now)?;
    Ok(id)
}

/// Changes a shift that nobody has changed since `version`. Who is on it or waits is told of another time or
/// place; a raised maximum lets people move up. Who is on another shift at the new time stands in the way, unless
/// the planner frees these people's places with the change (`free_overlapping`).
pub(crate) fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    version: i32,
    (form, free_overlapping): (&ShiftForm, bool),
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    require_planner(tx, actor, shift)?;
    let mut held = hold_for_change(tx, shift, form)?;
    if held.shift.version != version {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    let before = held.shift.clone();
    if !may_change(before.status, before.span(), now) {
        return Err(refused(&held, now));
    }
    let published = is_live(before.status);
    let plan = checked(tx, form, published, now)?;
    if published {
        within_agreement(tx, held.organisation.id, form)?;
    }
    let promised: u16 = before.joint.holding().map(|guest| guest.share.places).sum();
    if !may_become_maximum(form.maximum, before.places()) || form.maximum < promised {
        return Err(ApiError::new(ProblemKind::CapacityBelowSignups));
    }
    let new_time = before.span() != plan.span;
    let moved = new_time || view::form(&before)?.meeting_point != form.meeting_point;
    let freed = if new_time && published {
        free_overlapping_places(tx, &mut held, plan.span, free_overlapping, now)?
    } else {
        Vec::new()
    };
    let extra = held.shift.taken.saturating_sub(form.maximum);
    let key = (held.organisation.id, shift, held.shift.version);
    if !store::update(tx, key, plan, moved, extra)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    held.refresh(tx)?;
    note(tx, actor, &held, "shift.changed", now)?;
    if moved && published {
        notify::changed(tx, &held, &before, now)?;
        notify::freed(tx, &held, &before, &freed, now)?;
    }
    if form.leader != before.leader() {
        lead(tx, actor, &mut held, form.leader, now)?;
    }
    queue::promote(tx, &mut held, now)?;
    queue::tell_what_is_missing(tx, &held, before.places(), now)?;
    view::detail(tx, Some(actor.into()), shift, now)
}

/// Holds the shift and whoever is to lead it. When it is to get another time, everybody on it is held too: none
/// of them can sign up elsewhere while we look where they are.
fn hold_for_change(tx: &mut Tx<'_>, shift: ShiftId, form: &ShiftForm) -> Result<Held, ApiError> {
    let mut people: Vec<UserId> = organisations::user_of(tx, form.leader)?
        .into_iter()
        .collect();
    let (row, organisation) = store::find(tx, shift)?.ok_or_else(ApiError::not_found)?;
    let span = span_of(
        form.date,
        (form.start_time, form.start_fold),
        (form.end_time, form.end_fold),
    );
    if span != Some(row.span()) {
        let there = store::on_shift(tx, organisation.id, shift)?;
        people.extend(there.into_iter().map(|row| row.signup.user_id));
    }
    hold(tx, shift, &people)
}

/// People of a held shift who would be on two at once if it were at `span`: refused with their names, or they
/// lose the place here. Those of the queue keep theirs there; when their turn comes, the rule decides.
fn free_overlapping_places(
    tx: &mut Tx<'_>,
    held: &mut Held,
    span: Span,
    free: bool,
    now: Instant,
) -> Result<Vec<SignupRow>, ApiError> {
    let there: Vec<OnShift> = store::on_shift(tx, held.organisation.id, held.shift.id)?
        .into_iter()
        .filter(|row| row.signup.status == SignupStatus::SignedUp)
        .collect();
    let users: Vec<UserId> = there.iter().map(|row| row.signup.user_id).collect();
    for user in &users {
        held.also(tx, *user)?;
    }
    let signups = store::signups_of(tx, &users, now)?;
    let overlapping: Vec<OnShift> = there
        .into_iter()
        .filter(|row| {
            let own: Vec<Mine> = signups
                .iter()
                .filter(|(signup, _)| signup.user_id == row.signup.user_id)
                .cloned()
                .collect();
            collision(span, &others(&own, held.shift.id)).is_some()
        })
        .collect();
    if !overlapping.is_empty() && !free {
        let names = overlapping.into_iter().map(|row| row.person.display_name);
        return Err(ApiError::overlaps(names.collect()));
    }
    let mut freed = Vec::new();
    for row in overlapping {
        queue::release(tx, held, &row.signup, now)?;
        freed.push(row.signup);
    }
    Ok(freed)
}

/// Opens a draft for sign-up. Whoever is planned to lead it is signed up first.
pub(crate) fn publish(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    let filled = publish_one(tx, actor, shift, now)?;
    if let Some((root, run)) = filled {
        let (_, organisation) = store::find(tx, shift)?.ok_or_else(ApiError::not_found)?;
        run.tell(tx, (organisation.id, root), now)?;
    }
    view::detail(tx, Some(actor.into()), shift, now)
}

/// As [`publish`]: what it did for those who come on every date of its series is still to be told.
pub(super) fn publish_one(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<Option<(SeriesId, Run)>, ApiError> {
    require_planner(tx, actor, shift)?;
    let (draft, _) = store::find(tx, shift)?.ok_or_else(ApiError::not_found)?;
    let mut people: Vec<UserId> = organisations::user_of(tx, draft.leader())?
        .into_iter()
        .collect();
    if let Some((_, root)) = store::family_of_shift(tx, shift)? {
        people.extend(
            standing::members(tx, root)?
                .into_iter()
                .map(|(_, user)| user),
        );
    }
    let mut held = hold(tx, shift, &people)?;
    if held.shift.status != ShiftPhase::Draft {
        return Err(refused(&held, now));
    }
    let form = view::form(&held.shift)?;
    checked(tx, &form, true, now)?;
    open(tx, actor, &mut held, now)?;
    lead(tx, actor, &mut held, form.leader, now)?;
    standing::published(tx, &mut held, now)
}

fn open(tx: &mut Tx<'_>, actor: &Actor, held: &mut Held, now: Instant) -> Result<(), ApiError> {
    let form = view::form(&held.shift)?;
    within_agreement(tx, held.organisation.id, &form)?;
    store::publish(tx, held.organisation.id, held.shift.id)?;
    held.refresh(tx)?;
    note(tx, actor, held, "shift.published", now)
}

/// The plan, if the rules and the vocabularies agree with it.
pub(super) fn checked<'a>(
    conn: &mut Conn,
    form: &'a ShiftForm,
    published: bool,
    now: Instant,
) -> Result<Plan<'a>, ApiError> {
    let span = span_of(
        form.date,
        (form.start_time, form.start_fold),
        (form.end_time, form.end_fold),
    );
    let activity = platform::activity_type(conn, &form.activity_type)?;
    let mut errors = Vec::new();
    if activity.is_none() {
        errors.push(FieldError::new("/activityType", FieldCode::UnknownKey));
    }
    if !platform::district_exists(conn, &form.district)? {
        errors.push(FieldError::new("/district", FieldCode::UnknownKey));
    }
    let facts = PlanFacts {
        span,
        floor: activity.as_ref().map_or(1, |held| held.min_adults),
        needs_leader: activity.as_ref().is_some_and(|held| held.needs_leader),
        published,
        now,
    };
    errors.extend(check_plan(form, &facts));
    all_fine(errors)?;
    let span = span.ok_or_else(|| ApiError::field("/endTime", FieldCode::EndNotAfterStart))?;
    Ok(Plan {
        form,
        span,
        day: local(span.start).0,
    })
}

/// What is open for sign-up is what the city has agreed to: an active partner, its activities, its districts.
pub(super) fn within_agreement(
    conn: &mut Conn,
    organisation: OrganisationId,
    form: &ShiftForm,
) -> Result<(), ApiError> {
    let partner = organisations::organisation(conn, organisation)?;
    if !partner.status.can_schedule() {
        return Err(ApiError::wrong_state(partner.status));
    }
    let mut errors = Vec::new();
    if !partner.activity_types.contains(&form.activity_type) {
        errors.push(FieldError::new(
            "/activityType",
            FieldCode::OutsideAgreement,
        ));
    }
    if !partner.districts.contains(&form.district) {
        errors.push(FieldError::new("/district", FieldCode::OutsideAgreement));
    }
    all_fine(errors)
}

/// The state the shift is in is the obstacle.
pub(super) fn refused(held: &Held, now: Instant) -> ApiError {
    let shift = &held.shift;
    ApiError::wrong_state(display_status(
        shift.status,
        shift.places(),
        shift.span(),
        now,
    ))
}

/// A new shift's form is a field of the request's body.
fn inside_shift(error: ApiError) -> ApiError {
    error.under("/shift")
}

/// Notes what somebody did with a shift: ids, never what was written.
pub(super) fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &Held,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    note_because(tx, actor, held, (action, None), now)
}

/// As [`note`], with a reason that has to be on record.
pub(super) fn note_because(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &Held,
    (action, reason): (&'static str, Option<String>),
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: Some(held.organisation.id),
        actor: Some(actor.user),
        action,
        object_type: "shift",
        object_id: held.shift.id.to_string(),
        reason,
    };
    Ok(audit::record(tx, now, event)?)
}
