//! Who came and went, the meeting midway, and the end of the walk. Everything can be sent late and twice: what was
//! written down without network arrives when there is one.

use lykta_shared::{
    ids::{GuestId, MembershipId, OrganisationId, ShiftId, WalkerId},
    organisations::{AgeBand, MembershipStatus},
    problem::{FieldCode, ProblemKind},
    shifts::ShiftPhase,
    time::Instant,
    walks::{
        AbortWalk, AttendanceForm, CheckIn, CheckInWay, GuestForm, Tick, WalkPage, hours, persons,
    },
};

use super::{
    super::store::{self, Presence},
    access::{Seen, hold, hold_as_leader, is_open, look},
    view,
};
use crate::{
    db::{Conn, DbTime, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    platform::audit::{AuditEvent, record},
    shifts::service as shifts,
};

/// Makes sure that the person leads the walk.
pub(crate) fn leads(conn: &mut Conn, actor: &Actor, shift: ShiftId) -> Result<(), ApiError> {
    if look(conn, actor, shift)?.leads {
        Ok(())
    } else {
        Err(ApiError::forbidden())
    }
}

/// The leader checks a member in, who may not have signed up, or puts their times right.
pub(crate) fn check_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, member): (ShiftId, MembershipId),
    form: &AttendanceForm,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    seen.require_book(now)?;
    possible(&seen, form.came_at, form.left_at)?;
    let signed_up = seen.shift.crew.iter().any(|one| one.membership == member);
    let home = home_of(&seen, member);
    let held = organisations::member(tx, home, member)?
        .filter(|held| signed_up || held.status == MembershipStatus::Active)
        .ok_or_else(ApiError::not_found)?;
    let who = Presence {
        walker: WalkerId(member.0),
        guest: None,
        home,
        // What they are on the day of the walk, not on the day they signed up (edge case O139).
        adult: held.age_band == AgeBand::Adult,
        way: CheckInWay::Leader,
        came_at: form.came_at,
        left_at: form.left_at,
    };
    if write_down(tx, &seen, &who, form.correction, now)? && !signed_up {
        note(tx, actor, &seen, "walk.walk_in_added", now)?;
    }
    view::write(tx, &seen, now)
}

/// A guest without account: only a first name is kept.
pub(crate) fn put_guest(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, guest): (ShiftId, GuestId),
    form: &GuestForm,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    seen.require_book(now)?;
    possible(&seen, form.came_at, form.left_at)?;
    // An id of ours stands for a member; a guest's must not be mistaken for one.
    if organisations::user_of(tx, Some(MembershipId(guest.0)))?.is_some() {
        return Err(ApiError::not_found());
    }
    let who = Presence {
        walker: WalkerId(guest.0),
        guest: Some(form.first_name.to_string()),
        home: seen.shift.organisation,
        adult: form.adult,
        way: CheckInWay::Leader,
        came_at: form.came_at,
        left_at: form.left_at,
    };
    write_down(tx, &seen, &who, true, now)?;
    view::write(tx, &seen, now)
}

/// Takes a check-in or a guest back; repeating it changes nothing.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, walker): (ShiftId, WalkerId),
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    seen.require_book(now)?;
    store::remove_attendance(tx, seen.scope(), walker)?;
    follow_attendance(tx, &seen, now)?;
    view::write(tx, &seen, now)
}

/// Checks oneself in: around the gathering, or with the code of the leader's screen until the end. Nobody asks where
/// the phone is.
pub(crate) fn check_myself_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    by_code: Option<bool>,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold(tx, actor, shift)?;
    let member = seen.you.ok_or_else(ApiError::forbidden)?;
    let window = hours::own_window(seen.shift.span);
    let until = if by_code.is_some() {
        seen.shift.span.end
    } else {
        window.end
    };
    let way = match by_code {
        Some(false) => return Err(ApiError::new(ProblemKind::LinkInvalid)),
        Some(true) => CheckInWay::Code,
        None => CheckInWay::Myself,
    };
    if !is_open(seen.shift.phase) || now < window.start || now >= until {
        return Err(seen.refused(now));
    }
    let home = home_of(&seen, member);
    let held = organisations::member(tx, home, member)?.ok_or_else(ApiError::not_found)?;
    let who = Presence {
        walker: WalkerId(member.0),
        guest: None,
        home,
        adult: held.age_band == AgeBand::Adult,
        way,
        came_at: now,
        left_at: None,
    };
    write_down(tx, &seen, &who, false, now)?;
    view::write(tx, &seen, now)
}

/// Whether a code was sent along, and whether it is good.
pub(crate) fn code_of(body: &CheckIn, is_good: impl Fn(&str) -> bool) -> Option<bool> {
    body.code.as_ref().map(|code| is_good(code.reveal()))
}

/// Whose member somebody is on this walk: of those on it what they signed up for, of walk-ins the walk's own.
fn home_of(seen: &Seen, member: MembershipId) -> OrganisationId {
    let mut crew = seen.shift.crew.iter();
    crew.find(|one| one.membership == member)
        .map_or(seen.shift.organisation, |one| one.home)
}

fn possible(seen: &Seen, came: Instant, left: Option<Instant>) -> Result<(), ApiError> {
    if hours::possible(seen.shift.span, came, left) {
        Ok(())
    } else if hours::possible(seen.shift.span, came, None) {
        Err(ApiError::field("/leftAt", FieldCode::OutOfRange))
    } else {
        Err(ApiError::field("/cameAt", FieldCode::OutOfRange))
    }
}

