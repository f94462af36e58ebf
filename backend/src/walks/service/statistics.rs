//! Walks and hours of a year: elapsed time, counted where the walk began.

use lykta_shared::{
    ids::OrganisationId,
    organisations::OrgRight,
    problem::ProblemKind,
    time::{Instant, LocalDate, Span},
    walks::{QuarterHours, WalkStatistics, hours},
};

use super::super::store;
use crate::{
    db::Conn, http::ApiError, identity::actor::Actor, organisations::service as organisations,
};

/// Refuses years no walk can be in.
pub(super) fn require_year(year: i16) -> Result<(), ApiError> {
    if (2000..=9998).contains(&year) {
        Ok(())
    } else {
        Err(ApiError::new(ProblemKind::MalformedRequest))
    }
}

/// The organisation's walks and hours of this year; for planners.
pub(crate) fn statistics(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    year: i16,
) -> Result<WalkStatistics, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    require_year(year)?;
    let mut quarters: Vec<QuarterHours> = (1..=4)
        .map(|quarter| QuarterHours {
            quarter,
            walks: 0,
            attendances: 0,
            minutes: 0,
        })
        .collect();
    let mut adult_minutes = 0;
    let mut last = None;
    for row in store::year(conn, organisation, year)? {
        let date: LocalDate = row
            .local_date
            .parse()
            .map_err(|_damaged| ApiError::internal("a stored day is none"))?;
        let quarter = hours::quarter(date.month);
        let Some(held) = quarters.iter_mut().find(|held| held.quarter == quarter) else {
            continue;
        };
        if last.as_ref() != Some(&row.shift_id) {
            held.walks += 1;
            last = Some(row.shift_id.clone());
        }
        if let Some(came) = row.came_at {
            let span = Span {
                start: row.starts_at.into(),
                end: row.ends_at.into(),
            };
            let minutes = hours::minutes(span, came.into(), row.left_at.map(Instant::from));
            held.attendances += 1;
            held.minutes = held.minutes.saturating_add(minutes);
            if row.adult == Some(true) {
                adult_minutes += minutes;
            }
        }
    }
    Ok(WalkStatistics {
        organisation,
        year,
        walks: quarters.iter().map(|held| held.walks).sum(),
        attendances: quarters.iter().map(|held| held.attendances).sum(),
        minutes: quarters.iter().map(|held| held.minutes).sum(),
        adult_minutes,
        quarters,
    })
}
