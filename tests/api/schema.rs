//! The two sets of migrations make the same database, and it is the one `schema.rs` describes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use diesel::{
    Connection, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection,
    sql_query,
    sql_types::{Integer, Text},
};
use lykta_tests::scratch_postgres;

/// A column's type in words both databases share, and whether it may be empty.
type Columns = BTreeMap<String, (String, bool)>;

fn folder(database: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../migrations")
        .join(database)
}

fn migrations(database: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder(database))
        .unwrap()
        .flatten()
        .map(|f| f.path())
        .collect();
    all.sort();
    all
}

fn names(database: &str) -> Vec<String> {
    migrations(database)
        .iter()
        .map(|p| p.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

fn sql(migration: &Path, file: &str) -> String {
    fs::read_to_string(migration.join(file)).unwrap()
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    text: String,
    #[diesel(sql_type = Integer)]
    flag: i32,
}

/// A SQLite database after all migrations.
fn sqlite() -> SqliteConnection {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    for migration in migrations("sqlite") {
        conn.batch_execute(&sql(&migration, "up.sql")).unwrap();
    }
    conn
}

fn sqlite_tables(conn: &mut SqliteConnection) -> BTreeMap<String, Columns> {
    let tables: Vec<Named> = sql_query(
        "SELECT name, sql AS text, 0 AS flag FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .load(conn)
    .unwrap();
    tables
        .into_iter()
        .map(|table| {
            assert!(
                table.text.trim_end().ends_with("STRICT"),
                "{} is not STRICT",
                table.name
            );
            let columns: Vec<Named> = sql_query(format!(
                "SELECT name, type AS text, \"notnull\" AS flag FROM pragma_table_info('{}')",
                table.name
            ))
            .load(conn)
            .unwrap();
            let booleans = table.text.clone();
            let columns = columns
                .into_iter()
                .map(|c| {
                    let boolean = booleans.contains(&format!("CHECK ({0} IN (0, 1))", c.name));
                    let kind = match (c.text.as_str(), boolean) {
                        ("INTEGER", true) => "boolean",
                        ("INTEGER", false) => "integer",
                        ("REAL", _) => "double",
                        ("TEXT", _) => "text",
                        (other, _) => panic!("{}.{}: {other}", table.name, c.name),
                    };
                    (c.name, (kind.to_owned(), c.flag == 0))
                })
                .collect();
            (table.name, columns)
        })
        .collect()
}

/// The names of all constraints written out in the tables, and of all indexes.
fn sqlite_constraints(conn: &mut SqliteConnection) -> BTreeSet<String> {
    let all: Vec<Named> = sql_query(
        "SELECT name, coalesce(sql, '') AS text, (type = 'index') AS flag FROM sqlite_master WHERE sql IS NOT NULL",
    )
    .load(conn)
    .unwrap();
    all.iter()
        .flat_map(|row| {
            let words: Vec<&str> = row.text.split_whitespace().collect();
            let mut named: Vec<String> = words
                .windows(2)
                .filter(|w| w[0] == "CONSTRAINT")
                .map(|w| w[1].to_owned())
                .collect();
            if row.flag == 1 {
                named.push(row.name.clone());
            }
            named
        })
        .collect()
}

#[test]
fn both_folders_hold_the_same_changes() {
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn both_databases_have_the_same_tables_columns_and_constraints() {
    let mut lite = sqlite();
    let lite_tables = sqlite_tables(&mut lite);
    let postgres = scratch_postgres();
    for migration in migrations("postgres") {
        postgres.query(&sql(&migration, "up.sql"));
    }
    let mut pg_tables: BTreeMap<String, Columns> = BTreeMap::new();
    let rows = postgres.query(
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns \
         WHERE table_schema = 'public' ORDER BY 1, 2",
    );
    for row in rows.lines() {
        let fields: Vec<&str> = row.split('|').collect();
        let kind = match fields[2] {
            "timestamp without time zone" | "text" => "text",
            "double precision" => "double",
            other => other,
        };
        pg_tables
            .entry(fields[0].to_owned())
            .or_default()
            .insert(fields[1].to_owned(), (kind.to_owned(), fields[3] == "YES"));
    }
    assert_eq!(lite_tables, pg_tables);

    let pg_constraints: BTreeSet<String> = postgres
        .query(
            "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
             UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
        )
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(sqlite_constraints(&mut lite), pg_constraints);

    // Foreign keys, by what they tie together.
    let pg_keys: BTreeSet<String> = postgres
        .query(
            "SELECT c.conrelid::regclass || '(' || string_agg(a.attname, ',' ORDER BY k.n) || ')->' || c.confrelid::regclass \
             || '(' || string_agg(b.attname, ',' ORDER BY k.n) || ') ' || c.confdeltype::text \
             FROM pg_constraint c, unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(f, t, n), pg_attribute a, pg_attribute b \
             WHERE c.contype = 'f' AND a.attrelid = c.conrelid AND a.attnum = k.f AND b.attrelid = c.confrelid AND b.attnum = k.t \
             GROUP BY c.oid, c.conrelid, c.confrelid, c.confdeltype",
        )
        .lines()
        .map(str::to_owned)
        .collect();
    let lite_keys: BTreeSet<String> = lite_tables
        .keys()
        .flat_map(|table| sqlite_keys(&mut lite, table))
        .collect();
    assert_eq!(lite_keys, pg_keys);
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Integer)]
    id: i32,
    #[diesel(sql_type = Text)]
    target: String,
    #[diesel(sql_type = Text)]
    here: String,
    #[diesel(sql_type = Text)]
    there: String,
    #[diesel(sql_type = Text)]
    on_delete: String,
}

fn sqlite_keys(conn: &mut SqliteConnection, table: &str) -> Vec<String> {
    let rows: Vec<Key> = sql_query(format!(
        "SELECT id, \"table\" AS target, \"from\" AS here, \"to\" AS there, on_delete FROM pragma_foreign_key_list('{table}') ORDER BY id, seq"
    ))
    .load(conn)
    .unwrap();
    let mut keys: BTreeMap<i32, Vec<Key>> = BTreeMap::new();
    for row in rows {
        keys.entry(row.id).or_default().push(row);
    }
    keys.into_values()
        .map(|rows| {
            let here: Vec<&str> = rows.iter().map(|r| r.here.as_str()).collect();
            let there: Vec<&str> = rows.iter().map(|r| r.there.as_str()).collect();
            let delete = match rows[0].on_delete.as_str() {
                "CASCADE" => 'c',
                "SET NULL" => 'n',
                _ => 'a',
            };
            format!(
                "{table}({})->{}({}) {delete}",
                here.join(","),
                rows[0].target,
                there.join(",")
            )
        })
        .collect()
}

#[test]
fn the_code_describes_the_tables_as_they_are() {
    let source = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/src/db/schema.rs"),
    )
    .unwrap();
    let mut described: BTreeMap<String, Columns> = BTreeMap::new();
    for block in source.split("diesel::table! {").skip(1) {
        let (head, rest) = block.split_once('{').unwrap();
        let table = head.split('(').next().unwrap().trim().to_owned();
        let columns = rest
            .split('}')
            .next()
            .unwrap()
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(" -> "))
            .map(|(name, kind)| {
                let (kind, empty) = match kind.strip_prefix("Nullable<") {
                    Some(inner) => (inner.trim_end_matches('>'), true),
                    None => (kind, false),
                };
                let kind = match kind {
                    "Text" | "Timestamp" => "text",
                    "Integer" => "integer",
                    "Bool" => "boolean",
                    "Double" => "double",
                    other => panic!("{table}.{name}: {other}"),
                };
                (name.to_owned(), (kind.to_owned(), empty))
            })
            .collect();
        described.insert(table, columns);
    }
    assert_eq!(described, sqlite_tables(&mut sqlite()));
}

