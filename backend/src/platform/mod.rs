//! What every room leans on: vocabularies and districts, the audit log, what the API says of itself.

pub(crate) mod audit;
pub(crate) mod city_days;
pub(crate) mod heartbeat;
pub(crate) mod once;
pub(crate) mod routes;
mod seed;
pub(crate) mod service;
mod store;
