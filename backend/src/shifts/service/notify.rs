//! Who is told what: mails into the outbox, in the transaction of what they are about. Each occasion has its
//! key, so that a repeated one tells nobody twice.

use std::collections::BTreeSet;

use lykta_shared::{
    ids::{OrganisationId, SignupId, UserId},
    organisations::{OrgRight, may},
    shifts::{
        SignUpReason,
        policy::{Alert, undo_until},
        shares::ShareStatus,
    },
    time::Instant,
};

use super::{
    super::store::{self, ShiftRow, SignupRow, Waiting},
    hold::Held,
};
use crate::{
    db::Tx,
    http::ApiError,
    identity::service as identity,
    messages::{Envelope, MailKind, Recipient, reminders, service as messages},
    organisations::service::{self as organisations, NamedMember},
};

fn send(
    tx: &mut Tx<'_>,
    held: &Held,
    (to, kind, dedupe): (UserId, MailKind, String),
    not_before: Instant,
    now: Instant,
) -> Result<(), ApiError> {
    let envelope = Envelope {
        kind,
        to: Recipient::User(to),
        organisation: Some(held.organisation.id),
        dedupe,
        not_before,
        expires_at: held.shift.ends_at.max(now.plus_hours(1)),
    };
    Ok(messages::enqueue(tx, now, &envelope)?)
}

/// Somebody signed up, or waits: a confirmation for those on it, after a minute to think again.
pub(super) fn signed_up(
    tx: &mut Tx<'_>,
    held: &Held,
    signup: SignupId,
    user: UserId,
    waits: bool,
    now: Instant,
) -> Result<(), ApiError> {
    if waits {
        return Ok(());
    }
    let mail = (
        user,
        MailKind::SignupConfirmed { signup },
        format!("signup:{signup}"),
    );
    // A tap that is undone sends nothing.
    send(tx, held, mail, undo_until(now), now)?;
    Ok(reminders::plan_for_signup(tx, now, signup)?)
}

/// A leader or planner put somebody on it.
pub(super) fn added(
    tx: &mut Tx<'_>,
    held: &Held,
    signup: SignupId,
    user: UserId,
    now: Instant,
) -> Result<(), ApiError> {
    let mail = (
        user,
        MailKind::AddedByLeader { signup },
        format!("added:{signup}"),
    );
    send(tx, held, mail, now, now)?;
    Ok(reminders::plan_for_signup(tx, now, signup)?)
}

/// A leader or planner took somebody off.
pub(super) fn removed(
    tx: &mut Tx<'_>,
    held: &Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let mail = (
        signup.user_id,
        MailKind::RemovedFromShift { signup: signup.id },
        format!("removed:{}", signup.id),
    );
    send(tx, held, mail, now, now)
}

/// The queue moved, and this one is on it now.
pub(super) fn promoted(
    tx: &mut Tx<'_>,
    held: &Held,
    waiting: &Waiting,
    now: Instant,
) -> Result<(), ApiError> {
    let mail = (
        waiting.user_id,
        MailKind::Promoted { signup: waiting.id },
        format!("promoted:{}", waiting.id),
    );
    send(tx, held, mail, now, now)?;
    Ok(reminders::plan_for_signup(tx, now, waiting.id)?)
}

/// The queue moved past this one, for these reasons. Once: who is passed over again knows already.
pub(super) fn skipped(
    tx: &mut Tx<'_>,
    held: &Held,
    waiting: &Waiting,
    reasons: Vec<SignUpReason>,
    now: Instant,
) -> Result<(), ApiError> {
    let mail = (
        waiting.user_id,
        MailKind::SkippedInQueue {
            signup: waiting.id,
            reasons,
        },
        format!("skipped:{}", waiting.id),
    );
    send(tx, held, mail, now, now)
}

/// A sign-up is no more: what has not left yet for it stays here.
pub(super) fn withdrawn(tx: &mut Tx<'_>, signup: SignupId) -> Result<(), ApiError> {
    Ok(messages::cancel_for_signup(tx, signup)?)
}

/// The time or the place is another: everybody on it and in its queue learns the old and the new.
pub(super) fn changed(
    tx: &mut Tx<'_>,
    held: &Held,
    before: &ShiftRow,
    now: Instant,
) -> Result<(), ApiError> {
    for row in store::on_shift(tx, held.organisation.id, held.shift.id)? {
        let signup = row.signup.id;
        let kind = MailKind::ShiftChanged {
            signup,
            old_start: before.starts_at,
            old_end: before.ends_at,
            old_place: before.place_name.clone(),
        };
        let key = format!("changed:{signup}:{}", held.shift.time_version);
        send(tx, held, (row.signup.user_id, kind, key), now, now)?;
    }
    Ok(reminders::replan_for_shift(tx, now, held.shift.id)?)
}

