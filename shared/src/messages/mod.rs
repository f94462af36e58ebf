//! Messages: when reminders are due, and what the links in mails lead to.

#[cfg(feature = "civil")]
pub mod reminders;
mod settings;

pub use settings::{EARLIEST, ReminderHours, ReminderSettings};

use crate::{api_reply, api_type, ids::ShiftId, shifts::ShiftCard, text::Token};

api_reply! {
    /// What a withdraw link of a mail stands for. Opening the link changes nothing; the button does.
    pub struct WithdrawPreview {
        /// The shift, as the person signed up for it sees it.
        pub shift: ShiftCard,
        /// Whether there is still something to withdraw.
        pub signed_up: bool,
        /// The group's own words when withdrawing now is a late drop-out; may be empty. None while it is not.
        #[serde(default)]
        pub late_text: Option<String>,
    }
}

api_type! {
    /// The token of a link in a mail.
    pub struct MailToken {
        /// The token out of the link's fragment.
        pub token: Token,
    }
}

api_reply! {
    /// A calendar file for one shift.
    pub struct CalendarFile {
        /// The shift it is for.
        pub shift: ShiftId,
        /// The name to save it under.
        pub file_name: String,
        /// iCalendar text (RFC 5545).
        pub content: String,
    }
}
