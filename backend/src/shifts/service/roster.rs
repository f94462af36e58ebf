//! The roster: who is on a shift, and who leads it.

use std::collections::HashSet;

use lykta_shared::{
    ids::{MembershipId, ShiftId},
    organisations::{AgeBand, MembershipStatus, OrgRight, may},
    problem::FieldCode,
    shifts::{
        AddToRoster, Candidate, Roster, RosterRow, ShiftDetail, SignUpReason, SignupStatus,
        rules::check_sign_up,
        status::{is_live, may_change, may_move, phone_window},
    },
    text::ReasonText,
    time::Instant,
};

use super::{
    super::store::{self, OnShift, OrgRow, ShiftRow},
    access::{look, require_planner},
    hold::{Held, hold},
    notify,
    plan::{note, note_because, refused},
    queue,
    signup::{Entry, enter},
    view,
    viewer::{Viewer, others, person_facts},
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
};

/// Who is on a shift, who waits and who could be added; for its leader and planners.
pub(crate) fn roster(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<Roster, ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    let viewer = require_roster(conn, actor, &shift, &organisation, now)?;
    let people = store::on_shift(conn, organisation.id, shift.id)?;
    let there: HashSet<MembershipId> = people.iter().map(|row| row.signup.membership_id).collect();
    let members = organisations::members_with_names(conn, organisation.id)?;
    let leaders: HashSet<MembershipId> = members
        .iter()
        .filter(|member| may(&member.roles, OrgRight::LeadShifts))
        .map(|member| member.id)
        .collect();
    let candidates = members
        .into_iter()
        .filter(|member| !there.contains(&member.id))
        .map(|member| Candidate {
            member: member.id,
            can_lead: leaders.contains(&member.id),
            display_name: member.display_name,
        })
        .collect();
    let mut position = 0;
    Ok(Roster {
        shift: view::card(Some(&viewer), &shift, &organisation, now),
        rows: people
            .into_iter()
            .map(|row| roster_row(&shift, row, &leaders, &mut position, now))
            .collect(),
        candidates,
    })
}

fn roster_row(
    shift: &ShiftRow,
    row: OnShift,
    leaders: &HashSet<MembershipId>,
    waiting: &mut u32,
    now: Instant,
) -> RosterRow {
    let position = (row.signup.status == SignupStatus::Waitlisted).then(|| {
        *waiting = waiting.saturating_add(1);
        *waiting
    });
    let shown = row.person.show_phone && phone_window(shift.span(), now);
    RosterRow {
        member: row.signup.membership_id,
        display_name: row.person.display_name,
        phone: row.person.phone.filter(|_| shown),
        status: row.signup.status,
        position,
        age_band: row.age_band,
        leader: shift.leader() == Some(row.signup.membership_id),
        can_lead: leaders.contains(&row.signup.membership_id),
        signed_up_at: row.signed_up_at,
    }
}

/// The leader of the shift and the planners of its organisation; other members are refused, others don't find it.
fn require_roster(
    conn: &mut Conn,
    actor: &Actor,
    shift: &ShiftRow,
    organisation: &OrgRow,
    now: Instant,
) -> Result<Viewer, ApiError> {
    let viewer = Viewer::load(conn, actor.into(), now)?;
    let sight = look(Some(&viewer), shift, organisation, now)?;
    if sight.sees_people() {
        Ok(viewer)
    } else if sight.inside {
        Err(ApiError::forbidden())
    } else {
        Err(ApiError::not_found())
    }
}

fn require_roster_of(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<(), ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    require_roster(conn, actor, &shift, &organisation, now).map(drop)
}

/// Puts a member on a shift, by the same rules as if they had signed up themselves. Only the maximum can be
/// passed, with a reason that is kept with the leader's name (PRODUCT.md rule 8).
pub(crate) fn add(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, member): (ShiftId, MembershipId),
    how: &AddToRoster,
    now: Instant,
) -> Result<Roster, ApiError> {
    require_roster_of(tx, actor, shift, now)?;
    let user = organisations::user_of(tx, Some(member))?;
    let mut held = hold(tx, shift, user.as_slice())?;
    put_on(
        tx,
        actor,
        &mut held,
        member,
        how.override_reason.as_ref(),
        now,
    )?;
    roster(tx, actor, shift, now)
}