/// It does not take place: these people are told, and reminded no more. So is whoever plans for a guest.
pub(super) fn cancelled(
    tx: &mut Tx<'_>,
    held: &Held,
    people: &[SignupRow],
    now: Instant,
) -> Result<(), ApiError> {
    let on_it: BTreeSet<UserId> = people.iter().map(|signup| signup.user_id).collect();
    for guest in held.shift.joint.holding() {
        let planners = planners_of(tx, guest.id)?;
        let others = planners.into_iter().filter(|user| !on_it.contains(user));
        called_off_for_planners(tx, held, others, now)?;
    }
    for signup in people {
        messages::cancel_for_signup(tx, signup.id)?;
        let mail = (
            signup.user_id,
            MailKind::ShiftCancelled { signup: signup.id },
            format!("cancelled:{}", signup.id),
        );
        send(tx, held, mail, now, now)?;
    }
    Ok(())
}

/// The shift was moved onto another one these people are on, and a planner freed their places here.
pub(super) fn freed(
    tx: &mut Tx<'_>,
    held: &Held,
    before: &ShiftRow,
    freed: &[SignupRow],
    now: Instant,
) -> Result<(), ApiError> {
    for signup in freed {
        let kind = MailKind::FreedByMove {
            signup: signup.id,
            old_start: before.starts_at,
            old_end: before.ends_at,
            old_place: before.place_name.clone(),
        };
        let mail = (signup.user_id, kind, format!("freed:{}", signup.id));
        send(tx, held, mail, now, now)?;
    }
    Ok(())
}

/// The same mail about the shift to each of these, once for this occasion.
fn to_each(
    tx: &mut Tx<'_>,
    held: &Held,
    people: impl IntoIterator<Item = UserId>,
    (kind, occasion): (&MailKind, &str),
    now: Instant,
) -> Result<(), ApiError> {
    for user in people {
        let mail = (user, kind.clone(), format!("{occasion}:{user}"));
        send(tx, held, mail, now, now)?;
    }
    Ok(())
}

fn users(people: &[NamedMember]) -> impl Iterator<Item = UserId> {
    people.iter().map(|member| member.user)
}

/// It was called off on the police's advice or because of unrest: the city's liaisons are told too (DOMAIN.md 3.22).
pub(super) fn called_off(tx: &mut Tx<'_>, held: &Held, now: Instant) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let people = identity::liaisons(tx)?;
    let kind = MailKind::CalledOff {
        shift,
        to_planners: false,
    };
    let mail = (&kind, &*format!("called_off:{shift}"));
    to_each(tx, held, people, mail, now)
}

/// Too few people now, after there had been enough. The leader is told, or the planners when there is none: each time
/// it happens, but at most once an hour, whoever comes and goes (edge case F52).
pub(super) fn too_few(tx: &mut Tx<'_>, held: &Held, now: Instant) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let people = responsible(tx, held)?;
    let hour = now.seconds().div_euclid(3600);
    let occasion = format!("too_few:{shift}:{}:{hour}", held.shift.time_version);
    let mail = (&MailKind::TooFew { shift }, &*occasion);
    to_each(tx, held, people, mail, now)
}

/// Nobody leads any more, however many people there are (edge case F53). Losing a leader changes the shift's
/// version, so each loss is told once.
pub(super) fn no_leader(tx: &mut Tx<'_>, held: &Held, now: Instant) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let people = responsible(tx, held)?;
    let occasion = format!("no_leader:{shift}:{}", held.shift.version);
    let mail = (&MailKind::NoLeader { shift }, &*occasion);
    to_each(tx, held, people, mail, now)
}

/// Somebody withdrew after the deadline: the leader is told at once, or the planners where nobody leads.
pub(super) fn late_drop_out(
    tx: &mut Tx<'_>,
    held: &Held,
    signup: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let people = responsible(tx, held)?;
    let mail = (
        &MailKind::LateDropOut { shift },
        &*format!("late:{}", signup.id),
    );
    to_each(tx, held, people, mail, now)
}

/// A place is free at short notice, for these members; once for this time of the shift.
pub(super) fn place_free(
    tx: &mut Tx<'_>,
    held: &Held,
    people: &[NamedMember],
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let occasion = format!("place_free:{shift}:{}", held.shift.time_version);
    let mail = (&MailKind::PlaceFree { shift }, &*occasion);
    to_each(tx, held, users(people), mail, now)
}

