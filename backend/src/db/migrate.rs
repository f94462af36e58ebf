//! Bringing the schema up to date, by one process at a time.

use std::{
    error::Error,
    fs::{File, TryLockError},
    path::PathBuf,
    sync::LazyLock,
};

use diesel::{
    QueryDsl, QueryResult, RunQueryDsl, connection::SimpleConnection, dsl::max,
    migration::MigrationSource,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    Address, Conn,
    conn::{self, Purpose},
    on_each,
};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Waits up to a minute for another server's migration; the lock ends with the session, however it ends.
/// The number is `lykta` in hexadecimal ASCII.
const PG_LOCK: &str = "SET statement_timeout=0; SET idle_in_transaction_session_timeout=0; \
    SET lock_timeout='60s'; SELECT pg_advisory_lock(465524716641);";

/// Why the schema is not up to date.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MigrateFailure {
    /// The database can't be opened.
    #[error("the database can't be opened: {0}")]
    Open(#[from] diesel::r2d2::Error),
    /// Another process has the SQLite file.
    #[error("another lykta uses this database file; use PostgreSQL to run several servers")]
    InUse,
    /// The lock file can't be made.
    #[error("{}: {error}", path.display())]
    LockFile {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A later version of Lykta has changed the schema.
    #[error(
        "the database was changed by a later version of lykta (unknown migration {0}); use that version"
    )]
    Newer(String),
    /// The schema is older than this binary.
    #[error("{0} migrations are missing; run `lykta migrate`")]
    Pending(usize),
    /// A migration failed.
    #[error("a migration failed: {0}")]
    Failed(Box<dyn Error + Send + Sync>),
}

/// Held by the one process that serves or migrates a SQLite file. PostgreSQL needs none.
#[derive(Debug)]
pub(crate) struct ServerLock(
    #[expect(dead_code, reason = "the lock lasts as long as the open file")] File,
);

impl ServerLock {
    /// Takes the lock, a file beside the database; makes the folder when it is missing.
    pub(crate) fn take(address: &Address) -> Result<Option<Self>, MigrateFailure> {
        let Address::Sqlite(database) = address else {
            return Ok(None);
        };
        let mut path = database.clone().into_os_string();
        path.push(".lock");
        let path = PathBuf::from(path);
        let make = || {
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                std::fs::create_dir_all(folder)?;
            }
            File::create(&path)
        };
        let file = make().map_err(|error| MigrateFailure::LockFile {
            path: path.clone(),
            error,
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Err(MigrateFailure::InUse),
            Err(TryLockError::Error(error)) => Err(MigrateFailure::LockFile { path, error }),
        }
    }
}

/// Runs the migrations that are missing and names them. On SQLite the caller holds the [`ServerLock`].
pub(crate) fn migrate(address: &Address) -> Result<Vec<String>, MigrateFailure> {
    let mut conn = conn::open(address, Purpose::Write)?;
    if let Conn::Pg(pg) = &mut conn {
        pg.batch_execute(PG_LOCK)
            .map_err(|error| MigrateFailure::Failed(error.into()))?;
    }
    refuse_newer(&mut conn)?;
    let run = match &mut conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE),
        Conn::Pg(c) => c.run_pending_migrations(POSTGRES),
    };
    run.map(|done| done.iter().map(ToString::to_string).collect())
        .map_err(MigrateFailure::Failed)
}

/// Makes sure that the schema is exactly the one this binary knows, and changes nothing.
pub(crate) fn current(address: &Address) -> Result<(), MigrateFailure> {
    let mut conn = conn::open(address, Purpose::Write)?;
    refuse_newer(&mut conn)?;
    let pending = match &mut conn {
        Conn::Sqlite(c) => c.pending_migrations(SQLITE).map(|list| list.len()),
        Conn::Pg(c) => c.pending_migrations(POSTGRES).map(|list| list.len()),
    };
    match pending.map_err(MigrateFailure::Failed)? {
        0 => Ok(()),
        missing => Err(MigrateFailure::Pending(missing)),
    }
}

diesel::table! {
    /// What diesel keeps of the migrations that were run.
    __diesel_schema_migrations (version) {
        version -> Text,
        run_on -> Timestamp,
    }
}

/// Whether the tables are at least as new as this binary. Newer ones are another server's, in a roll-out.
pub(crate) fn has_our_tables(conn: &mut Conn) -> QueryResult<bool> {
    use __diesel_schema_migrations::dsl::{__diesel_schema_migrations as table, version};
    static NEWEST: LazyLock<Option<String>> = LazyLock::new(|| {
        let names = names::<diesel::sqlite::Sqlite>(&SQLITE).ok()?;
        names.into_iter().max()
    });
    let held: Option<String> = table.select(max(version)).first(conn)?;
    Ok(held >= *NEWEST)
}

fn refuse_newer(conn: &mut Conn) -> Result<(), MigrateFailure> {
    let known: Result<Vec<String>, _> = match conn {
        Conn::Sqlite(_) => names::<diesel::sqlite::Sqlite>(&SQLITE),
        Conn::Pg(_) => names::<diesel::pg::Pg>(&POSTGRES),
    };
    let known = known.map_err(MigrateFailure::Failed)?;
    let applied = on_each!(conn, |c| c.applied_migrations()).map_err(MigrateFailure::Failed)?;
    match applied
        .iter()
        .map(ToString::to_string)
        .find(|version| !known.contains(version))
    {
        Some(version) => Err(MigrateFailure::Newer(version)),
        None => Ok(()),
    }
}

fn names<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
) -> Result<Vec<String>, Box<dyn Error + Send + Sync>>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let migrations = MigrationSource::<DB>::migrations(source)?;
    Ok(migrations
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}
