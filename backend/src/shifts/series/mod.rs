//! Series over HTTP, and the job that makes their shifts.

pub(crate) mod jobs;
pub(crate) mod routes;
