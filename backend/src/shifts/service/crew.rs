//! Filling a shift: who could join it, who watches it, who takes over from somebody who can't come.

use lykta_shared::{
    ids::{OrganisationId, ShiftId, UserId},
    organisations::{AgeBand, OrgRight, may},
    shifts::{
        ShiftDetail, ShiftSignUpRules, SignupStatus,
        rules::{MembershipFacts, PersonFacts, check_sign_up},
        status::may_move,
    },
    time::Instant,
};

use super::{
    super::store::{self, Mine, OrgRow, ShiftRow, SignupRow},
    access::{look, require_planner},
    hold::{Held, hold, hold_alone},
    notify,
    plan::{note, refused},
    shares,
    signup::{Entry, enter},
    view,
    viewer::{Viewer, others, person_facts, qualified},
};
use crate::{
    db::{Conn, Tx},
    http::{ApiError, all_fine},
    identity::actor::Actor,
    organisations::service::{self as organisations, NamedMember},
    platform::service as platform,
    random::Random,
};
use lykta_shared::{
    organisations::MembershipStatus,
    problem::{FieldCode, FieldError, ProblemKind},
    shifts::policy::{MAX_HOURS, MAX_OPENS_DAYS},
};

/// The members who are neither on a shift nor in its queue and could be on it, by the same rule as if they asked.
pub(super) fn could_join(
    conn: &mut Conn,
    held: &Held,
    now: Instant,
) -> Result<Vec<NamedMember>, ApiError> {
    let organisation = &held.organisation;
    let there: Vec<UserId> = store::on_shift(conn, organisation.id, held.shift.id)?
        .into_iter()
        .map(|row| row.signup.user_id)
        .collect();
    let mut found: Vec<NamedMember> = Vec::new();
    for home in shares::homes(&held.shift, organisation) {
        let theirs = free_of(conn, held, (home, &there), now)?;
        let new: Vec<NamedMember> = theirs
            .into_iter()
            .filter(|member| found.iter().all(|held| held.user != member.user))
            .collect();
        found.extend(new);
    }
    Ok(found)
}

/// As [`could_join`], of one organisation.
pub(super) fn free_of(
    conn: &mut Conn,
    held: &Held,
    (home, there): (OrganisationId, &[UserId]),
    now: Instant,
) -> Result<Vec<NamedMember>, ApiError> {
    let organisation = &held.organisation;
    let facts = held.shift.facts_for(organisation, home, now);
    let members = organisations::members_with_names(conn, home)?;
    let users: Vec<UserId> = members.iter().map(|member| member.user).collect();
    let signups = store::signups_of(conn, &users, now)?;
    let shown = organisations::shown_in(conn, home)?;
    Ok(members
        .into_iter()
        .filter(|member| !there.contains(&member.user))
        .filter(|member| {
            let own: Vec<Mine> = signups
                .iter()
                .filter(|(signup, _)| signup.user_id == member.user)
                .cloned()
                .collect();
            let person = PersonFacts {
                membership: Some(MembershipFacts {
                    status: MembershipStatus::Active,
                    age_band: member.age_band,
                    guardian_consent: member.guardian_consent,
                }),
                // Whose account is not in order gets no mail.
                email_verified: true,
                qualified: qualified(&held.shift, organisation, shown.get(&member.id)),
                suspended: false,
            };
            check_sign_up(&facts, person, &others(&own, held.shift.id), now).is_ok()
        })
        .collect())
}

/// Whether the person has asked for a stand-in, could be one, and watches the shift.
pub(super) fn standing(
    conn: &mut Conn,
    viewer: &Viewer,
    shift: &ShiftRow,
    organisation: &OrgRow,
    now: Instant,
) -> Result<(bool, bool, bool), ApiError> {
    if !may_move(shift.status, shift.span(), now) {
        return Ok((false, false, false));
    }
    let asking = store::stand_ins(conn, shift.id)?;
    let asked = asking.iter().any(|one| one.user_id == viewer.who.user);
    let home = viewer.home(shift, organisation, now);
    let facts = shift.facts_for(organisation, home, now);
    let person = viewer.facts(shift, organisation, home);
    let wanted = asking
        .iter()
        .any(|one| shift.released(now) || viewer.active(one.home).is_some())
        && !viewer.is_on(shift.id)
        && check_sign_up(&facts, person, &viewer.others(shift.id), now).is_ok();
    let watching = store::watches(conn, shift.id, viewer.who.user)?;
    Ok((asked, wanted, watching))
}

