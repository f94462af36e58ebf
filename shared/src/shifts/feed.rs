//! Calendars that a program fetches by a secret address.

use crate::{api_reply, time::Instant};

api_reply! {
    /// Whether there is a calendar to fetch. Its address is shown once, when it is made.
    pub struct FeedState {
        /// Since when; nothing when there is none.
        pub made_at: Option<Instant>,
    }
}

api_reply! {
    /// A calendar's new address. Whoever knows it can read the calendar; the one before is dead.
    pub struct NewFeed {
        /// Where a calendar program fetches it.
        pub address: String,
        /// Since when.
        pub made_at: Instant,
    }
}
