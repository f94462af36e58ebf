//! Looking at series: a list, one with its dates, and what is special about each date.

use std::collections::{BTreeMap, BTreeSet};

use lykta_shared::{
    ids::{MembershipId, OrganisationId, SeriesId, ShiftId},
    organisations::OrgRight,
    shifts::{
        ShiftForm,
        series::{
            DateState, PlannedDate, SeriesDay, SeriesDetail, SeriesForm, SeriesRow as SeriesCard,
            SeriesStatus,
            merge::{is_own, on},
            preview::{Calendar, OtherShift, collisions, dated, planned},
        },
    },
    time::{
        Instant, LocalDate, Span,
        civil::{day_span, local, shift_days},
    },
};

use super::{Ahead, days, require};
use crate::{
    db::Conn,
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    platform::city_days,
    shifts::{
        service::{view, viewer::Viewer},
        store::{self, SeriesRow},
    },
};

/// An organisation's series.
pub(crate) fn list(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    now: Instant,
) -> Result<Vec<SeriesCard>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    let mut cards = Vec::new();
    for row in store::series_of(conn, organisation)? {
        let form = days::form(&row)?;
        let ahead = store::ahead_in_series(conn, row.id, now)?;
        cards.push(SeriesCard {
            id: row.id,
            title: form.template.title.to_string(),
            rule: form.rule,
            from: form.from,
            to: form.to,
            start_time: form.template.start_time,
            end_time: form.template.end_time,
            status: status(&row, now),
            ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
        });
    }
    Ok(cards)
}

fn status(row: &SeriesRow, now: Instant) -> SeriesStatus {
    if !row.is_active() {
        SeriesStatus::Removed
    } else if row.to_date < local(now).0 {
        SeriesStatus::Over
    } else {
        SeriesStatus::Running
    }
}

/// One series with all its dates: what the rule names, and what became a shift.
pub(crate) fn detail(
    conn: &mut Conn,
    actor: &Actor,
    id: SeriesId,
    ahead: Ahead,
) -> Result<SeriesDetail, ApiError> {
    let (row, organisation) = require(conn, actor, id)?;
    let form = days::form(&row)?;
    let now = ahead.now;
    let viewer = Viewer::load(conn, actor.into(), now)?;
    let occurrences = store::occurrences(conn, id)?;
    let own: Vec<ShiftId> = occurrences.iter().map(|held| held.shift.id).collect();
    let mut all: BTreeMap<LocalDate, SeriesDay> =
        planned_dates(conn, organisation.id, &form, &own, now)?
            .into_iter()
            .map(|plan| (plan.date, not_made(plan)))
            .collect();
    let excluded = days::excluded(&form);
    let calendar = calendar(conn, &form)?;
    for held in occurrences {
        let mine = view::form(&held.shift)?;
        let look = Calendar {
            city_days: &calendar,
            excluded: &excluded,
            now,
        };
        let day = SeriesDay {
            original: held.original,
            plan: planned(&mine, held.shift.span(), &look),
            own: is_own(&on(&form.template, held.original), &mine),
            shift: Some(view::card(Some(&viewer), &held.shift, &organisation, now)),
        };
        let collisions = all
            .remove(&held.original)
            .map_or_else(Vec::new, |planned| planned.plan.collisions);
        all.insert(held.original, with_collisions(day, collisions));
    }
    // A removed series makes no more dates: only what it became is left.
    if !row.is_active() {
        all.retain(|_, day| day.shift.is_some());
    }
    Ok(SeriesDetail {
        id,
        slug: organisation.slug,
        status: status(&row, now),
        days: all.into_values().collect(),
        made_until: row.made_until,
        version: row.version,
        form,
    })
}

fn not_made(plan: PlannedDate) -> SeriesDay {
    SeriesDay {
        original: plan.date,
        plan,
        shift: None,
        own: false,
    }
}

fn with_collisions(
    day: SeriesDay,
    collisions: Vec<lykta_shared::shifts::series::Collision>,
) -> SeriesDay {
    SeriesDay {
        plan: PlannedDate {
            collisions: if day.own { Vec::new() } else { collisions },
            ..day.plan
        },
        ..day
    }
}

fn calendar(
    conn: &mut Conn,
    form: &SeriesForm,
) -> Result<Vec<lykta_shared::platform::CityDay>, ApiError> {
    // A date may have been moved a little beyond the season.
    city_days::between(conn, shift_days(form.from, -31), shift_days(form.to, 31))
}

/// Every day the rule names, with week, holiday, clock change and the organisation's other shifts in its way.
pub(super) fn planned_dates(
    conn: &mut Conn,
    organisation: OrganisationId,
    form: &SeriesForm,
    own: &[ShiftId],
    now: Instant,
) -> Result<Vec<PlannedDate>, ApiError> {
    let excluded: BTreeSet<LocalDate> = days::excluded(form);
    let city_days = calendar(conn, form)?;
    let others = others(conn, organisation, form, own, now)?;
    let calendar = Calendar {
        city_days: &city_days,
        excluded: &excluded,
        now,
    };
    let (place, leader) = (&form.template.meeting_point.name, form.template.leader);
    Ok(days::named(&form.rule, form.from, form.to)?
        .into_iter()
        .filter_map(|day| dated(&form.template, day))
        .map(|(form, span): (ShiftForm, Span)| {
            let mut date = planned(&form, span, &calendar);
            if date.state == DateState::Planned {
                date.collisions = collisions(span, place, leader, &others);
            }
            date
        })
        .collect())
}

/// The organisation's other shifts of the season that have not begun.
fn others(
    conn: &mut Conn,
    organisation: OrganisationId,
    form: &SeriesForm,
    own: &[ShiftId],
    now: Instant,
) -> Result<Vec<OtherShift>, ApiError> {
    let season = Span {
        start: day_span(form.from).start.max(now),
        end: day_span(shift_days(form.to, 1)).end,
    };
    let leader = form.template.leader.map(|id: MembershipId| id.to_string());
    let joined = match form.template.leader {
        Some(leader) => store::shifts_of_member(conn, organisation, leader)?,
        None => Vec::new(),
    };
    Ok(store::neighbours(conn, organisation, season)?
        .into_iter()
        .filter(|row| !own.contains(&row.id))
        .map(|row| OtherShift {
            has_leader: leader.is_some()
                && (row.leader_membership_id == leader || joined.contains(&row.id.to_string())),
            shift: row.id,
            title: row.title,
            span: Span {
                start: row.starts_at,
                end: row.ends_at,
            },
            place: row.place_name,
        })
        .collect())
}
