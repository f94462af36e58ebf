//! How workers take messages out of the outbox and write down what became of them.
//!
//! A worker **claims** with a lease and commits that before it talks to a mail server; it **marks** with the
//! token of its lease, so that one who was too slow changes nothing any more.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable,
    QueryableByName, RunQueryDsl,
    sql_types::{Text, Timestamp},
};
use lykta_shared::{
    identity::Language,
    ids::{MessageId, UserId},
    time::Instant,
};

use super::kind::Priority;
use crate::db::{
    Conn, DbTime, Tx, on_each,
    schema::{outbox, suppressed_addresses},
};

/// How long a worker holds a message before others may take it over. Renewed while it is being sent.
const LEASE_MINUTES: i64 = 15;
/// How many candidates are looked at: other workers may hold some of them.
const CANDIDATES: usize = 64;

/// What is due. Within a priority organisations take turns, so that two thousand mails of one don't hold up
/// another's reminder.
const DUE: &str = "SELECT id FROM (\
       SELECT id, priority, next_attempt_at, row_number() OVER (\
         PARTITION BY priority, organisation_id ORDER BY next_attempt_at, id) AS turn \
       FROM outbox \
       WHERE (status = 'pending' AND next_attempt_at <= $1) \
          OR (status = 'sending' AND lease_until <= $1)) AS due \
     ORDER BY priority, turn, next_attempt_at, id LIMIT 64";

/// A message this worker holds.
#[derive(Clone, Queryable)]
pub(super) struct Claimed {
    #[diesel(deserialize_as = String)]
    pub(super) id: MessageId,
    /// What makes it the only one of its kind.
    pub(super) dedupe: String,
    /// The kind's word, for logs.
    pub(super) word: String,
    /// The kind as JSON. It may hold a token: not for logs.
    pub(super) params: String,
    user_id: Option<String>,
    pub(super) address: Option<String>,
    #[diesel(deserialize_as = String)]
    pub(super) language: Language,
    #[diesel(deserialize_as = DbTime)]
    pub(super) not_before: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(super) expires_at: Instant,
    /// Which attempt this is, from 1.
    pub(super) attempts: i32,
    lease_token: i32,
    /// What became of the last attempt.
    failure: Option<String>,
}

impl Claimed {
    /// Whom it goes to, if that is somebody with an account.
    pub(super) fn user(&self) -> Option<UserId> {
        self.user_id.as_ref().and_then(|id| id.parse().ok())
    }

    /// Whether it may have arrived already.
    pub(super) fn may_have_arrived(&self) -> bool {
        self.failure.as_deref() == Some(UNCERTAIN)
    }
}

/// Ids only: the rest is somebody's data, or a token.
impl std::fmt::Debug for Claimed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claimed")
            .field("id", &self.id)
            .field("word", &self.word)
            .finish_non_exhaustive()
    }
}

/// The failure of a message that was handed over, with no answer whether it was taken.
pub(super) const UNCERTAIN: &str = "uncertain";

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = Text)]
    id: String,
}

/// Whether anything is due. Cheap: workers ask every second.
pub(super) fn anything_due(conn: &mut Conn, now: Instant) -> QueryResult<bool> {
    let now = DbTime::from(now);
    let pending = outbox::status
        .eq("pending")
        .and(outbox::next_attempt_at.le(now));
    let forsaken = outbox::status
        .eq("sending")
        .and(outbox::lease_until.le(now));
    outbox::table
        .filter(pending.or(forsaken))
        .select(outbox::id)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}

/// Takes up to `count` messages that are due. Nobody else gets them until the lease is over.
pub(super) fn claim(
    tx: &mut Tx<'_>,
    worker: &str,
    count: usize,
    now: Instant,
) -> QueryResult<Vec<Claimed>> {
    debug_assert!(count <= CANDIDATES, "DUE looks at no more");
    let at = DbTime::from(now);
    let candidates: Vec<Due> = on_each!(tx.conn(), |c| diesel::sql_query(DUE)
        .bind::<Timestamp, _>(at)
        .load(c))?;
    let candidates: Vec<String> = candidates.into_iter().map(|due| due.id).collect();
    let free = lock_free(tx, &candidates, at)?;
    let chosen: Vec<&String> = candidates
        .iter()
        .filter(|id| free.contains(id))
        .take(count)
        .collect();
    diesel::update(outbox::table.filter(outbox::id.eq_any(&chosen)))
        .set((
            outbox::status.eq("sending"),
            outbox::lease_owner.eq(worker),
            outbox::lease_until.eq(DbTime::from(now.plus_minutes(LEASE_MINUTES))),
            outbox::lease_token.eq(outbox::lease_token + 1),
            outbox::attempts.eq(outbox::attempts + 1),
        ))
        .execute(tx.conn())?;
    let mut held: Vec<Claimed> = outbox::table
        .filter(outbox::id.eq_any(&chosen))
        .select((
            outbox::id,
            outbox::dedupe_key,
            outbox::kind,
            outbox::params,
            outbox::user_id,
            outbox::address,
            outbox::language,
            outbox::not_before,
            outbox::expires_at,
            outbox::attempts,
            outbox::lease_token,
            outbox::failure,
        ))
        .load(tx.conn())?;
    held.sort_by_key(|message| {
        let id = message.id.to_string();
        chosen.iter().position(|chosen| **chosen == id)
    });
    Ok(held)
}

