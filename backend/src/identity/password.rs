//! Password hashing: argon2id over a peppered password, by a fixed number of threads with a bounded queue
//! (SECURITY-AND-RELIABILITY.md 2.1). Unbounded, 64 log-ins at once took seconds each and 1.2 GiB.

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::Duration,
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use lykta_shared::text::Password;
use tokio::sync::oneshot;

use super::keys::{derive, mac};
use crate::{
    config::{HashCost, NamedKey},
    http::ApiError,
    random::Random,
};

/// Waiting jobs for each thread.
const QUEUE_PER_THREAD: usize = 32;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(4);
/// What an overloaded server tells clients to wait, in seconds.
const RETRY_AFTER: u32 = 2;

/// What is stored for a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct StoredHash {
    /// The hash with its parameters and salt, as a PHC string.
    pub(super) phc: String,
    /// The name of the pepper that was mixed in.
    pub(super) pepper: String,
}

impl StoredHash {
    /// The hash and the pepper's name, as the table holds them.
    pub(crate) fn columns(&self) -> (&str, &str) {
        (&self.phc, &self.pepper)
    }
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not this password, or no account to have one.
    Wrong,
    /// This password. `outdated` when it should be hashed anew, with what is configured now.
    Right { outdated: bool },
}

/// Why a hash was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HashFailure {
    /// Too many wait already, or the turn did not come in time.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The parameters are impossible, or a hash in the database is broken.
    #[error("a password can't be hashed as configured, or a stored hash is broken")]
    Broken,
}

impl From<HashFailure> for ApiError {
    fn from(failure: HashFailure) -> Self {
        match failure {
            HashFailure::Busy => Self::unavailable(RETRY_AFTER, failure),
            HashFailure::Broken => Self::internal(failure),
        }
    }
}

/// The threads that hash. Cheap to clone.
#[derive(Clone)]
pub(crate) struct HashPool(Arc<Inner>);

struct Inner {
    jobs: SyncSender<Job>,
    params: Params,
    peppers: Vec<NamedKey>,
    random: Random,
    /// A hash nobody knows the password of, at the same cost: what is checked when there is no account.
    dummy: StoredHash,
}

struct Job {
    /// The peppered password.
    input: [u8; 32],
    recipe: Recipe,
    answer: oneshot::Sender<Result<Vec<u8>, HashFailure>>,
}

/// All but the password that a hash is made of.
struct Recipe {
    version: Version,
    params: Params,
    salt: Vec<u8>,
}

impl HashPool {
    /// Starts one thread for every two cores, each with its own memory.
    pub(super) fn start(cost: HashCost, peppers: &[NamedKey], random: Random) -> io::Result<Self> {
        let params = Params::new(
            cost.memory_kib,
            cost.iterations,
            cost.parallelism,
            Some(Params::DEFAULT_OUTPUT_LEN),
        )
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error.to_string()))?;
        let threads = thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1));
        let (jobs, waiting) = sync_channel(QUEUE_PER_THREAD * threads);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads {
            let (waiting, blocks) = (Arc::clone(&waiting), params.block_count());
            thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || work(&waiting, &mut vec![Block::default(); blocks]))?;
        }
        let dummy = dummy(&params, peppers, random)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        Ok(Self(Arc::new(Inner {
            jobs,
            params,
            peppers: peppers.to_vec(),
            random,
            dummy,
        })))
    }

    /// Hashes a new password.
    pub(crate) async fn hash(&self, password: &Password) -> Result<StoredHash, HashFailure> {
        let Inner {
            params,
            peppers,
            random,
            ..
        } = self.0.as_ref();
        let pepper = peppers.first().ok_or(HashFailure::Broken)?;
        let salt = random.bytes::<16>();
        let recipe = Recipe {
            version: Version::V0x13,
            params: params.clone(),
            salt: salt.to_vec(),
        };
        let output = self.run(peppered(pepper, password), recipe).await?;
        Ok(StoredHash {
            phc: phc(params, &salt, &output)?,
            pepper: pepper.id.clone(),
        })
    }

    /// Checks a password. Takes as long when there is no hash to check it against.
    pub(super) async fn verify(
        &self,
        password: &Password,
        stored: Option<&StoredHash>,
    ) -> Result<Verdict, HashFailure> {
        let Inner {
            params,
            peppers,
            dummy,
            ..
        } = self.0.as_ref();
        let held = stored.unwrap_or(dummy);
        let Some(pepper) = peppers.iter().find(|pepper| pepper.id == held.pepper) else {
            tracing::error!("a password was made with a pepper that is not configured any more");
            return Err(HashFailure::Broken);
        };
        let hash = PasswordHash::new(&held.phc).or(Err(HashFailure::Broken))?;
        let recipe = Recipe::of(&hash)?;
        let outdated = recipe.params.m_cost() < params.m_cost()
            || recipe.params.t_cost() < params.t_cost()
            || peppers.first().is_some_and(|first| first.id != held.pepper);
        let expected = hash.hash.ok_or(HashFailure::Broken)?;
        let output = self.run(peppered(pepper, password), recipe).await?;
        // Compares in constant time.
        let right = Output::new(&output).or(Err(HashFailure::Broken))? == expected;
        Ok(if right && stored.is_some() {
            Verdict::Right { outdated }
        } else {
            Verdict::Wrong
        })
    }

    async fn run(&self, input: [u8; 32], recipe: Recipe) -> Result<Vec<u8>, HashFailure> {
        let (answer, answered) = oneshot::channel();
        self.0
            .jobs
            .try_send(Job {
                input,
                recipe,
                answer,
            })
            .map_err(|error| match error {
                TrySendError::Full(_) => HashFailure::Busy,
                TrySendError::Disconnected(_) => HashFailure::Broken,
            })?;
        // Whoever stops waiting drops the receiver; the threads pass over such jobs.
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Ok(output)) => output,
            Ok(Err(_gone)) => Err(HashFailure::Broken),
            Err(_late) => Err(HashFailure::Busy),
        }
    }
}

