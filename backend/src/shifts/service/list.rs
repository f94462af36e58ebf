//! Lists of shifts: one query for the cards, a few small ones for the person, however long the list.

use lykta_shared::{
    api::{DEFAULT_LIMIT, MAX_LIMIT, Page},
    ids::OrganisationId,
    organisations::OrgRight,
    problem::FieldCode,
    shifts::{
        MyShiftsQuery, MyShiftsWindow, ScheduleQuery, ShiftCard, ShiftOrder, ShiftQuery,
        ShiftWindow,
    },
    time::{
        Fold, Instant, LocalDate, LocalTime, Span,
        civil::{day_span, instant_of, local, next_day, shift_days, weekday},
    },
};

use super::{
    super::store::{self, Narrowing, OrgRow, ShiftRow, Sorting},
    kept::KeptLists,
    view::card,
    viewer::{Viewer, Who},
};
use crate::{
    db::{Conn, Db},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
};

/// The longest part of a schedule that is answered at once: two months.
const MAX_DAYS: i32 = 62;

/// Shifts ahead: all of one's organisations', and what others publish.
pub(crate) async fn shifts_ahead(
    db: &Db,
    kept: &KeptLists,
    who: Option<Who>,
    query: &ShiftQuery,
    now: Instant,
) -> Result<Page<ShiftCard>, ApiError> {
    let (page, limit) = paging(query.page, query.limit)?;
    let viewer = match who {
        Some(who) => Some(kept.viewer(db, who, now).await?),
        None => None,
    };
    let (begins_in, tonight) = window(query.when.unwrap_or(ShiftWindow::All), now);
    let by = Narrowing {
        begins_in,
        touches: tonight
            .into_iter()
            .chain(query.date.map(day_span))
            .collect(),
        district: query.district.clone(),
        organisation: query.organisation,
    };
    let need_first = query.order == Some(ShiftOrder::Need);
    let sorting = cut(page, limit, need_first);
    let found = kept.ahead(db, viewer.as_deref(), by, sorting, now).await?;
    let viewer = viewer.as_deref();
    Ok(paged(viewer, &found.rows, found.total, (page, limit), now))
}

/// One's own shifts.
pub(crate) fn my_shifts(
    conn: &mut Conn,
    who: Who,
    query: &MyShiftsQuery,
    now: Instant,
) -> Result<Page<ShiftCard>, ApiError> {
    let (page, limit) = paging(query.page, query.limit)?;
    let viewer = Viewer::load(conn, who, now)?;
    let past = query.when == Some(MyShiftsWindow::Past);
    let (rows, total) = store::my_shifts(conn, who.user, now, past, cut(page, limit, false))?;
    Ok(paged(Some(&viewer), &rows, total, (page, limit), now))
}

/// An organisation's schedule; drafts only for its planners.
pub(crate) fn schedule(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    query: &ScheduleQuery,
    now: Instant,
) -> Result<Vec<ShiftCard>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::TakePart)?;
    if query.to < query.from || query.to > shift_days(query.from, MAX_DAYS) {
        return Err(ApiError::field("/to", FieldCode::OutOfRange));
    }
    let viewer = Viewer::load(conn, actor.into(), now)?;
    let plans = viewer.may(organisation, OrgRight::PlanShifts);
    let span = Span {
        start: day_span(query.from).start,
        end: day_span(query.to).end,
    };
    let mut rows = store::schedule(conn, organisation, span, plans)?;
    rows.extend(store::shared_schedule(conn, organisation, span)?);
    rows.sort_by_key(|(shift, _)| (shift.starts_at, shift.id));
    Ok(rows
        .iter()
        .map(|(shift, of)| card(Some(&viewer), shift, of, now))
        .collect())
}

