//! Time: instants in UTC, half-open intervals, elapsed lengths (PRODUCT.md rule 6).
//!
//! Civil-time arithmetic in `Europe/Stockholm` is in [`civil`], native only; the browser formats instants
//! with `Intl` and gets from the API what a local time became.

mod instant;

#[cfg(feature = "civil")]
pub mod civil;

pub use instant::{Instant, NotATime};

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::keyed_enum;

/// A half-open interval: the start belongs to it, the end does not. 18–22 and 22–02 do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first moment of it.
    pub start: Instant,
    /// The first moment after it.
    pub end: Instant,
}

impl Span {
    /// Whether both hold a common moment.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the moment lies in it; the end does not.
    pub fn contains(self, moment: Instant) -> bool {
        self.start <= moment && moment < self.end
    }

    /// The elapsed length in whole minutes, whatever the clocks on the wall did.
    pub fn minutes(self) -> i64 {
        (self.end.micros() - self.start.micros()) / 60_000_000
    }
}

/// A calendar day, `2026-11-27`, in Stockholm unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalDate {
    /// The year, 1970–9998.
    pub year: i16,
    /// The month, 1–12.
    pub month: i8,
    /// The day of the month, 1–31.
    pub day: i8,
}

impl LocalDate {
    /// The day, if there is such a day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1970..=9998).contains(&year) && (1..=last).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for LocalDate {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let (Some(y), Some(m), Some(d), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotATime);
        };
        if y.len() != 4
            || m.len() != 2
            || d.len() != 2
            || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        {
            return Err(NotATime);
        }
        let (Ok(year), Ok(month), Ok(day)) = (y.parse(), m.parse(), d.parse()) else {
            return Err(NotATime);
        };
        Self::new(year, month, day).ok_or(NotATime)
    }
}

impl TryFrom<String> for LocalDate {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LocalDate> for String {
    fn from(date: LocalDate) -> Self {
        date.to_string()
    }
}

/// A time on the wall clock, `21:00`, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalTime {
    /// The hour, 0–23.
    pub hour: i8,
    /// The minute, 0–59.
    pub minute: i8,
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for LocalTime {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.len() == 5
            && text.bytes().enumerate().all(|(i, b)| {
                if i == 2 {
                    b == b':'
                } else {
                    b.is_ascii_digit()
                }
            });
        let Some((hour, minute)) = text.split_once(':').filter(|_| digits) else {
            return Err(NotATime);
        };
        match (hour.parse(), minute.parse()) {
            (Ok(hour @ 0..=23), Ok(minute @ 0..=59)) => Ok(Self { hour, minute }),
            _ => Err(NotATime),
        }
    }
}

impl TryFrom<String> for LocalTime {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> Self {
        time.to_string()
    }
}

/// Both travel as text: their schema is a string, not an object of numbers.
#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{KnownFormat, ObjectBuilder, RefOr, SchemaFormat, Type, schema::Schema},
    };

    use super::{LocalDate, LocalTime};

    impl PartialSchema for LocalDate {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
                .into()
        }
    }

    impl ToSchema for LocalDate {}

    impl PartialSchema for LocalTime {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some("^([01][0-9]|2[0-3]):[0-5][0-9]$"))
                .into()
        }
    }

    impl ToSchema for LocalTime {}
}

keyed_enum! {
    /// Which of the two is meant when the autumn's clock change makes a local time happen twice.
    pub enum Fold {
        /// The first time round (summer time). What is meant when nothing is said.
        Earlier = "earlier",
        /// The second time round (standard time).
        Later = "later",
    }
}

keyed_enum! {
    /// What the clocks do during a span.
    pub enum ClockChange {
        /// Nothing.
        None = "none",
        /// They go forward from 02.00 to 03.00: an hour shorter than it looks.
        Forward = "forward",
        /// They go back from 03.00 to 02.00: an hour longer than it looks.
        Back = "back",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: &str, end: &str) -> Span {
        Span {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
        }
    }

    #[test]
    fn shifts_back_to_back_do_not_overlap() {
        let early = span("2026-11-27T17:00:00Z", "2026-11-27T21:00:00Z");
        let late = span("2026-11-27T21:00:00Z", "2026-11-28T01:00:00Z");
        assert!(!early.overlaps(late) && !late.overlaps(early));
        let second_too_long = span("2026-11-27T17:00:00Z", "2026-11-27T21:00:01Z");
        assert!(second_too_long.overlaps(late) && late.overlaps(second_too_long));
    }

    #[test]
    fn overlap_is_judged_on_instants_in_the_repeated_hour() {
        // 22.00–02.30 (first time round) and 02.15 (second time round) – 04.00 on 24–25 October 2026.
        let first = span("2026-10-24T22:00:00+02:00", "2026-10-25T02:30:00+02:00");
        let second = span("2026-10-25T02:15:00+01:00", "2026-10-25T04:00:00+01:00");
        assert!(!first.overlaps(second));
    }

    #[test]
    fn there_is_no_thirtieth_of_february() {
        assert_eq!("2027-02-30".parse::<LocalDate>(), Err(NotATime));
        assert!("2028-02-29".parse::<LocalDate>().is_ok());
        assert_eq!("2027-2-3".parse::<LocalDate>(), Err(NotATime));
        assert_eq!("2027-02-03-04".parse::<LocalDate>(), Err(NotATime));
    }

    #[test]
    fn a_wall_time_has_two_digits_each() {
        assert_eq!(
            "21:05".parse(),
            Ok(LocalTime {
                hour: 21,
                minute: 5
            })
        );
        for text in ["24:00", "9:00", "21.00", "21:60", "+1:00", "21:0 "] {
            assert_eq!(text.parse::<LocalTime>(), Err(NotATime), "{text}");
        }
    }
}
