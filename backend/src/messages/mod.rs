//! Messages: the transactional outbox, its worker, the reminders' planner, and what mails say.
//!
//! Other rooms call [`service::enqueue`] inside the transaction of what the message is about.

pub(crate) mod ics;
pub(crate) mod kind;
pub(crate) mod reminders;
pub(crate) mod service;
mod store;
mod words;

pub(crate) use kind::{Envelope, MailKind, Recipient};
