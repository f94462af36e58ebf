//! Calendars that programs fetch by a secret address. The address is all they have to show: no cookie, no password.
//! So it can be renewed and ended, it leads to as little as possible, and nothing of it is written down.

use std::collections::BTreeMap;

use lykta_shared::{
    identity::Language,
    ids::{OrganisationId, UserId},
    organisations::{OrgRight, OrganisationStatus},
    problem::ProblemKind,
    shifts::{FeedState, NewFeed},
    time::Instant,
};
use uuid::Uuid;

use super::super::store::{self, OrgRow, Owner, ShiftRow};
use crate::{
    config::Config,
    db::{Conn, Tx},
    http::ApiError,
    identity::{actor::Actor, keys::token_hash, service as identity},
    messages::ics::{self, Entry, Event},
    organisations::service as organisations,
    platform::audit::{self, AuditEvent},
};

/// How many days back a calendar goes.
const PAST_DAYS: i64 = 90;
/// For how many days a cancelled shift stays in it, so that every program hears of it.
const CANCELLED_DAYS: i64 = 30;

/// Whether the person's shifts can be fetched.
pub(crate) fn my_feed(conn: &mut Conn, actor: &Actor) -> Result<FeedState, ApiError> {
    let made_at = store::feed_of(conn, actor.user)?;
    Ok(FeedState { made_at })
}

/// Makes a new address of the person's calendar.
pub(crate) fn make_my_feed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    token: &str,
    config: &Config,
    now: Instant,
) -> Result<NewFeed, ApiError> {
    store::set_feed(tx, actor.user, &token_hash(token), now)?;
    note(tx, actor, None, "calendar_feed.made", now)?;
    Ok(new_feed(config, token, now))
}

/// Ends the address of the person's calendar. Once more changes nothing more.
pub(crate) fn end_my_feed(tx: &mut Tx<'_>, actor: &Actor, now: Instant) -> Result<(), ApiError> {
    store::end_feed(tx, actor.user)?;
    note(tx, actor, None, "calendar_feed.ended", now)
}

/// Whether the organisation's shifts can be fetched.
pub(crate) fn organisation_feed(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<FeedState, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    let made_at = store::organisation_feed_of(conn, organisation)?;
    Ok(FeedState { made_at })
}

/// Makes a new address of the organisation's calendar.
pub(crate) fn make_organisation_feed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    token: &str,
    config: &Config,
    now: Instant,
) -> Result<NewFeed, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    store::set_organisation_feed(tx, organisation, &token_hash(token), actor.language, now)?;
    note(tx, actor, Some(organisation), "calendar_feed.made", now)?;
    Ok(new_feed(config, token, now))
}

/// Ends the address of the organisation's calendar. Once more changes nothing more.
pub(crate) fn end_organisation_feed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    now: Instant,
) -> Result<(), ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    store::end_organisation_feed(tx, organisation)?;
    note(tx, actor, Some(organisation), "calendar_feed.ended", now)
}

fn new_feed(config: &Config, token: &str, now: Instant) -> NewFeed {
    NewFeed {
        address: format!("{}/calendar/{token}.ics", config.public_origin.as_str()),
        made_at: now,
    }
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: Option<OrganisationId>,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let (object_type, object_id) = match organisation {
        Some(organisation) => ("organisation", organisation.to_string()),
        None => ("user", actor.user.to_string()),
    };
    let event = AuditEvent {
        organisation,
        actor: Some(actor.user),
        action,
        object_type,
        object_id,
        reason: None,
    };
    Ok(audit::record(tx, now, event)?)
}

/// The calendar an address leads to, as a file. Not found for an address nobody made, that was renewed or ended; gone
/// when its person is suspended or its organisation has ended.
pub(crate) fn fetch(
    conn: &mut Conn,
    token: &str,
    config: &Config,
    now: Instant,
) -> Result<String, ApiError> {
    let owner = store::feed_owner(conn, &token_hash(token))?.ok_or_else(ApiError::not_found)?;
    match owner {
        Owner::Person(user) => own(conn, user, config, now),
        Owner::Organisation(id, language) => organisations_own(conn, id, language, config, now),
    }
}