/// Those of the candidates that no other transaction is taking at this moment, and that are still due.
fn lock_free(tx: &mut Tx<'_>, candidates: &[String], now: DbTime) -> QueryResult<Vec<String>> {
    match tx.conn() {
        // A writer is alone.
        Conn::Sqlite(_) => Ok(candidates.to_vec()),
        Conn::Pg(pg) => {
            let pending = outbox::status
                .eq("pending")
                .and(outbox::next_attempt_at.le(now));
            let forsaken = outbox::status
                .eq("sending")
                .and(outbox::lease_until.le(now));
            outbox::table
                .filter(outbox::id.eq_any(candidates))
                .filter(pending.or(forsaken))
                .select(outbox::id)
                .for_update()
                .skip_locked()
                .load(pg)
        }
    }
}

/// Holds on to everything this worker has: a mail server may be slow.
pub(super) fn renew(tx: &mut Tx<'_>, worker: &str, now: Instant) -> QueryResult<()> {
    diesel::update(outbox::table)
        .filter(outbox::lease_owner.eq(worker))
        .filter(outbox::status.eq("sending"))
        .set(outbox::lease_until.eq(DbTime::from(now.plus_minutes(LEASE_MINUTES))))
        .execute(tx.conn())
        .map(drop)
}

/// What is written down about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The mail server has it.
    Sent {
        /// Its reply code; none when it went into a folder.
        code: Option<u16>,
    },
    /// Once more, at this moment.
    Retry {
        /// When.
        at: Instant,
        /// What happened, in one word.
        failure: &'static str,
        /// The mail server's reply code, where it gave one.
        code: Option<u16>,
    },
    /// As if it had not been claimed.
    Release,
    /// Not now, for no fault of the message.
    Postpone {
        /// When to look again.
        at: Instant,
    },
    /// Never again.
    End {
        /// The last status: `dead`, `uncertain`, `suppressed`, `expired` or `cancelled`.
        status: &'static str,
        /// What happened, in one word.
        failure: &'static str,
        /// The mail server's reply code, where it gave one.
        code: Option<u16>,
    },
}

/// Writes it down. `false` when the lease was lost: then somebody else's word counts.
pub(super) fn mark(
    tx: &mut Tx<'_>,
    claimed: &Claimed,
    mark: Mark,
    now: Instant,
) -> QueryResult<bool> {
    let row = outbox::table
        .filter(outbox::id.eq(claimed.id.to_string()))
        .filter(outbox::lease_token.eq(claimed.lease_token))
        .filter(outbox::status.eq("sending"));
    let no_lease = (
        outbox::lease_owner.eq(None::<String>),
        outbox::lease_until.eq(None::<DbTime>),
    );
    let changed = match mark {
        Mark::Sent { code } => diesel::update(row)
            .set((
                no_lease,
                outbox::status.eq("sent"),
                outbox::smtp_code.eq(code.map(i32::from)),
                outbox::accepted_at.eq(DbTime::from(now)),
                // The tokens in it have gone where they belong.
                outbox::params.eq("{}"),
            ))
            .execute(tx.conn())?,
        Mark::Retry { at, failure, code } => diesel::update(row)
            .set((
                no_lease,
                outbox::status.eq("pending"),
                outbox::next_attempt_at.eq(DbTime::from(at)),
                outbox::smtp_code.eq(code.map(i32::from)),
                outbox::failure.eq(failure),
            ))
            .execute(tx.conn())?,
        Mark::Release => diesel::update(row)
            .set((
                no_lease,
                outbox::status.eq("pending"),
                outbox::attempts.eq(outbox::attempts - 1),
            ))
            .execute(tx.conn())?,
        Mark::Postpone { at } => diesel::update(row)
            .set((
                no_lease,
                outbox::status.eq("pending"),
                outbox::next_attempt_at.eq(DbTime::from(at)),
                outbox::attempts.eq(outbox::attempts - 1),
            ))
            .execute(tx.conn())?,
        Mark::End {
            status,
            failure,
            code,
        } => diesel::update(row)
            .set((
                no_lease,
                outbox::status.eq(status),
                outbox::smtp_code.eq(code.map(i32::from)),
                outbox::failure.eq(failure),
                outbox::params.eq("{}"),
            ))
            .execute(tx.conn())?,
    };
    Ok(changed == 1)
}

