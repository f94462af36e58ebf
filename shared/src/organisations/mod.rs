//! Organisations: applications, partners, members, invitations.

pub mod number;
pub mod rights;
pub mod rules;
pub mod transitions;
pub mod types;

pub use number::OrganisationNumber;
pub use rights::{OrgRight, may};
pub use types::*;