/// Writes somebody down; `true` when they were not there before. Of two check-ins the earlier stands, unless times are
/// put right.
fn write_down(
    tx: &mut Tx<'_>,
    seen: &Seen,
    who: &Presence,
    correction: bool,
    now: Instant,
) -> Result<bool, ApiError> {
    let there = store::attendances(tx, seen.shift.organisation, seen.shift.id)?;
    let held = there
        .into_iter()
        .map(|(row, _, _)| row)
        .find(|row| row.walker_id == who.walker);
    let Some(held) = held else {
        store::insert_attendance(tx, seen.scope(), who, now)?;
        follow_attendance(tx, seen, now)?;
        return Ok(true);
    };
    let times = if correction {
        who.clone()
    } else {
        Presence {
            came_at: who.came_at.min(held.came_at),
            left_at: who.left_at.or(held.left()),
            adult: held.adult,
            ..who.clone()
        }
    };
    store::set_times(tx, seen.scope(), &times)?;
    Ok(false)
}

/// Once a walk is closed, what is written down later goes into who attended as well.
fn follow_attendance(tx: &mut Tx<'_>, seen: &Seen, now: Instant) -> Result<(), ApiError> {
    if is_open(seen.shift.phase) {
        return Ok(());
    }
    let mut shift = seen.shift.clone();
    let phase = shift.phase;
    end(tx, &mut shift, phase, now)
}

/// Ends a walk in this phase: who came is what attendance says.
fn end(
    tx: &mut Tx<'_>,
    shift: &mut shifts::WalkShift,
    phase: ShiftPhase,
    now: Instant,
) -> Result<(), ApiError> {
    let rows = store::attendances(tx, shift.organisation, shift.id)?;
    let came: Vec<MembershipId> = rows.iter().filter_map(|(row, _, _)| row.member()).collect();
    let came = (!rows.is_empty()).then_some(came.as_slice());
    shifts::end_walk(tx, shift, phase, came, now)
}

/// The groups have met midway; the first time stands.
pub(crate) fn checkpoint(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    tick: &Tick,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let mut seen = hold_as_leader(tx, actor, shift)?;
    seen.require_begun(now)?;
    possible(&seen, tick.at, None)
        .map_err(|_elsewhere| ApiError::field("/at", FieldCode::OutOfRange))?;
    if seen.walk.checkpoint_at.is_some() && seen.walk.checkpoint_reached_at.is_none() {
        seen.walk.checkpoint_reached_at = Some(DbTime::from(tick.at));
        store::put_walk(tx, &seen.walk)?;
    }
    view::write(tx, &seen, now)
}

/// Everybody is home: closes attendance and the walk. The first time stands.
pub(crate) fn all_home(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    tick: &Tick,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let mut seen = hold_as_leader(tx, actor, shift)?;
    seen.require_begun(now)?;
    if tick.at < seen.shift.span.start || tick.at > now.plus_minutes(5) {
        return Err(ApiError::field("/at", FieldCode::OutOfRange));
    }
    home(tx, actor, &mut seen, tick.at, now)?;
    view::write(tx, &seen, now)
}

/// Ticks *all home* off and closes the walk, once.
pub(super) fn home(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seen: &mut Seen,
    at: Instant,
    now: Instant,
) -> Result<(), ApiError> {
    if seen.walk.home_at.is_none() {
        seen.walk.home_at = Some(DbTime::from(at));
        seen.walk.home_by = Some(actor.user.to_string());
        store::put_walk(tx, &seen.walk)?;
        note(tx, actor, seen, "walk.all_home", now)?;
    }
    close(tx, seen, at, ShiftPhase::Completed, now)
}

/// Closes attendance at this moment, and the walk if it is still open.
pub(super) fn close(
    tx: &mut Tx<'_>,
    seen: &mut Seen,
    at: Instant,
    phase: ShiftPhase,
    now: Instant,
) -> Result<(), ApiError> {
    // Going home takes a while; hours end with the walk, unless it took much longer.
    let until = at.min(seen.shift.span.end.plus_hours(hours::OVERTIME_HOURS));
    store::close_open(tx, seen.scope(), until)?;
    if is_open(seen.shift.phase) {
        end(tx, &mut seen.shift, phase, now)?;
    }
    Ok(())
}

/// Breaks a walk under way off, with its reason.
pub(crate) fn abort(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    why: &AbortWalk,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let mut seen = hold_as_leader(tx, actor, shift)?;
    seen.require_begun(now)?;
    if seen.shift.phase == ShiftPhase::Aborted {
        return view::write(tx, &seen, now);
    }
    if !is_open(seen.shift.phase) {
        return Err(seen.refused(now));
    }
    if why.at < seen.shift.span.start || why.at > now.plus_minutes(5) {
        return Err(ApiError::field("/at", FieldCode::OutOfRange));
    }
    if persons::traces(why.message.as_str()).contains(&persons::PersonTrace::PersonalNumber) {
        return Err(ApiError::field("/message", FieldCode::PersonalNumber));
    }
    seen.walk.abort_reason = Some(why.reason.to_string());
    seen.walk.abort_message = Some(why.message.to_string());
    store::put_walk(tx, &seen.walk)?;
    close(tx, &mut seen, why.at, ShiftPhase::Aborted, now)?;
    note(tx, actor, &seen, "walk.aborted", now)?;
    view::write(tx, &seen, now)
}

/// Writes a deed of this walk down.
pub(super) fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seen: &Seen,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: Some(seen.shift.organisation),
        actor: Some(actor.user),
        action,
        object_type: "shift",
        object_id: seen.shift.id.to_string(),
        reason: None,
    };
    Ok(record(tx, now, event)?)
}
