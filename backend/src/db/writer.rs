//! SQLite's one writer: a thread that runs waiting writes together and answers after the commit.
//!
//! Each write is a savepoint inside one `BEGIN IMMEDIATE`, so one sync to disk pays for many of them (group
//! commit), and nobody fights over `SQLITE_BUSY`. A write that fails or panics takes back its own savepoint
//! only.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, TryRecvError, sync_channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::{
    Address, Conn, DbFailure, Tx, WorkError,
    conn::{self, Purpose},
    kept::Generation,
    pool::{begin, commit, roll_back},
};

/// How many writes may wait.
pub(super) const QUEUE: usize = 256;
/// How long a write waits before it is given up.
const WAIT: Duration = Duration::from_secs(5);
/// How many writes share one commit. Bounds what the last of them waits for.
const BATCH: usize = 64;

/// Where a write stands: decides between a caller who gives up and a thread that begins.
#[derive(Debug, Default)]
struct Ticket(AtomicU8);

impl Ticket {
    const WAITING: u8 = 0;
    const TAKEN: u8 = 1;
    const ABANDONED: u8 = 2;

    fn become_state(&self, state: u8) -> bool {
        self.0
            .compare_exchange(Self::WAITING, state, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}

/// A write in the queue.
trait Job: Send {
    /// Takes it out of the queue; `false` when nobody waits for it any more.
    fn take(&self) -> bool;
    /// Runs it; whether its effect is to be kept.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Tells the caller, after the commit (or its failure).
    fn answer(self: Box<Self>, committed: Result<(), DbFailure>);
}

struct Task<T, E, F> {
    work: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    ticket: Arc<Ticket>,
}

impl<T, E, F> Job for Task<T, E, F>
where
    T: Send,
    E: WorkError,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn take(&self) -> bool {
        !self.reply.is_closed() && self.ticket.become_state(Ticket::TAKEN)
    }

    fn run(&mut self, conn: &mut Conn) -> bool {
        let work = &mut self.work;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut Tx::of(conn))))
            .unwrap_or_else(|_panic| Err(DbFailure::Panicked.into()));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), DbFailure>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(failure)) => Err(failure.into()),
            (None, Ok(())) => Err(DbFailure::Busy("the write was not reached").into()),
        };
        // A caller who has gone away meanwhile is no fault.
        drop(self.reply.send(answer));
    }
}

enum Order {
    Write(Box<dyn Job>),
    Close,
}

/// The way to the writer thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: SyncSender<Order>,
    waiting: Arc<AtomicUsize>,
    generation: Generation,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Write(_) => "Write",
            Self::Close => "Close",
        })
    }
}

impl Writer {
    /// Opens the connection and starts the thread.
    pub(super) fn start(address: Address) -> Result<Self, DbFailure> {
        let conn = open(&address)?;
        let (queue, orders) = sync_channel(QUEUE);
        let waiting = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&waiting);
        let generation = Generation::default();
        let commits = generation.clone();
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(&address, conn, &orders, (&counter, &commits)))
            .map_err(|error| DbFailure::Unreachable(error.to_string()))?;
        Ok(Self {
            queue,
            waiting,
            generation,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// The number of the state the database is in; `None` while it changes.
    pub(super) fn generation(&self) -> Option<u64> {
        self.generation.now()
    }

    /// Queues a write and waits for its commit.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (reply, mut answer) = oneshot::channel();
        let ticket = Arc::new(Ticket::default());
        let task = Task {
            work,
            outcome: None,
            reply,
            ticket: Arc::clone(&ticket),
        };
        self.waiting.fetch_add(1, Ordering::Relaxed);
        if self.queue.try_send(Order::Write(Box::new(task))).is_err() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(DbFailure::Busy("the writer's queue is full or closed").into());
        }
        let answered = match tokio::time::timeout(WAIT, &mut answer).await {
            Ok(answered) => answered,
            Err(_late) if ticket.become_state(Ticket::ABANDONED) => {
                return Err(DbFailure::Busy("the writer's queue is slow").into());
            }
            // It runs already: its outcome is near, and only its outcome is the truth.
            Err(_late) => answer.await,
        };
        answered
            .unwrap_or_else(|_gone| Err(DbFailure::Unreachable("writer ended".to_owned()).into()))
    }

    /// Finishes what waits, moves the log into the database file and ends the thread. Blocks.
    pub(super) fn close(&self) {
        // A failure means that the thread has ended already.
        drop(self.queue.send(Order::Close));
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the writer thread ended in a panic");
        }
    }
}

fn open(address: &Address) -> Result<Conn, DbFailure> {
    conn::open(address, Purpose::Write).map_err(|error| DbFailure::Unreachable(error.to_string()))
}

/// The thread: takes all that waits, runs it as one transaction, again and again.
fn serve(
    address: &Address,
    mut conn: Conn,
    orders: &Receiver<Order>,
    (waiting, commits): (&AtomicUsize, &Generation),
) {
    loop {
        let (jobs, last) = collect(orders);
        waiting.fetch_sub(jobs.len(), Ordering::Relaxed);
        if !run_together(&mut conn, jobs, commits) {
            match open(address) {
                Ok(fresh) => conn = fresh,
                Err(failure) => {
                    tracing::error!(%failure, "the writer can't open the database again");
                }
            }
        }
        if last {
            break;
        }
    }
    if let Err(error) = conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);") {
        tracing::warn!(%error, "the write-ahead log stays beside the database");
    }
}

/// Waits for a write and takes those behind it too; whether these are the last ones.
fn collect(orders: &Receiver<Order>) -> (Vec<Box<dyn Job>>, bool) {
    let mut jobs = Vec::new();
    let mut next = orders.recv().map_err(|_closed| TryRecvError::Disconnected);
    loop {
        match next {
            Ok(Order::Write(job)) => jobs.push(job),
            Ok(Order::Close) | Err(TryRecvError::Disconnected) => return (jobs, true),
            Err(TryRecvError::Empty) => return (jobs, false),
        }
        if jobs.len() == BATCH {
            return (jobs, false);
        }
        next = orders.try_recv();
    }
}

/// Runs the jobs as savepoints of one transaction and answers them; `false` when the connection is no
/// longer to be trusted.
fn run_together(conn: &mut Conn, mut jobs: Vec<Box<dyn Job>>, commits: &Generation) -> bool {
    jobs.retain(|job| job.take());
    if jobs.is_empty() {
        return true;
    }
    let (committed, sound) = match begin(conn, "BEGIN IMMEDIATE") {
        Err(failure) => (Err(failure), false),
        Ok(()) => match run_each(conn, &mut jobs).and_then(|()| counted_commit(conn, commits)) {
            Ok(()) => (Ok(()), true),
            // SQLite has undone everything by itself, for instance because the disk is full.
            Err(failure) => (Err(failure), false),
        },
    };
    for job in jobs {
        job.answer(committed.clone());
    }
    sound
}

fn counted_commit(conn: &mut Conn, commits: &Generation) -> Result<(), DbFailure> {
    let _changing = commits.change();
    commit(conn)
}

fn run_each(conn: &mut Conn, jobs: &mut [Box<dyn Job>]) -> Result<(), DbFailure> {
    for job in jobs {
        begin(conn, "SAVEPOINT")?;
        if job.run(conn) {
            commit(conn)?;
        } else {
            // A panic may have left inner transactions open.
            roll_back(conn, 1)?;
        }
    }
    Ok(())
}
