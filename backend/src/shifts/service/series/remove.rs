//! Taking a series away: what is past stays, dates nobody joined go, the others are cancelled with notice.

use lykta_shared::{
    ids::SeriesId,
    shifts::{
        CancelShift,
        series::{ChangeEffect, PeopleChoice, RemoveSeries, effect::Effect},
    },
    time::Instant,
};

use super::{
    create::note,
    outlook::{self, Outcome},
    require, require_held,
    take_back::{hold_as_seen, take_back},
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    shifts::{
        service::{cancel::cancel, view},
        store::{self, OrgRow, SeriesRow},
    },
};

/// What taking a series away would do, and who would be affected. Changes nothing.
pub(crate) fn preview_removal(
    conn: &mut Conn,
    actor: &Actor,
    id: SeriesId,
    now: Instant,
) -> Result<ChangeEffect, ApiError> {
    let (row, organisation) = require(conn, actor, id)?;
    let ahead = ahead(conn, &row, now)?;
    effect(conn, &organisation, &ahead)
}

/// Takes a series away.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: SeriesId,
    why: &RemoveSeries,
    now: Instant,
) -> Result<ChangeEffect, ApiError> {
    let (row, organisation) = require_held(tx, actor, id)?;
    let why = CancelShift {
        reason: why.reason,
        message: why.message.clone(),
    };
    let ahead = ahead(tx, &row, now)?;
    let effect = effect(tx, &organisation, &ahead)?;
    hold_as_seen(tx, (organisation.id, &ahead), [])?;
    for one in &ahead {
        if one.effect == Effect::Removed {
            take_back(tx, actor, (organisation.id, one.shift.id), &why, now)?;
        } else {
            cancel(tx, actor, one.shift.id, &why, now)?;
        }
    }
    store::remove_series(tx, (organisation.id, id))?;
    store::end_family(tx, row.root_id)?;
    note(tx, actor, (organisation.id, id), "series.removed", now)?;
    Ok(effect)
}

/// The dates that have not begun: those nobody is on go, the others are cancelled.
fn ahead(conn: &mut Conn, row: &SeriesRow, now: Instant) -> Result<Vec<Outcome>, ApiError> {
    store::occurrences(conn, row.id)?
        .into_iter()
        .filter(|held| outlook::changeable(&held.shift, now))
        .map(|held| {
            let mine = view::form(&held.shift)?;
            let empty = held.shift.taken == 0 && held.shift.waiting == 0;
            Ok(Outcome {
                original: held.original,
                effect: if empty {
                    Effect::Removed
                } else {
                    Effect::Asks { target: None }
                },
                becomes: mine.clone(),
                mine,
                shift: held.shift,
            })
        })
        .collect()
}

fn effect(
    conn: &mut Conn,
    organisation: &OrgRow,
    ahead: &[Outcome],
) -> Result<ChangeEffect, ApiError> {
    let mut effect = ChangeEffect {
        updated: 0,
        removed: 0,
        created: 0,
        own: 0,
        affected: Vec::new(),
    };
    for one in ahead {
        if one.effect == Effect::Removed {
            effect.removed += 1;
        } else {
            let mut affected = outlook::affected(conn, organisation.id, one, None)?;
            affected.choices = vec![PeopleChoice::Cancel];
            effect.affected.push(affected);
        }
    }
    Ok(effect)
}