impl std::fmt::Debug for HashPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HashPool")
            .field("params", &self.0.params)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Recipe {
    fn of(hash: &PasswordHash) -> Result<Self, HashFailure> {
        let broken = HashFailure::Broken;
        if hash.algorithm != Algorithm::Argon2id.ident() {
            return Err(broken);
        }
        let version = hash.version.map_or(Ok(Version::V0x13), |held| {
            Version::try_from(held).or(Err(broken))
        })?;
        let params = Params::try_from(hash).or(Err(broken))?;
        let salt = hash.salt.as_ref().ok_or(broken)?.to_vec();
        Ok(Self {
            version,
            params,
            salt,
        })
    }

    fn bake(&self, input: &[u8], memory: &mut Vec<Block>) -> Result<Vec<u8>, HashFailure> {
        let blocks = self.params.block_count();
        if memory.len() < blocks {
            memory.resize(blocks, Block::default());
        }
        let memory = memory.get_mut(..blocks).ok_or(HashFailure::Broken)?;
        let mut output = vec![
            0;
            self.params
                .output_len()
                .unwrap_or(Params::DEFAULT_OUTPUT_LEN)
        ];
        Argon2::new(Algorithm::Argon2id, self.version, self.params.clone())
            .hash_password_into_with_memory(input, &self.salt, &mut output, memory)
            .or(Err(HashFailure::Broken))?;
        Ok(output)
    }
}

/// One thread: takes the next job until the pool is gone.
fn work(waiting: &Mutex<Receiver<Job>>, memory: &mut Vec<Block>) {
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else { return };
        if job.answer.is_closed() {
            continue;
        }
        let output = job.recipe.bake(&job.input, memory);
        // Nobody waits any more: the work was in vain, and nothing is lost.
        let _unheard = job.answer.send(output);
    }
}

/// What goes into argon2id: a stolen database alone holds nothing that could be guessed against.
fn peppered(pepper: &NamedKey, password: &Password) -> [u8; 32] {
    let key = derive(pepper.secret.reveal(), "password");
    mac(&key, &[password.reveal().as_bytes()])
}

fn phc(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, HashFailure> {
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).or(Err(HashFailure::Broken))?,
        salt: Some(Salt::new(salt).or(Err(HashFailure::Broken))?),
        hash: Some(Output::new(output).or(Err(HashFailure::Broken))?),
    };
    Ok(hash.to_string())
}

