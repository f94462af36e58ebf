//! What somebody sees of a shift: as much as they may know, decided here and nowhere else.

use lykta_shared::{
    ids::{OrganisationId, ShiftId, SignupId},
    shifts::{
        Cancellation, LeaderView, MeetingPoint, OrganisationRef, ShiftCard, ShiftDetail, ShiftForm,
        ShiftPhase, SignupState, SignupStatus,
        rules::{signup_state, warnings},
        shares::first_name,
        status::{display_status, phone_window},
    },
    time::{
        Instant,
        civil::{clock_change, fold_of, local},
    },
};

use super::{
    super::store::{self, OnShift, OrgRow, ShiftRow},
    access::{Sight, look},
    crew, shares, standing,
    viewer::{Viewer, Who},
};
use crate::{db::Conn, http::ApiError, identity::service as identity};

/// A shift in a list, as `viewer` (`None`: a visitor) sees it.
pub(super) fn card(
    viewer: Option<&Viewer>,
    shift: &ShiftRow,
    organisation: &OrgRow,
    now: Instant,
) -> ShiftCard {
    let span = shift.span();
    let (date, start_time) = local(span.start);
    let (end_date, end_time) = local(span.end);
    let own = viewer.and_then(|viewer| viewer.own(shift.id));
    let inside = viewer
        .is_some_and(|viewer| viewer.takes_part(shift, organisation) || viewer.is_on(shift.id));
    let home = viewer.map_or(organisation.id, |viewer| {
        viewer.home(shift, organisation, now)
    });
    let others = viewer.map_or_else(Vec::new, |viewer| viewer.others(shift.id));
    // A visitor sees how it stands as a whole.
    let facts = if inside {
        shift.facts_for(organisation, home, now)
    } else {
        shift.facts(organisation)
    };
    let person = viewer.map(|viewer| viewer.facts(shift, organisation, home));
    let state = signup_state(&facts, person, own, &others, now);
    ShiftCard {
        id: shift.id,
        organisation: OrganisationRef {
            id: organisation.id,
            slug: organisation.slug.clone(),
            name: organisation.name.clone(),
        },
        activity_type: shift.activity_type.clone(),
        title: shift.title.clone(),
        district: shift.district_key.clone(),
        place: inside.then(|| shift.place_name.clone()),
        starts_at: span.start,
        ends_at: span.end,
        date,
        start_time,
        end_time,
        ends_next_day: end_date != date,
        minutes: u32::try_from(span.minutes()).unwrap_or(0),
        clock_change: clock_change(span),
        status: display_status(shift.status, shift.places(), span, now),
        staffing: facts.places.staffing(),
        public: shift.public,
        warnings: if state == SignupState::Open || state == SignupState::Full {
            warnings(&facts, &others, now)
        } else {
            Vec::new()
        },
        signup: state,
        share: if inside {
            shares::own(shift, home, now)
        } else {
            None
        },
    }
}