#[test]
fn every_change_can_be_taken_back_and_made_again() {
    let mut lite = sqlite();
    let postgres = scratch_postgres();
    for migration in migrations("postgres") {
        postgres.query(&sql(&migration, "up.sql"));
    }
    let before = sqlite_tables(&mut lite);
    for migration in migrations("sqlite").iter().rev() {
        lite.batch_execute(&sql(migration, "down.sql")).unwrap();
    }
    assert!(sqlite_tables(&mut lite).is_empty());
    for migration in migrations("sqlite") {
        lite.batch_execute(&sql(&migration, "up.sql")).unwrap();
    }
    assert_eq!(sqlite_tables(&mut lite), before);

    for migration in migrations("postgres").iter().rev() {
        postgres.query(&sql(migration, "down.sql"));
    }
    assert_eq!(
        postgres.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        "0"
    );
    for migration in migrations("postgres") {
        postgres.query(&sql(&migration, "up.sql"));
    }
}

#[test]
fn a_link_across_organisations_cannot_be_stored() {
    let mut lite = sqlite();
    lite.batch_execute(
        "INSERT INTO districts VALUES ('rissne', 1, 'Rissne', 59.0, 17.9, NULL, 1, 'good', 0);
         INSERT INTO users VALUES ('u', 'a@example.se', 'a@example.se', 'A', 'sv', NULL, 0, 1, NULL, NULL, NULL, NULL, 0, 1, '2026-01-01 00:00:00');
         INSERT INTO organisations SELECT 'a', 'a', 'A', 'association', NULL, 0, 'active', '', NULL, 'K', 'k@example.se', NULL, 1, 0, 0, 0, NULL, 1, '2026-01-01 00:00:00', NULL;
         INSERT INTO organisations SELECT 'b', 'b', 'B', 'association', NULL, 0, 'active', '', NULL, 'K', 'k@example.se', NULL, 1, 0, 0, 0, NULL, 1, '2026-01-01 00:00:00', NULL;
         INSERT INTO memberships VALUES ('m', 'a', 'u', 'active', 'adult', NULL, NULL, NULL, NULL, 1, '2026-01-01 00:00:00');",
    )
    .unwrap();
    let wrong = lite.batch_execute(
        "INSERT INTO membership_roles VALUES ('b', 'm', 'org_admin', '2026-01-01 00:00:00')",
    );
    assert!(wrong.is_err());
    lite.batch_execute(
        "INSERT INTO membership_roles VALUES ('a', 'm', 'org_admin', '2026-01-01 00:00:00')",
    )
    .unwrap();
}
