//! The plan of a series: read from its row, checked, and expanded into days.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, TimeZone};
use lykta_shared::{
    ids::OrganisationId,
    problem::{FieldCode, FieldError},
    shifts::{
        ShiftForm,
        plan::is_swallowed,
        series::{
            MAX_EXCLUDED, MAX_SEASON_DAYS, RecurrenceRule, SeriesForm,
            merge::{as_template, on},
            preview::dated,
        },
    },
    time::{Instant, LocalDate, civil::shift_days},
};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::super::super::store::{SeriesPlan, SeriesRow};
use crate::{
    db::Conn,
    http::{ApiError, all_fine},
    shifts::service::plan::{checked, within_agreement},
};

/// The days that a rule names between two days, both included.
pub(super) fn named(
    rule: &RecurrenceRule,
    from: LocalDate,
    to: LocalDate,
) -> Result<Vec<LocalDate>, ApiError> {
    let impossible = || ApiError::field("/rule", FieldCode::Invalid);
    let begin = noon(from).ok_or_else(impossible)?;
    let rule: RRule<Unvalidated> = rule.as_str().parse().map_err(|_not_one| impossible())?;
    let set: RRuleSet = rule.build(begin).map_err(|_not_one| impossible())?;
    let end = noon(shift_days(to, 1)).ok_or_else(impossible)?;
    let most = u16::try_from(MAX_SEASON_DAYS).unwrap_or(u16::MAX);
    Ok(set
        .before(end)
        .all(most)
        .dates
        .into_iter()
        .filter_map(day)
        .filter(|day| (from..=to).contains(day))
        .collect())
}

fn noon(date: LocalDate) -> Option<DateTime<Tz>> {
    let (month, day) = (
        u32::try_from(date.month).ok()?,
        u32::try_from(date.day).ok()?,
    );
    Tz::UTC
        .with_ymd_and_hms(i32::from(date.year), month, day, 12, 0, 0)
        .single()
}

fn day(at: DateTime<Tz>) -> Option<LocalDate> {
    let (month, day) = (i8::try_from(at.month()).ok()?, i8::try_from(at.day()).ok()?);
    LocalDate::new(i16::try_from(at.year()).ok()?, month, day)
}

/// The plan as it stands in the row. What is stored was checked when it was written; fields a shift has got since
/// take their defaults.
pub(super) fn form(row: &SeriesRow) -> Result<SeriesForm, ApiError> {
    let damaged = |error: serde_json::Error| {
        ApiError::internal(format!(
            "the plan of series {} can't be read: {error}",
            row.id
        ))
    };
    Ok(SeriesForm {
        rule: row.rule.clone(),
        from: row.from_date,
        to: row.to_date,
        excluded: serde_json::from_str(&row.excluded).map_err(damaged)?,
        template: serde_json::from_str(&row.template).map_err(damaged)?,
        publish: row.publish,
    })
}

/// The plan as it is written into a row.
pub(super) fn plan(form: &SeriesForm) -> Result<SeriesPlan, ApiError> {
    let excluded: BTreeSet<LocalDate> = form.excluded.iter().copied().collect();
    let excluded: Vec<LocalDate> = excluded.into_iter().collect();
    Ok(SeriesPlan {
        rule: form.rule.clone(),
        from: form.from,
        to: form.to,
        excluded: serde_json::to_string(&excluded).map_err(ApiError::internal)?,
        template: serde_json::to_string(&as_template(&form.template, form.from))
            .map_err(ApiError::internal)?,
        publish: form.publish,
    })
}

/// The days left out by hand.
pub(super) fn excluded(form: &SeriesForm) -> BTreeSet<LocalDate> {
    form.excluded.iter().copied().collect()
}

/// The days that become shifts: named by the rule, not left out, not begun, and with something left of them by
/// the clock.
pub(super) fn to_make(form: &SeriesForm, now: Instant) -> Result<Vec<ShiftForm>, ApiError> {
    let excluded = excluded(form);
    Ok(named(&form.rule, form.from, form.to)?
        .into_iter()
        .filter(|day| !excluded.contains(day))
        .filter_map(|day| dated(&form.template, day))
        .filter(|(form, span)| span.start > now && !is_swallowed(form, *span))
        .map(|(form, _span)| form)
        .collect())
}

