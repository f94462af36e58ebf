//! Answers kept in memory until the next write.
//!
//! Most of what people ask was asked a moment ago, and nothing has been written since. On SQLite every write passes through
//! the one writer of this process, which counts its commits ([`Generation`]): an answer that was read after the last commit is what
//! the database would say now. On PostgreSQL other servers write too, so there nothing is kept and every question is asked.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use lykta_shared::time::{Instant, Span};

use super::{Conn, Db, WorkError};

/// Counts commits: odd while one is under way, even between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Generation(Arc<AtomicU64>);

impl Generation {
    /// The number of the state the database is in; `None` while it changes.
    pub(super) fn now(&self) -> Option<u64> {
        let number = self.0.load(Ordering::SeqCst);
        number.is_multiple_of(2).then_some(number)
    }

    /// Marks a commit, until what is returned is dropped.
    pub(super) fn change(&self) -> Changing<'_> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Changing(&self.0)
    }
}

/// A commit under way.
#[derive(Debug)]
pub(super) struct Changing<'g>(&'g AtomicU64);

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

struct Entry<V> {
    generation: u64,
    /// From when until when it is the answer, if nobody writes.
    good: Span,
    value: Arc<V>,
}

/// Answers to questions of one kind, at most `limit` of them.
pub(crate) struct Kept<K, V> {
    limit: usize,
    entries: Mutex<HashMap<K, Entry<V>>>,
}

impl<K, V> std::fmt::Debug for Kept<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl<K: Eq + Hash, V: Send + Sync + 'static> Kept<K, V> {
    /// Room for so many answers.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            entries: Mutex::new(HashMap::new()),
        }
    }

    /// The answer to `key` at the moment `now`: the one kept, or what `ask` reads, together with the moment from which
    /// it would be another though nobody wrote (because something is over then).
    pub(crate) async fn read<E, F>(
        &self,
        db: &Db,
        key: K,
        now: Instant,
        ask: F,
    ) -> Result<Arc<V>, E>
    where
        E: WorkError,
        F: FnOnce(&mut Conn) -> Result<(V, Instant), E> + Send + 'static,
    {
        // Before the read begins: what it sees is at least this new.
        let generation = db.generation();
        if let Some(found) = generation.and_then(|generation| self.find(&key, generation, now)) {
            return Ok(found);
        }
        let (value, until) = db.read(ask).await?;
        let value = Arc::new(value);
        if let Some(generation) = generation {
            let good = Span {
                start: now,
                end: until,
            };
            let entry = Entry {
                generation,
                good,
                value: Arc::clone(&value),
            };
            self.keep(key, entry);
        }
        Ok(value)
    }

    fn find(&self, key: &K, generation: u64, now: Instant) -> Option<Arc<V>> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries
            .get(key)
            .filter(|entry| entry.generation == generation && entry.good.contains(now))
            .map(|entry| Arc::clone(&entry.value))
    }

    fn keep(&self, key: K, entry: Entry<V>) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.limit {
            let generation = entry.generation;
            entries.retain(|_, old| old.generation == generation);
        }
        if entries.len() >= self.limit {
            entries.clear();
        }
        entries.insert(key, entry);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use diesel::{
        ExpressionMethods, QueryDsl, RunQueryDsl,
        dsl::{count_star, insert_into},
    };

    use super::*;
    use crate::db::{DbFailure, Tx, schema::suppressed_addresses, testing::open};

    fn at(hour: i64) -> Instant {
        "2026-11-27T00:00:00Z"
            .parse::<Instant>()
            .unwrap()
            .plus_hours(hour)
    }

    fn insert(tx: &mut Tx<'_>, key: &str) -> Result<(), DbFailure> {
        insert_into(suppressed_addresses::table)
            .values((
                suppressed_addresses::email_norm.eq(key),
                suppressed_addresses::failures.eq(1),
                suppressed_addresses::last_code.eq(550),
            ))
            .execute(tx.conn())?;
        Ok(())
    }

    struct Counting {
        kept: Kept<u8, i64>,
        asked: Arc<AtomicUsize>,
        db: Db,
    }

    impl Counting {
        async fn read(&self, key: u8, now: Instant) -> i64 {
            let asked = Arc::clone(&self.asked);
            let read = move |conn: &mut Conn| {
                asked.fetch_add(1, Ordering::SeqCst);
                let rows = suppressed_addresses::table
                    .select(count_star())
                    .first(conn)?;
                Ok::<_, DbFailure>((rows, at(10)))
            };
            *self.kept.read(&self.db, key, now, read).await.unwrap()
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::SeqCst)
        }
    }

    #[tokio::test]
    async fn an_answer_is_kept_until_somebody_writes() {
        let (db, _folder) = open();
        let counting = Counting {
            kept: Kept::new(2),
            asked: Arc::default(),
            db,
        };
        for _ in 0..3 {
            assert_eq!(counting.read(1, at(1)).await, 0);
        }
        assert_eq!(counting.asked(), 1);
        counting.db.write(|tx| insert(tx, "a")).await.unwrap();
        assert_eq!(counting.read(1, at(1)).await, 1, "what was written is seen");
        assert_eq!(counting.asked(), 2);
    }

    #[tokio::test]
    async fn an_answer_ends_when_its_time_is_over_and_is_not_for_earlier_moments() {
        let (db, _folder) = open();
        let counting = Counting {
            kept: Kept::new(2),
            asked: Arc::default(),
            db,
        };
        for (now, asked) in [(5, 1), (9, 1), (10, 2), (4, 3)] {
            counting.read(1, at(now)).await;
            assert_eq!(counting.asked(), asked, "{now}");
        }
    }

    #[tokio::test]
    async fn no_more_answers_are_kept_than_there_is_room_for() {
        let (db, _folder) = open();
        let counting = Counting {
            kept: Kept::new(2),
            asked: Arc::default(),
            db,
        };
        for key in 0..10 {
            counting.read(key, at(1)).await;
            assert!(counting.kept.entries.lock().unwrap().len() <= 2);
        }
    }

    #[tokio::test]
    async fn whoever_was_told_of_a_write_never_gets_an_older_answer() {
        let (db, _folder) = open();
        let counting = Arc::new(Counting {
            kept: Kept::new(2),
            asked: Arc::default(),
            db,
        });
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let counting = Arc::clone(&counting);
                tokio::spawn(async move {
                    let mut seen = 0;
                    for _ in 0..500 {
                        let rows = counting.read(1, at(1)).await;
                        assert!(rows >= seen, "{rows} after {seen}");
                        seen = rows;
                    }
                })
            })
            .collect();
        for number in 1..=100 {
            counting
                .db
                .write(move |tx| insert(tx, &number.to_string()))
                .await
                .unwrap();
            assert_eq!(counting.read(1, at(1)).await, number);
        }
        for reader in readers {
            reader.await.unwrap();
        }
    }
}
