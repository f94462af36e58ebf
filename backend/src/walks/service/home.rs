//! *All home?* A walk that is over and not ticked off: its leader is asked, then the deputy, then the organisation's
//! duty contact. Each once; a ticked walk asks nobody, also when the mail was already in the outbox.

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, UserId},
    time::Instant,
};

use super::{super::store, settings};
use crate::{
    db::Tx,
    http::ApiError,
    messages::{Envelope, MailKind, Recipient, service as messages},
    organisations::service as organisations,
};

/// After so many hours nobody is asked any more: then people were told, or the server was down for long.
const UNTIL_HOURS: i64 = 12;
/// The shortest wait there can be.
const SOONEST_MINUTES: i64 = 15;

/// Asks whoever is due. Derived from what is stored, again and again: the key of a mail names walk, time and step, so
/// that two servers ask once. Answers how many walks it looked at.
pub(crate) fn ask_for_home(tx: &mut Tx<'_>, now: Instant) -> Result<usize, ApiError> {
    let after = now.plus_hours(-UNTIL_HOURS);
    let walks = store::unticked(tx, after, now.plus_minutes(-SOONEST_MINUTES))?;
    for walk in &walks {
        ask(tx, walk, now)?;
    }
    Ok(walks.len())
}

fn ask(tx: &mut Tx<'_>, walk: &store::Unticked, now: Instant) -> Result<(), ApiError> {
    let damaged = |_| ApiError::internal("a stored id is none");
    let shift: ShiftId = walk.shift_id.parse().map_err(damaged)?;
    let organisation: OrganisationId = walk.organisation_id.parse().map_err(damaged)?;
    let ended = Instant::from(walk.ends_at);
    let wait = walk
        .home_minutes
        .unwrap_or(settings::DEFAULT.home_minutes.into());
    let step = walk
        .step_minutes
        .unwrap_or(settings::DEFAULT.step_minutes.into());
    let mut due = ended.plus_minutes(wait.into());
    for (number, people) in (1_u8..).zip(steps(tx, walk, organisation)?) {
        if now < due {
            return Ok(());
        }
        for user in people {
            let envelope = Envelope {
                kind: MailKind::AllHome { shift },
                to: Recipient::User(user),
                organisation: Some(organisation),
                dedupe: format!("home:{shift}:{}:{number}:{user}", walk.time_version),
                not_before: now,
                expires_at: ended.plus_hours(UNTIL_HOURS),
            };
            messages::enqueue(tx, now, &envelope)?;
        }
        due = due.plus_minutes(step.into());
    }
    Ok(())
}

/// Whom to ask, in order; who is not there is left out, so that nobody is waited for in vain.
fn steps(
    tx: &mut Tx<'_>,
    walk: &store::Unticked,
    organisation: OrganisationId,
) -> Result<Vec<Vec<UserId>>, ApiError> {
    let mut steps: Vec<Vec<UserId>> = Vec::new();
    for id in [&walk.leader, &walk.deputy] {
        let member = id.as_ref().and_then(|id| id.parse::<MembershipId>().ok());
        if let Some(user) = organisations::user_of(tx, member)? {
            steps.push(vec![user]);
        }
    }
    let duty = walk
        .duty
        .as_ref()
        .and_then(|id| id.parse::<MembershipId>().ok());
    match organisations::user_of(tx, duty)? {
        Some(user) => steps.push(vec![user]),
        None => steps.push(organisations::administrators(tx, organisation)?),
    }
    Ok(steps)
}