/// How many published shifts of an organisation lie ahead: the count the partner register shows.
pub(crate) fn upcoming_count(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: Instant,
) -> Result<u32, ApiError> {
    let count = store::count_ahead(conn, organisation, now)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

fn paging(page: Option<u32>, limit: Option<u32>) -> Result<(u32, u32), ApiError> {
    let (page, limit) = (page.unwrap_or(1), limit.unwrap_or(DEFAULT_LIMIT));
    if page == 0 {
        Err(ApiError::field("/page", FieldCode::OutOfRange))
    } else if !(1..=MAX_LIMIT).contains(&limit) {
        Err(ApiError::field("/limit", FieldCode::OutOfRange))
    } else {
        Ok((page, limit))
    }
}

fn cut(page: u32, limit: u32, need_first: bool) -> Sorting {
    Sorting {
        need_first,
        offset: i64::from(page.saturating_sub(1)) * i64::from(limit),
        limit: i64::from(limit),
    }
}

fn paged(
    viewer: Option<&Viewer>,
    rows: &[(ShiftRow, OrgRow)],
    total: i64,
    (page, limit): (u32, u32),
    now: Instant,
) -> Page<ShiftCard> {
    Page {
        items: rows
            .iter()
            .map(|(shift, of)| card(viewer, shift, of, now))
            .collect(),
        page,
        limit,
        total: u64::try_from(total).unwrap_or(0),
    }
}

/// What a shortcut means at this moment: what begins within the first span, or shares a moment with the second.
/// Tonight holds what began yesterday and is not over.
fn window(shortcut: ShiftWindow, now: Instant) -> (Option<Span>, Option<Span>) {
    let (today, time) = local(now);
    match shortcut {
        ShiftWindow::Tonight => (None, Some(day_span(today))),
        ShiftWindow::Tomorrow => (Some(day_span(next_day(today))), None),
        ShiftWindow::Weekend => (Some(weekend(today, time)), None),
        ShiftWindow::All => (None, None),
    }
}

/// Friday 15.00 to Monday 06.00 of the week; early on a Monday it is still the weekend.
fn weekend(today: LocalDate, time: LocalTime) -> Span {
    let six = at(6);
    let since_monday = i32::from(weekday(today)) - 1;
    let still = if since_monday == 0 && time < six {
        7
    } else {
        0
    };
    let monday = shift_days(today, -since_monday - still);
    Span {
        start: instant_of(shift_days(monday, 4), at(15), Fold::Earlier),
        end: instant_of(shift_days(monday, 7), six, Fold::Earlier),
    }
}

const fn at(hour: i8) -> LocalTime {
    LocalTime { hour, minute: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn weekend_at(text: &str) -> (String, String) {
        let (span, _) = window(ShiftWindow::Weekend, now(text));
        let span = span.unwrap();
        (span.start.to_string(), span.end.to_string())
    }

    #[test]
    fn the_weekend_is_friday_afternoon_to_monday_morning() {
        let this = ("2026-11-27T14:00:00Z".into(), "2026-11-30T05:00:00Z".into());
        for moment in [
            "2026-11-23T05:00:00Z",
            "2026-11-25T12:00:00Z",
            "2026-11-28T23:30:00Z",
            "2026-11-29T22:59:00Z",
            "2026-11-30T04:59:00Z",
        ] {
            assert_eq!(weekend_at(moment), this, "{moment}");
        }
        assert_eq!(weekend_at("2026-11-30T05:00:00Z").0, "2026-12-04T14:00:00Z");
        // Over the autumn's clock change: 15.00 is summer time, 06.00 is not.
        let autumn = ("2026-10-23T13:00:00Z".into(), "2026-10-26T05:00:00Z".into());
        assert_eq!(weekend_at("2026-10-24T12:00:00Z"), autumn);
    }

    #[test]
    fn tomorrow_is_right_at_the_ends_of_months_and_years() {
        for (moment, start) in [
            ("2026-12-31T12:00:00Z", "2026-12-31T23:00:00Z"),
            ("2028-02-28T12:00:00Z", "2028-02-28T23:00:00Z"),
            ("2027-02-28T12:00:00Z", "2027-02-28T23:00:00Z"),
            ("2026-11-27T23:30:00Z", "2026-11-28T23:00:00Z"),
        ] {
            let (span, _) = window(ShiftWindow::Tomorrow, now(moment));
            assert_eq!(span.unwrap().start.to_string(), start, "{moment}");
        }
    }

    #[test]
    fn tonight_after_midnight_still_holds_the_walk_that_began_yesterday() {
        let walk = Span {
            start: now("2026-11-27T20:00:00Z"),
            end: now("2026-11-28T00:00:00Z"),
        };
        let (_, tonight) = window(ShiftWindow::Tonight, now("2026-11-27T23:30:00Z"));
        assert!(tonight.unwrap().overlaps(walk));
        let (_, next) = window(ShiftWindow::Tonight, now("2026-11-28T23:30:00Z"));
        assert!(!next.unwrap().overlaps(walk));
    }

    #[test]
    fn pages_and_limits_outside_their_range_are_refused() {
        for (page, limit) in [
            (Some(0), None),
            (None, Some(0)),
            (None, Some(101)),
            (None, Some(u32::MAX)),
        ] {
            assert!(paging(page, limit).is_err(), "{page:?} {limit:?}");
        }
        assert_eq!(paging(None, None).unwrap(), (1, 20));
        assert_eq!(cut(u32::MAX, 100, false).offset, 429_496_729_400);
    }
}
