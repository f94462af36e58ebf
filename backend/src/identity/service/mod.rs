//! Use cases of accounts and sessions, and what other rooms may ask about people.

pub(super) mod admin;
mod decide;
mod links;
mod log_in;
mod mail;
mod passwords;
mod person;
mod profile;
mod request;
mod session;

pub(super) use decide::decide;
pub(super) use log_in::log_in;
pub(super) use passwords::{change_password, reset_password, verify_email};
pub(crate) use person::{
    NewPerson, Person, create_user, find_by_email_norm, liaisons, person, stop_reminders,
};
pub(super) use profile::{change_profile, me, me_of};
pub(super) use request::{ask, register};
pub(super) use session::{
    SignedIn, end_everywhere, end_session, is_alive, log_out, refresh, sessions,
};
