//! Organisations: applications, partners, members, invitations.

pub mod number;
pub mod rights;
pub mod types;

pub use number::OrganisationNumber;
pub use rights::{OrgRight, may};
pub use types::*;
