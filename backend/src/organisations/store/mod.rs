//! Queries of organisations. Whoever asks names the organisation; nothing here reads across them but the
//! city's lists, which hold no members.

mod applications;
mod invitations;
mod members;
mod profiles;
mod qualifications;

pub(super) use applications::*;
pub(super) use invitations::*;
pub(super) use members::*;
pub(super) use profiles::*;
pub(super) use qualifications::*;
