//! Shifts and sign-ups: the types of the API, and the rules as pure functions. The server decides with the
//! rules; the browser explains with them.

mod feed;
pub mod plan;
pub mod policy;
pub mod rules;
pub mod series;
pub mod shares;
pub mod staffing;
pub mod standing;
pub mod status;
pub mod types;

pub use feed::{FeedState, NewFeed};
pub use types::*;
