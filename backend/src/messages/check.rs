//! Whether a mail is still true when its turn comes. A sign-up may have been undone, a shift moved, an account
//! suspended since the mail was put into the outbox.

use diesel::QueryResult;
use lykta_shared::{
    identity::Language,
    ids::{MembershipId, UserId},
    messages::{ReminderHours, reminders::Reminder},
    organisations::MembershipStatus,
    shifts::{ShiftPhase, SignupStatus},
    time::Instant,
};

use super::{
    MailKind,
    facts::{self, CrewFacts, SignupFacts},
    kind::Priority,
    letter::About,
    queue::{self, Claimed},
    reminders, standing,
};
use crate::{
    db::Conn,
    identity::service::{self as identity, Person},
};

/// What to do with a mail whose turn has come.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Send it.
    Send(Box<Ready>),
    /// What it says is no longer so, or nobody wants to read it.
    Cancel,
    /// It has lost its point.
    Expire,
    /// Not now: the organisation is suspended. When it is back, so is the mail.
    Wait,
    /// Not before this moment: the organisation reminds later now.
    Later(Instant),
    /// The address takes no mail.
    Suppress,
}

/// All that is needed to write and address a mail.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) to: String,
    pub(super) language: Language,
    pub(super) about: About,
}

/// Decides on one mail.
pub(super) fn check(
    conn: &mut Conn,
    claimed: &Claimed,
    kind: &MailKind,
    now: Instant,
) -> QueryResult<Verdict> {
    if claimed.expires_at <= now {
        return Ok(Verdict::Expire);
    }
    let security = kind.priority() == Priority::Security;
    let person = match claimed.user() {
        Some(user) => match identity::person(conn, user) {
            Ok(person) => Some(person),
            Err(diesel::result::Error::NotFound) => return Ok(Verdict::Cancel),
            Err(error) => return Err(error),
        },
        None => None,
    };
    // Only security mail goes to an address that is not known to be the person's.
    if !security && person.as_ref().is_some_and(|p| p.suspended || !p.verified) {
        return Ok(Verdict::Cancel);
    }
    let Some((to, language)) = recipient(claimed, person.as_ref()) else {
        return Ok(Verdict::Cancel);
    };
    if !security && queue::is_suppressed(conn, &to.to_lowercase())? {
        return Ok(Verdict::Suppress);
    }
    let about = match about(conn, claimed, kind, person.as_ref(), now)? {
        Ok(about) => about,
        Err(verdict) => return Ok(verdict),
    };
    Ok(Verdict::Send(Box::new(Ready {
        to,
        language,
        about,
    })))
}

fn recipient(claimed: &Claimed, person: Option<&Person>) -> Option<(String, Language)> {
    match (person, &claimed.address) {
        (Some(person), _) => Some((person.email.clone(), person.language)),
        (None, Some(address)) => Some((address.clone(), claimed.language)),
        (None, None) => None,
    }
}

/// What the mail is about, or why it is not sent.
fn about(
    conn: &mut Conn,
    claimed: &Claimed,
    kind: &MailKind,
    person: Option<&Person>,
    now: Instant,
) -> QueryResult<Result<About, Verdict>> {
    let found = match kind {
        MailKind::VerifyEmail { .. }
        | MailKind::AlreadyRegistered
        | MailKind::ResetPassword { .. }
        | MailKind::PasswordChanged
        | MailKind::RefreshReuse
        | MailKind::DeviceMadeRoom => Some(About::Account),
        MailKind::Invitation { invitation, .. } => {
            facts::invitation(conn, *invitation, now)?.map(About::Organisation)
        }
        MailKind::JoinRequested { membership } => {
            member(conn, *membership, MembershipStatus::Pending)?
        }
        MailKind::MembershipApproved { membership } => {
            member(conn, *membership, MembershipStatus::Active)?
        }
        MailKind::MemberRemoved { membership, .. } => {
            member(conn, *membership, MembershipStatus::Ended)?
        }
        MailKind::ApplicationReceived { application }
        | MailKind::CompletionRequested { application, .. }
        | MailKind::ApplicationApproved { application, .. }
        | MailKind::ApplicationRejected { application, .. } => {
            facts::application(conn, *application)?.map(About::Organisation)
        }
        MailKind::TooFew { shift }
        | MailKind::NoLeader { shift }
        | MailKind::LateDropOut { shift }
        | MailKind::PlaceFree { shift }
        | MailKind::StandInAsked { shift }
        | MailKind::ShareAsked { shift }
        | MailKind::ShareAnswered { shift, .. }
        | MailKind::PeopleMissing { shift, .. }
        | MailKind::CalledOff { shift, .. } => facts::shift(conn, *shift)?
            .filter(|crew| concerns(kind, crew, claimed.user(), now))
            .map(About::Crew),
        MailKind::AllHome { shift } if facts::is_home(conn, *shift)? => None,
        MailKind::AllHome { shift } | MailKind::ReportReceipt { shift, .. } => {
            facts::shift(conn, *shift)?
                .filter(|crew| crew.shift.status != ShiftPhase::Cancelled)
                .map(About::Crew)
        }
        MailKind::Standing {
            series,
            membership,
            joined,
            refused,
            ..
        } => standing::facts(conn, (*series, *membership), joined, refused, now)?
            .map(About::Standing),
        MailKind::SignupConfirmed { signup }
        | MailKind::Promoted { signup }
        | MailKind::SkippedInQueue { signup, .. }
        | MailKind::FreedByMove { signup, .. }
        | MailKind::PlaceOffered { signup, .. }
        | MailKind::OfferLapsed { signup }
        | MailKind::TakenOver { signup }
        | MailKind::ReminderEarly { signup }
        | MailKind::ReminderLate { signup }
        | MailKind::ShiftChanged { signup, .. }
        | MailKind::ShiftCancelled { signup }
        | MailKind::AddedByLeader { signup }
        | MailKind::RemovedFromShift { signup } => {
            let Some(facts) = facts::signup(conn, *signup)? else {
                return Ok(Err(Verdict::Cancel));
            };
            return match kind {
                MailKind::ReminderEarly { .. } | MailKind::ReminderLate { .. } => {
                    let wanted = person.is_some_and(|person| person.reminders);
                    let hours = facts::reminder_hours(conn, *signup)?;
                    Ok(reminder(claimed, kind, facts, (wanted, hours), now))
                }
                _ => Ok(shift_mail(kind, facts, now)),
            };
        }
    };
    Ok(found.ok_or(Verdict::Cancel))
}

