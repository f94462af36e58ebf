//! A shift for one's own calendar.

use lykta_shared::{ids::ShiftId, messages::CalendarFile, shifts::SignupStatus, time::Instant};

use super::super::store;
use crate::{
    config::Config,
    db::Conn,
    http::ApiError,
    identity::actor::Actor,
    messages::ics::{self, Event, Method},
};

/// The calendar file of a shift that the person is on: the same event as in the confirmation's. Not found for
/// everybody else, those waiting included.
pub(crate) fn calendar(
    conn: &mut Conn,
    actor: &Actor,
    shift: ShiftId,
    config: &Config,
    now: Instant,
) -> Result<CalendarFile, ApiError> {
    let own = store::my_signup(conn, actor.user, shift)?
        .filter(|own| own.status == SignupStatus::SignedUp)
        .ok_or_else(ApiError::not_found)?;
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    let method = if shift.cancelled_at.is_some() {
        Method::Cancel
    } else {
        Method::Publish
    };
    let event = Event {
        id: own.id.0,
        host: config.public_origin.host().to_owned(),
        span: shift.span(),
        sequence: shift.time_version,
        title: ics::title(
            actor.language,
            organisation.special_category || shift.joint.discreet(),
            &shift.title,
            shift.starts_at,
        ),
        place: shift.place_name.clone(),
        position: shift.latitude.zip(shift.longitude),
        url: format!("{}/shifts/{}", config.public_origin.as_str(), shift.id),
        made_at: now,
    };
    let (day, _) = lykta_shared::time::civil::local(shift.starts_at);
    Ok(CalendarFile {
        shift: shift.id,
        file_name: format!("lykta-{day}.ics"),
        content: ics::file(&event, method),
    })
}
