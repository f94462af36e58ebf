//! Shifts: the list, one shift, its roster.

mod card;
mod detail;
mod filters;
mod help;
mod list;
mod plan;
mod regular;
mod roster;
mod signup;
pub(crate) mod words;

pub(crate) use card::{Card, Line};
pub(crate) use detail::detail;
pub(crate) use list::list;
pub(crate) use roster::roster;
