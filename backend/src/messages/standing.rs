//! What a mail about a standing sign-up speaks of: the dates as they are when it is sent.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::{
    ids::{MembershipId, SeriesId, ShiftId},
    shifts::SignUpReason,
    time::{Instant, Span},
};

use super::{
    facts::{self, CrewFacts},
    kind::RefusedDate,
};
use crate::db::{
    Conn,
    schema::{signups, standing_sign_ups},
};

/// The dates of a mail about a standing sign-up.
#[derive(Debug, Clone)]
pub(super) struct StandingFacts {
    /// What the shifts are called; none where a mail may not say.
    pub(super) title: Option<String>,
    /// The dates the reader is on.
    pub(super) joined: Vec<Span>,
    /// The dates the reader is not on, and why.
    pub(super) refused: Vec<(Span, Vec<SignUpReason>)>,
}

/// What is still true: nothing when the standing sign-up has ended or no date is left.
pub(super) fn facts(
    conn: &mut Conn,
    (series, membership): (SeriesId, MembershipId),
    joined: &[ShiftId],
    refused: &[RefusedDate],
    now: Instant,
) -> QueryResult<Option<StandingFacts>> {
    let stands = standing_sign_ups::table
        .find((series.to_string(), membership.to_string()))
        .select(standing_sign_ups::membership_id)
        .first::<String>(conn)
        .optional()?;
    if stands.is_none() {
        return Ok(None);
    }
    let mut found = StandingFacts {
        title: None,
        joined: Vec::new(),
        refused: Vec::new(),
    };
    for shift in joined {
        if let Some(crew) = ahead(conn, *shift, now)?
            && is_on(conn, *shift, membership)?
        {
            found.joined.push(crew.shift.span());
            found.title = title(crew);
        }
    }
    for one in refused {
        if let Some(crew) = ahead(conn, one.shift, now)?
            && !is_on(conn, one.shift, membership)?
        {
            let reasons = one.reasons.clone();
            found.refused.push((crew.shift.span(), reasons));
            found.title = title(crew);
        }
    }
    found.joined.sort_by_key(|span| span.start);
    found.refused.sort_by_key(|(span, _)| span.start);
    let anything = !found.joined.is_empty() || !found.refused.is_empty();
    Ok(anything.then_some(found))
}

fn ahead(conn: &mut Conn, shift: ShiftId, now: Instant) -> QueryResult<Option<CrewFacts>> {
    let found = facts::shift(conn, shift)?;
    Ok(found.filter(|crew| crew.shift.stands() && now < crew.shift.starts_at))
}

/// Where the organisation says something about faith, the title stays out as in every mail.
fn title(crew: CrewFacts) -> Option<String> {
    (!crew.organisation.special_category).then_some(crew.shift.title)
}

fn is_on(conn: &mut Conn, shift: ShiftId, membership: MembershipId) -> QueryResult<bool> {
    signups::table
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::membership_id.eq(membership.to_string()))
        .filter(signups::status.eq("signed_up"))
        .select(signups::id)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}
