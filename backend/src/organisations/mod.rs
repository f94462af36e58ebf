//! Organisations: applications to the city, the partner register, members and the ways to become one.
//!
//! The city's endpoints never read a membership row except to count them and to keep liaisons from deciding on
//! their own organisation (PRODUCT.md rules 4, 5 and 12).

pub(crate) mod routes;
pub(crate) mod service;
mod store;
