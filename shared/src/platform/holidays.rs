//! Sweden's public holidays, computed for any year (law 1989:253; DOMAIN.md 5.3).

use super::Holiday;
use crate::time::{
    LocalDate,
    civil::{shift_days, weekday},
};

/// The public holiday on this day, or the eve that is kept like one.
pub fn holiday(day: LocalDate) -> Option<Holiday> {
    fixed(day)
        .or_else(|| by_easter(day))
        .or_else(|| by_weekday(day))
}

fn fixed(day: LocalDate) -> Option<Holiday> {
    Some(match (day.month, day.day) {
        (1, 1) => Holiday::NewYearsDay,
        (1, 6) => Holiday::Epiphany,
        (5, 1) => Holiday::MayDay,
        (6, 6) => Holiday::NationalDay,
        (12, 24) => Holiday::ChristmasEve,
        (12, 25) => Holiday::ChristmasDay,
        (12, 26) => Holiday::BoxingDay,
        (12, 31) => Holiday::NewYearsEve,
        _ => return None,
    })
}

fn by_easter(day: LocalDate) -> Option<Holiday> {
    let easter = easter_sunday(day.year)?;
    [
        (-2, Holiday::GoodFriday),
        (-1, Holiday::EasterEve),
        (0, Holiday::EasterSunday),
        (1, Holiday::EasterMonday),
        (39, Holiday::AscensionDay),
        (49, Holiday::WhitSunday),
    ]
    .into_iter()
    .find(|(after, _)| shift_days(easter, *after) == day)
    .map(|(_, holiday)| holiday)
}

/// Midsummer's Day is the Saturday of 20–26 June, All Saints' Day that of 31 October–6 November.
fn by_weekday(day: LocalDate) -> Option<Holiday> {
    match (day.month, day.day, weekday(day)) {
        (6, 19..=25, 5) => Some(Holiday::MidsummerEve),
        (6, 20..=26, 6) => Some(Holiday::MidsummerDay),
        (10, 31, 6) | (11, 1..=6, 6) => Some(Holiday::AllSaintsDay),
        _ => None,
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of 1876): the Sunday after the full moon on or
/// after 21 March, with the moon of the church's tables.
fn easter_sunday(year: i16) -> Option<LocalDate> {
    let year_32 = i32::from(year);
    let (golden, century, of_century) = (year_32 % 19, year_32 / 100, year_32 % 100);
    let moon_shift = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 19 * to_sunday) / 433;
    let month = (epact + to_sunday - 7 * late + 90) / 25;
    let day = (epact + to_sunday - 7 * late + 33 * month + 19) % 32;
    LocalDate::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(text: &str) -> Option<Holiday> {
        holiday(text.parse().unwrap())
    }

    #[test]
    fn the_holidays_of_three_years_are_where_the_almanac_has_them() {
        for (holiday, days) in [
            (
                Holiday::NewYearsDay,
                ["2026-01-01", "2027-01-01", "2028-01-01"],
            ),
            (
                Holiday::Epiphany,
                ["2026-01-06", "2027-01-06", "2028-01-06"],
            ),
            (
                Holiday::GoodFriday,
                ["2026-04-03", "2027-03-26", "2028-04-14"],
            ),
            (
                Holiday::EasterSunday,
                ["2026-04-05", "2027-03-28", "2028-04-16"],
            ),
            (
                Holiday::EasterMonday,
                ["2026-04-06", "2027-03-29", "2028-04-17"],
            ),
            (
                Holiday::AscensionDay,
                ["2026-05-14", "2027-05-06", "2028-05-25"],
            ),
            (
                Holiday::WhitSunday,
                ["2026-05-24", "2027-05-16", "2028-06-04"],
            ),
            (
                Holiday::MidsummerEve,
                ["2026-06-19", "2027-06-25", "2028-06-23"],
            ),
            (
                Holiday::MidsummerDay,
                ["2026-06-20", "2027-06-26", "2028-06-24"],
            ),
            (
                Holiday::AllSaintsDay,
                ["2026-10-31", "2027-11-06", "2028-11-04"],
            ),
        ] {
            for day in days {
                assert_eq!(on(day), Some(holiday), "{day}");
            }
        }
        for ordinary in [
            "2026-04-07",
            "2026-06-26",
            "2026-11-07",
            "2027-06-19",
            "2026-12-23",
        ] {
            assert_eq!(on(ordinary), None, "{ordinary}");
        }
    }

    proptest! {
        #[test]
        fn every_year_has_all_of_them_once(year in 1970_i16..2200) {
            let mut seen = Vec::new();
            let mut day = LocalDate::new(year, 1, 1).unwrap();
            while day.year == year {
                seen.extend(holiday(day));
                day = shift_days(day, 1);
            }
            seen.sort();
            let before = seen.len();
            seen.dedup();
            prop_assert_eq!(before, seen.len());
            // Ascension Day on 1 May (2008) and Whit Sunday on 6 June (2049) hide behind the other.
            prop_assert!(seen.len() >= Holiday::ALL.len() - 1, "{} in {}", seen.len(), year);
        }
    }
}
