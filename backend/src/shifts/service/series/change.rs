//! Editing a series: one date, this and the following, or all. A dry run first says who is affected; the edit then
//! does for each of those dates what was chosen, and nothing to people nobody chose for.

use lykta_shared::{
    ids::SeriesId,
    problem::{FieldCode, ProblemKind},
    shifts::{
        CancelShift, ShiftForm,
        series::{
            ChangeEffect, ChangeScope, SeriesChange, SeriesChanged, SeriesForm,
            effect::{Action, Effect},
            merge::concerns_people,
        },
    },
    time::{LocalDate, civil::shift_days},
};

use super::{
    Ahead,
    create::{normalised, note},
    days,
    generate::{is_about_leader, make_ahead},
    look,
    outlook::{self, Outcome, Outlook},
    require, require_held,
    take_back::{hold_as_seen, take_back},
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    random::Random,
    shifts::{
        service::{cancel::cancel, plan, standing},
        store::{self, OrgRow, SeriesRow},
    },
};

/// The part of a series that an edit is for, and its plan afterwards.
struct Edit {
    /// The first day it is for.
    since: LocalDate,
    /// Whether the series is parted there.
    parts: bool,
    /// The plan from there on.
    after: SeriesForm,
}

/// What an edit would do, and who would be affected. Changes nothing.
pub(crate) fn preview_change(
    conn: &mut Conn,
    actor: &Actor,
    id: SeriesId,
    change: &SeriesChange,
    ahead: Ahead,
) -> Result<ChangeEffect, ApiError> {
    let (row, organisation) = require(conn, actor, id)?;
    let outlook = if change.scope == ChangeScope::This {
        one_date(conn, &row, change, ahead)?
    } else {
        let edit = edit(conn, &row, change, ahead)?;
        outlook::look(conn, &row, edit.since, &edit.after, ahead)?
    };
    outlook::summary(conn, organisation.id, &outlook)
}

/// Edits a series that nobody has changed since `version`.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, version): (SeriesId, i32),
    change: &SeriesChange,
    ahead: Ahead,
) -> Result<SeriesChanged, ApiError> {
    let (row, organisation) = require_held(tx, actor, id)?;
    if row.version != version {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    let why = CancelShift {
        reason: change.reason,
        message: change.message.clone(),
    };
    if change.scope == ChangeScope::This {
        let outlook = one_date(tx, &row, change, ahead)?;
        let of = (&organisation, row.root_id);
        let effect = apply(tx, actor, of, &outlook, (change, &why), ahead)?;
        let series = look::detail(tx, actor, id, ahead)?;
        return Ok(SeriesChanged { series, effect });
    }
    let edit = edit(tx, &row, change, ahead)?;
    let outlook = outlook::look(tx, &row, edit.since, &edit.after, ahead)?;
    let effect = apply(
        tx,
        actor,
        (&organisation, row.root_id),
        &outlook,
        (change, &why),
        ahead,
    )?;
    let next = write(tx, actor, &row, &edit, ahead)?;
    let (row, organisation) = store::series(tx, next)?.ok_or_else(ApiError::not_found)?;
    let made = make_ahead(tx, &row, &organisation, ahead).map_err(days::inside_template)?;
    let series = look::detail(tx, actor, next, ahead)?;
    let effect = ChangeEffect {
        created: outlook::count(made.len()),
        ..effect
    };
    Ok(SeriesChanged { series, effect })
}

/// What `following` and `all` are for. An edit from the first date on is one of all.
fn edit(
    conn: &mut Conn,
    row: &SeriesRow,
    change: &SeriesChange,
    ahead: Ahead,
) -> Result<Edit, ApiError> {
    let mut after = normalised(&change.form);
    let parts = change.scope == ChangeScope::Following;
    let since = if parts {
        let since = change
            .date
            .ok_or_else(|| ApiError::field("/date", FieldCode::Required))?;
        if since < row.from_date || since > row.to_date {
            return Err(ApiError::field("/date", FieldCode::OutOfRange));
        }
        since
    } else {
        LocalDate {
            year: 1970,
            month: 1,
            day: 1,
        }
    };
    let parts = parts && since > row.from_date;
    if parts {
        after.from = since;
        after.excluded.retain(|day| *day >= since);
        after = normalised(&after);
    }
    days::check(conn, row.organisation_id, &after, ahead.now)
        .map_err(|error| error.under("/form"))?;
    Ok(Edit {
        since,
        parts,
        after,
    })
}

/// What editing one date alone does.
fn one_date(
    conn: &mut Conn,
    row: &SeriesRow,
    change: &SeriesChange,
    ahead: Ahead,
) -> Result<Outlook, ApiError> {
    let date = change
        .date
        .ok_or_else(|| ApiError::field("/date", FieldCode::Required))?;
    let held = store::occurrences(conn, row.id)?
        .into_iter()
        .find(|held| held.original == date)
        .ok_or_else(|| ApiError::field("/date", FieldCode::Invalid))?;
    if !outlook::changeable(&held.shift, ahead.now) {
        return Err(ApiError::wrong_state(held.shift.status));
    }
    let mine = super::super::view::form(&held.shift)?;
    let becomes = change.form.template.clone();
    let people = held.shift.taken > 0 || held.shift.waiting > 0;
    let effect = if people && concerns_people(&mine, &becomes) {
        Effect::Asks { target: Some(date) }
    } else {
        Effect::Updated
    };
    Ok(Outlook {
        outcomes: vec![Outcome {
            original: date,
            shift: held.shift,
            effect,
            mine,
            becomes,
        }],
        new: std::collections::BTreeSet::new(),
    })
}

/// Does to each date what the rule says or somebody chose; answers what was done.
fn apply(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, root): (&OrgRow, SeriesId),
    outlook: &Outlook,
    (change, why): (&SeriesChange, &CancelShift),
    ahead: Ahead,
) -> Result<ChangeEffect, ApiError> {
    let actions = outlook::decided(outlook, &change.choices)?;
    let effect = outlook::summary(tx, organisation.id, outlook)?;
    let leaders = outlook.outcomes.iter().map(|one| one.becomes.leader);
    // Whoever comes on every date is put on those that are made afterwards.
    let regulars = standing::members(tx, root)?;
    let regulars = regulars.into_iter().map(|(member, _)| Some(member));
    let leaders = leaders.chain([change.form.template.leader]).chain(regulars);
    hold_as_seen(tx, (organisation.id, &outlook.outcomes), leaders)?;
    for (one, action) in outlook.outcomes.iter().zip(actions) {
        let shift = one.shift.id;
        match action {
            Action::Leave => {}
            Action::Change(day) => {
                change_one(tx, actor, one, change.free_overlapping, ahead)?;
                if day != one.original {
                    store::rekey_occurrence(tx, organisation.id, shift, day)?;
                }
            }
            Action::Remove => take_back(tx, actor, (organisation.id, shift), why, ahead.now)?,
            Action::Cancel => drop(cancel(tx, actor, shift, why, ahead.now)?),
        }
    }
    Ok(effect)
}

