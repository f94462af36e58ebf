//! Organisations, their applications to the city, their members.

pub(crate) mod service;
mod store;
