//! A city's worth of rows, written past the server: through the API it would take an hour.

use std::path::Path;

use anyhow::Context;
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};

use crate::server;

/// Organisations.
pub(crate) const ORGANISATIONS: u32 = 50;
/// Members, spread evenly.
pub(crate) const MEMBERS: u32 = 20_000;
/// Days ahead on which every organisation has one shift.
const DAYS: u32 = 40;
/// Upcoming shifts.
pub(crate) const SHIFTS: u32 = ORGANISATIONS * DAYS;

/// The address of a member, from 0.
pub(crate) fn email(member: u32) -> String {
    format!("m{member}@bench.example")
}

/// The ids of the shifts of a member's organisation, by day.
pub(crate) fn shifts_of(member: u32) -> impl Iterator<Item = String> {
    let organisation = member % ORGANISATIONS;
    (0..DAYS).map(move |day| id(4, day * ORGANISATIONS + organisation))
}

/// The same as the SQL below makes.
fn id(kind: u32, number: u32) -> String {
    format!("{kind:08x}-0000-7000-8000-{number:012x}")
}

/// Fills the database of a server that is not running.
pub(crate) fn seed(database: &Path) -> anyhow::Result<()> {
    let address = database.to_str().context("a path that is text")?;
    let mut connection = SqliteConnection::establish(address)?;
    connection.batch_execute(&sql()).context("seeding")?;
    Ok(())
}

/// Id kinds: 1 organisations, 2 users, 3 memberships, 4 shifts, 5 sign-ups. Three members are on each shift already.
fn sql() -> String {
    format!(
        "
PRAGMA foreign_keys = ON;
BEGIN IMMEDIATE;
CREATE TEMP TABLE number (n INTEGER PRIMARY KEY);
INSERT INTO number WITH RECURSIVE count (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n < {MEMBERS} - 1)
  SELECT n FROM count;
CREATE TEMP TABLE moment AS SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS now;

INSERT INTO organisations (id, slug, name, organisation_type, special_category, status, description, contact_name,
    contact_email, contact_consent, listed, publishes_shifts, accepts_youth, agreement_ends_on, version, created_at)
  SELECT printf('%08x-0000-7000-8000-%012x', 1, n), 'bench-' || n, 'Vandring ' || n, 'night_walk_group', 0, 'active',
    'Vi går på kvällarna.', 'Kim Kontakt', 'kontakt@bench.example', 1, 1, 1, 0, '2098-12-31', 1, now
  FROM number, moment WHERE n < {ORGANISATIONS};
INSERT INTO organisation_districts SELECT id, 'rissne' FROM organisations WHERE slug LIKE 'bench-%';
INSERT INTO organisation_activities SELECT id, 'night_walk' FROM organisations WHERE slug LIKE 'bench-%';

INSERT INTO users (id, email, email_norm, display_name, language, show_phone, reminders, password_hash, pepper_key,
    email_verified_at, session_epoch, version, created_at)
  SELECT printf('%08x-0000-7000-8000-%012x', 2, n), 'm' || n || '@bench.example', 'm' || n || '@bench.example',
    'Medlem ' || n, 'sv', 0, 1, first.password_hash, first.pepper_key, now, 0, 1, now
  FROM number, moment, users AS first WHERE first.email_norm = '{first}';
INSERT INTO memberships (id, organisation_id, user_id, status, age_band, joined_at, version, created_at)
  SELECT printf('%08x-0000-7000-8000-%012x', 3, n), printf('%08x-0000-7000-8000-%012x', 1, n % {ORGANISATIONS}),
    printf('%08x-0000-7000-8000-%012x', 2, n), 'active', 'adult', now, 1, now
  FROM number, moment;
INSERT INTO membership_roles SELECT organisation_id, id, 'volunteer', created_at FROM memberships
  WHERE id LIKE '00000003-%';

INSERT INTO shifts (id, organisation_id, activity_type, title, district_key, place_name, starts_at, ends_at, local_date,
    minimum, maximum, extra_places, taken, adults, waiting, needs_leader, notes, briefing, public, status, time_version,
    version, created_at)
  SELECT printf('%08x-0000-7000-8000-%012x', 4, n), printf('%08x-0000-7000-8000-%012x', 1, n % {ORGANISATIONS}),
    'night_walk', 'Nattvandring', 'rissne', 'Rissne centrum',
    date('now', '+' || (2 + n / {ORGANISATIONS}) || ' days') || printf(' %02d:00:00', 15 + n % 4),
    date('now', '+' || (2 + n / {ORGANISATIONS}) || ' days') || printf(' %02d:00:00', 18 + n % 4),
    date('now', '+' || (2 + n / {ORGANISATIONS}) || ' days'),
    2, 12, 0, 3, 3, 0, 0, 'Vi samlas vid biblioteket.', '', 1, 'open', 1, 1, now
  FROM number, moment WHERE n < {SHIFTS};
INSERT INTO signups (id, organisation_id, shift_id, membership_id, user_id, status, adult, signed_up_at, changed_at)
  SELECT printf('%08x-0000-7000-8000-%012x', 5, shift.n * 3 + seat.n),
    printf('%08x-0000-7000-8000-%012x', 1, shift.n % {ORGANISATIONS}),
    printf('%08x-0000-7000-8000-%012x', 4, shift.n),
    printf('%08x-0000-7000-8000-%012x', 3, {member}), printf('%08x-0000-7000-8000-%012x', 2, {member}),
    'signed_up', 1, now, now
  FROM number AS shift, number AS seat, moment WHERE shift.n < {SHIFTS} AND seat.n < 3;
COMMIT;
ANALYZE;
PRAGMA wal_checkpoint(TRUNCATE);
",
        first = server::FIRST,
        // One of the second half of the shift's organisation's members: those that sign in are of the first.
        member = format_args!(
            "{MEMBERS} / 2 + shift.n % {ORGANISATIONS} + {ORGANISATIONS} * ((shift.n / {ORGANISATIONS} * 3 + seat.n) % 200)"
        ),
    )
}
