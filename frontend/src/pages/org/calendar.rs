//! Days of the calendar: weekdays, weeks and the grid of a month. Pure day arithmetic, no clock and no zone.

use lykta_shared::time::LocalDate;

/// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`).
pub(crate) fn days(date: LocalDate) -> i32 {
    let month = i32::from(date.month);
    let year = i32::from(date.year) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day that lies `days` after 1970-01-01; the first and last possible day beyond the ends.
pub(crate) fn date(days: i32) -> LocalDate {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let m = (5 * of_year + 2) / 153;
    let day = of_year - (153 * m + 2) / 5 + 1;
    let month = if m < 10 { m + 3 } else { m - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => LocalDate { year, month, day },
        _ => LocalDate {
            year: 1970,
            month: 1,
            day: 1,
        },
    }
}

/// The weekday, Monday 0 … Sunday 6.
pub(crate) fn weekday(date: LocalDate) -> i32 {
    (days(date) + 3).rem_euclid(7)
}

/// The ISO week's number: the week of the Thursday.
pub(crate) fn iso_week(day: LocalDate) -> i32 {
    let thursday = date(days(day) - weekday(day) + 3);
    let first = LocalDate {
        month: 1,
        day: 1,
        ..thursday
    };
    (days(thursday) - days(first)) / 7 + 1
}

/// A month: a year and a number from 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    /// The year.
    pub(crate) year: i16,
    /// The month, 1–12.
    pub(crate) month: i8,
}

impl Month {
    /// The month `date` lies in.
    pub(crate) const fn of(date: LocalDate) -> Self {
        Self {
            year: date.year,
            month: date.month,
        }
    }

    /// The month `text` (`2026-11`) names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        format!("{text}-01").parse::<LocalDate>().ok().map(Self::of)
    }

    /// Its first day.
    pub(crate) const fn first(self) -> LocalDate {
        LocalDate {
            year: self.year,
            month: self.month,
            day: 1,
        }
    }

    /// The month after it.
    pub(crate) fn next(self) -> Self {
        Self::of(date(days(self.first()) + 31))
    }

    /// The month before it.
    pub(crate) fn previous(self) -> Self {
        Self::of(date(days(self.first()) - 1))
    }

    /// Its last day.
    pub(crate) fn last(self) -> LocalDate {
        date(days(self.next().first()) - 1)
    }

    /// Its weeks, Monday first; days of other months are `None`.
    pub(crate) fn weeks(self) -> Vec<[Option<LocalDate>; 7]> {
        let (first, last) = (days(self.first()), days(self.last()));
        let mut monday = first - weekday(self.first());
        let mut weeks = Vec::new();
        while monday <= last {
            weeks.push([0, 1, 2, 3, 4, 5, 6].map(|offset| {
                let day = monday + offset;
                (first..=last).contains(&day).then(|| date(day))
            }));
            monday += 7;
        }
        weeks
    }
}

/// `2026-11`
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LocalDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        assert_eq!(days(day("1970-01-01")), 0);
        assert_eq!(days(day("2000-03-01")), 11_017);
        for n in (0..80_000).step_by(13) {
            assert_eq!(days(date(n)), n);
        }
    }

    #[test]
    fn weekdays_and_weeks_are_those_of_the_wall_calendar() {
        assert_eq!(weekday(day("2026-11-27")), 4);
        assert_eq!(iso_week(day("2026-11-27")), 48);
        assert_eq!(iso_week(day("2026-12-31")), 53);
        assert_eq!(iso_week(day("2027-01-03")), 53);
        assert_eq!(iso_week(day("2027-01-04")), 1);
    }

    #[test]
    fn a_month_has_all_its_days_once_and_monday_first() {
        let november = Month::parse("2026-11").unwrap();
        let weeks = november.weeks();
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0][6], Some(day("2026-11-01")));
        assert_eq!(weeks.iter().flatten().flatten().count(), 30);
        assert_eq!(november.last(), day("2026-11-30"));
        assert_eq!(november.next().to_string(), "2026-12");
        assert_eq!(
            Month::parse("2027-01").unwrap().previous().to_string(),
            "2026-12"
        );
        assert_eq!(Month::parse("2026-13"), None);
    }
}