/// A hash of nothing: its output is random, so no password fits.
fn dummy(params: &Params, peppers: &[NamedKey], random: Random) -> Result<StoredHash, HashFailure> {
    let pepper = peppers.first().ok_or(HashFailure::Broken)?;
    let phc = phc(params, &random.bytes::<16>(), &random.bytes::<32>())?;
    Ok(StoredHash {
        phc,
        pepper: pepper.id.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    fn pepper(id: &str, byte: u8) -> NamedKey {
        NamedKey {
            id: id.to_owned(),
            secret: Secret::new(vec![byte; 32]),
        }
    }

    /// The smallest argon2 there is: what is tested is what stands around it.
    fn pool(peppers: &[NamedKey], iterations: u32) -> HashPool {
        let cost = HashCost {
            memory_kib: 8,
            iterations,
            parallelism: 1,
        };
        HashPool::start(cost, peppers, Random::default()).unwrap()
    }

    fn password(text: &str) -> Password {
        Password::try_from(text.to_owned()).unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let pool = pool(&[pepper("1", 1)], 1);
        let stored = pool.hash(&password("fem gula lyktor")).await.unwrap();
        assert!(
            stored.phc.starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
            "{}",
            stored.phc
        );
        let verify = async |text: &str| pool.verify(&password(text), Some(&stored)).await.unwrap();
        assert_eq!(
            verify("fem gula lyktor").await,
            Verdict::Right { outdated: false }
        );
        for wrong in ["fem gula lyktor ", "Fem gula lyktor", "fem gula lykto", "x"] {
            assert_eq!(verify(wrong).await, Verdict::Wrong, "{wrong:?}");
        }
        let twice = pool.hash(&password("fem gula lyktor")).await.unwrap();
        assert_ne!(stored.phc, twice.phc, "each hash has its own salt");
    }

    #[tokio::test]
    async fn the_hash_is_that_of_the_argon2_crate() {
        use argon2::PasswordVerifier;
        let key = pepper("1", 1);
        let stored = pool(std::slice::from_ref(&key), 2)
            .hash(&password("fem gula lyktor"))
            .await
            .unwrap();
        let input = peppered(&key, &password("fem gula lyktor"));
        assert!(
            Argon2::default()
                .verify_password(&input, stored.phc.as_str())
                .is_ok()
        );
    }

    #[tokio::test]
    async fn without_an_account_a_hash_is_made_all_the_same() {
        let pool = pool(&[pepper("1", 1)], 1);
        assert_eq!(
            pool.verify(&password("fem gula lyktor"), None).await,
            Ok(Verdict::Wrong)
        );
    }

    #[tokio::test]
    async fn a_cheaper_hash_or_an_older_pepper_is_outdated() {
        let (old, new) = (pepper("1", 1), pepper("2", 2));
        let word = password("fem gula lyktor");
        let stored = pool(std::slice::from_ref(&old), 1)
            .hash(&word)
            .await
            .unwrap();
        let outdated = Ok(Verdict::Right { outdated: true });
        assert_eq!(
            pool(std::slice::from_ref(&old), 2)
                .verify(&word, Some(&stored))
                .await,
            outdated
        );
        assert_eq!(
            pool(&[new.clone(), old], 1)
                .verify(&word, Some(&stored))
                .await,
            outdated
        );
        assert_eq!(
            pool(&[new], 1).verify(&word, Some(&stored)).await,
            Err(HashFailure::Broken)
        );
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let cost = HashCost {
            memory_kib: 65_536,
            iterations: 3,
            parallelism: 1,
        };
        let pool = HashPool::start(cost, &[pepper("1", 1)], Random::default()).unwrap();
        let word = password("fem gula lyktor");
        let all = futures_util::future::join_all((0..2000).map(|_| {
            let (pool, word) = (pool.clone(), word.clone());
            async move {
                // Gives up at once, so that the test need not wait for hashes: those jobs are passed over.
                tokio::time::timeout(Duration::from_millis(1), pool.hash(&word)).await
            }
        }))
        .await;
        assert!(
            all.iter()
                .any(|outcome| matches!(outcome, Ok(Err(HashFailure::Busy))))
        );
        // The jobs given up are passed over, so the queue empties in the time of the one hash that was begun.
        let emptied = async {
            while pool.hash(&word).await.is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(
            tokio::time::timeout(Duration::from_secs(4), emptied)
                .await
                .is_ok()
        );
    }

    #[tokio::test]
    async fn a_broken_hash_in_the_database_is_our_fault_and_no_panic() {
        let pool = pool(&[pepper("1", 1)], 1);
        for phc in [
            "",
            "x",
            "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
            "$argon2id$v=19$m=8,t=1,p=1",
        ] {
            let stored = StoredHash {
                phc: phc.to_owned(),
                pepper: "1".to_owned(),
            };
            let verdict = pool
                .verify(&password("fem gula lyktor"), Some(&stored))
                .await;
            assert_eq!(verdict, Err(HashFailure::Broken), "{phc:?}");
        }
    }
}
