//! Use cases of accounts and sessions, and what other rooms may ask about people.

mod person;

pub(crate) use person::{NewPerson, Person, create_user, find_by_email_norm, person};
