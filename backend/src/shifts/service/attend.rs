//! A shift as its hour comes nearer (PRODUCT.md rule 1): whoever can help is asked, each group once; at the set hour it
//! is confirmed, or called off with notice rather than leaving one person alone.

use std::collections::{BTreeSet, HashSet};

use lykta_shared::{
    ids::{ShiftId, UserId},
    organisations::{OrgRight, may},
    shifts::{
        CancelShift, CancellationReason, ShiftPhase,
        policy::{Alert, MAX_HOURS, alerts_due, is_called_off, is_decided},
        status::may_move,
    },
    text::Note,
    time::Instant,
};

use super::{
    super::store::{self, OrgRow, ShiftRow},
    cancel, crew,
    hold::{Held, hold},
    notify, queue,
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    platform::audit::{self, AuditEvent},
};

/// The shifts that something is due for: an offer that has run out, places that were released with people waiting, an
/// alert, a decision.
pub(crate) fn due(conn: &mut Conn, now: Instant) -> Result<BTreeSet<ShiftId>, ApiError> {
    let mut due: BTreeSet<ShiftId> = store::with_lapsed_offers(conn, now)?.into_iter().collect();
    let ahead = store::undecided(conn, now, now.plus_hours(i64::from(MAX_HOURS)))?;
    let ids: Vec<ShiftId> = ahead.iter().map(|(shift, _)| shift.id).collect();
    let sent: HashSet<(String, i32, String)> = store::alerts(conn, &ids)?.into_iter().collect();
    for (shift, organisation) in ahead {
        let open = open_alerts(&shift, &organisation, now)
            .into_iter()
            .any(|alert| {
                let key = (
                    shift.id.to_string(),
                    shift.time_version,
                    alert.word().to_owned(),
                );
                !sent.contains(&key)
            });
        if open || decision(&shift, &organisation, now).is_some() {
            due.insert(shift.id);
        }
    }
    for shift in store::shared_with_queue(conn, now)? {
        if shift.released(now) && shift.places().free() > 0 {
            due.insert(shift.id);
        }
    }
    Ok(due)
}

fn open_alerts(shift: &ShiftRow, organisation: &OrgRow, now: Instant) -> Vec<Alert> {
    if shift.places().understaffed() {
        alerts_due(&organisation.signup_settings.0, shift.starts_at, now)
    } else {
        Vec::new()
    }
}

/// What is to be decided about a shift at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Confirm,
    CallOff,
}

fn decision(shift: &ShiftRow, organisation: &OrgRow, now: Instant) -> Option<Decision> {
    let settings = &organisation.signup_settings.0;
    if !may_move(shift.status, shift.span(), now) || !organisation.status.can_schedule() {
        return None;
    }
    let places = shift.places();
    let confirmed = shift.status == ShiftPhase::Confirmed;
    if is_called_off(settings, shift.starts_at, now, (places, confirmed)) {
        return Some(Decision::CallOff);
    }
    let enough = !confirmed && !places.understaffed();
    (enough && is_decided(settings, shift.starts_at, now)).then_some(Decision::Confirm)
}

/// Does what is due for one shift. What is no longer due when its row is held is left out.
pub(crate) fn attend(tx: &mut Tx<'_>, shift: ShiftId, now: Instant) -> Result<(), ApiError> {
    let mut held = hold(tx, shift, &[])?;
    if !may_move(held.shift.status, held.shift.span(), now) {
        return Ok(());
    }
    queue::lapse(tx, &mut held, now)?;
    match decision(&held.shift, &held.organisation, now) {
        Some(Decision::CallOff) => return call_off(tx, &mut held, now),
        Some(Decision::Confirm) => {
            store::set_phase(tx, held.organisation.id, shift, ShiftPhase::Confirmed)?;
            record(tx, &held, "shift.confirmed", now)?;
            held.refresh(tx)?;
        }
        None => {}
    }
    for alert in open_alerts(&held.shift, &held.organisation, now) {
        if store::note_alert(tx, held.organisation.id, &held.shift, alert, now)? {
            let people = whom(tx, &held, alert, now)?;
            notify::people_missing(tx, &held, (alert, &people), now)?;
        }
    }
    Ok(())
}

/// Whom an alert goes to. Where only the leader is missing, of all members those who may lead.
fn whom(
    tx: &mut Tx<'_>,
    held: &Held,
    alert: Alert,
    now: Instant,
) -> Result<BTreeSet<UserId>, ApiError> {
    Ok(match alert {
        Alert::Planners => {
            let leader = store::on_shift(tx, held.organisation.id, held.shift.id)?
                .into_iter()
                .find(|row| Some(row.signup.membership_id) == held.shift.leader())
                .map(|row| row.signup.user_id);
            notify::planners(tx, held)?
                .into_iter()
                .chain(leader)
                .collect()
        }
        Alert::Watchers => {
            let mut watching: HashSet<UserId> =
                store::watchers(tx, held.shift.id)?.into_iter().collect();
            if let Some((_, root)) = store::family_of_shift(tx, held.shift.id)? {
                watching.extend(store::series_watchers(tx, root)?);
            }
            crew::could_join(tx, held, now)?
                .into_iter()
                .map(|member| member.user)
                .filter(|user| watching.contains(user))
                .collect()
        }
        Alert::Everybody => {
            let heads = held.shift.places().missing() > 0;
            crew::could_join(tx, held, now)?
                .into_iter()
                .filter(|member| heads || may(&member.roles, OrgRight::LeadShifts))
                .map(|member| member.user)
                .collect()
        }
    })
}

fn call_off(tx: &mut Tx<'_>, held: &mut Held, now: Instant) -> Result<(), ApiError> {
    let why = CancelShift {
        reason: CancellationReason::TooFew,
        message: Note::default(),
    };
    cancel::call_off(tx, held, &why, now)?;
    notify::called_off_by_rule(tx, held, now)?;
    record(tx, held, "shift.called_off_by_rule", now)
}

fn record(
    tx: &mut Tx<'_>,
    held: &Held,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: Some(held.organisation.id),
        actor: None,
        action,
        object_type: "shift",
        object_id: held.shift.id.to_string(),
        reason: None,
    };
    Ok(audit::record(tx, now, event)?)
}
