//! A report as its organisation sees it: stored, or what attendance knows of it to begin with.

use lykta_shared::{
    ids::{OrganisationId, ShiftId},
    organisations::OrgRight,
    text::ReportText,
    time::{Instant, Span, civil::local},
    walks::{
        Mood, ReportForm, ReportPage, ReportRow as Listed, ReportState, ReportView, YoungPeople,
        groups, hours, report,
    },
};

use super::{
    super::store::{self, ReportRow},
    access::{Seen, look},
    equipment, statistics, view,
};
use crate::{
    db::Conn, http::ApiError, identity::actor::Actor, organisations::service as organisations,
};

/// The page on which a walk's report is written; for whoever leads it.
pub(crate) fn report_page(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
    now: Instant,
) -> Result<ReportPage, ApiError> {
    let seen = look(conn, actor, shift)?;
    if !seen.leads {
        return Err(ApiError::forbidden());
    }
    let (date, start_time) = seen.shift.begins();
    let report = store::report_of(conn, shift)?
        .map(|row| of(conn, &row))
        .transpose()?;
    Ok(ReportPage {
        as_of: now,
        shift,
        title: seen.shift.title.clone(),
        date,
        start_time,
        end_time: local(seen.shift.span.end).1,
        organisation_slug: seen.shift.slug.clone(),
        counts_only: seen.shift.special_category,
        home_at: seen.walk.home_at.map(Instant::from),
        prefill: prefill(conn, &seen)?,
        report,
    })
}

/// What is stored, as the API shows it.
pub(super) fn of(conn: &mut Conn, row: &ReportRow) -> Result<ReportView, ApiError> {
    let form = form(row)?;
    let versions = store::versions(conn, row.id)?.len();
    let state = match row.sent_revision {
        None => ReportState::Saved,
        Some(sent) if sent == row.revision => ReportState::Sent,
        Some(_) => ReportState::Changed,
    };
    Ok(ReportView {
        id: row.id,
        shift: row.shift_id,
        state,
        revision: row.revision.try_into().unwrap_or(0),
        warnings: report::screen(&form),
        report: form,
        reference: row.reference.clone(),
        sent_at: row.sent_at.map(Instant::from),
        versions: u16::try_from(versions).unwrap_or(u16::MAX),
        accepted_at: row.accepted_at.map(Instant::from),
    })
}

/// The stored form.
pub(super) fn form(row: &ReportRow) -> Result<ReportForm, ApiError> {
    serde_json::from_str(&row.content)
        .map_err(|_damaged| ApiError::internal("a stored report can't be read"))
}

/// What attendance, groups, route and equipment say of the evening: a quiet one, until somebody says otherwise.
fn prefill(conn: &mut Conn, seen: &Seen) -> Result<ReportForm, ApiError> {
    let shift = &seen.shift;
    let rows = store::attendances(conn, shift.organisation, shift.id)?;
    let (adults, youth) = if rows.is_empty() {
        let grown = |adult| {
            move |one: &&crate::shifts::service::CrewMember| {
                (one.age_band == lykta_shared::organisations::AgeBand::Adult) == adult
            }
        };
        let count = |adult| shift.crew.iter().filter(grown(adult)).count();
        (count(true), count(false))
    } else {
        let count = |adult| rows.iter().filter(|(row, _, _)| row.adult == adult).count();
        (count(true), count(false))
    };
    let short = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let grouped = store::groups(conn, shift.id)?.len();
    let split = groups::sizes(adults + youth).len();
    let mut places = vec![shift.meeting_point.name.clone()];
    for place in view::route(&seen.walk.route)? {
        if let Ok(place) = place.try_into()
            && !places.contains(&place)
        {
            places.push(place);
        }
    }
    let equipment = equipment::of_walk(conn, seen)?;
    let ended = seen.walk.home_at.map_or(shift.span.end, |home| {
        Instant::from(home)
            .max(shift.span.start.plus_minutes(1))
            .min(shift.span.end.plus_hours(hours::OVERTIME_HOURS))
    });
    Ok(ReportForm {
        started_at: shift.span.start,
        ended_at: ended,
        adults: short(adults),
        youth: short(youth),
        groups: short(if grouped > 0 { grouped } else { split }),
        districts: vec![shift.district.clone()],
        places,
        young_people_met: YoungPeople::None,
        mood: Mood::Calm,
        met_police: false,
        met_field_workers: false,
        calls112: 0,
        calls11414: 0,
        first_aid_given: 0,
        helped_home: 0,
        found_property_handed_to_police: 0,
        observations: Vec::new(),
        equipment_returned: equipment.iter().all(|thing| thing.returned == thing.taken),
        debrief_held: true,
        want_contact_from_city: false,
        free_text: ReportText::try_from(String::new()).map_err(ApiError::internal)?,
    })
}

/// The year's walks that have begun, with their reports and hours, the latest first; for planners.
pub(crate) fn reports(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    year: i16,
    now: Instant,
) -> Result<Vec<Listed>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    statistics::require_year(year)?;
    let people = store::year(conn, organisation, year)?;
    let damaged = || ApiError::internal("a stored walk can't be read");
    store::reports_of_year(conn, organisation, year, now)?
        .into_iter()
        .map(|(shift, title, date, revision, sent, reference)| {
            let counted: Vec<u32> = people
                .iter()
                .filter(|row| row.shift_id == shift)
                .filter_map(|row| {
                    let span = Span {
                        start: row.starts_at.into(),
                        end: row.ends_at.into(),
                    };
                    let left = row.left_at.map(Instant::from);
                    Some(hours::minutes(span, row.came_at?.into(), left))
                })
                .collect();
            Ok(Listed {
                shift: shift.parse().map_err(|_impossible| damaged())?,
                title,
                date: date.parse().map_err(|_impossible| damaged())?,
                state: revision.map(|revision| match sent {
                    None => ReportState::Saved,
                    Some(sent) if sent == revision => ReportState::Sent,
                    Some(_) => ReportState::Changed,
                }),
                reference,
                attendances: u32::try_from(counted.len()).unwrap_or(0),
                minutes: counted.iter().sum(),
            })
        })
        .collect()
}
