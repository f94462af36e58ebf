//! Standing sign-ups: somebody comes on every date of a series, those there are and those to come.
//!
//! Whoever begins one holds every series of the family, as the generator does, and then every date, drafts too: so no
//! date can be made or published meanwhile that neither of them fills. A date somebody left since they began is skipped;
//! that is read from the sign-up that ended, so it follows the date wherever it is moved.

use std::collections::BTreeMap;

use lykta_shared::{
    ids::{MembershipId, OrganisationId, SeriesId, ShiftId, UserId},
    organisations::{AgeBand, MembershipStatus},
    shifts::{
        ShiftForm, SignUpReason,
        policy::undo_until,
        standing::{
            SeriesNote, StandingDate, StandingState, StandingView, against_standing, check_standing,
        },
        status::{is_live, may_move},
    },
    time::{Instant, civil::local},
};

use super::{
    super::store::{self, OrgRow, Regular, SeriesRow, ShiftRow, StandingRow},
    hold::{Held, hold_all},
    queue,
    signup::{Entry, enter, leave},
    view,
    viewer::{Viewer, Who, others, person_facts},
};
use crate::{
    db::{Conn, Tx, lock_series},
    http::ApiError,
    identity::actor::Actor,
    messages::{Envelope, MailKind, Recipient, RefusedDate, reminders, service as messages},
    organisations::service::{self as organisations, Membership},
    platform::audit::{self, AuditEvent},
};

/// A series, as one of its members asks for it.
struct Mine {
    row: SeriesRow,
    organisation: OrgRow,
    membership: Membership,
}

impl Mine {
    /// Not found for everybody who is no active member of its organisation.
    fn load(conn: &mut Conn, user: UserId, id: SeriesId) -> Result<Self, ApiError> {
        let (row, organisation) = store::series(conn, id)?.ok_or_else(ApiError::not_found)?;
        let membership = organisations::membership(conn, user, organisation.id)?
            .filter(|held| held.status == MembershipStatus::Active)
            .ok_or_else(ApiError::not_found)?;
        Ok(Self {
            row,
            organisation,
            membership,
        })
    }

    fn regular(&self) -> Regular {
        Regular {
            organisation: self.organisation.id,
            root: self.row.root_id,
            membership: self.membership.id,
            user: self.membership.user,
        }
    }

    fn is_running(&self, now: Instant) -> bool {
        self.row.is_active() && self.row.to_date >= local(now).0
    }
}

/// What coming on every date means, or would mean, for the person.
pub(crate) fn view(
    conn: &mut Conn,
    who: Who,
    id: SeriesId,
    now: Instant,
) -> Result<StandingView, ApiError> {
    let mine = Mine::load(conn, who.user, id)?;
    let (root, me) = (mine.row.root_id, mine.membership.id);
    let since = store::standing(conn, root)?
        .into_iter()
        .find(|row| row.membership_id == me)
        .map(|row| row.since);
    let left = match since {
        Some(since) => store::left_since(conn, root, me, since)?,
        None => Vec::new(),
    };
    let taken = store::taken_by_standing(conn, me)?;
    let viewer = Viewer::load(conn, who, now)?;
    let mut dates = Vec::new();
    for (original, shift) in store::dates_ahead(conn, root, now)? {
        if !is_live(shift.status) {
            continue;
        }
        // Alone, as everywhere else: how it is shared comes with it.
        let (shift, organisation) = store::find(conn, shift.id)?.ok_or_else(ApiError::not_found)?;
        let (state, reasons) = if viewer.is_on(shift.id) {
            let by = taken.contains(&shift.id);
            let state = if by {
                StandingState::Joined
            } else {
                StandingState::JoinedSelf
            };
            (state, Vec::new())
        } else if viewer.own(shift.id).is_some() {
            (StandingState::Waiting, Vec::new())
        } else if left.contains(&shift.id) {
            (StandingState::Skipped, Vec::new())
        } else {
            match against(
                conn,
                (&shift, &organisation),
                (who.user, &mine.membership),
                now,
            )? {
                reasons if reasons.is_empty() => (StandingState::Possible, reasons),
                reasons => (StandingState::Refused, reasons),
            }
        };
        dates.push(StandingDate {
            original,
            shift: view::card(Some(&viewer), &shift, &organisation, now),
            state,
            reasons,
        });
    }
    let template: ShiftForm =
        serde_json::from_str(&mine.row.template).map_err(ApiError::internal)?;
    Ok(StandingView {
        series: id,
        slug: mine.organisation.slug.clone(),
        title: template.title.to_string(),
        to: mine.row.to_date,
        since,
        watching: store::series_watchers(conn, root)?.contains(&who.user),
        running: mine.is_running(now),
        kept_for_others: mine.organisation.signup_settings.0.kept_for_others,
        dates,
    })
}

