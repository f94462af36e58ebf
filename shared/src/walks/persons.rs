//! The person filter: places, not persons (PRODUCT.md rule 3). What it finds is never kept, logged or echoed; only
//! where and what kind.
//!
//! Written by hand: a `regex` would weigh 179 kB in the browser.

use crate::keyed_enum;

keyed_enum! {
    /// What in a text may be about a person.
    pub enum PersonTrace {
        /// A personal identity or coordination number. Refused.
        PersonalNumber = "personal_number",
        /// A licence plate.
        Plate = "plate",
        /// A phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// "heter …" and the like.
        Name = "name",
    }
}

/// Everything in `text` that may be about a person, each kind once.
pub fn traces(text: &str) -> Vec<PersonTrace> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (numbers, phones) = digits(&letters);
    for (there, trace) in [
        (numbers, PersonTrace::PersonalNumber),
        (plate(&letters), PersonTrace::Plate),
        (phones, PersonTrace::Phone),
        (email(text), PersonTrace::Email),
        (name(text), PersonTrace::Name),
    ] {
        if there {
            found.push(trace);
        }
    }
    found
}

/// Whether there is a personal number in it, and whether there is a phone number.
fn digits(letters: &[char]) -> (bool, bool) {
    let (mut number, mut phone) = (false, false);
    let mut start = 0;
    while start < letters.len() {
        let begins = letters.get(start).is_some_and(char::is_ascii_digit)
            && !before(letters, start).is_some_and(|c| c.is_ascii_digit());
        if begins {
            let run = run(letters, start);
            number |= personal(&run);
            let plus = before(letters, start) == Some('+');
            phone |= (8..=13).contains(&run.len()) && (plus || run.first() == Some(&0));
        }
        start += 1;
    }
    (number, phone)
}

fn before(letters: &[char], at: usize) -> Option<char> {
    at.checked_sub(1).and_then(|i| letters.get(i)).copied()
}

/// The digits from `start` on, over single spaces, hyphens and pluses.
fn run(letters: &[char], start: usize) -> Vec<u8> {
    let mut digits = Vec::new();
    let mut gap = 0;
    for letter in letters.iter().skip(start) {
        if let Some(digit) = letter.to_digit(10).filter(|_| letter.is_ascii_digit()) {
            digits.push(u8::try_from(digit).unwrap_or(0));
            gap = 0;
        } else if matches!(letter, ' ' | '-' | '–' | '+' | '\u{a0}') && gap == 0 {
            gap = 1;
        } else {
            break;
        }
    }
    digits
}

/// Whether the digits begin with a personal or coordination number, with or without century. The check digit has to fit:
/// without it every date with a time would be one.
fn personal(digits: &[u8]) -> bool {
    let ten = digits.get(..10).is_some_and(is_number);
    let twelve = digits
        .get(..12)
        .filter(|held| matches!(held.get(..2), Some([1, 8 | 9] | [2, 0])))
        .and_then(|held| held.get(2..))
        .is_some_and(is_number);
    ten || twelve
}

fn is_number(ten: &[u8]) -> bool {
    let pair = |at: usize| match ten.get(at..at + 2) {
        Some([tens, ones]) => tens * 10 + ones,
        _ => 0,
    };
    let (month, day) = (pair(2), pair(4));
    (1..=12).contains(&month) && matches!(day, 1..=31 | 61..=91) && luhn(ten)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(i, digit)| {
            let weighted = u32::from(*digit) * if i % 2 == 0 { 2 } else { 1 };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `ABC 123`, `ABC12D`. In small letters only without the space: "ute 100" is no plate.
fn plate(letters: &[char]) -> bool {
    (0..letters.len()).any(|start| {
        let apart = !before(letters, start).is_some_and(char::is_alphanumeric);
        let at = |i: usize| letters.get(start + i).copied().unwrap_or(' ');
        let upper = (0..3).all(|i| at(i).is_ascii_uppercase());
        let series = (0..3).all(|i| {
            at(i).is_ascii_alphabetic() && !matches!(at(i).to_ascii_uppercase(), 'I' | 'Q' | 'V')
        });
        let spaced = usize::from(upper && matches!(at(3), ' ' | '-'));
        let number = at(3 + spaced).is_ascii_digit() && at(4 + spaced).is_ascii_digit();
        let last = at(5 + spaced);
        let ends = last.is_ascii_digit()
            || (last.is_ascii_alphabetic()
                && !matches!(last.to_ascii_uppercase(), 'I' | 'O' | 'Q' | 'V'));
        apart && series && number && ends && !at(6 + spaced).is_alphanumeric()
    })
}

fn email(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(local, host)| {
            local.ends_with(|c: char| c.is_alphanumeric())
                && host.split_once('.').is_some_and(|(label, top)| {
                    label.starts_with(char::is_alphanumeric) && top.starts_with(char::is_alphabetic)
                })
        })
    })
}

/// Words that introduce somebody.
const INTRODUCTIONS: [&str; 7] = [
    "heter", "hette", "kallas", "vid namn", "named", "called", "name is",
];

fn name(text: &str) -> bool {
    let folded: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let padded = format!(" {words} ");
    INTRODUCTIONS.iter().any(|intro| {
        padded
            .split_once(&format!(" {intro} "))
            .is_some_and(|(_, rest)| !rest.trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_personal_number_is_found_in_every_spelling() {
        // Numbers the tax agency lends out for tests.
        for text in [
            "189001019802",
            "18900101-9802",
            "900101-9802",
            "9001019802",
            "Hon hette 900101-9802!",
            "900101 9802",
            "19 900101-9802",
            "nr:9001019802.",
            // A coordination number: the day plus 60.
            "701063-2391",
        ] {
            assert!(
                traces(text).contains(&PersonTrace::PersonalNumber),
                "{text}"
            );
        }
    }

    #[test]
    fn dates_times_and_counts_are_no_persons() {
        for text in [
            "Vi gick 2026-11-27 kl. 20.00 till 00.30.",
            "12 ungdomar vid torget, 3 lampor trasiga på Rissneleden 100",
            "ute 100 meter bort",
            "900101-9803",
            "linje 10, buss 504",
            "Portkod saknas. Det heter",
            "",
        ] {
            assert_eq!(traces(text), [], "{text}");
        }
    }

    #[test]
    fn plates_numbers_addresses_and_names_give_a_warning_each() {
        use PersonTrace as T;
        for (text, expected) in [
            ("Blå bil ABC 123 vid torget", T::Plate),
            ("abc12d stod där", T::Plate),
            ("Ring 070-174 06 05", T::Phone),
            ("+46 70 174 06 05", T::Phone),
            ("skriv till kim.k@example.se.", T::Email),
            ("Han heter Kim", T::Name),
            ("he is called Kim", T::Name),
        ] {
            assert_eq!(traces(text), [expected], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_filter_panic(text in "\\PC*") {
            prop_assert!(traces(&text).len() <= 5);
        }

        #[test]
        fn a_number_is_found_wherever_it_stands(before in "[a-zåäö .,]{0,20}", after in "[a-zåäö .,]{0,20}") {
            let text = format!("{before} 900101-9802{after}");
            prop_assert!(traces(&text).contains(&PersonTrace::PersonalNumber));
        }
    }
}
