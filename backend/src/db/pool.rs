//! The two verbs, [`Db::read`] and [`Db::write`].

use std::{num::NonZeroU32, sync::Arc, thread, time::Duration};

use diesel::{
    connection::{AnsiTransactionManager, Connection, TransactionManager},
    r2d2::{Pool, PooledConnection},
};
use tokio::sync::Semaphore;

use super::{
    Address, Conn, DbFailure, Tx,
    conn::{Opener, Purpose},
    writer::{QUEUE, Writer},
};
use crate::random::Random;

/// How long a request waits for a connection to be opened.
const POOL_WAIT: Duration = Duration::from_secs(2);
/// How long a request waits for its turn, as long as on SQLite for the writer: two hundred people who join one queue
/// at once hold the same row one after the other.
const TURN: Duration = Duration::from_secs(5);
/// How often a transaction that met another one is tried.
const TRIES: u32 = 5;

/// What a closure given to [`Db::read`] or [`Db::write`] may fail with.
pub(crate) trait WorkError: From<DbFailure> + Send + 'static {
    /// Whether the transaction met another one, so that running it again may help.
    fn is_conflict(&self) -> bool;
}

impl WorkError for DbFailure {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

/// How to reach the database.
#[derive(Debug, Clone)]
pub(crate) struct DbOptions {
    /// Where it is.
    pub(crate) address: Address,
    /// The largest number of connections (SQLite: of readers; its writer comes on top).
    pub(crate) connections: u32,
}

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Db(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pool: Pool<Opener>,
    permits: Arc<Semaphore>,
    writer: Option<Writer>,
    random: Random,
}

impl Db {
    /// Makes the pool (and SQLite's writer). Connections to PostgreSQL are opened when they are needed, so that a server
    /// outlives its database's restarts.
    pub(crate) fn open(options: DbOptions, random: Random) -> Result<Self, DbFailure> {
        let DbOptions {
            address,
            connections,
        } = options;
        let sqlite = matches!(address, Address::Sqlite(_));
        let writer = if sqlite {
            Some(Writer::start(address.clone())?)
        } else {
            None
        };
        let purpose = if sqlite {
            Purpose::Read
        } else {
            Purpose::Write
        };
        let pool = Pool::builder()
            .max_size(connections.max(1))
            .min_idle(Some(1))
            .connection_timeout(POOL_WAIT)
            // A file does not go away; a server does.
            .test_on_check_out(!sqlite)
            .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
            .build_unchecked(Opener { address, purpose });
        let permits = Arc::new(Semaphore::new(
            usize::try_from(connections.max(1)).unwrap_or(1),
        ));
        Ok(Self(Arc::new(Inner {
            pool,
            permits,
            writer,
            random,
        })))
    }

    /// How full the writer's queue is, from 0 to 100. Always 0 on PostgreSQL.
    pub(crate) fn write_queue_percent(&self) -> usize {
        self.0
            .writer
            .as_ref()
            .map_or(0, |writer| writer.waiting() * 100 / QUEUE)
    }

    /// The number of the state the database is in, if this process is the only one that writes and none is being written:
    /// see [`Kept`](super::Kept).
    pub(super) fn generation(&self) -> Option<u64> {
        self.0.writer.as_ref().and_then(Writer::generation)
    }

    /// Reads: one connection, one snapshot, no writes (both databases refuse them).
    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.with_connection(move |conn, _random| {
            begin(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let outcome = work(conn);
            roll_back(conn, 0)?;
            outcome
        })
        .await
    }

    /// Writes: one transaction, kept when the closure answers `Ok`, answered after the commit.
    ///
    /// The closure may run again (PostgreSQL, up to five times), so it has no effect outside the database.
    pub(crate) async fn write<T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        match &self.0.writer {
            Some(writer) => writer.write(work).await,
            None => {
                self.with_connection(move |conn, random| retry(conn, random, &mut work))
                    .await
            }
        }
    }

    /// Finishes waiting writes and closes SQLite's log. To be called once, when the server ends.
    pub(crate) async fn close(self) {
        let closed = tokio::task::spawn_blocking(move || {
            if let Some(writer) = &self.0.writer {
                writer.close();
            }
        });
        if closed.await.is_err() {
            tracing::error!("closing the database panicked");
        }
    }

    async fn with_connection<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
        F: FnOnce(&mut Conn, Random) -> Result<T, E> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        let permit = tokio::time::timeout(TURN, Arc::clone(&inner.permits).acquire_owned());
        let Ok(Ok(permit)) = permit.await else {
            return Err(DbFailure::Busy("no connection is free").into());
        };
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even when the request has been given up meanwhile.
            let _permit = permit;
            let mut conn: PooledConnection<Opener> = inner
                .pool
                .get()
                .map_err(|error| DbFailure::Unreachable(error.to_string()))?;
            work(&mut conn, inner.random)
        });
        done.await
            .unwrap_or_else(|_panic| Err(DbFailure::Panicked.into()))
    }
}

/// Runs a write on PostgreSQL until it meets nobody: five tries, 5–80 ms apart.
fn retry<T, E: WorkError>(
    conn: &mut Conn,
    random: Random,
    work: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    for _ in 1..TRIES {
        match attempt(conn, work) {
            Err(error) if error.is_conflict() => {
                thread::sleep(Duration::from_millis(5 + random.below(76)));
            }
            outcome => return outcome,
        }
    }
    attempt(conn, work).map_err(|error| {
        if error.is_conflict() {
            DbFailure::Busy("others kept changing the same rows").into()
        } else {
            error
        }
    })
}

fn attempt<T, E: WorkError>(
    conn: &mut Conn,
    work: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    begin(conn, "BEGIN")?;
    match work(&mut Tx::of(conn)) {
        Ok(value) => {
            commit(conn)?;
            Ok(value)
        }
        Err(error) => {
            // The first error is the one to tell; a connection that can't roll back leaves the pool.
            if let Err(failure) = roll_back(conn, 0) {
                tracing::warn!(%failure, "a transaction could not be rolled back");
            }
            Err(error)
        }
    }
}

/// Begins a transaction with `sql`; inside one, a savepoint. SQLite knows only its own words.
pub(super) fn begin(conn: &mut Conn, sql: &str) -> Result<(), DbFailure> {
    if depth(conn)?.is_some() {
        return Ok(Conn::begin_transaction(conn)?);
    }
    match conn {
        Conn::Sqlite(sqlite) if sql == "BEGIN IMMEDIATE" => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, sql)?;
        }
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN")?,
        Conn::Pg(pg) => AnsiTransactionManager::begin_transaction_sql(pg, sql)?,
    }
    Ok(())
}

/// Keeps what the innermost transaction or savepoint did.
pub(super) fn commit(conn: &mut Conn) -> Result<(), DbFailure> {
    Ok(Conn::commit_transaction(conn)?)
}

/// Takes back until `open` levels are left.
pub(super) fn roll_back(conn: &mut Conn, open: u32) -> Result<(), DbFailure> {
    while depth(conn)?.is_some_and(|depth| depth.get() > open) {
        Conn::rollback_transaction(conn)?;
    }
    Ok(())
}

/// How many transactions and savepoints are open.
pub(super) fn depth(conn: &mut Conn) -> Result<Option<NonZeroU32>, DbFailure> {
    Ok(
        <Conn as Connection>::TransactionManager::transaction_manager_status_mut(conn)
            .transaction_depth()?,
    )
}
