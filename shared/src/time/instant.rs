//! A moment in UTC, to the microsecond.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A moment in UTC, in microseconds since 1970: what both databases keep without loss.
///
/// Written as RFC 3339 with `Z`, read with any offset (national REST profile DOT.01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

/// The text is not a moment, a date or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field:not_a_time")
    }
}

impl std::error::Error for NotATime {}

/// 9999-01-01T00:00:00Z; what lies beyond has no four-digit year in every zone.
const LAST: i64 = 253_370_764_800_000_000;

impl Instant {
    /// The moment that lies `micros` microseconds after 1970 began; held within 1970–9998.
    pub const fn from_micros(micros: i64) -> Self {
        Self(if micros < 0 {
            0
        } else if micros >= LAST {
            LAST - 1
        } else {
            micros
        })
    }

    /// Microseconds since 1970 began.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970 began.
    pub const fn seconds(self) -> i64 {
        self.0 / 1_000_000
    }

    /// The moment `seconds` later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_micros(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The moment `minutes` later (earlier when negative).
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// The moment `hours` later (earlier when negative).
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours.saturating_mul(60))
    }

    /// The moment `days` times 24 hours later (earlier when negative).
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }
}

/// Days since 1970-01-01 to year, month, day (Howard Hinnant's `civil_from_days`).
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Year, month, day to days since 1970-01-01 (Howard Hinnant's `days_from_civil`).
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = if month > 2 { month - 3 } else { month + 9 };
    let doy = (153 * mp + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0 / 1_000_000, self.0 % 1_000_000);
        let (days, second) = (seconds / 86_400, seconds % 86_400);
        let (year, month, day) = civil_from_days(days);
        let (h, m, s) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}")?;
        if micros != 0 {
            write!(f, ".{micros:06}")?;
        }
        f.write_str("Z")
    }
}

/// The number in `text`, digits only.
fn number(text: Option<&str>) -> Result<i64, NotATime> {
    let text = text.ok_or(NotATime)?;
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotATime);
    }
    text.parse().or(Err(NotATime))
}

/// Offset from UTC in seconds: `Z`, `+02:00`, `-00:30`.
fn offset(text: &str) -> Result<i64, NotATime> {
    if text == "Z" || text == "z" {
        return Ok(0);
    }
    let sign = match text.get(..1) {
        Some("+") => 1,
        Some("-") => -1,
        _ => return Err(NotATime),
    };
    if text.len() != 6 || text.get(3..4) != Some(":") {
        return Err(NotATime);
    }
    let (hours, minutes) = (number(text.get(1..3))?, number(text.get(4..6))?);
    if hours > 23 || minutes > 59 {
        Err(NotATime)
    } else {
        Ok(sign * (hours * 3600 + minutes * 60))
    }
}

impl FromStr for Instant {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let separators = text.get(4..5) == Some("-")
            && text.get(7..8) == Some("-")
            && matches!(text.get(10..11), Some("T" | "t" | " "))
            && text.get(13..14) == Some(":")
            && text.get(16..17) == Some(":");
        if !separators {
            return Err(NotATime);
        }
        let date: super::LocalDate = text.get(..10).ok_or(NotATime)?.parse()?;
        let (h, m, s) = (
            number(text.get(11..13))?,
            number(text.get(14..16))?,
            number(text.get(17..19))?,
        );
        if h > 23 || m > 59 || s > 59 {
            return Err(NotATime);
        }
        let rest = text.get(19..).ok_or(NotATime)?;
        let (micros, zone) = match rest.strip_prefix('.') {
            None => (0, rest),
            Some(rest) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let fraction = rest.get(..digits).ok_or(NotATime)?;
                if !(1..=9).contains(&digits) {
                    return Err(NotATime);
                }
                let padded = format!("{fraction:0<6}");
                (
                    number(padded.get(..6))?,
                    rest.get(digits..).ok_or(NotATime)?,
                )
            }
        };
        let days = days_from_civil(date.year.into(), date.month.into(), date.day.into());
        let seconds = days * 86_400 + h * 3600 + m * 60 + s - offset(zone)?;
        let micros = seconds * 1_000_000 + micros;
        if (0..LAST).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(NotATime)
        }
    }
}

impl TryFrom<String> for Instant {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_offset_is_read_and_utc_is_written() {
        for text in [
            "2026-11-27T21:00:00+01:00",
            "2026-11-27T20:00:00Z",
            "2026-11-27T18:30:00-01:30",
        ] {
            assert_eq!(
                text.parse::<Instant>().unwrap().to_string(),
                "2026-11-27T20:00:00Z"
            );
        }
        assert_eq!(
            "1970-01-01T00:00:00Z".parse::<Instant>().unwrap().micros(),
            0
        );
        assert_eq!(
            "2000-02-29T12:00:00.5Z"
                .parse::<Instant>()
                .unwrap()
                .to_string(),
            "2000-02-29T12:00:00.500000Z"
        );
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in [
            "",
            "2026-11-27",
            "2026-11-27T21:00:00",
            "2026-11-27T24:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-11-27T21:00:60Z",
            "2026-11-27T21:00:00+1:00",
            "1969-12-31T23:59:59Z",
            "9999-01-01T00:00:00Z",
            "2026-11-27T21:00:00.Z",
            "2026-11-27T21:00:00.1234567890Z",
            "2026-11-27Tå1:00:00Z",
        ] {
            assert_eq!(text.parse::<Instant>(), Err(NotATime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(micros in 0..LAST) {
            let instant = Instant::from_micros(micros);
            prop_assert_eq!(instant.to_string().parse::<Instant>().unwrap(), instant);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let _ = text.parse::<Instant>().is_ok();
        }
    }
}