/// Wants to be told if people are missing on a shift, or no longer. For members.
pub(crate) fn watch(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    on: bool,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    let held = hold_alone(tx, shift, actor.user)?;
    let viewer = Viewer::load(tx, actor.into(), now)?;
    let sight = look(Some(&viewer), &held.shift, &held.organisation, now)?;
    if !on {
        store::unwatch(tx, shift, actor.user)?;
    } else if !sight.inside {
        return Err(ApiError::forbidden());
    } else if !may_move(held.shift.status, held.shift.span(), now) {
        return Err(refused(&held, now));
    } else {
        store::watch(tx, held.organisation.id, shift, actor.user, now)?;
    }
    view::detail(tx, Some(actor.into()), shift, now)
}

/// Somebody on a shift asks for another to take over, or no longer needs one. Asking twice asks once. Every member
/// who could take over is told; until one does, the first keeps the duty.
pub(crate) fn ask_for_stand_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    on: bool,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    let held = hold_alone(tx, shift, actor.user)?;
    let viewer = Viewer::load(tx, actor.into(), now)?;
    look(Some(&viewer), &held.shift, &held.organisation, now)?;
    let own =
        store::my_signup(tx, actor.user, shift)?.filter(|own| own.status == SignupStatus::SignedUp);
    if let Some(own) = own {
        if on && !may_move(held.shift.status, held.shift.span(), now) {
            return Err(refused(&held, now));
        }
        if !on {
            store::end_stand_in(tx, own.id, "ended", now)?;
        } else if store::stand_ins(tx, shift)?
            .iter()
            .all(|one| one.id != own.id)
        {
            let id = Random::default().id(now);
            store::insert_stand_in(tx, id, held.organisation.id, &own, now)?;
            let people = stand_ins_for(tx, &held, own.home, now)?;
            notify::stand_in_asked(tx, &held, own.id, &people, now)?;
        }
    } else if on {
        return Err(ApiError::wrong_state("not_signed_up"));
    }
    view::detail(tx, Some(actor.into()), shift, now)
}

/// Takes over from whoever asked first: one exchange, or none. Of many who try at once one gets it.
pub(crate) fn take_over(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    let mut people: Vec<UserId> = store::stand_ins(tx, shift)?
        .into_iter()
        .map(|one| one.user_id)
        .collect();
    people.push(actor.user);
    let mut held = hold(tx, shift, &people)?;
    let viewer = Viewer::load(tx, actor.into(), now)?;
    look(Some(&viewer), &held.shift, &held.organisation, now)?;
    let own = store::my_signup(tx, actor.user, shift)?;
    if own
        .as_ref()
        .is_some_and(|own| own.status == SignupStatus::SignedUp)
    {
        return Err(ApiError::wrong_state("signed_up"));
    }
    let released = held.shift.released(now);
    let from = store::stand_ins(tx, shift)?
        .into_iter()
        .find(|one| released || viewer.active(one.home).is_some());
    let Some(from) = from else {
        return Err(ApiError::wrong_state("taken"));
    };
    held.also(tx, from.user_id)?;
    exchange(tx, actor, &mut held, &from, own, now)?;
    view::detail(tx, Some(actor.into()), shift, now)
}

/// Who could take over from somebody of this organisation: its own, and everybody once places are released.
fn stand_ins_for(
    tx: &mut Tx<'_>,
    held: &Held,
    home: OrganisationId,
    now: Instant,
) -> Result<Vec<NamedMember>, ApiError> {
    if held.shift.released(now) {
        return could_join(tx, held, now);
    }
    let there: Vec<UserId> = store::on_shift(tx, held.organisation.id, held.shift.id)?
        .into_iter()
        .map(|row| row.signup.user_id)
        .collect();
    free_of(tx, held, (home, &there), now)
}