/// One shift, with all that `who` (`None`: a visitor) may see.
pub(crate) fn detail(
    conn: &mut Conn,
    who: Option<Who>,
    shift: ShiftId,
    now: Instant,
) -> Result<ShiftDetail, ApiError> {
    let (shift, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
    let viewer = who.map(|who| Viewer::load(conn, who, now)).transpose()?;
    let sight = look(viewer.as_ref(), &shift, &organisation, now)?;
    let close = sight.on_it || sight.plans;
    let people = if sight.inside {
        store::on_shift(conn, organisation.id, shift.id)?
    } else {
        Vec::new()
    };
    let window = shift.window(&organisation);
    let late_text = organisation.signup_settings.0.late_text.to_string();
    let (asked, wanted, watching) = match &viewer {
        Some(viewer) if sight.inside => crew::standing(conn, viewer, &shift, &organisation, now)?,
        _ => (false, false, false),
    };
    Ok(ShiftDetail {
        card: card(viewer.as_ref(), &shift, &organisation, now),
        opens_at: window.opens_at,
        closes_at: window.closes_at,
        late_from: window.late_from.filter(|_| sight.inside),
        late_text: Some(late_text).filter(|text| sight.inside && !text.is_empty()),
        required: if sight.inside {
            shift.required(&organisation)
        } else {
            Vec::new()
        },
        stand_in_asked: asked,
        stand_in_wanted: wanted,
        watching,
        rules: sight.plans.then(|| shift.signup_rules.0.clone()),
        meeting_point: if sight.inside {
            Some(meeting_point(&shift)?)
        } else {
            None
        },
        notes: if sight.inside {
            shift.notes.clone()
        } else {
            String::new()
        },
        // Those on it read it on the walk's page, in its window, where the reading is noted.
        briefing: sight.plans.then(|| shift.briefing.clone()),
        leader: leader(&shift, &people, close, now),
        walkers: close.then(|| walkers(&shift, organisation_only(sight, &organisation), &people)),
        cancellation: cancellation(&shift, sight)?,
        can_plan: sight.plans,
        can_see_roster: sight.sees_people(),
        series: if sight.plans {
            store::series_of_shift(conn, shift.id)?
        } else {
            None
        },
        series_note: match &viewer {
            Some(viewer) => standing::note(conn, viewer, &shift, &organisation, now)?,
            None => None,
        },
        shares: if sight.plans {
            shares::overview(&shift, &organisation)
        } else {
            None
        },
        form: if sight.plans {
            Some(form(&shift)?)
        } else {
            None
        },
        version: shift.version,
    })
}

/// The card of a sign-up's shift as the person signed up sees it, whether there is still something to withdraw, and
/// what the group says if that would be late: for the links in mails, where the link stands for the person.
pub(crate) fn signup_card(
    conn: &mut Conn,
    signup: SignupId,
    now: Instant,
) -> Result<(ShiftCard, bool, Option<String>), ApiError> {
    let signup = store::signup(conn, signup)?.ok_or_else(ApiError::not_found)?;
    let person = identity::person(conn, signup.user_id)?;
    let who = Who {
        user: person.id,
        email_verified: person.verified,
    };
    let viewer = Viewer::load(conn, who, now)?;
    let (shift, organisation) =
        store::find(conn, signup.shift_id)?.ok_or_else(ApiError::not_found)?;
    let current = matches!(
        signup.status,
        SignupStatus::SignedUp | SignupStatus::Waitlisted
    );
    let card = card(Some(&viewer), &shift, &organisation, now);
    let late = matches!(
        card.signup,
        SignupState::Joined {
            late: true,
            undo_until: None,
            ..
        }
    );
    let late_text = late.then(|| organisation.signup_settings.0.late_text.to_string());
    Ok((card, current, late_text))
}

/// A stored value that its own type refuses: the database was changed behind our back.
fn damaged(what: impl std::fmt::Display) -> ApiError {
    ApiError::internal(format!("a stored value is not possible: {what}"))
}

pub(super) fn meeting_point(shift: &ShiftRow) -> Result<MeetingPoint, ApiError> {
    let address = shift.place_address.clone().map(TryInto::try_into);
    Ok(MeetingPoint {
        name: shift.place_name.clone().try_into().map_err(damaged)?,
        address: address.transpose().map_err(damaged)?,
        latitude: shift.latitude,
        longitude: shift.longitude,
    })
}

/// The plan as it can be edited. Sent back unchanged it names the same instants, also within the hour that
/// happens twice.
pub(super) fn form(shift: &ShiftRow) -> Result<ShiftForm, ApiError> {
    let (date, start_time) = local(shift.starts_at);
    let (_, end_time) = local(shift.ends_at);
    Ok(ShiftForm {
        activity_type: shift.activity_type.clone(),
        title: shift.title.clone().try_into().map_err(damaged)?,
        district: shift.district_key.clone(),
        meeting_point: meeting_point(shift)?,
        date,
        start_time,
        end_time,
        start_fold: fold_of(shift.starts_at),
        end_fold: fold_of(shift.ends_at),
        minimum: shift.minimum,
        maximum: shift.maximum,
        needs_leader: shift.needs_leader,
        leader: shift.leader(),
        notes: shift.notes.clone().try_into().map_err(damaged)?,
        briefing: shift.briefing.clone().try_into().map_err(damaged)?,
        public: shift.public,
    })
}

/// Who leads; the number only for those on it and planners, if the leader agreed, around the walk.
fn leader(shift: &ShiftRow, people: &[OnShift], close: bool, now: Instant) -> Option<LeaderView> {
    let leading = people
        .iter()
        .find(|row| Some(row.signup.membership_id) == shift.leader())?;
    let shown = close && leading.person.show_phone && phone_window(shift.span(), now);
    Some(LeaderView {
        display_name: shown_name(shift, &leading.person.display_name),
        phone: leading.person.phone.clone().filter(|_| shown),
    })
}

/// Whose people somebody sees who is not on the shift themselves: their own organisation's.
fn organisation_only(sight: Sight, organisation: &OrgRow) -> Option<OrganisationId> {
    (!sight.on_it).then_some(organisation.id)
}

fn walkers(shift: &ShiftRow, only: Option<OrganisationId>, people: &[OnShift]) -> Vec<String> {
    people
        .iter()
        .filter(|row| row.signup.status == SignupStatus::SignedUp)
        .filter(|row| only.is_none_or(|home| row.signup.home == home))
        .map(|row| shown_name(shift, &row.person.display_name))
        .collect()
}

/// What somebody is called on this shift.
pub(super) fn shown_name(shift: &ShiftRow, name: &str) -> String {
    if shift.joint.discreet() {
        first_name(name).to_owned()
    } else {
        name.to_owned()
    }
}

/// Why it was cancelled; what the group said to its own stays with them.
fn cancellation(shift: &ShiftRow, sight: Sight) -> Result<Option<Cancellation>, ApiError> {
    let (ShiftPhase::Cancelled, Some(reason), Some(at)) =
        (shift.status, &shift.cancel_reason, shift.cancelled_at)
    else {
        return Ok(None);
    };
    let message = shift.cancel_message.clone().filter(|_| sight.inside);
    Ok(Some(Cancellation {
        reason: reason.parse().map_err(damaged)?,
        message: message.unwrap_or_default(),
        at: at.into(),
    }))
}
