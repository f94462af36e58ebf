//! What the two verbs promise, on SQLite.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, connection::SimpleConnection,
    insert_into,
};
use lykta_shared::time::Instant;

use super::{
    Address, Conn, Db, DbFailure, DbOptions, DbTime, MigrateFailure, ServerLock, Tx, Violation,
    conn::{self, Purpose},
    current, migrate, on_each,
    schema::{districts, login_failures, suppressed_addresses},
    testing::{Folder, open},
};
use crate::random::Random;

fn insert(tx: &mut Tx<'_>, key: &str) -> QueryResult<usize> {
    insert_into(suppressed_addresses::table)
        .values((
            suppressed_addresses::email_norm.eq(key),
            suppressed_addresses::failures.eq(1),
            suppressed_addresses::last_code.eq(550),
        ))
        .execute(tx.conn())
}

async fn keys(db: &Db) -> Vec<String> {
    db.read(|c| {
        let keys = suppressed_addresses::table.select(suppressed_addresses::email_norm);
        Ok::<_, DbFailure>(keys.order(suppressed_addresses::email_norm).load(c)?)
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn of_writes_that_share_a_commit_only_the_failed_ones_are_undone() {
    let (db, _folder) = open();
    let mut waiting = Vec::new();
    for number in 0..200 {
        let db = db.clone();
        waiting.push(tokio::spawn(async move {
            db.write(move |tx| {
                insert(tx, &format!("{number:03}"))?;
                match number % 4 {
                    1 => Err(DbFailure::Busy("on purpose")),
                    2 => panic!("on purpose"),
                    _ => Ok(()),
                }
            })
            .await
        }));
    }
    for (number, write) in waiting.into_iter().enumerate() {
        match (number % 4, write.await.unwrap()) {
            (1, Err(DbFailure::Busy(_))) | (2, Err(DbFailure::Panicked)) | (0 | 3, Ok(())) => {}
            (_, other) => panic!("{number}: {other:?}"),
        }
    }
    let expected: Vec<_> = (0..200)
        .filter(|n| matches!(n % 4, 0 | 3))
        .map(|n| format!("{n:03}"))
        .collect();
    assert_eq!(keys(&db).await, expected);
}

#[tokio::test]
async fn a_panic_inside_an_inner_transaction_undoes_it_and_no_other_write() {
    let (db, _folder) = open();
    db.write(|tx| insert(tx, "before").map(drop).map_err(DbFailure::from))
        .await
        .unwrap();
    let failed = db
        .write(|tx| {
            insert(tx, "lost")?;
            diesel::Connection::transaction(tx.conn(), |_inner| -> Result<(), DbFailure> {
                panic!("on purpose")
            })
        })
        .await;
    assert!(matches!(failed, Err(DbFailure::Panicked)), "{failed:?}");
    db.write(|tx| insert(tx, "after").map(drop).map_err(DbFailure::from))
        .await
        .unwrap();
    assert_eq!(keys(&db).await, ["after", "before"]);
}

#[tokio::test]
async fn many_counting_at_once_count_right() {
    let (db, _folder) = open();
    db.write(|tx| insert(tx, "counter").map(drop).map_err(DbFailure::from))
        .await
        .unwrap();
    let writes = (0..100).map(|_| {
        db.write(|tx| {
            let row = suppressed_addresses::table.find("counter");
            let held: i32 = row
                .select(suppressed_addresses::failures)
                .first(tx.conn())?;
            diesel::update(row)
                .set(suppressed_addresses::failures.eq(held + 1))
                .execute(tx.conn())?;
            Ok::<_, DbFailure>(())
        })
    });
    assert!(
        futures_util::future::join_all(writes)
            .await
            .iter()
            .all(Result::is_ok)
    );
    let count = db
        .read(|c| {
            let row = suppressed_addresses::table.find("counter");
            Ok::<i32, DbFailure>(row.select(suppressed_addresses::failures).first(c)?)
        })
        .await
        .unwrap();
    assert_eq!(count, 101);
}

#[tokio::test]
async fn a_read_can_not_write() {
    let (db, _folder) = open();
    let refused = db
        .read(|c| {
            let deleted = diesel::delete(suppressed_addresses::table).execute(c);
            Ok::<_, DbFailure>(deleted.is_err())
        })
        .await
        .unwrap();
    assert!(refused);
}

#[tokio::test]
async fn a_full_disk_fails_the_writes_and_heals() {
    let (db, _folder) = open();
    let fill = |tx: &mut Tx<'_>, key: &str| {
        tx.conn().batch_execute("PRAGMA max_page_count=1;")?;
        let filled = insert(tx, &format!("{key}{}", "x".repeat(100_000)));
        tx.conn()
            .batch_execute("PRAGMA max_page_count=1073741823;")?;
        filled.map(drop)
    };
    let failed = db
        .write(move |tx| fill(tx, "a").map_err(DbFailure::from))
        .await;
    assert!(
        matches!(failed, Err(DbFailure::Unreachable(_))),
        "{failed:?}"
    );
    db.write(|tx| insert(tx, "after").map(drop).map_err(DbFailure::from))
        .await
        .unwrap();
    assert_eq!(keys(&db).await, ["after"]);
}

#[tokio::test]
async fn an_abandoned_write_does_not_run_twice_nor_block_the_next() {
    let (db, _folder) = open();
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let write = db.write(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(std::time::Duration::from_millis(50));
        insert(tx, "slow").map(drop).map_err(DbFailure::from)
    });
    assert!(
        tokio::time::timeout(std::time::Duration::from_millis(10), write)
            .await
            .is_err()
    );
    db.write(|tx| insert(tx, "next").map(drop).map_err(DbFailure::from))
        .await
        .unwrap();
    assert!(runs.load(Ordering::SeqCst) <= 1);
    db.close().await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_closing() {
    let (db, folder) = open();
    db.write(|tx| insert(tx, "kept").map(drop).map_err(DbFailure::from))
        .await
        .unwrap();
    db.clone().close().await;
    let closed = db
        .write(|tx| insert(tx, "late").map(drop).map_err(DbFailure::from))
        .await;
    assert!(matches!(closed, Err(DbFailure::Busy(_))), "{closed:?}");
    let options = DbOptions {
        address: folder.address(),
        connections: 1,
    };
    let again = Db::open(options, Random::default()).unwrap();
    assert_eq!(keys(&again).await, ["kept"]);
}

#[tokio::test]
async fn a_moment_reads_back_to_the_microsecond() {
    let (db, _folder) = open();
    let at: Instant = "2026-10-25T00:30:00.123457Z".parse().unwrap();
    db.write(move |tx| {
        let row = (
            login_failures::failure_key.eq("k"),
            login_failures::failures.eq(1),
            login_failures::last_failure_at.eq(DbTime::from(at)),
        );
        insert_into(login_failures::table)
            .values(row)
            .execute(tx.conn())?;
        Ok::<_, DbFailure>(())
    })
    .await
    .unwrap();
    let (held, later): (DbTime, i64) = db
        .read(move |c| {
            let held = login_failures::table
                .select(login_failures::last_failure_at)
                .first(c)?;
            let after = login_failures::last_failure_at.gt(DbTime::from(at.plus_seconds(-1)));
            Ok::<_, DbFailure>((
                held,
                login_failures::table.filter(after).count().get_result(c)?,
            ))
        })
        .await
        .unwrap();
    assert_eq!((Instant::from(held), later), (at, 1));
}

#[tokio::test]
async fn violations_have_the_names_of_the_migrations() {
    let (db, _folder) = open();
    let twice = db.write(|tx| {
        insert(tx, "a")?;
        insert(tx, "a").map(drop).map_err(DbFailure::from)
    });
    let Err(DbFailure::Violation(violation)) = twice.await else {
        panic!("no violation")
    };
    assert!(
        violation.is_unique("suppressed_addresses_pkey"),
        "{violation:?}"
    );
    for (sql, expected) in [
        (
            "INSERT INTO auth_requests (id, kind, email, email_norm, created_at) VALUES ('1','x','a','a','2026-01-01 00:00:00')",
            Violation::Check("auth_requests_kind_check".to_owned()),
        ),
        (
            "INSERT INTO city_roles (user_id, role, granted_at) VALUES ('nobody','city_admin','2026-01-01 00:00:00')",
            Violation::ForeignKey,
        ),
        (
            "INSERT INTO districts (district_key) VALUES ('a')",
            Violation::NotNull,
        ),
    ] {
        let failed = db
            .write(move |tx| {
                let done = diesel::sql_query(sql).execute(tx.conn());
                done.map(drop).map_err(DbFailure::from)
            })
            .await;
        let Err(DbFailure::Violation(violation)) = failed else {
            panic!("{sql}: {failed:?}")
        };
        assert_eq!(violation, expected);
    }
}

/// `columns` of each unique key but primary ones, as SQLite names them in its messages, and the key's name.
fn unique_keys(folder: &Folder) -> Vec<(String, String)> {
    #[derive(diesel::QueryableByName)]
    struct Definition {
        #[diesel(sql_type = diesel::sql_types::Text)]
        tbl_name: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        sql: String,
    }
    let mut conn = conn::open(&folder.address(), Purpose::Read).unwrap();
    let definitions: Vec<Definition> = diesel::sql_query(
        "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    )
    .load(&mut conn)
    .unwrap();
    let mut keys = Vec::new();
    for Definition { tbl_name, sql } in definitions {
        let named = |columns: &str| {
            let columns = columns
                .split(',')
                .map(|column| format!("{tbl_name}.{}", column.trim()));
            columns.collect::<Vec<_>>().join(", ")
        };
        for line in sql.lines() {
            if let Some((before, after)) = line.split_once(" UNIQUE (") {
                let name = before.trim().trim_start_matches("CONSTRAINT ").to_owned();
                keys.push((named(after.split(')').next().unwrap()), name));
            }
        }
        if let Some(rest) = sql.strip_prefix("CREATE UNIQUE INDEX ") {
            let columns = rest.split_once('(').unwrap().1.split(')').next().unwrap();
            keys.push((named(columns), rest.split(' ').next().unwrap().to_owned()));
        }
    }
    keys
}

#[test]
fn every_unique_key_of_the_schema_is_known_by_name() {
    let folder = Folder::new();
    migrate(&folder.address()).unwrap();
    let mut expected = unique_keys(&folder);
    let mut known: Vec<(String, String)> = super::errors::SQLITE_UNIQUES
        .iter()
        .map(|(columns, name)| ((*columns).to_owned(), (*name).to_owned()))
        .collect();
    expected.sort();
    known.sort();
    assert_eq!(known, expected);
}

#[test]
fn one_process_has_the_file() {
    let folder = Folder::new();
    let held = ServerLock::take(&folder.address()).unwrap();
    assert!(matches!(
        ServerLock::take(&folder.address()),
        Err(MigrateFailure::InUse)
    ));
    drop(held);
    assert!(ServerLock::take(&folder.address()).is_ok());
    assert!(
        ServerLock::take(&Address::Pg("postgres://h/d".to_owned()))
            .unwrap()
            .is_none()
    );
}

#[test]
fn migrations_run_once_and_a_newer_schema_is_refused() {
    let folder = Folder::new();
    let address = folder.address();
    assert!(matches!(current(&address), Err(MigrateFailure::Pending(_))));
    assert!(!migrate(&address).unwrap().is_empty());
    assert!(migrate(&address).unwrap().is_empty());
    assert!(current(&address).is_ok());
    let mut conn = conn::open(&address, Purpose::Write).unwrap();
    conn.batch_execute(
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000');",
    )
    .unwrap();
    assert!(matches!(migrate(&address), Err(MigrateFailure::Newer(_))));
    assert!(matches!(current(&address), Err(MigrateFailure::Newer(_))));
}

#[tokio::test]
async fn upserts_run_through_on_each() {
    let (db, _folder) = open();
    for _ in 0..2 {
        db.write(|tx| {
            let row = (
                districts::district_key.eq("x"),
                districts::position.eq(1),
                districts::name.eq("X"),
                districts::latitude.eq(59.0),
                districts::longitude.eq(17.0),
                districts::priority.eq(false),
                districts::coordinate_confidence.eq("low"),
                districts::hidden.eq(false),
            );
            on_each!(tx.conn(), |c| insert_into(districts::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c))?;
            Ok::<_, DbFailure>(())
        })
        .await
        .unwrap();
    }
}

#[test]
fn each_connection_has_the_settings_that_make_a_commit_last() {
    #[derive(diesel::QueryableByName)]
    struct Setting {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        value: i32,
    }
    let folder = Folder::new();
    migrate(&folder.address()).unwrap();
    let mut conn: Conn = conn::open(&folder.address(), Purpose::Write).unwrap();
    for (pragma, expected) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
    ] {
        let sql = format!("SELECT {pragma} AS value FROM pragma_{pragma}");
        let setting: Setting = diesel::sql_query(sql).get_result(&mut conn).unwrap();
        assert_eq!(setting.value, expected, "{pragma}");
    }
}
