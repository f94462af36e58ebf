//! Days and times in words, as DOMAIN.md 5.1 has them: "fredag 27 november 2026 kl. 21.00–01.00, natten till
//! lördag".

use lykta_shared::{
    identity::Language,
    time::{
        ClockChange, Instant, LocalDate, LocalTime, Span,
        civil::{clock_change, local, shift_days, weekday},
    },
};

const DAYS_SV: [&str; 7] = [
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS_SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The `number`th word, counted from 1.
fn nth(words: &[&'static str], number: i8) -> &'static str {
    usize::try_from(number - 1)
        .ok()
        .and_then(|index| words.get(index))
        .copied()
        .unwrap_or_default()
}

fn day_name(language: Language, date: LocalDate) -> &'static str {
    match language {
        Language::Sv => nth(&DAYS_SV, weekday(date)),
        Language::En => nth(&DAYS_EN, weekday(date)),
    }
}

fn month_name(language: Language, date: LocalDate) -> &'static str {
    match language {
        Language::Sv => nth(&MONTHS_SV, date.month),
        Language::En => nth(&MONTHS_EN, date.month),
    }
}

/// `21.00` in Swedish, `21:00` in English.
pub(super) fn time(language: Language, time: LocalTime) -> String {
    match language {
        Language::Sv => format!("{:02}.{:02}", time.hour, time.minute),
        Language::En => time.to_string(),
    }
}

/// `fredag 27 november`: for subjects, where the year says nothing.
pub(super) fn day(language: Language, date: LocalDate) -> String {
    format!(
        "{} {} {}",
        day_name(language, date),
        date.day,
        month_name(language, date)
    )
}

/// Day, time and where the night goes, in words.
pub(super) fn when(language: Language, span: Span) -> String {
    let ((start_day, start), (end_day, end)) = (local(span.start), local(span.end));
    let (from, to) = (time(language, start), time(language, end));
    let date = format!("{} {}", day(language, start_day), start_day.year);
    let over_night = end_day != start_day;
    let next = day_name(language, end_day);
    match language {
        Language::Sv if over_night => format!("{date} kl. {from}–{to}, natten till {next}"),
        Language::Sv => format!("{date} kl. {from}–{to}"),
        Language::En if over_night => format!("{date}, {from}–{to} (ends {next})"),
        Language::En => format!("{date}, {from}–{to}"),
    }
}

/// Day and beginning as short as a subject wants it, seen from `now`: "I dag kl. 21.00", "I morgon kl. 21.00",
/// "Fredag 27 november kl. 21.00".
pub(super) fn soon(language: Language, start: Instant, now: Instant) -> String {
    let ((date, at), (today, _)) = (local(start), local(now));
    let at = time(language, at);
    let which = if date == today {
        match language {
            Language::Sv => "I dag".to_owned(),
            Language::En => "Today".to_owned(),
        }
    } else if date == shift_days(today, 1) {
        match language {
            Language::Sv => "I morgon".to_owned(),
            Language::En => "Tomorrow".to_owned(),
        }
    } else {
        capital(&day(language, date))
    };
    match language {
        Language::Sv => format!("{which} kl. {at}"),
        Language::En => format!("{which} at {at}"),
    }
}

/// With a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What to say when the clocks change between the two ends.
pub(super) fn clock_note(language: Language, span: Span) -> Option<String> {
    let length = length(language, span);
    match (clock_change(span), language) {
        (ClockChange::None, _) => None,
        (ClockChange::Forward, Language::Sv) => Some(format!(
            "Obs! Klockan ställs fram kl. 02.00. Passet är {length} långt."
        )),
        (ClockChange::Back, Language::Sv) => Some(format!(
            "Obs! Klockan ställs tillbaka kl. 03.00. Passet är {length} långt."
        )),
        (ClockChange::Forward, Language::En) => Some(format!(
            "Note: the clocks go forward at 02:00. The shift is {length} long."
        )),
        (ClockChange::Back, Language::En) => Some(format!(
            "Note: the clocks go back at 03:00. The shift is {length} long."
        )),
    }
}

/// The elapsed length: "4 timmar", "1 timme 30 minuter".
fn length(language: Language, span: Span) -> String {
    let (hours, minutes) = (span.minutes() / 60, span.minutes() % 60);
    let count = |number: i64, one: &str, many: &str| {
        (number != 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
    };
    let (hours, minutes) = match language {
        Language::Sv => (
            count(hours, "timme", "timmar"),
            count(minutes, "minut", "minuter"),
        ),
        Language::En => (
            count(hours, "hour", "hours"),
            count(minutes, "minute", "minutes"),
        ),
    };
    hours
        .into_iter()
        .chain(minutes)
        .collect::<Vec<_>>()
        .join(" ")
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
    fn a_night_says_which_night_it_is() {
        let night = span("2026-11-27T20:00:00Z", "2026-11-28T00:00:00Z");
        assert_eq!(
            when(Language::Sv, night),
            "fredag 27 november 2026 kl. 21.00–01.00, natten till lördag"
        );
        assert_eq!(
            when(Language::En, night),
            "Friday 27 November 2026, 21:00–01:00 (ends Saturday)"
        );
        let evening = span("2026-11-27T17:00:00Z", "2026-11-27T19:30:00Z");
        assert_eq!(
            when(Language::Sv, evening),
            "fredag 27 november 2026 kl. 18.00–20.30"
        );
        assert_eq!(
            when(Language::En, evening),
            "Friday 27 November 2026, 18:00–20:30"
        );
    }

    #[test]
    fn a_clock_change_is_said_with_the_true_length() {
        let spring = span("2027-03-27T20:00:00Z", "2027-03-28T02:00:00Z");
        assert_eq!(
            clock_note(Language::Sv, spring).unwrap(),
            "Obs! Klockan ställs fram kl. 02.00. Passet är 6 timmar långt."
        );
        let autumn = span("2026-10-24T19:00:00Z", "2026-10-25T03:00:00Z");
        assert_eq!(
            clock_note(Language::En, autumn).unwrap(),
            "Note: the clocks go back at 03:00. The shift is 8 hours long."
        );
        let half = span("2026-10-24T23:30:00Z", "2026-10-25T01:01:00Z");
        assert!(
            clock_note(Language::Sv, half)
                .unwrap()
                .contains("1 timme 31 minuter")
        );
        let plain = span("2026-11-27T20:00:00Z", "2026-11-28T00:00:00Z");
        assert_eq!(clock_note(Language::Sv, plain), None);
    }

    #[test]
    fn a_subject_says_today_and_tomorrow() {
        let start = "2026-11-27T20:00:00Z".parse().unwrap();
        let seen = |now: &str| soon(Language::Sv, start, now.parse().unwrap());
        assert_eq!(seen("2026-11-27T17:00:00Z"), "I dag kl. 21.00");
        assert_eq!(seen("2026-11-26T17:00:00Z"), "I morgon kl. 21.00");
        assert_eq!(seen("2026-11-25T20:00:00Z"), "Fredag 27 november kl. 21.00");
        assert_eq!(
            soon(Language::En, start, "2026-11-25T20:00:00Z".parse().unwrap()),
            "Friday 27 November at 21:00"
        );
    }
}
