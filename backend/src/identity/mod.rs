//! Accounts, sessions and the ways in, as SECURITY-AND-RELIABILITY.md 2 has them.
//!
//! Other rooms take [`actor`]'s extractors in their handlers and ask [`service`] about people.

mod access;
pub(crate) mod actor;
mod cookies;
mod device;
pub(crate) mod jobs;
pub(crate) mod keys;
mod lifetime;
mod password;
pub(crate) mod routes;
pub(crate) mod service;
mod soft_lock;
mod store;
mod visit;

use std::{io, sync::Arc};

use lykta_shared::ids::{SessionId, UserId};
use tokio::sync::Notify;

use self::{access::Access, actor::Known, cookies::Cookies};
pub(crate) use self::{
    password::{HashFailure, HashPool, StoredHash},
    service::admin::{Made, create_admin},
};
use crate::{config::Config, db::Kept, random::Random};

/// How many sessions are kept, about a kilobyte each.
const ACTORS: usize = 2000;

/// What the room keeps between requests: keys, hashing threads, the bell of its job. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Identity(Arc<Inner>);

struct Inner {
    access: Access,
    cookies: Cookies,
    hashes: HashPool,
    failure_key: [u8; 32],
    bell: Notify,
    actors: Kept<(SessionId, UserId), Option<Known>>,
}

impl Identity {
    /// Derives the keys and starts the hashing threads.
    pub(crate) fn start(config: &Config, random: Random) -> io::Result<Self> {
        let origin = &config.public_origin;
        let pepper = config.peppers.first().ok_or(io::ErrorKind::InvalidInput)?;
        Ok(Self(Arc::new(Inner {
            access: Access::new(&config.jwt_keys, origin.as_str()),
            cookies: Cookies::new(origin.is_https()),
            hashes: HashPool::start(config.hash_cost, &config.peppers, random)?,
            failure_key: keys::derive(pepper.secret.reveal(), "login-failures"),
            bell: Notify::new(),
            actors: Kept::new(ACTORS),
        })))
    }

    /// The threads that hash passwords.
    pub(crate) fn hashes(&self) -> &HashPool {
        &self.0.hashes
    }

    /// Sessions that asked a moment ago.
    fn actors(&self) -> &Kept<(SessionId, UserId), Option<Known>> {
        &self.0.actors
    }

    fn access(&self) -> &Access {
        &self.0.access
    }

    fn cookies(&self) -> Cookies {
        self.0.cookies
    }

    fn failure_key(&self) -> &[u8; 32] {
        &self.0.failure_key
    }

    fn bell(&self) -> &Notify {
        &self.0.bell
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}
