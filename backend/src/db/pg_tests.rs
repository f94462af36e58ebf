//! What the two verbs promise, on PostgreSQL. What the API promises on it is tested in `tests/`.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, insert_into};
use lykta_shared::{ids::UserId, time::Instant};
use lykta_tests::scratch_postgres;

use super::{
    Address, Db, DbFailure, DbOptions, DbTime, Violation, lock_user, lock_user_now, migrate,
    schema::{login_failures, suppressed_addresses, users},
};
use crate::random::Random;

/// An empty, migrated database of its own.
fn open() -> (Db, Address) {
    let address = Address::Pg(scratch_postgres().url().to_owned());
    migrate(&address).unwrap();
    let options = DbOptions {
        address: address.clone(),
        connections: 16,
    };
    (Db::open(options, Random::default()).unwrap(), address)
}

async fn add_users(db: &Db, count: usize) -> Vec<UserId> {
    let now: Instant = "2026-11-27T20:00:00Z".parse().unwrap();
    let ids: Vec<UserId> = (0..count)
        .map(|_| UserId(Random::default().id(now)))
        .collect();
    let added = ids.clone();
    db.write(move |tx| {
        for id in &added {
            let row = (
                users::id.eq(id.to_string()),
                users::email.eq(id.to_string()),
                users::email_norm.eq(id.to_string()),
                users::display_name.eq("Anna"),
                users::language.eq("sv"),
                users::show_phone.eq(false),
                users::reminders.eq(true),
                users::session_epoch.eq(0),
                users::version.eq(1),
                users::created_at.eq(DbTime::from(now)),
            );
            insert_into(users::table).values(row).execute(tx.conn())?;
        }
        Ok::<_, DbFailure>(())
    })
    .await
    .unwrap();
    ids
}

#[tokio::test]
async fn a_deadlock_is_run_again() {
    let (db, _) = open();
    let ids = add_users(&db, 2).await;
    let writes = (0..8).map(|number| {
        let (db, ids) = (db.clone(), ids.clone());
        tokio::spawn(async move {
            db.write(move |tx| {
                let (first, second) = if number % 2 == 0 {
                    (ids[0], ids[1])
                } else {
                    (ids[1], ids[0])
                };
                lock_user(tx, first)?;
                std::thread::sleep(std::time::Duration::from_millis(20));
                lock_user(tx, second)?;
                let row = users::table.find(first.to_string());
                diesel::update(row)
                    .set(users::version.eq(users::version + 1))
                    .execute(tx.conn())?;
                Ok::<_, DbFailure>(())
            })
            .await
        })
    });
    let done = futures_util::future::join_all(writes).await;
    let kept = done
        .into_iter()
        .filter(|write| matches!(write, Ok(Ok(()))))
        .count();
    let versions: Vec<i32> = db
        .read(|c| Ok::<_, DbFailure>(users::table.select(users::version).load(c)?))
        .await
        .unwrap();
    assert!(kept >= 2, "{kept}");
    assert_eq!(
        usize::try_from(versions.iter().sum::<i32>()).unwrap(),
        2 + kept,
        "none twice, none lost"
    );
}

#[tokio::test]
async fn whoever_counts_under_a_lock_counts_right() {
    let (db, _) = open();
    let id = add_users(&db, 1).await[0];
    let writes = (0..40).map(|_| {
        db.write(move |tx| {
            lock_user(tx, id)?;
            let row = users::table.find(id.to_string());
            let held: i32 = row.clone().select(users::version).first(tx.conn())?;
            diesel::update(row)
                .set(users::version.eq(held + 1))
                .execute(tx.conn())?;
            Ok::<_, DbFailure>(())
        })
    });
    let done = futures_util::future::join_all(writes).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    let version: i32 = db
        .read(|c| Ok::<_, DbFailure>(users::table.select(users::version).first(c)?))
        .await
        .unwrap();
    assert_eq!(version, 41);
}

#[tokio::test]
async fn without_the_lock_counts_are_lost() {
    let (db, _) = open();
    let id = add_users(&db, 1).await[0];
    let writes = (0..40).map(|_| {
        db.write(move |tx| {
            let row = users::table.find(id.to_string());
            let held: i32 = row.clone().select(users::version).first(tx.conn())?;
            std::thread::sleep(std::time::Duration::from_millis(5));
            diesel::update(row)
                .set(users::version.eq(held + 1))
                .execute(tx.conn())?;
            Ok::<_, DbFailure>(())
        })
    });
    drop(futures_util::future::join_all(writes).await);
    let version: i32 = db
        .read(|c| Ok::<_, DbFailure>(users::table.select(users::version).first(c)?))
        .await
        .unwrap();
    assert!(version < 41, "{version}: the test above proves nothing");
}

#[tokio::test]
async fn a_row_that_others_hold_is_tried_again() {
    let (db, _) = open();
    let id = add_users(&db, 1).await[0];
    let holding = db.clone();
    let held = tokio::spawn(async move {
        holding
            .write(move |tx| {
                lock_user(tx, id)?;
                std::thread::sleep(std::time::Duration::from_millis(30));
                Ok::<_, DbFailure>(())
            })
            .await
    });
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    let mut tries = 0;
    let outcome = db
        .write(move |tx| {
            tries += 1;
            lock_user_now(tx, id)?;
            Ok::<_, DbFailure>(tries)
        })
        .await;
    assert!(held.await.unwrap().is_ok());
    assert!(
        matches!(outcome, Ok(2..) | Err(DbFailure::Busy(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn violations_times_and_reads_are_as_on_sqlite() {
    let (db, _) = open();
    let at: Instant = "2026-10-25T00:30:00.123457Z".parse().unwrap();
    let insert = move |tx: &mut super::Tx<'_>| {
        let row = (
            login_failures::failure_key.eq("k"),
            login_failures::failures.eq(1),
            login_failures::last_failure_at.eq(DbTime::from(at)),
        );
        insert_into(login_failures::table)
            .values(row)
            .execute(tx.conn())
            .map(drop)
            .map_err(DbFailure::from)
    };
    db.write(insert).await.unwrap();
    let Err(DbFailure::Violation(violation)) = db.write(insert).await else {
        panic!("no violation")
    };
    assert_eq!(
        violation,
        Violation::Unique("login_failures_pkey".to_owned())
    );
    let held: DbTime = db
        .read(|c| {
            Ok::<_, DbFailure>(
                login_failures::table
                    .select(login_failures::last_failure_at)
                    .first(c)?,
            )
        })
        .await
        .unwrap();
    assert_eq!(Instant::from(held), at);
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
    let refused = db
        .read(|c| {
            Ok::<_, DbFailure>(
                diesel::delete(suppressed_addresses::table)
                    .execute(c)
                    .is_err(),
            )
        })
        .await;
    assert!(refused.unwrap());
}

#[test]
fn servers_that_start_together_migrate_once() {
    let address = Address::Pg(scratch_postgres().url().to_owned());
    #[expect(
        clippy::needless_collect,
        reason = "all begin before one is waited for"
    )]
    let starts: Vec<_> = (0..8)
        .map(|_| {
            let address = address.clone();
            std::thread::spawn(move || migrate(&address).unwrap().len())
        })
        .collect();
    let ran = starts.into_iter().map(|start| start.join().unwrap());
    assert_eq!(ran.filter(|ran| *ran > 0).count(), 1);
}
