//! Series in words.

use lykta_shared::{
    identity::Language,
    platform::{CityDay, Holiday},
    shifts::series::{LeftReason, PeopleChoice, RecurrenceRule, Weekday, Weekly},
};

use crate::text::{Text, fill, inside, language, org_term as text, t};

/// A day of the week.
pub(super) const fn weekday(day: Weekday) -> Text {
    match day {
        Weekday::Monday => text::MONDAY,
        Weekday::Tuesday => text::TUESDAY,
        Weekday::Wednesday => text::WEDNESDAY,
        Weekday::Thursday => text::THURSDAY,
        Weekday::Friday => text::FRIDAY,
        Weekday::Saturday => text::SATURDAY,
        Weekday::Sunday => text::SUNDAY,
    }
}

/// Each how many weeks.
pub(super) const fn interval(weeks: u8) -> Text {
    match weeks {
        2 => text::EVERY_SECOND,
        3 => text::EVERY_THIRD,
        4 => text::EVERY_FOURTH,
        _ => text::EVERY_WEEK,
    }
}

/// `Varje vecka: fredag, lördag`; a rule of another kind as it is written.
pub(super) fn rule(rule: &RecurrenceRule) -> String {
    let Some(weekly) = Weekly::of(rule).filter(|weekly| weekly.interval <= 4) else {
        return fill(text::OTHER_RULE, &[("rule", rule.as_str())]);
    };
    let days: Vec<String> = weekly.days.iter().map(|day| named(*day)).collect();
    format!("{}: {}", t(interval(weekly.interval)), days.join(", "))
}

/// A day of the week inside a sentence: small in Swedish, as it is in English.
fn named(day: Weekday) -> String {
    let name = t(weekday(day));
    match language() {
        Language::Sv => inside(name),
        Language::En => name.to_owned(),
    }
}

/// A public holiday.
pub(super) const fn holiday(day: Holiday) -> Text {
    match day {
        Holiday::NewYearsDay => text::H_NEW_YEARS_DAY,
        Holiday::Epiphany => text::H_EPIPHANY,
        Holiday::GoodFriday => text::H_GOOD_FRIDAY,
        Holiday::EasterEve => text::H_EASTER_EVE,
        Holiday::EasterSunday => text::H_EASTER_SUNDAY,
        Holiday::EasterMonday => text::H_EASTER_MONDAY,
        Holiday::MayDay => text::H_MAY_DAY,
        Holiday::AscensionDay => text::H_ASCENSION_DAY,
        Holiday::WhitSunday => text::H_WHIT_SUNDAY,
        Holiday::NationalDay => text::H_NATIONAL_DAY,
        Holiday::MidsummerEve => text::H_MIDSUMMER_EVE,
        Holiday::MidsummerDay => text::H_MIDSUMMER_DAY,
        Holiday::AllSaintsDay => text::H_ALL_SAINTS_DAY,
        Holiday::ChristmasEve => text::H_CHRISTMAS_EVE,
        Holiday::ChristmasDay => text::H_CHRISTMAS_DAY,
        Holiday::BoxingDay => text::H_BOXING_DAY,
        Holiday::NewYearsEve => text::H_NEW_YEARS_EVE,
    }
}

/// An entry of the city's calendar, in the reader's language.
pub(super) fn city_day(day: &CityDay) -> String {
    match language() {
        Language::Sv => day.sv.clone(),
        Language::En => day.en.clone(),
    }
}

/// Why one of many was left.
pub(super) const fn left(reason: LeftReason) -> Text {
    match reason {
        LeftReason::PeopleJoined => text::LEFT_PEOPLE,
        LeftReason::Begun => text::LEFT_BEGUN,
        LeftReason::WrongState => text::LEFT_STATE,
        LeftReason::NotPossible => text::LEFT_POSSIBLE,
        LeftReason::LeaderBusy => text::LEFT_LEADER,
    }
}

/// What can be chosen for a date with people.
pub(super) const fn choice(choice: PeopleChoice) -> Text {
    match choice {
        PeopleChoice::Keep => text::CHOICE_KEEP,
        PeopleChoice::Move => text::CHOICE_MOVE,
        PeopleChoice::Cancel => text::CHOICE_CANCEL,
    }
}