/// Takes a member off a shift or out of its queue. Repeating it changes nothing and mails nobody.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, member): (ShiftId, MembershipId),
    now: Instant,
) -> Result<Roster, ApiError> {
    require_roster_of(tx, actor, shift, now)?;
    let user = organisations::user_of(tx, Some(member))?;
    let mut held = hold(tx, shift, user.as_slice())?;
    let there = store::on_shift(tx, held.organisation.id, shift)?;
    let row = there
        .into_iter()
        .find(|row| row.signup.membership_id == member);
    if let Some(row) = row {
        if !may_move(held.shift.status, held.shift.span(), now) {
            return Err(refused(&held, now));
        }
        queue::take_off(tx, &mut held, &row.signup, now)?;
        notify::removed(tx, &held, &row.signup, now)?;
        note(tx, actor, &held, "shift.member_removed", now)?;
    }
    roster(tx, actor, shift, now)
}

/// Sets who leads, or that nobody does.
pub(crate) fn set_leader(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    leader: Option<MembershipId>,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    require_planner(tx, actor, shift)?;
    let user = organisations::user_of(tx, leader)?;
    let mut held = hold(tx, shift, user.as_slice())?;
    if !may_change(held.shift.status, held.shift.span(), now) {
        return Err(refused(&held, now));
    }
    lead(tx, actor, &mut held, leader, now)?;
    view::detail(tx, Some(actor.into()), shift, now)
}

/// Names the leader of a held shift: a member with that role, who counts as one of its people.
pub(super) fn lead(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &mut Held,
    leader: Option<MembershipId>,
    now: Instant,
) -> Result<(), ApiError> {
    if let Some(leader) = leader {
        let member = organisations::member(tx, held.organisation.id, leader)?
            .filter(|member| member.status == MembershipStatus::Active)
            .filter(|member| may(&member.roles, OrgRight::LeadShifts));
        if member.is_none() {
            return Err(ApiError::field("/leader", FieldCode::NotEligible));
        }
        if is_live(held.shift.status) {
            put_on(tx, actor, held, leader, None, now)?;
        }
    }
    if held.shift.leader() != leader {
        store::set_leader(tx, held.organisation.id, held.shift.id, leader)?;
        held.refresh(tx)?;
        note(tx, actor, held, "shift.leader_set", now)?;
    }
    Ok(())
}

/// Puts a member of the shift's organisation on it, whose row is held. Who is on it already stays as they are.
fn put_on(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &mut Held,
    member: MembershipId,
    beyond: Option<&ReasonText>,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let membership = organisations::member(tx, organisation, member)?
        .filter(|member| member.status == MembershipStatus::Active)
        .ok_or_else(ApiError::not_found)?;
    let own = store::my_signup(tx, membership.user, shift)?;
    if own
        .as_ref()
        .is_some_and(|own| own.status == SignupStatus::SignedUp)
    {
        return Ok(());
    }
    let of = (&held.shift, &held.organisation);
    let person = person_facts(tx, membership.user, Some(&membership), of)?;
    let signups = store::my_signups(tx, membership.user, now)?;
    let facts = held.shift.facts(&held.organisation);
    check_sign_up(&facts, person, &others(&signups, shift), now).map_err(ApiError::refused)?;
    let adult = membership.age_band == AgeBand::Adult;
    if own.as_ref().is_some_and(|own| own.offered().is_some()) {
        // The place kept for them is the one they get.
        store::let_go(tx, organisation, shift)?;
    }
    let reason = take_place(tx, held, adult, beyond)?;
    let id = if let Some(own) = own {
        queue::seat(tx, held, &own, adult, reason.clone(), now)?;
        own.id
    } else {
        let entry = Entry {
            membership: member,
            user: membership.user,
            adult,
            position: None,
            added_by: Some(actor.user),
            override_reason: reason.clone(),
        };
        enter(tx, held, entry, now)?
    };
    if membership.user == actor.user {
        notify::signed_up(tx, held, id, membership.user, false, now)?;
    } else {
        notify::added(tx, held, id, membership.user, now)?;
    }
    let action = if reason.is_some() {
        "shift.maximum_overridden"
    } else {
        "shift.member_added"
    };
    note_because(tx, actor, held, (action, reason), now)
}

/// Takes a place: a free one, or one beyond the maximum if there is a reason for that; then the reason.
fn take_place(
    tx: &mut Tx<'_>,
    held: &Held,
    adult: bool,
    beyond: Option<&ReasonText>,
) -> Result<Option<String>, ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    if store::take_place(tx, organisation, shift, adult)? {
        return Ok(None);
    }
    let Some(reason) = beyond else {
        return Err(ApiError::refused(vec![SignUpReason::Full]));
    };
    store::take_place_beyond(tx, organisation, shift, adult)?;
    Ok(Some(reason.to_string()))
}