/// How many bounces of the milder kind it takes until an address gets no more mail.
const BOUNCES: i32 = 3;

/// Notes that a mail server refused an address. After one refusal because there is no such person, or three
/// others in a row, nothing but security mail is tried until one arrives ([`delivered`]).
pub(super) fn bounced(
    tx: &mut Tx<'_>,
    email_norm: &str,
    code: u16,
    no_such_person: bool,
    now: Instant,
) -> QueryResult<()> {
    let before: Option<(i32, Option<DbTime>)> = suppressed_addresses::table
        .find(email_norm)
        .select((
            suppressed_addresses::failures,
            suppressed_addresses::suppressed_at,
        ))
        .first(tx.conn())
        .optional()?;
    let (failures, since) = before.unwrap_or((0, None));
    let failures = failures.saturating_add(1);
    let enough = no_such_person || failures >= BOUNCES;
    let values = (
        suppressed_addresses::failures.eq(failures),
        suppressed_addresses::suppressed_at.eq(since.or(enough.then(|| DbTime::from(now)))),
        suppressed_addresses::last_code.eq(i32::from(code)),
    );
    let key = suppressed_addresses::email_norm.eq(email_norm);
    on_each!(tx.conn(), |c| diesel::insert_into(
        suppressed_addresses::table
    )
    .values((key, values))
    .on_conflict(suppressed_addresses::email_norm)
    .do_update()
    .set(values)
    .execute(c))
    .map(drop)
}

/// Notes that a mail server took a mail for an address: whatever was refused before, it works again.
pub(super) fn delivered(tx: &mut Tx<'_>, email_norm: &str) -> QueryResult<()> {
    diesel::delete(suppressed_addresses::table.find(email_norm))
        .execute(tx.conn())
        .map(drop)
}

/// Whether an address has refused mail for good.
pub(super) fn is_suppressed(conn: &mut Conn, email_norm: &str) -> QueryResult<bool> {
    suppressed_addresses::table
        .find(email_norm)
        .filter(suppressed_addresses::suppressed_at.is_not_null())
        .select(suppressed_addresses::email_norm)
        .first::<String>(conn)
        .optional()
        .map(|found| found.is_some())
}

/// The mails of one priority that should have left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    /// The priority's word.
    pub(crate) priority: &'static str,
    /// Whether somebody waits for them in front of a screen.
    pub(crate) security: bool,
    /// How many.
    pub(crate) count: i64,
    /// For how many seconds the first of them.
    pub(crate) oldest_seconds: i64,
}

/// What should have left by now and has not, priority by priority.
pub(super) fn waiting(conn: &mut Conn, now: Instant) -> QueryResult<Vec<Waiting>> {
    let held: Vec<(i32, i64, Option<DbTime>)> = outbox::table
        .filter(outbox::status.eq_any(["pending", "sending"]))
        .filter(outbox::next_attempt_at.le(DbTime::from(now)))
        .group_by(outbox::priority)
        .select((
            outbox::priority,
            diesel::dsl::count_star(),
            diesel::dsl::min(outbox::next_attempt_at),
        ))
        .load(conn)?;
    let words = Priority::ALL.iter().map(|priority| {
        let found = held
            .iter()
            .find(|(rank, ..)| *rank == i32::from(priority.rank()));
        let (count, first) = found.map_or((0, None), |(_, count, first)| (*count, *first));
        Waiting {
            priority: priority.word(),
            security: *priority == Priority::Security,
            count,
            oldest_seconds: first.map_or(0, |first| {
                (now.seconds() - Instant::from(first).seconds()).max(0)
            }),
        }
    });
    Ok(words.collect())
}
