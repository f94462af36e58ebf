//! Accounts, sessions and the ways in.

pub mod types;

pub use types::*;