/// Whether the plan is one: its season, its rule, what its shifts are like, and what the city has agreed to.
pub(super) fn check(
    conn: &mut Conn,
    organisation: OrganisationId,
    form: &SeriesForm,
    now: Instant,
) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    if form.to < form.from {
        errors.push(FieldError::new("/to", FieldCode::EndNotAfterStart));
    } else if form.to > shift_days(form.from, MAX_SEASON_DAYS) {
        errors.push(FieldError::new("/to", FieldCode::TooLongSpan));
    }
    if form.excluded.len() > MAX_EXCLUDED {
        errors.push(FieldError::new("/excluded", FieldCode::TooLong));
    }
    all_fine(errors)?;
    // Held against an ordinary day: a night of the clock change must not decide whether the plan is possible.
    let first = named(&form.rule, form.from, form.to)?
        .into_iter()
        .find(|day| {
            dated(&form.template, *day).is_some_and(|(form, span)| !is_swallowed(&form, span))
        });
    let template = on(&form.template, first.unwrap_or(form.from));
    checked(conn, &template, false, now).map_err(inside_template)?;
    within_agreement(conn, organisation, &template).map_err(inside_template)
}

/// A series' template is a field of its form.
pub(super) fn inside_template(error: ApiError) -> ApiError {
    error.under("/template")
}

#[cfg(test)]
mod tests {
    use lykta_shared::time::civil::weekday;
    use proptest::prelude::*;

    use super::*;

    fn days(rule: &str, from: &str, to: &str) -> Vec<String> {
        let rule = RecurrenceRule::try_from(rule.to_owned()).unwrap();
        named(&rule, from.parse().unwrap(), to.parse().unwrap())
            .unwrap()
            .into_iter()
            .map(|day| day.to_string())
            .collect()
    }

    #[test]
    fn the_first_day_of_the_season_counts_only_if_the_rule_names_it() {
        assert_eq!(
            days("FREQ=WEEKLY;BYDAY=FR", "2027-01-04", "2027-01-22"),
            ["2027-01-08", "2027-01-15", "2027-01-22"]
        );
        assert_eq!(
            days("FREQ=WEEKLY;BYDAY=FR", "2027-01-09", "2027-01-14"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_second_week_counts_from_the_week_the_season_begins_in() {
        assert_eq!(
            days(
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SA",
                "2026-12-28",
                "2027-01-24"
            ),
            ["2027-01-01", "2027-01-02", "2027-01-15", "2027-01-16"]
        );
    }

    #[test]
    fn a_year_of_saturdays_is_the_same_over_both_clock_changes() {
        let year = days("FREQ=WEEKLY;BYDAY=SA", "2026-09-05", "2027-09-03");
        assert_eq!(year.len(), 52);
        assert!(year.contains(&"2026-10-24".to_owned()) && year.contains(&"2027-03-27".to_owned()));
    }

    #[test]
    fn the_first_friday_and_the_last_saturday_of_a_month() {
        assert_eq!(
            days("FREQ=MONTHLY;BYDAY=1FR", "2027-01-01", "2027-03-31"),
            ["2027-01-01", "2027-02-05", "2027-03-05"]
        );
        assert_eq!(
            days("FREQ=MONTHLY;BYDAY=-1SA", "2027-01-01", "2027-02-28"),
            ["2027-01-30", "2027-02-27"]
        );
    }

    #[test]
    fn three_years_of_every_day_are_all_there() {
        assert_eq!(days("FREQ=DAILY", "2026-01-01", "2028-12-31").len(), 1096);
    }

    proptest! {
        #[test]
        fn weekly_days_are_those_of_the_almanac(begin in 0_i32..1500, length in 0_i32..400, chosen in 0_usize..7) {
            let from = shift_days("2026-01-01".parse().unwrap(), begin);
            let to = shift_days(from, length);
            let name = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][chosen];
            let found = days(&format!("FREQ=WEEKLY;BYDAY={name}"), &from.to_string(), &to.to_string());
            let expected: Vec<String> = (0..=length)
                .map(|after| shift_days(from, after))
                .filter(|day| usize::try_from(weekday(*day)).unwrap() == chosen + 1)
                .map(|day| day.to_string())
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
