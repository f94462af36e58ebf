//! The negative control of the race tests: signing up as one would naively write it, counting first and writing
//! afterwards, without lock and counter. It over-books, and the test that says so shows that it would notice.

use lykta_shared::{
    ids::ShiftId,
    organisations::AgeBand,
    shifts::{ShiftCard, SignUpReason},
    time::Instant,
};

use super::{
    super::store::{self, NewSignup},
    view,
    viewer::{Viewer, Who},
};
use crate::{app::State, http::ApiError, random::Random};

/// Counts in one transaction and signs up in the next.
pub(crate) async fn sign_up_unguarded(
    state: &State,
    who: Who,
    shift: ShiftId,
    now: Instant,
) -> Result<ShiftCard, ApiError> {
    let (row, organisation, taken) = state
        .db
        .read(move |conn| {
            let (row, organisation) = store::find(conn, shift)?.ok_or_else(ApiError::not_found)?;
            let taken = store::count_on_shift(conn, shift)?;
            Ok::<_, ApiError>((row, organisation, taken))
        })
        .await?;
    if taken >= i64::from(row.maximum) {
        return Err(ApiError::refused(vec![SignUpReason::Full]));
    }
    state
        .db
        .write(move |tx| {
            let viewer = Viewer::load(tx, who, now)?;
            let home = viewer.home(&row, &organisation, now);
            let membership = viewer.active(home).ok_or_else(ApiError::not_found)?;
            let new = NewSignup {
                id: lykta_shared::ids::SignupId(Random::default().id(now)),
                organisation: organisation.id,
                shift,
                home,
                membership: membership.id,
                user: who.user,
                adult: membership.age_band == AgeBand::Adult,
                position: None,
                added_by: None,
                override_reason: None,
            };
            store::insert_signup(tx, &new, now)?;
            let viewer = Viewer::load(tx, who, now)?;
            Ok(view::card(Some(&viewer), &row, &organisation, now))
        })
        .await
}