/// What a shift's page says of its series to a member.
pub(super) fn note(
    conn: &mut Conn,
    viewer: &Viewer,
    shift: &ShiftRow,
    organisation: &OrgRow,
    now: Instant,
) -> Result<Option<SeriesNote>, ApiError> {
    let Some(membership) = viewer.active(organisation.id).map(|held| held.id) else {
        return Ok(None);
    };
    if !may_move(shift.status, shift.span(), now) {
        return Ok(None);
    }
    let Some((series, root)) = store::family_of_shift(conn, shift.id)? else {
        return Ok(None);
    };
    let standing = store::standing(conn, root)?;
    Ok(Some(SeriesNote {
        series,
        standing: standing.iter().any(|row| row.membership_id == membership),
        watching: store::series_watchers(conn, root)?.contains(&viewer.who.user),
    }))
}

/// Begins to come on every date; whoever does already has the dates that were not possible tried again.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: SeriesId,
    now: Instant,
) -> Result<StandingView, ApiError> {
    let mine = Mine::load(tx, actor.user, id)?;
    let root = mine.row.root_id;
    hold_family(tx, root)?;
    let ahead = store::dates_ahead(tx, root, now)?;
    let shifts: Vec<ShiftId> = ahead.iter().map(|(_, shift)| shift.id).collect();
    let mut held = hold_all(tx, &shifts, &[actor.user])?;
    // Once more, under the locks: the membership may have ended, the series may be gone.
    let mine = Mine::load(tx, actor.user, id)?;
    if !mine.is_running(now) {
        return Err(ApiError::wrong_state("over"));
    }
    let is_new = store::insert_standing(tx, mine.regular(), now)?;
    let row = store::standing(tx, root)?
        .into_iter()
        .find(|row| row.membership_id == mine.membership.id)
        .ok_or_else(ApiError::not_found)?;
    held.sort_by_key(|held| (held.shift.starts_at, held.shift.id));
    let mut run = Run::default();
    for held in &mut held {
        run.fill(tx, held, (root, &row), now)?;
    }
    if is_new {
        record(tx, actor, &mine, "series.standing_begun", now)?;
        run.confirm(tx, mine.regular(), now)?;
    }
    view(tx, actor.into(), id, now)
}

/// Comes on every date no more. The places the standing sign-up took are kept, or come free.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, free): (SeriesId, bool),
    now: Instant,
) -> Result<StandingView, ApiError> {
    let mine = Mine::load(tx, actor.user, id)?;
    let root = mine.row.root_id;
    hold_family(tx, root)?;
    if store::end_standing(tx, root, mine.membership.id)? {
        record(tx, actor, &mine, "series.standing_ended", now)?;
        if free {
            let taken = store::taken_by_standing(tx, mine.membership.id)?;
            let shifts: Vec<ShiftId> = store::dates_ahead(tx, root, now)?
                .into_iter()
                .map(|(_, shift)| shift.id)
                .filter(|shift| taken.contains(shift))
                .collect();
            for held in &mut hold_all(tx, &shifts, &[actor.user])? {
                if let Some(own) = store::my_signup(tx, actor.user, held.shift.id)? {
                    leave(tx, held, &own, now)?;
                }
            }
        }
    }
    view(tx, actor.into(), id, now)
}