/// Whose member a stand-in is: of the same organisation, if they are, so that the share stays as it is.
fn stand_in_home(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &Held,
    from: &SignupRow,
    now: Instant,
) -> Result<OrganisationId, ApiError> {
    let viewer = Viewer::load(tx, actor.into(), now)?;
    if viewer.active(from.home).is_some() {
        Ok(from.home)
    } else {
        Ok(viewer.home(&held.shift, &held.organisation, now))
    }
}

fn exchange(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &mut Held,
    from: &SignupRow,
    own: Option<SignupRow>,
    now: Instant,
) -> Result<(), ApiError> {
    let (organisation, shift) = (held.organisation.id, held.shift.id);
    let home = stand_in_home(tx, actor, held, from, now)?;
    let membership = organisations::membership(tx, actor.user, home)?;
    let of = (&held.shift, &held.organisation);
    let person = person_facts(tx, actor.user, membership.as_ref(), of)?;
    let signups = store::my_signups(tx, actor.user, now)?;
    let facts = held.shift.facts_for(&held.organisation, home, now);
    check_sign_up(&facts, person, &others(&signups, shift), now).map_err(ApiError::refused)?;
    let membership = membership.ok_or_else(ApiError::not_found)?;
    let adult = membership.age_band == AgeBand::Adult;
    let before = held.shift.places();
    if let Some(own) = &own {
        if own.offered().is_some() {
            store::let_go(tx, organisation, shift)?;
        }
        store::leave_queue(tx, organisation, shift)?;
        store::to_cancelled(tx, organisation, own.id, now)?;
        notify::withdrawn(tx, own.id)?;
    }
    store::end_stand_in(tx, from.id, "taken", now)?;
    store::to_cancelled(tx, organisation, from.id, now)?;
    notify::withdrawn(tx, from.id)?;
    store::swap_place(tx, organisation, shift, (from.adult, adult))?;
    if held.shift.leader() == Some(from.membership_id) {
        let leads = home == organisation && may(&membership.roles, OrgRight::LeadShifts);
        let next = leads.then_some(membership.id);
        store::set_leader(tx, organisation, shift, next)?;
    }
    let entry = Entry {
        home,
        membership: membership.id,
        user: actor.user,
        adult,
        position: None,
        added_by: Some(from.user_id),
        override_reason: None,
    };
    let id = enter(tx, held, entry, now)?;
    notify::signed_up(tx, held, id, actor.user, false, now)?;
    notify::taken_over(tx, held, from, now)?;
    super::queue::tell_what_is_missing(tx, held, before, now)?;
    note(tx, actor, held, "shift.taken_over", now)
}

/// Settles how sign-ups for one shift work.
pub(crate) fn set_rules(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: ShiftId,
    version: i32,
    rules: &ShiftSignUpRules,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    require_planner(tx, actor, shift)?;
    let mut held = hold(tx, shift, &[])?;
    let mut errors = Vec::new();
    let limits = [
        ("/opensHours", rules.opens_hours, MAX_OPENS_DAYS * 24),
        ("/closesMinutes", rules.closes_minutes, MAX_HOURS * 60),
        ("/cancelHours", rules.cancel_hours, MAX_HOURS),
    ];
    for (pointer, value, most) in limits {
        if value.is_some_and(|value| value > most) {
            errors.push(FieldError::new(pointer, FieldCode::OutOfRange));
        }
    }
    for (number, key) in rules.qualifications.iter().enumerate() {
        if !platform::qualification_exists(tx, key)? {
            let pointer = format!("/qualifications/{number}");
            errors.push(FieldError::new(pointer, FieldCode::UnknownKey));
        }
    }
    all_fine(errors)?;
    let rules = ShiftSignUpRules {
        release_hours: held.shift.joint.release_hours,
        ..rules.clone()
    };
    let text = serde_json::to_string(&rules).map_err(ApiError::internal)?;
    let key = (held.organisation.id, shift, version);
    if !store::set_rules(tx, key, Some(text))? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    held.refresh(tx)?;
    note(tx, actor, &held, "shift.signup_rules_changed", now)?;
    view::detail(tx, Some(actor.into()), shift, now)
}
