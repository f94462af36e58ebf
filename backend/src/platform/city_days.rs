//! The city's calendar: peak nights and school holidays, built in for 2026–2028 and from then on the city's own.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper, insert_into,
};
use lykta_shared::{
    ids::CityDayId,
    platform::{CityDay, CityDayForm, CityDayKind, check_city_day},
    problem::{FieldCode, ProblemKind},
    time::{Instant, LocalDate},
};
use serde::Deserialize;

use super::audit::{self, AuditEvent};
use crate::{
    db::{Conn, Tx, schema::city_days},
    http::{ApiError, all_fine},
    identity::actor::CityStaffActor,
    random::Random,
};

const BUILT_IN: &str = include_str!("city_days.json");

/// The longest part of the calendar that is answered at once: four years.
const MAX_DAYS: i32 = 4 * 366;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = city_days)]
struct Row {
    id: String,
    built_in: Option<String>,
    kind: String,
    label_sv: String,
    label_en: String,
    first_day: String,
    last_day: String,
    level: i32,
    hidden: bool,
    version: i32,
}

/// An entry of the built-in file.
#[derive(Debug, Deserialize)]
struct BuiltIn {
    key: String,
    #[serde(flatten)]
    form: CityDayFields,
}

/// As [`CityDayForm`], beside the key.
#[derive(Debug, Deserialize)]
struct CityDayFields {
    kind: CityDayKind,
    sv: String,
    en: String,
    first: LocalDate,
    last: LocalDate,
    level: i32,
}

/// Puts in what is built in and not there. What the city changed or took away stays so.
pub(super) fn fill(tx: &mut Tx<'_>, now: Instant) -> Result<(), ApiError> {
    let built_in: Vec<BuiltIn> = serde_json::from_str(BUILT_IN).map_err(ApiError::internal)?;
    let held: Vec<Option<String>> = city_days::table
        .select(city_days::built_in)
        .load(tx.conn())?;
    for entry in built_in {
        if !held.contains(&Some(entry.key.clone())) {
            let row = Row {
                id: Random::default().id(now).to_string(),
                built_in: Some(entry.key),
                kind: entry.form.kind.to_string(),
                label_sv: entry.form.sv,
                label_en: entry.form.en,
                first_day: entry.form.first.to_string(),
                last_day: entry.form.last.to_string(),
                level: entry.form.level,
                hidden: false,
                version: 1,
            };
            insert_into(city_days::table)
                .values(row)
                .execute(tx.conn())?;
        }
    }
    Ok(())
}