/// Wants to be told if people are missing on any date, or no longer.
pub(crate) fn watch(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, on): (SeriesId, bool),
    now: Instant,
) -> Result<StandingView, ApiError> {
    let mine = Mine::load(tx, actor.user, id)?;
    if !on {
        store::unwatch_series(tx, mine.row.root_id, mine.membership.id)?;
    } else if mine.is_running(now) {
        store::watch_series(tx, mine.regular(), now)?;
    } else {
        return Err(ApiError::wrong_state("over"));
    }
    view(tx, actor.into(), id, now)
}

/// Holds every series of a family, so that none is carried on or parted meanwhile. New ones have higher ids.
fn hold_family(tx: &mut Tx<'_>, root: SeriesId) -> Result<(), ApiError> {
    let mut held = Vec::new();
    loop {
        let family = store::family(tx, root)?;
        if family.iter().all(|id| held.contains(id)) {
            return Ok(());
        }
        for id in family {
            if !held.contains(&id) {
                lock_series(tx, id)?;
                held.push(id);
            }
        }
    }
}

fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    mine: &Mine,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: Some(mine.organisation.id),
        actor: Some(actor.user),
        action,
        object_type: "series",
        object_id: mine.row.id.to_string(),
        reason: None,
    };
    Ok(audit::record(tx, now, event)?)
}

/// What stands against a standing sign-up for a shift: nothing when it is possible.
fn against(
    conn: &mut Conn,
    (shift, organisation): (&ShiftRow, &OrgRow),
    (user, membership): (UserId, &Membership),
    now: Instant,
) -> Result<Vec<SignUpReason>, ApiError> {
    let person = person_facts(conn, user, Some(membership), (shift, organisation))?;
    let signups = store::my_signups(conn, user, now)?;
    let facts = shift.facts_for(organisation, organisation.id, now);
    let mut reasons = check_standing(&facts, person, &others(&signups, shift.id), now)
        .err()
        .unwrap_or_default();
    let on_it = store::standing_on(conn, shift.id)?;
    let kept = organisation.signup_settings.0.kept_for_others;
    reasons.extend(against_standing(facts.places, kept, on_it));
    Ok(reasons)
}

/// What one run of the generator, one publication or one tap did for those who come on every date: each is told once,
/// however many dates there are.
#[derive(Debug, Default)]
pub(super) struct Run(BTreeMap<MembershipId, Told>);

#[derive(Debug, Default)]
struct Told {
    joined: Vec<ShiftId>,
    refused: Vec<RefusedDate>,
}

impl Run {
    /// Puts everybody who comes on every date on this one, the oldest standing sign-up first.
    pub(super) fn fill_all(
        &mut self,
        tx: &mut Tx<'_>,
        held: &mut Held,
        root: SeriesId,
        now: Instant,
    ) -> Result<(), ApiError> {
        for row in store::standing(tx, root)? {
            held.also(tx, row.user_id)?;
            self.fill(tx, held, (root, &row), now)?;
        }
        Ok(())
    }

