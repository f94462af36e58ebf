//! Shifts: planned, published, signed up for, cancelled. What may happen is decided by the rules in
//! `lykta_shared::shifts`; here is who asks, what is stored and who is told.

pub(crate) mod feeds;
pub(crate) mod jobs;
pub(crate) mod routes;
pub(crate) mod series;
pub(crate) mod service;
mod store;