/// The entries that share a day with `from..=to`, in order.
pub(crate) fn between(
    conn: &mut Conn,
    from: LocalDate,
    to: LocalDate,
) -> Result<Vec<CityDay>, ApiError> {
    let rows: Vec<Row> = city_days::table
        .filter(city_days::hidden.eq(false))
        .filter(city_days::first_day.le(to.to_string()))
        .filter(city_days::last_day.ge(from.to_string()))
        .order((city_days::first_day, city_days::last_day, city_days::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(view).collect()
}

/// As [`between`], for whoever asks through the API.
pub(super) fn list(
    conn: &mut Conn,
    from: LocalDate,
    to: LocalDate,
) -> Result<Vec<CityDay>, ApiError> {
    if to < from || to > lykta_shared::time::civil::shift_days(from, MAX_DAYS) {
        return Err(ApiError::field("/to", FieldCode::OutOfRange));
    }
    between(conn, from, to)
}

/// Adds an entry.
pub(super) fn create(
    tx: &mut Tx<'_>,
    actor: &CityStaffActor,
    form: &CityDayForm,
    now: Instant,
) -> Result<CityDay, ApiError> {
    all_fine(check_city_day(form))?;
    let row = Row {
        id: Random::default().id(now).to_string(),
        built_in: None,
        kind: form.kind.to_string(),
        label_sv: form.sv.to_string(),
        label_en: form.en.to_string(),
        first_day: form.first.to_string(),
        last_day: form.last.to_string(),
        level: i32::from(form.level),
        hidden: false,
        version: 1,
    };
    insert_into(city_days::table)
        .values(&row)
        .execute(tx.conn())?;
    note(tx, actor, &row.id, "city_day.created", now)?;
    view(row)
}

/// Changes an entry that nobody has changed since `version`.
pub(super) fn change(
    tx: &mut Tx<'_>,
    actor: &CityStaffActor,
    (id, version): (CityDayId, i32),
    form: &CityDayForm,
    now: Instant,
) -> Result<CityDay, ApiError> {
    find(tx, id)?;
    all_fine(check_city_day(form))?;
    let changed = diesel::update(
        city_days::table
            .filter(city_days::id.eq(id.to_string()))
            .filter(city_days::version.eq(version)),
    )
    .set((
        city_days::kind.eq(form.kind.as_str()),
        city_days::label_sv.eq(form.sv.to_string()),
        city_days::label_en.eq(form.en.to_string()),
        city_days::first_day.eq(form.first.to_string()),
        city_days::last_day.eq(form.last.to_string()),
        city_days::level.eq(i32::from(form.level)),
        city_days::version.eq(city_days::version + 1),
    ))
    .execute(tx.conn())?;
    if changed == 0 {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    note(tx, actor, &id.to_string(), "city_day.changed", now)?;
    find(tx, id).and_then(view)
}

/// Takes an entry out. A built-in one stays hidden, so that the next start does not bring it back.
pub(super) fn delete(
    tx: &mut Tx<'_>,
    actor: &CityStaffActor,
    id: CityDayId,
    now: Instant,
) -> Result<(), ApiError> {
    find(tx, id)?;
    diesel::update(city_days::table.filter(city_days::id.eq(id.to_string())))
        .set(city_days::hidden.eq(true))
        .execute(tx.conn())?;
    note(tx, actor, &id.to_string(), "city_day.deleted", now)
}

fn find(conn: &mut Conn, id: CityDayId) -> Result<Row, ApiError> {
    let row: QueryResult<Option<Row>> = city_days::table
        .filter(city_days::id.eq(id.to_string()))
        .filter(city_days::hidden.eq(false))
        .select(Row::as_select())
        .first(conn)
        .optional();
    row?.ok_or_else(ApiError::not_found)
}

fn view(row: Row) -> Result<CityDay, ApiError> {
    let damaged = |_unreadable| ApiError::internal("an entry of the city's calendar is damaged");
    Ok(CityDay {
        id: row.id.parse().map_err(|_no_id| damaged(()))?,
        kind: row.kind.parse().map_err(|_unknown| damaged(()))?,
        sv: row.label_sv,
        en: row.label_en,
        first: row.first_day.parse().map_err(|_no_day| damaged(()))?,
        last: row.last_day.parse().map_err(|_no_day| damaged(()))?,
        level: u8::try_from(row.level).unwrap_or(1),
        version: row.version,
    })
}

fn note(
    tx: &mut Tx<'_>,
    actor: &CityStaffActor,
    id: &str,
    action: &'static str,
    now: Instant,
) -> Result<(), ApiError> {
    let event = AuditEvent {
        organisation: None,
        actor: Some(actor.user),
        action,
        object_type: "city_day",
        object_id: id.to_owned(),
        reason: None,
    };
    Ok(audit::record(tx, now, event)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use lykta_shared::text::Title;

    use super::*;

    #[test]
    fn what_is_built_in_is_possible_and_covers_three_years() {
        let built_in: Vec<BuiltIn> = serde_json::from_str(BUILT_IN).unwrap();
        let mut keys = BTreeSet::new();
        for entry in &built_in {
            let form = CityDayForm {
                kind: entry.form.kind,
                sv: Title::try_from(entry.form.sv.clone()).unwrap(),
                en: Title::try_from(entry.form.en.clone()).unwrap(),
                first: entry.form.first,
                last: entry.form.last,
                level: u8::try_from(entry.form.level).unwrap(),
            };
            assert_eq!(check_city_day(&form), [], "{}", entry.key);
            assert!(keys.insert(&entry.key), "{} twice", entry.key);
        }
        for year in 2026..=2028 {
            for night in [
                "walpurgis",
                "school_end",
                "midsummer_eve",
                "halloween",
                "lucia",
                "new_years_eve",
                "autumn_break",
            ] {
                assert!(keys.contains(&format!("{night}_{year}")), "{night} {year}");
            }
        }
    }
}
