//! A new series: looked at first, then planned.

use lykta_shared::{
    ids::{BatchId, OrganisationId, SeriesId},
    organisations::OrgRight,
    shifts::series::{
        BatchKind, DateState, PlannedDate, SeriesDetail, SeriesForm, SeriesMade, SeriesPreview,
        merge::as_template,
    },
    time::Instant,
};

use super::{Ahead, days, generate::make_ahead, look};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    platform::audit::{self, AuditEvent},
    random::Random,
    shifts::store,
};

/// What a series would be, day by day. Makes nothing.
pub(crate) fn preview(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    form: &SeriesForm,
    ahead: Ahead,
) -> Result<SeriesPreview, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::PlanShifts)?;
    days::check(conn, organisation, form, ahead.now)?;
    let dates: Vec<PlannedDate> = look::planned_dates(conn, organisation, form, &[], ahead.now)?;
    let count = dates
        .iter()
        .filter(|date| date.state == DateState::Planned)
        .count();
    Ok(SeriesPreview {
        dates,
        count: u32::try_from(count).unwrap_or(u32::MAX),
        made_until: ahead.horizon(),
    })
}

/// Plans a series and makes its first shifts.
pub(crate) fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    form: &SeriesForm,
    ahead: Ahead,
) -> Result<SeriesMade, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::PlanShifts)?;
    days::check(tx, organisation, form, ahead.now)?;
    let id = SeriesId(Random::default().id(ahead.now));
    let plan = days::plan(form)?;
    let made_until = ahead.horizon();
    let by = (actor.user, made_until);
    store::insert_series(tx, (organisation, id, id), &plan, by, ahead.now)?;
    note(tx, actor, (organisation, id), "series.created", ahead.now)?;
    let (row, owner) = store::series(tx, id)?.ok_or_else(ApiError::not_found)?;
    let shifts = make_ahead(tx, &row, &owner, ahead).map_err(days::inside_template)?;
    let batch = BatchId(Random::default().id(ahead.now));
    let kind = (BatchKind::Series, Some(id));
    store::insert_batch(tx, (organisation, batch), kind, actor.user, ahead.now)?;
    for shift in &shifts {
        store::insert_batch_item(tx, (organisation, batch), *shift)?;
    }
    let series: SeriesDetail = look::detail(tx, actor, id, ahead)?;
    Ok(SeriesMade {
        series,
        batch,
        made: u32::try_from(shifts.len()).unwrap_or(u32::MAX),
    })
}

/// The plan with its template as it is stored, for comparing.
pub(super) fn normalised(form: &SeriesForm) -> SeriesForm {
    SeriesForm {
        template: as_template(&form.template, form.from),
        ..form.clone()
    }
}

/// Notes what somebody did with a series.
pub(super) fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, id): (OrganisationId, SeriesId),
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: Some(organisation),
        actor: Some(actor.user),
        action,
        object_type: "series",
        object_id: id.to_string(),
        reason: None,
    };
    Ok(audit::record(tx, now, event)?)
}
