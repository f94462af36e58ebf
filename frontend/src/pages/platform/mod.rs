//! The open pages.

mod home;
mod said;

pub(crate) use home::home;
pub(crate) use said::{about, accessibility, cookies, privacy};
