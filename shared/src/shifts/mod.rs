//! Shifts and sign-ups: the types of the API. The rules are in `rules`.

pub mod types;

pub use types::*;