fn gone() -> ApiError {
    ApiError::new(ProblemKind::LinkInvalid)
}

/// From when on shifts are in a calendar, and since when cancelled ones may have been.
fn bounds(now: Instant) -> (Instant, Instant) {
    (now.plus_days(-PAST_DAYS), now.plus_days(-CANCELLED_DAYS))
}

fn own(conn: &mut Conn, user: UserId, config: &Config, now: Instant) -> Result<String, ApiError> {
    let person = identity::person(conn, user)?;
    if person.suspended {
        return Err(gone());
    }
    let (from, cancelled) = bounds(now);
    let rows = store::own_calendar(conn, user, from, cancelled)?;
    let ids: Vec<String> = rows.iter().map(|row| row.2.id.to_string()).collect();
    let deeds = audit::last_deeds(conn, "shift", &ids)?;
    let entries: Vec<Entry> = rows
        .iter()
        .map(|(signup, since, shift, organisation)| {
            let changed = last_change(&deeds, shift, *since);
            let shown = Shown {
                language: person.language,
                discreet: organisation.special_category || shift.joint.discreet(),
                place: true,
            };
            entry(config, signup.0, shift, shown, changed)
        })
        .collect();
    let name = match person.language {
        Language::Sv => "Mina pass",
        Language::En => "My shifts",
    };
    Ok(ics::feed(name, &entries))
}

fn organisations_own(
    conn: &mut Conn,
    id: OrganisationId,
    language: Language,
    config: &Config,
    now: Instant,
) -> Result<String, ApiError> {
    let organisation: OrgRow =
        store::calendar_organisation(conn, id)?.ok_or_else(ApiError::not_found)?;
    if organisation.status == OrganisationStatus::Ended {
        return Err(gone());
    }
    let (from, cancelled) = bounds(now);
    let rows = store::organisation_calendar(conn, id, from, cancelled)?;
    let ids: Vec<String> = rows.iter().map(|shift| shift.id.to_string()).collect();
    let deeds = audit::last_deeds(conn, "shift", &ids)?;
    // A calendar gets shared. Where the organisation says something about faith, it says when and nothing else.
    // A shared shift says no more than its most careful organisation would.
    let discreet = organisation.special_category;
    let entries: Vec<Entry> = rows
        .iter()
        .map(|shift| {
            let changed = last_change(&deeds, shift, shift.made_at());
            let careful = discreet || shift.joint.discreet();
            let shown = Shown {
                language,
                discreet: careful,
                place: !careful,
            };
            entry(config, shift.id.0, shift, shown, changed)
        })
        .collect();
    let name = match (discreet, language) {
        (false, _) => organisation.name.as_str(),
        (true, Language::Sv) => "Pass",
        (true, Language::En) => "Shifts",
    };
    Ok(ics::feed(name, &entries))
}

/// How a shift is shown.
#[derive(Debug, Clone, Copy)]
struct Shown {
    language: Language,
    /// Without its title.
    discreet: bool,
    /// With its meeting point.
    place: bool,
}

/// When the event was last another one.
fn last_change(deeds: &BTreeMap<String, Instant>, shift: &ShiftRow, since: Instant) -> Instant {
    let changed = deeds.get(&shift.id.to_string()).copied();
    changed.map_or(since, |changed| changed.max(since))
}

fn entry(config: &Config, id: Uuid, shift: &ShiftRow, shown: Shown, changed: Instant) -> Entry {
    let (place, position) = if shown.place {
        let position = shift.latitude.zip(shift.longitude);
        (shift.place_name.clone(), position)
    } else {
        (String::new(), None)
    };
    Entry {
        event: Event {
            id,
            host: config.public_origin.host().to_owned(),
            span: shift.span(),
            sequence: shift.version,
            title: ics::title(
                shown.language,
                shown.discreet,
                &shift.title,
                shift.starts_at,
            ),
            place,
            position,
            url: format!("{}/shifts/{}", config.public_origin.as_str(), shift.id),
            made_at: changed,
        },
        cancelled: shift.cancelled_at.is_some(),
    }
}
