//! The rule of a series: the part of RFC 5545's RRULE that names days. The season says from when until when, and
//! the plan says at what time, so neither is part of the rule.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{keyed_enum, problem::FieldCode, text::TextFault};

/// The longest season: three years and a little.
pub const MAX_SEASON_DAYS: i32 = 1_130;

/// The largest number of days that can be left out of a series.
pub const MAX_EXCLUDED: usize = 400;

/// How long a rule may be as text.
const MAX_LENGTH: usize = 120;

/// An RRULE that names days: `FREQ=WEEKLY;BYDAY=FR`. Daily, weekly or monthly; without `COUNT` and `UNTIL` (the
/// season ends it) and without hours (the plan says when).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, max_length = 120))]
#[serde(try_from = "String", into = "String")]
pub struct RecurrenceRule(String);

impl RecurrenceRule {
    /// The rule as RFC 5545 writes it, without `RRULE:`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.0
            .split(';')
            .filter_map(|part| part.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}

impl TryFrom<String> for RecurrenceRule {
    type Error = TextFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let invalid = || TextFault(FieldCode::Invalid);
        if text.is_empty() {
            return Err(TextFault(FieldCode::Required));
        }
        if text.len() > MAX_LENGTH {
            return Err(TextFault(FieldCode::TooLong));
        }
        let mut seen = Vec::new();
        for part in text.split(';') {
            let (key, value) = part.split_once('=').ok_or_else(invalid)?;
            if seen.contains(&key) || !fits(key, value) {
                return Err(invalid());
            }
            seen.push(key);
        }
        if seen.contains(&"FREQ") {
            Ok(Self(text))
        } else {
            Err(invalid())
        }
    }
}

impl From<RecurrenceRule> for String {
    fn from(rule: RecurrenceRule) -> Self {
        rule.0
    }
}

impl fmt::Display for RecurrenceRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether this part may stand in a rule, as far as one part alone can say.
fn fits(key: &str, value: &str) -> bool {
    match key {
        "FREQ" => matches!(value, "DAILY" | "WEEKLY" | "MONTHLY"),
        "INTERVAL" => number(value, 1, 52),
        "WKST" => value.parse::<Weekday>().is_ok(),
        "BYDAY" => value.split(',').all(is_day),
        "BYMONTH" => value.split(',').all(|month| number(month, 1, 12)),
        "BYMONTHDAY" => value.split(',').all(|day| signed(day, 31)),
        "BYSETPOS" => value.split(',').all(|place| signed(place, 31)),
        _ => false,
    }
}

fn number(text: &str, least: u8, most: u8) -> bool {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain
        && text
            .parse()
            .is_ok_and(|held: u8| (least..=most).contains(&held))
}

/// `5`, `-1`: counted from the beginning or from the end, never nothing.
fn signed(text: &str, most: u8) -> bool {
    number(text.strip_prefix('-').unwrap_or(text), 1, most)
}

/// `FR`, `1FR` (the first Friday), `-1FR` (the last).
fn is_day(text: &str) -> bool {
    let Some((place, day)) = text
        .len()
        .checked_sub(2)
        .and_then(|at| text.split_at_checked(at))
    else {
        return false;
    };
    day.parse::<Weekday>().is_ok() && (place.is_empty() || signed(place, 5))
}

keyed_enum! {
    /// A day of the week as RFC 5545 writes it.
    pub enum Weekday {
        /// Monday.
        Monday = "MO",
        /// Tuesday.
        Tuesday = "TU",
        /// Wednesday.
        Wednesday = "WE",
        /// Thursday.
        Thursday = "TH",
        /// Friday.
        Friday = "FR",
        /// Saturday.
        Saturday = "SA",
        /// Sunday.
        Sunday = "SU",
    }
}

/// The rules that most groups need: these days, each week or each so many weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    /// The days, Monday first, without repetition.
    pub days: Vec<Weekday>,
    /// Each how many weeks.
    pub interval: u8,
}

