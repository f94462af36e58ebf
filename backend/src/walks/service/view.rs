//! The walk's page: all that its leader and those on it need, as much as each may know.

use std::collections::HashMap;

use lykta_shared::{
    ids::{GuestId, MembershipId, ShiftId, WalkerId},
    organisations::{AgeBand, OrgRight, may},
    shifts::{Candidate, OrganisationRef, shares::first_name, status::phone_window},
    time::{
        Instant,
        civil::{clock_change, local},
    },
    vocabulary::Key,
    walks::{AttendanceView, CheckpointView, WalkGroup, WalkGuest, WalkPage, WalkPerson, hours},
};

use super::{
    super::store::{self, AttendanceRow, Named as Row},
    access::{Seen, look},
    equipment, settings,
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    shifts::service::WalkShift,
};

/// The page for this person.
pub(crate) fn page(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = look(conn, actor, shift)?;
    write(conn, &seen, now)
}

/// Notes that this person reads the briefing, the first time they get it.
pub(crate) fn note_briefing(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<(), ApiError> {
    let seen = look(tx, actor, shift)?;
    if briefing(tx, &seen, now)?.0.is_some() && !store::has_read(tx, shift, actor.user)? {
        store::note_reading(tx, seen.shift.organisation, shift, actor.user, now)?;
    }
    Ok(())
}

/// The briefing in its window, and when that begins.
fn briefing(
    conn: &mut Conn,
    seen: &Seen,
    now: Instant,
) -> Result<(Option<String>, Instant), ApiError> {
    let hours_before = settings::of(conn, seen.shift.organisation)?.briefing_hours;
    let window = hours::briefing_window(seen.shift.span, hours_before);
    let shown = window.start <= now && now < window.end && !seen.shift.briefing.is_empty();
    let text = shown.then(|| seen.shift.briefing.clone());
    Ok((text, window.start))
}

/// The page of a walk that was looked at.
pub(super) fn write(conn: &mut Conn, seen: &Seen, now: Instant) -> Result<WalkPage, ApiError> {
    let shift = &seen.shift;
    let (date, start_time) = shift.begins();
    let (end_date, end_time) = local(shift.span.end);
    let rows = store::attendances(conn, shift.organisation, shift.id)?;
    let (briefing, briefing_from) = briefing(conn, seen, now)?;
    let people = people(conn, seen, &rows, now)?;
    let present = rows.iter().filter(|(row, _, _)| row.left_at.is_none());
    let window = hours::own_window(shift.span);
    let (candidates, equipment) = if seen.leads {
        (
            candidates(conn, seen, &rows)?,
            equipment::of_walk(conn, seen)?,
        )
    } else {
        (Vec::new(), Vec::new())
    };
    Ok(WalkPage {
        as_of: now,
        shift: shift.id,
        organisation: OrganisationRef {
            id: shift.organisation,
            slug: shift.slug.clone(),
            name: shift.organisation_name.clone(),
        },
        title: shift.title.clone(),
        activity_type: shift.activity_type.clone(),
        district: shift.district.clone(),
        status: shift.status(now),
        starts_at: shift.span.start,
        ends_at: shift.span.end,
        date,
        start_time,
        end_time,
        ends_next_day: end_date != date,
        minutes: u32::try_from(shift.span.minutes()).unwrap_or(0),
        clock_change: clock_change(shift.span),
        meeting_point: shift.meeting_point.clone(),
        route: route(&seen.walk.route)?,
        notes: shift.notes.clone(),
        briefing,
        briefing_from,
        checkpoint: checkpoint(seen),
        can_lead: seen.leads,
        check_in_from: window.start,
        check_in_until: window.end,
        present: u16::try_from(present.count()).unwrap_or(u16::MAX),
        minimum: shift.minimum,
        people,
        guests: if seen.leads {
            guests(&rows)
        } else {
            Vec::new()
        },
        groups: groups(conn, seen, &rows)?,
        equipment,
        candidates,
        home_at: seen.walk.home_at.map(Instant::from),
        report: store::report_of(conn, shift.id)?
            .filter(|_| seen.leads)
            .map(|report| report.id),
    })
}

/// The places of a stored route.
pub(super) fn route(json: &str) -> Result<Vec<String>, ApiError> {
    serde_json::from_str(json).map_err(ApiError::internal)
}

fn checkpoint(seen: &Seen) -> Option<CheckpointView> {
    let at = Instant::from(seen.walk.checkpoint_at?);
    Some(CheckpointView {
        at,
        time: local(at).1,
        place: seen.walk.checkpoint_place.clone()?,
        reached_at: seen.walk.checkpoint_reached_at.map(Instant::from),
    })
}

fn group(row: &AttendanceRow) -> Option<u16> {
    row.group_number.and_then(|number| number.try_into().ok())
}

/// Those signed up, then walk-ins; the leader first. Numbers only around the walk and if agreed: all for the leader,
/// the leader's for everybody.
fn people(
    conn: &mut Conn,
    seen: &Seen,
    rows: &[Row],
    now: Instant,
) -> Result<Vec<WalkPerson>, ApiError> {
    let shift = &seen.shift;
    let around = phone_window(shift.span, now);
    let deputy: Option<MembershipId> = seen
        .walk
        .deputy_membership_id
        .as_ref()
        .and_then(|id| id.parse().ok());
    let overlapping = if seen.leads {
        overlapping(conn, seen, rows)?
    } else {
        Vec::new()
    };
    let of = |member: MembershipId| {
        rows.iter()
            .map(|(row, _, _)| row)
            .find(|row| row.member() == Some(member))
    };
    let mut people: Vec<WalkPerson> = shift
        .crew
        .iter()
        .filter(|one| seen.sees(one.home))
        .map(|one| {
            let row = of(one.membership);
            let leader = shift.leader == Some(one.membership);
            WalkPerson {
                member: one.membership,
                display_name: one.display_name.clone(),
                phone: one
                    .phone
                    .clone()
                    .filter(|_| around && (seen.may_call(one.home) || leader)),
                adult: row.map_or(one.age_band == AgeBand::Adult, |row| row.adult),
                leader,
                deputy: deputy == Some(one.membership),
                signed_up: true,
                you: seen.you == Some(one.membership),
                attendance: row.map(attendance),
                group: row.and_then(group),
                overlaps: overlapping.contains(&WalkerId(one.membership.0)),
            }
        })
        .collect();
    let crew: Vec<MembershipId> = shift.crew.iter().map(|one| one.membership).collect();
    people.extend(rows.iter().filter_map(|(row, _, name)| {
        let member = row.member().filter(|member| !crew.contains(member))?;
        if !seen.sees(row.home) {
            return None;
        }
        Some(WalkPerson {
            member,
            display_name: called(shift, name.as_deref().unwrap_or_default()),
            phone: None,
            adult: row.adult,
            leader: false,
            deputy: deputy == Some(member),
            signed_up: false,
            you: seen.you == Some(member),
            attendance: Some(attendance(row)),
            group: group(row),
            overlaps: overlapping.contains(&row.walker_id),
        })
    }));
    people.sort_by_key(|person| !person.leader);
    Ok(people)
}

/// What somebody is called on this walk: where a special category takes part by their first name only.
fn called(shift: &WalkShift, name: &str) -> String {
    let shown = if shift.discreet {
        first_name(name)
    } else {
        name
    };
    shown.to_owned()
}

fn attendance(row: &AttendanceRow) -> AttendanceView {
    AttendanceView {
        came_at: row.came_at,
        left_at: row.left(),
        way: row.way,
    }
}

/// Who was written down on another walk at the same time (edge case O136).
fn overlapping(conn: &mut Conn, seen: &Seen, rows: &[Row]) -> Result<Vec<WalkerId>, ApiError> {
    let users: Vec<String> = rows
        .iter()
        .filter_map(|(_, user, _)| user.clone())
        .collect();
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let mut around = seen.shift.span;
    around.start = around.start.plus_hours(-24);
    around.end = around.end.plus_hours(24);
    let others = store::with_others(conn, &users, seen.shift.id, around)?;
    Ok(rows
        .iter()
        .filter(|(row, user, _)| {
            let here = hours::counted(seen.shift.span, row.came_at, row.left());
            others.iter().any(|(whose, span, came, left)| {
                Some(whose) == user.as_ref() && hours::counted(*span, *came, *left).overlaps(here)
            })
        })
        .map(|(row, _, _)| row.walker_id)
        .collect())
}

fn guests(rows: &[Row]) -> Vec<WalkGuest> {
    rows.iter()
        .filter_map(|(row, _, _)| {
            Some(WalkGuest {
                guest: GuestId(row.walker_id.0),
                first_name: row.first_name.clone()?,
                adult: row.adult,
                came_at: row.came_at,
                left_at: row.left(),
                group: group(row),
            })
        })
        .collect()
}

fn groups(conn: &mut Conn, seen: &Seen, rows: &[Row]) -> Result<Vec<WalkGroup>, ApiError> {
    let mut walkers: HashMap<i32, Vec<WalkerId>> = HashMap::new();
    for (row, _, _) in rows {
        if let Some(number) = row.group_number {
            walkers.entry(number).or_default().push(row.walker_id);
        }
    }
    Ok(store::groups(conn, seen.shift.id)?
        .into_iter()
        .map(|row| WalkGroup {
            number: row.number.try_into().unwrap_or(0),
            area: row.area,
            phone_holder: row.phone_walker_id.and_then(|id| id.parse().ok()),
            walkers: walkers.remove(&row.number).unwrap_or_default(),
        })
        .collect())
}

/// Members who are neither signed up nor written down.
fn candidates(conn: &mut Conn, seen: &Seen, rows: &[Row]) -> Result<Vec<Candidate>, ApiError> {
    let there = |id: MembershipId| {
        seen.shift.crew.iter().any(|one| one.membership == id)
            || rows.iter().any(|(row, _, _)| row.member() == Some(id))
    };
    let members = organisations::members_with_names(conn, seen.shift.organisation)?;
    Ok(members
        .into_iter()
        .filter(|member| !there(member.id))
        .map(|member| Candidate {
            member: member.id,
            can_lead: may(&member.roles, OrgRight::LeadShifts),
            display_name: member.display_name,
        })
        .collect())
}

/// A key that is stored.
pub(super) fn key(text: &str) -> Result<Key, ApiError> {
    text.parse()
        .map_err(|_damaged| ApiError::internal("a stored key is not possible"))
}