/// Whether what a mail says of a shift and its crew is still so.
fn concerns(kind: &MailKind, crew: &CrewFacts, reader: Option<UserId>, now: Instant) -> bool {
    let ahead = crew.shift.stands() && now < crew.shift.starts_at;
    match kind {
        MailKind::TooFew { .. } => crew.shift.missing() > 0 && still_to_mend(crew, reader, now),
        MailKind::NoLeader { .. } => crew.leaderless() && still_to_mend(crew, reader, now),
        MailKind::LateDropOut { .. } => still_to_mend(crew, reader, now),
        MailKind::PeopleMissing { .. } => ahead && (crew.shift.missing() > 0 || crew.leaderless()),
        MailKind::CalledOff { .. } => crew.shift.status == ShiftPhase::Cancelled,
        _ => ahead,
    }
}

fn member(
    conn: &mut Conn,
    membership: MembershipId,
    expected: MembershipStatus,
) -> QueryResult<Option<About>> {
    let found = facts::membership(conn, membership)?;
    Ok(found
        .filter(|(_, status, _)| *status == expected)
        .map(|(name, _, organisation)| About::Member(name, organisation)))
}

/// Whether it is still for this reader to mend what is missing: the leader, or a planner where nobody leads.
fn still_to_mend(crew: &CrewFacts, reader: Option<UserId>, now: Instant) -> bool {
    let concerned = crew
        .leader
        .as_ref()
        .is_none_or(|leader| Some(leader.user) == reader);
    crew.shift.stands() && now < crew.shift.starts_at && concerned
}

/// What a mail about a sign-up depends on.
fn shift_mail(kind: &MailKind, facts: SignupFacts, now: Instant) -> Result<About, Verdict> {
    let shift = &facts.crew.shift;
    let ahead = now < shift.starts_at;
    let on_it = facts.status == SignupStatus::SignedUp && shift.stands();
    let still = match kind {
        MailKind::SignupConfirmed { .. }
        | MailKind::Promoted { .. }
        | MailKind::AddedByLeader { .. } => on_it && now < shift.ends_at,
        MailKind::ShiftChanged { .. } => {
            (on_it || (facts.status == SignupStatus::Waitlisted && shift.stands())) && ahead
        }
        MailKind::ShiftCancelled { .. } => shift.status == ShiftPhase::Cancelled,
        MailKind::SkippedInQueue { .. } => shift.stands() && ahead,
        MailKind::RemovedFromShift { .. } => facts.status != SignupStatus::SignedUp,
        MailKind::PlaceOffered { until, .. } => {
            facts.status == SignupStatus::Waitlisted && shift.stands() && now < *until
        }
        MailKind::OfferLapsed { .. }
        | MailKind::TakenOver { .. }
        | MailKind::FreedByMove { .. } => {
            facts.status == SignupStatus::Cancelled && shift.stands() && ahead
        }
        _ => false,
    };
    if still {
        Ok(About::Signup(facts))
    } else {
        Err(Verdict::Cancel)
    }
}

/// A reminder: `wanted` is the person's choice, `hours` the organisation's.
fn reminder(
    claimed: &Claimed,
    kind: &MailKind,
    facts: SignupFacts,
    (wanted, hours): (bool, ReminderHours),
    now: Instant,
) -> Result<About, Verdict> {
    let shift = &facts.crew.shift;
    let which = match kind {
        MailKind::ReminderEarly { .. } => Reminder::Early,
        _ => Reminder::Late,
    };
    if now >= shift.starts_at {
        return Err(Verdict::Expire);
    }
    let Some(due) = which.due(hours, shift.starts_at) else {
        return Err(Verdict::Cancel);
    };
    // After a long silence one reminder is enough.
    let late = Reminder::Late.due(hours, shift.starts_at);
    let one_is_enough = which == Reminder::Early && late.is_some_and(|late| now >= late);
    if !wanted || facts.status != SignupStatus::SignedUp || !shift.stands() || one_is_enough {
        Err(Verdict::Cancel)
    } else if now < due {
        let current = reminders::key(facts.id, which, shift.time_version);
        if claimed.dedupe == current {
            Err(Verdict::Later(due))
        } else {
            // The shift was moved further away; its new time has a reminder of its own.
            Err(Verdict::Cancel)
        }
    } else if facts.crew.organisation.status.can_schedule() {
        Ok(About::Signup(facts))
    } else {
        Err(Verdict::Wait)
    }
}