impl Weekly {
    /// The rule. None without a day.
    pub fn rule(&self) -> Option<RecurrenceRule> {
        let days: Vec<&str> = Weekday::ALL
            .iter()
            .filter(|day| self.days.contains(day))
            .map(|day| day.as_str())
            .collect();
        if days.is_empty() {
            return None;
        }
        let interval = match self.interval {
            0 | 1 => String::new(),
            more => format!("INTERVAL={more};"),
        };
        RecurrenceRule::try_from(format!("FREQ=WEEKLY;{interval}BYDAY={}", days.join(","))).ok()
    }

    /// What a rule says, if it is of this kind.
    pub fn of(rule: &RecurrenceRule) -> Option<Self> {
        let other = ["BYMONTH", "BYMONTHDAY", "BYSETPOS"];
        if rule.part("FREQ") != Some("WEEKLY") || other.iter().any(|part| rule.part(part).is_some())
        {
            return None;
        }
        let mut days: Vec<Weekday> = rule
            .part("BYDAY")?
            .split(',')
            .map(Weekday::from_str)
            .collect::<Result<_, _>>()
            .ok()?;
        days.sort();
        days.dedup();
        let interval = rule.part("INTERVAL").map_or(Ok(1), str::parse).ok()?;
        Some(Self { days, interval })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(text: &str) -> Result<RecurrenceRule, TextFault> {
        RecurrenceRule::try_from(text.to_owned())
    }

    #[test]
    fn rules_that_name_days_are_possible() {
        for text in [
            "FREQ=WEEKLY;BYDAY=FR",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SA;WKST=MO",
            "FREQ=MONTHLY;BYDAY=1FR",
            "FREQ=MONTHLY;BYDAY=-1SA",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=DAILY;BYMONTH=6,7",
        ] {
            assert_eq!(rule(text).map(String::from), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_rule_says_neither_when_nor_how_often_nor_until() {
        for text in [
            "",
            "FREQ",
            "FREQ=",
            "FREQ=HOURLY",
            "FREQ=YEARLY",
            "BYDAY=FR",
            "FREQ=WEEKLY;COUNT=5",
            "FREQ=WEEKLY;UNTIL=20270101T000000Z",
            "FREQ=WEEKLY;BYHOUR=21",
            "FREQ=WEEKLY;INTERVAL=0",
            "FREQ=WEEKLY;INTERVAL=53",
            "FREQ=WEEKLY;INTERVAL=+1",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=0FR",
            "FREQ=WEEKLY;BYDAY=å",
            "FREQ=WEEKLY;FREQ=DAILY",
            "freq=weekly",
            "FREQ=WEEKLY;BYDAY=FR\nDTSTART:20270101T000000Z",
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=WEEKLY;",
        ] {
            assert!(rule(text).is_err(), "{text}");
        }
        assert!(rule(&format!("FREQ=WEEKLY;BYDAY={}", "FR,".repeat(60))).is_err());
    }

    #[test]
    fn the_usual_rules_can_be_read_back_into_a_form() {
        let held = Weekly::of(&rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,FR").unwrap()).unwrap();
        assert_eq!(held.days, [Weekday::Friday, Weekday::Saturday]);
        assert_eq!(held.interval, 2);
        assert_eq!(Weekly::of(&rule("FREQ=MONTHLY;BYDAY=1FR").unwrap()), None);
        let none = Weekly {
            days: vec![],
            interval: 1,
        };
        assert_eq!(none.rule(), None);
    }

    proptest! {
        #[test]
        fn what_a_form_says_it_reads_again(chosen in proptest::collection::btree_set(0_usize..7, 1..7), interval in 1_u8..=52) {
            let days: Vec<Weekday> = chosen.into_iter().map(|at| Weekday::ALL[at]).collect();
            let weekly = Weekly { days, interval };
            prop_assert_eq!(Weekly::of(&weekly.rule().unwrap()), Some(weekly));
        }

        #[test]
        fn no_text_makes_a_rule_fail_hard(text in "\\PC{0,60}") {
            let _possible = rule(&text);
        }
    }
}
