//! HTTP: from the socket to a use case and back. Rooms need [`Routes`], the extractors, [`Answer`] and
//! [`ApiError`]; the rest is how the server stands in the world.

mod answer;
mod assets;
mod client;
mod csrf;
mod deadline;
mod error;
mod extract;
mod headers;
mod layers;
mod mount;
mod server;
#[cfg(test)]
mod tests;

pub(crate) use answer::Answer;
pub(crate) use client::ClientIp;
pub(crate) use error::{ApiError, all_fine};
pub(crate) use extract::{IdempotencyKey, IfMatch, Input, PathOf, QueryOf};
pub(crate) use mount::Routes;
pub(crate) use server::serve;
