//! Walks: what happens between gathering and *all home*, the report on it, and what is paid for it. What may happen is
//! decided by the rules in `lykta_shared::walks`; no position of anybody is taken in or kept.

mod code;
mod export;
pub(crate) mod jobs;
pub(crate) mod routes;
pub(crate) mod service;
mod store;
