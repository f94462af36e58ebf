//! Series: a term planned in one form. What the API says of them, which days a rule may name, and what an edit
//! does to each date. The rule itself (RFC 5545) is expanded by the server.

pub mod effect;
#[cfg(feature = "civil")]
pub mod merge;
#[cfg(feature = "civil")]
pub mod preview;
mod rule;
mod types;

pub use rule::{MAX_EXCLUDED, MAX_SEASON_DAYS, RecurrenceRule, Weekday, Weekly};
pub use types::*;