/// People are missing as the start comes nearer: an alert to these, each once.
pub(super) fn people_missing(
    tx: &mut Tx<'_>,
    held: &Held,
    (alert, people): (Alert, &BTreeSet<UserId>),
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let (version, word) = (held.shift.time_version, alert.word());
    let kind = MailKind::PeopleMissing {
        shift,
        to_planners: alert == Alert::Planners,
    };
    let mail = (&kind, &*format!("missing:{shift}:{version}:{word}"));
    to_each(tx, held, people.iter().copied(), mail, now)
}

/// A place came free near the start and is kept for this one of the queue until they answer.
pub(super) fn offered(
    tx: &mut Tx<'_>,
    held: &Held,
    waiting: &Waiting,
    until: Instant,
    now: Instant,
) -> Result<(), ApiError> {
    let kind = MailKind::PlaceOffered {
        signup: waiting.id,
        until,
    };
    let key = format!("offered:{}:{}", waiting.id, until.micros());
    send(tx, held, (waiting.user_id, kind, key), now, now)
}

/// The place that was kept went to the next.
pub(super) fn lapsed(
    tx: &mut Tx<'_>,
    held: &Held,
    waiting: &Waiting,
    now: Instant,
) -> Result<(), ApiError> {
    let mail = (
        waiting.user_id,
        MailKind::OfferLapsed { signup: waiting.id },
        format!("lapsed:{}", waiting.id),
    );
    send(tx, held, mail, now, now)
}

/// Somebody on it looks for a stand-in: these could be it.
pub(super) fn stand_in_asked(
    tx: &mut Tx<'_>,
    held: &Held,
    signup: SignupId,
    people: &[NamedMember],
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let mail = (
        &MailKind::StandInAsked { shift },
        &*format!("stand_in:{signup}"),
    );
    to_each(tx, held, users(people), mail, now)
}

/// Somebody took over this one's place.
pub(super) fn taken_over(
    tx: &mut Tx<'_>,
    held: &Held,
    from: &SignupRow,
    now: Instant,
) -> Result<(), ApiError> {
    let mail = (
        from.user_id,
        MailKind::TakenOver { signup: from.id },
        format!("taken_over:{}", from.id),
    );
    send(tx, held, mail, now, now)
}

/// It was called off at the set hour because people were missing: whoever plans is told besides those on it.
pub(super) fn called_off_by_rule(
    tx: &mut Tx<'_>,
    held: &Held,
    now: Instant,
) -> Result<(), ApiError> {
    let people = planners(tx, held)?;
    called_off_for_planners(tx, held, people, now)
}

fn called_off_for_planners(
    tx: &mut Tx<'_>,
    held: &Held,
    people: impl IntoIterator<Item = UserId>,
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let kind = MailKind::CalledOff {
        shift,
        to_planners: true,
    };
    let mail = (&kind, &*format!("called_off_planners:{shift}"));
    to_each(tx, held, people, mail, now)
}

/// Whoever plans the organisation's shifts.
pub(super) fn planners(tx: &mut Tx<'_>, held: &Held) -> Result<Vec<UserId>, ApiError> {
    planners_of(tx, held.organisation.id)
}

fn planners_of(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<Vec<UserId>, ApiError> {
    Ok(organisations::members_with_names(tx, organisation)?
        .into_iter()
        .filter(|member| may(&member.roles, OrgRight::PlanShifts))
        .map(|member| member.user)
        .collect())
}

/// Who can mend what is missing: the leader, or whoever plans where nobody leads.
fn responsible(tx: &mut Tx<'_>, held: &Held) -> Result<Vec<UserId>, ApiError> {
    let leader = held.shift.leader();
    Ok(organisations::members_with_names(tx, held.organisation.id)?
        .into_iter()
        .filter(|member| match leader {
            Some(leader) => member.id == leader,
            None => may(&member.roles, OrgRight::PlanShifts),
        })
        .map(|member| member.user)
        .collect())
}

/// A guest was asked to walk along: whoever plans there is told.
pub(super) fn share_asked(
    tx: &mut Tx<'_>,
    held: &Held,
    guest: OrganisationId,
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let people = planners_of(tx, guest)?;
    let mail = (
        &MailKind::ShareAsked { shift },
        &*format!("share_asked:{shift}:{guest}:{}", held.shift.version),
    );
    to_each(tx, held, people, mail, now)
}

/// A guest has answered, or drops out: whoever plans the shift is told.
pub(super) fn share_answered(
    tx: &mut Tx<'_>,
    held: &Held,
    (guest, status): (OrganisationId, ShareStatus),
    now: Instant,
) -> Result<(), ApiError> {
    let shift = held.shift.id;
    let people = planners(tx, held)?;
    // Each change of mind is one of its own; the transaction sees to it that it is told once.
    let occasion = format!("share_answered:{shift}:{guest}:{}", now.micros());
    let mail = (&MailKind::ShareAnswered { shift, status }, &*occasion);
    to_each(tx, held, people, mail, now)
}
