//! How long before a walk an organisation reminds its people.

use crate::{
    api_reply, api_type,
    problem::{FieldCode, FieldError},
};

/// The earliest a reminder may come, in hours before the start: a week.
pub const EARLIEST: u16 = 168;

api_type! {
    /// When an organisation reminds. Nothing for no reminder.
    #[derive(Copy)]
    pub struct ReminderHours {
        /// Hours before the start for the first reminder. Whole days mean the same time on the clock.
        pub early_hours: Option<u16>,
        /// Hours before the start for the last reminder.
        pub late_hours: Option<u16>,
    }
}

api_reply! {
    /// When an organisation reminds.
    pub struct ReminderSettings {
        /// Hours before the start for the first reminder; nothing for none.
        pub early_hours: Option<u16>,
        /// Hours before the start for the last reminder; nothing for none.
        pub late_hours: Option<u16>,
        /// For `If-Match`.
        pub version: i32,
    }
}

impl ReminderHours {
    /// Two days and three hours before, until an organisation chooses otherwise.
    pub const DEFAULT: Self = Self {
        early_hours: Some(48),
        late_hours: Some(3),
    };

    /// What is wrong with it: each from one hour to a week, and the last one after the first.
    pub fn errors(&self) -> Vec<FieldError> {
        let outside = |hours: &Option<u16>| hours.is_some_and(|h| !(1..=EARLIEST).contains(&h));
        let mut errors = Vec::new();
        if outside(&self.early_hours) {
            errors.push(FieldError::new("/earlyHours", FieldCode::OutOfRange));
        }
        let swapped = self
            .early_hours
            .zip(self.late_hours)
            .is_some_and(|(early, late)| late >= early);
        if outside(&self.late_hours) || swapped {
            errors.push(FieldError::new("/lateHours", FieldCode::OutOfRange));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hours(early: Option<u16>, late: Option<u16>) -> ReminderHours {
        ReminderHours {
            early_hours: early,
            late_hours: late,
        }
    }

    #[test]
    fn what_an_organisation_can_choose() {
        for fine in [
            ReminderHours::DEFAULT,
            hours(None, None),
            hours(Some(168), Some(1)),
            hours(None, Some(168)),
            hours(Some(1), None),
        ] {
            assert!(fine.errors().is_empty(), "{fine:?}");
        }
    }

    proptest! {
        #[test]
        fn the_last_reminder_comes_after_the_first_and_both_within_a_week(early: Option<u16>, late: Option<u16>) {
            let chosen = hours(early, late);
            let within = |h: Option<u16>| h.is_none_or(|h| (1..=EARLIEST).contains(&h));
            let ordered = early.is_none() || late.is_none() || late < early;
            prop_assert_eq!(chosen.errors().is_empty(), within(early) && within(late) && ordered);
        }
    }
}