/// Gives one date its new plan, with everything that belongs to it: mails, reminders, the queue. A leader who can't
/// is not put on it. Who is on another shift then stands in the way, unless their places are to be freed.
fn change_one(
    tx: &mut Tx<'_>,
    actor: &Actor,
    one: &Outcome,
    free: bool,
    ahead: Ahead,
) -> Result<(), ApiError> {
    if one.becomes == one.mine {
        return Ok(());
    }
    let (shift, version) = (one.shift.id, one.shift.version);
    let try_it = |tx: &mut Tx<'_>, form: &ShiftForm| {
        plan::change(tx, actor, shift, version, (form, free), ahead.now).map(drop)
    };
    let first = tx.attempt(|tx| try_it(tx, &one.becomes))?;
    let changed = match first {
        Err(error) if one.becomes.leader != one.mine.leader && is_about_leader(&error) => {
            let form = ShiftForm {
                leader: one.mine.leader,
                ..one.becomes.clone()
            };
            try_it(tx, &form)
        }
        outcome => outcome,
    };
    changed.map_err(|error| days::inside_template(error).under("/form"))
}

/// Writes the new plan; where the series is parted, into a new one that takes over the dates from there on.
/// Answers which series the edit is now.
fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    row: &SeriesRow,
    edit: &Edit,
    ahead: Ahead,
) -> Result<SeriesId, ApiError> {
    let (organisation, now) = (row.organisation_id, ahead.now);
    let after = days::plan(&edit.after)?;
    if !edit.parts {
        store::update_series(tx, (organisation, row.id), &after)?;
        note(tx, actor, (organisation, row.id), "series.changed", now)?;
        return Ok(row.id);
    }
    let mut before = days::form(row)?;
    before.to = shift_days(edit.since, -1);
    before.excluded.retain(|day| *day < edit.since);
    store::update_series(tx, (organisation, row.id), &days::plan(&before)?)?;
    note(tx, actor, (organisation, row.id), "series.parted", now)?;
    let next = SeriesId(Random::default().id(now));
    let key = (organisation, next, row.root_id);
    store::insert_series(tx, key, &after, (actor.user, row.made_until), now)?;
    store::hand_over(tx, (organisation, row.id), edit.since, next)?;
    note(tx, actor, (organisation, next), "series.created", now)?;
    Ok(next)
}