    /// Puts one of them on a held shift, if that is possible and they have not left it. Never into its queue.
    fn fill(
        &mut self,
        tx: &mut Tx<'_>,
        held: &mut Held,
        (root, row): (SeriesId, &StandingRow),
        now: Instant,
    ) -> Result<(), ApiError> {
        let (organisation, shift) = (held.organisation.id, held.shift.id);
        let membership = organisations::membership(tx, row.user_id, organisation)?
            .filter(|held| held.id == row.membership_id);
        let Some(membership) = membership.filter(|_| is_live(held.shift.status)) else {
            return Ok(());
        };
        let there = store::my_signup(tx, row.user_id, shift)?.is_some();
        if there || store::left_since(tx, root, row.membership_id, row.since)?.contains(&shift) {
            return Ok(());
        }
        if held.shift.waiting > 0 {
            queue::promote(tx, held, now)?;
        }
        let told = self.0.entry(row.membership_id).or_default();
        let of = (&held.shift, &held.organisation);
        let mut reasons = against(tx, of, (row.user_id, &membership), now)?;
        let adult = membership.age_band == AgeBand::Adult;
        if reasons.is_empty() && !store::take_place(tx, organisation, shift, adult)? {
            reasons.push(SignUpReason::Full);
        }
        if !reasons.is_empty() {
            told.refused.push(RefusedDate { shift, reasons });
            return Ok(());
        }
        let entry = Entry {
            home: organisation,
            membership: membership.id,
            user: row.user_id,
            adult,
            position: None,
            added_by: None,
            override_reason: None,
        };
        let id = enter(tx, held, entry, now)?;
        store::mark_standing(tx, id)?;
        told.joined.push(shift);
        Ok(reminders::plan_for_signup(tx, now, id)?)
    }

    /// One mail to whoever has just begun, with every date.
    fn confirm(mut self, tx: &mut Tx<'_>, of: Regular, now: Instant) -> Result<(), ApiError> {
        let told = self.0.remove(&of.membership).unwrap_or_default();
        let key = format!("standing:{}:{}:{}", of.root, of.membership, now.micros());
        send(tx, of, (told, true, key), now)
    }

    /// One mail to each who could not be put on every date, with those dates and why. Who was put on all of them asked
    /// for just that; their own shifts, the calendar and the reminders say the rest.
    pub(super) fn tell(
        self,
        tx: &mut Tx<'_>,
        (organisation, root): (OrganisationId, SeriesId),
        now: Instant,
    ) -> Result<(), ApiError> {
        for (membership, told) in self.0 {
            let Some(first) = told.refused.first().map(|one| one.shift) else {
                continue;
            };
            if let Some(user) = organisations::user_of(tx, Some(membership))? {
                let key = format!("standing_refused:{membership}:{first}");
                let of = Regular {
                    organisation,
                    root,
                    membership,
                    user,
                };
                send(tx, of, (told, false, key), now)?;
            }
        }
        Ok(())
    }

    /// Adds what another run did.
    pub(super) fn and(&mut self, other: Self) {
        for (membership, told) in other.0 {
            let mine = self.0.entry(membership).or_default();
            mine.joined.extend(told.joined);
            mine.refused.extend(told.refused);
        }
    }
}

fn send(
    tx: &mut Tx<'_>,
    of: Regular,
    (told, first, dedupe): (Told, bool, String),
    now: Instant,
) -> Result<(), ApiError> {
    let envelope = Envelope {
        kind: MailKind::Standing {
            series: of.root,
            membership: of.membership,
            first,
            joined: told.joined,
            refused: told.refused,
        },
        to: Recipient::User(of.user),
        organisation: Some(of.organisation),
        dedupe,
        not_before: if first { undo_until(now) } else { now },
        expires_at: now.plus_hours(7 * 24),
    };
    Ok(messages::enqueue(tx, now, &envelope)?)
}

/// The people who come on every date of these families, for the order of locks.
pub(super) fn members(
    conn: &mut Conn,
    root: SeriesId,
) -> Result<Vec<(MembershipId, UserId)>, ApiError> {
    Ok(store::standing(conn, root)?
        .into_iter()
        .map(|row| (row.membership_id, row.user_id))
        .collect())
}

/// Fills a shift that was just published, if it is a date of a series.
pub(super) fn published(
    tx: &mut Tx<'_>,
    held: &mut Held,
    now: Instant,
) -> Result<Option<(SeriesId, Run)>, ApiError> {
    let Some((_, root)) = store::family_of_shift(tx, held.shift.id)? else {
        return Ok(None);
    };
    let mut run = Run::default();
    run.fill_all(tx, held, root, now)?;
    Ok(Some((root, run)))
}
