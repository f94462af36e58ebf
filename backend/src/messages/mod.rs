//! Messages: the transactional outbox, its worker, the reminders' planner, and what mails say.
//!
//! Other rooms call [`service::enqueue`] inside the transaction of what the message is about.

mod breaker;
mod check;
mod compose;
mod facts;
pub(crate) mod ics;
mod judge;
pub(crate) mod kind;
mod letter;
mod links;
pub(crate) mod outbox_page;
mod queue;
pub(crate) mod reminders;
pub(crate) mod routes;
pub(crate) mod service;
mod settings;
mod standing;
mod store;
mod transport;
mod words;
pub(crate) mod worker;

use std::sync::Arc;

use self::{breaker::Breaker, compose::Stationery, transport::Transport};
pub(crate) use self::{
    kind::{Envelope, MailKind, Recipient, RefusedDate},
    links::Links,
    queue::Waiting,
};
use crate::config::Config;

/// What the room keeps: how mails look and where they go. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Messages(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    stationery: Stationery,
    transport: Transport,
    breaker: Breaker,
    /// Held for reading by each worker that has claimed something, so that a test can wait for them.
    #[cfg(feature = "test-hooks")]
    under_way: tokio::sync::RwLock<()>,
}

impl Messages {
    /// Out of the settings. Talks to nobody yet.
    pub(crate) fn new(config: &Config) -> Self {
        Self(Arc::new(Inner {
            stationery: Stationery {
                from: config.mail_from.as_str().to_owned(),
                contact: config.contact.clone(),
                links: Links::new(config),
            },
            transport: Transport::new(&config.mail),
            breaker: Breaker::default(),
            #[cfg(feature = "test-hooks")]
            under_way: tokio::sync::RwLock::default(),
        }))
    }

    /// The links in mails, and what reads them.
    pub(crate) fn links(&self) -> &Links {
        &self.0.stationery.links
    }

    fn stationery(&self) -> &Stationery {
        &self.0.stationery
    }

    fn transport(&self) -> &Transport {
        &self.0.transport
    }

    fn breaker(&self) -> &Breaker {
        &self.0.breaker
    }
}
