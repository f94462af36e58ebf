//! The roster: who is on a shift, and who leads it.

use std::collections::{HashMap, HashSet};

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
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
    access::{Sight, look, require_planner},
    hold::{Held, hold},
    notify,
    plan::{note, note_because, refused},
    queue, shares,
    signup::{Entry, enter},
    view,
    viewer::{Viewer, others, person_facts},
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service::{self as organisations, Membership, NamedMember},
};

/// Who is on a shift, who waits and who could be added; for its leader and planners.
pub(crate) fn roster(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<Roster, ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    let (viewer, sees) = require_roster(conn, actor, &shift, &organisation, now)?;
    let people = store::on_shift(conn, organisation.id, shift.id)?;
    let there: HashSet<UserId> = people.iter().map(|row| row.signup.user_id).collect();
    let positions = queue_positions(&people);
    let people = match &sees {
        Sees::Everybody => people,
        Sees::Own(homes) => shares::only_of(people, homes, |row| row.signup.home),
    };
    let members = own_members(conn, &organisation, &sees)?;
    let leaders: HashSet<MembershipId> = members
        .iter()
        .filter(|member| may(&member.roles, OrgRight::LeadShifts))
        .map(|member| member.id)
        .collect();
    let candidates = members
        .into_iter()
        .filter(|member| !there.contains(&member.user))
        .map(|member| Candidate {
            member: member.id,
            can_lead: leaders.contains(&member.id),
            display_name: member.display_name,
        })
        .collect();
    Ok(Roster {
        shift: view::card(Some(&viewer), &shift, &organisation, now),
        rows: people
            .into_iter()
            .map(|row| roster_row(&shift, row, &leaders, &positions, now))
            .collect(),
        candidates,
    })
}

fn roster_row(
    shift: &ShiftRow,
    row: OnShift,
    leaders: &HashSet<MembershipId>,
    positions: &HashMap<SignupId, u32>,
    now: Instant,
) -> RosterRow {
    let position = positions.get(&row.signup.id).copied();
    let shown = row.person.show_phone && phone_window(shift.span(), now);
    RosterRow {
        member: row.signup.membership_id,
        display_name: view::shown_name(shift, &row.person.display_name),
        phone: row.person.phone.filter(|_| shown),
        status: row.signup.status,
        position,
        age_band: row.age_band,
        leader: shift.leader() == Some(row.signup.membership_id),
        can_lead: leaders.contains(&row.signup.membership_id),
        signed_up_at: row.signed_up_at,
    }
}

/// Where those who wait stand in the queue, from 1, whoever's people are looked at.
fn queue_positions(people: &[OnShift]) -> HashMap<SignupId, u32> {
    people
        .iter()
        .filter(|row| row.signup.status == SignupStatus::Waitlisted)
        .map(|row| row.signup.id)
        .zip(1..)
        .collect()
}

/// The members that could be added: a planner's own; for a leader the host's, whose leader they are.
fn own_members(conn: &mut Conn, host: &OrgRow, sees: &Sees) -> Result<Vec<NamedMember>, ApiError> {
    let mut members = Vec::new();
    for home in sees.homes(host) {
        members.extend(organisations::members_with_names(conn, home)?);
    }
    Ok(members)
}

/// Whose people somebody sees on a shared shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sees {
    /// Who leads it: everybody, without their organisation.
    Everybody,
    /// Who plans: their own organisation's.
    Own(Vec<OrganisationId>),
}

impl Sees {
    fn of(sight: Sight, viewer: &Viewer, shift: &ShiftRow, host: &OrgRow) -> Self {
        if sight.leads || shift.joint.release_hours.is_none() {
            return Self::Everybody;
        }
        let own = sight.plans.then_some(host.id).into_iter();
        Self::Own(own.chain(viewer.plans_for(shift)).collect())
    }

    /// Whose members they may put on it.
    fn homes(&self, host: &OrgRow) -> Vec<OrganisationId> {
        match self {
            Self::Everybody => vec![host.id],
            Self::Own(homes) => homes.clone(),
        }
    }

    /// Whether somebody of this organisation is among those they see.
    fn covers(&self, home: OrganisationId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Own(homes) => homes.contains(&home),
        }
    }
}

