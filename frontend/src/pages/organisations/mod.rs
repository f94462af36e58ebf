//! Organisations as those outside see them: the public list of partners, and the ways in.

mod enter;
mod partners;

pub(crate) use enter::{invite, join};
pub(crate) use partners::partners;
