//! The API's client: [`call`] an endpoint of the table, get its reply or a [`Failure`].

mod client;
mod json;
mod later;
mod load;
mod refresh;
mod send;
mod write;

pub(crate) use client::{Failure, call};
pub(crate) use later::{KEPT, Kept, Later, read_back, written};
pub(crate) use load::{Load, Phase, load};
pub(crate) use refresh::Turn;
pub(crate) use send::Sender;
