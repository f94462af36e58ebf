//! Accounts, sessions and the ways in.

pub mod rules;
pub mod types;

pub use types::*;