/// The leader of the shift and the planners of its organisations; other members are refused, others don't find it.
fn require_roster(
    conn: &mut Conn,
    actor: &Actor,
    shift: &ShiftRow,
    organisation: &OrgRow,
    now: Instant,
) -> Result<(Viewer, Sees), ApiError> {
    let viewer = Viewer::load(conn, actor.into(), now)?;
    let sight = look(Some(&viewer), shift, organisation, now)?;
    if sight.sees_people() {
        let sees = Sees::of(sight, &viewer, shift, organisation);
        Ok((viewer, sees))
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
) -> Result<Sees, ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    require_roster(conn, actor, &shift, &organisation, now).map(|(_, sees)| sees)
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
    let sees = require_roster_of(tx, actor, shift, now)?;
    let user = organisations::user_of(tx, Some(member))?;
    let mut held = hold(tx, shift, user.as_slice())?;
    let homes = sees.homes(&held.organisation);
    // To pass the maximum, or another's share, is for the host's.
    let beyond = how
        .override_reason
        .as_ref()
        .filter(|_| homes.contains(&held.organisation.id));
    put_on(tx, actor, &mut held, (&homes, member), beyond, now)?;
    roster(tx, actor, shift, now)
}

/// Takes a member off a shift or out of its queue. Repeating it changes nothing and mails nobody.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, member): (ShiftId, MembershipId),
    now: Instant,
) -> Result<Roster, ApiError> {
    let sees = require_roster_of(tx, actor, shift, now)?;
    let user = organisations::user_of(tx, Some(member))?;
    let mut held = hold(tx, shift, user.as_slice())?;
    let there = store::on_shift(tx, held.organisation.id, shift)?;
    let row = there
        .into_iter()
        .filter(|row| sees.covers(row.signup.home))
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
            let host = [held.organisation.id];
            put_on(tx, actor, held, (&host, leader), None, now)?;
        }
    }
    if held.shift.leader() != leader {
        store::set_leader(tx, held.organisation.id, held.shift.id, leader)?;
        held.refresh(tx)?;
        note(tx, actor, held, "shift.leader_set", now)?;
    }
    Ok(())
}

/// The active membership with this id, of one of these organisations.
fn member_of(
    conn: &mut Conn,
    homes: &[OrganisationId],
    member: MembershipId,
) -> Result<(OrganisationId, Membership), ApiError> {
    for home in homes {
        let found = organisations::member(conn, *home, member)?
            .filter(|member| member.status == MembershipStatus::Active);
        if let Some(found) = found {
            return Ok((*home, found));
        }
    }
    Err(ApiError::not_found())
}

/// Puts a member of one of these organisations on a shift whose row is held. Who is on it already stays as they are.
fn put_on(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &mut Held,
    (homes, member): (&[OrganisationId], MembershipId),
    beyond: Option<&ReasonText>,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let (home, membership) = member_of(tx, homes, member)?;
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
    let facts = held.shift.facts_for(&held.organisation, home, now);
    check_sign_up(&facts, person, &others(&signups, shift), now).map_err(ApiError::refused)?;
    let adult = membership.age_band == AgeBand::Adult;
    if own.as_ref().is_some_and(|own| own.offered().is_some()) {
        // The place kept for them is the one they get.
        store::let_go(tx, organisation, shift)?;
        held.refresh(tx)?;
    }
    let reason = take_place(tx, held, (home, adult), beyond, now)?;
    let id = if let Some(own) = own {
        queue::seat(tx, held, &own, adult, reason.clone(), now)?;
        own.id
    } else {
        let entry = Entry {
            home,
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
    (home, adult): (OrganisationId, bool),
    beyond: Option<&ReasonText>,
    now: Instant,
) -> Result<Option<String>, ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let free = held.shift.places_for(home, now).free() > 0;
    if free && store::take_place(tx, organisation, shift, adult)? {
        return Ok(None);
    }
    let Some(reason) = beyond else {
        return Err(ApiError::refused(vec![SignUpReason::Full]));
    };
    if store::take_place(tx, organisation, shift, adult)? {
        // Within the whole, but another's place.
        return Ok(Some(reason.to_string()));
    }
    store::take_place_beyond(tx, organisation, shift, adult)?;
    Ok(Some(reason.to_string()))
}
