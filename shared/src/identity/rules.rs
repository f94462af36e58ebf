//! What makes a password good enough (SECURITY-AND-RELIABILITY.md 2.1): at least 15 characters, and not one
//! that somebody would guess. No rules on kinds of characters, no expiry, no hints.
//!
//! Instead of a list of thousands of common passwords, the words that such lists are made of: what is left of
//! a password after they are taken out has to be something still. So `Sommar2026Sommar2026` falls, whatever
//! its year, and `kaffe regnrock tak tussilago` stands.

use crate::problem::FieldCode;

/// The smallest number of characters of an account that has nothing but a password (NIST SP 800-63B-4).
pub const MIN_PASSWORD_CHARS: usize = 15;
/// The largest number of bytes, so that hashing can't be used to wear the server out.
pub const MAX_PASSWORD_BYTES: usize = 256;

/// How much has to be left of a password when its guessable parts are taken out.
const MIN_LEFT: usize = 8;
/// Digits are mostly years and telephone numbers: so many of them count at most.
const MAX_COUNTED_DIGITS: usize = 4;
/// The smallest number of different characters.
const MIN_DIFFERENT: usize = 5;
/// The shortest word of a person's own that is taken out.
const MIN_CONTEXT_WORD: usize = 3;

/// Words and phrases that lists of leaked passwords consist of, Swedish and English, and our own: longer ones
/// first where one holds another. In lower case, letters only.
const COMMON: &[&str] = &[
    "thequickbrownfoxjumpsoverthelazydog",
    "twinkletwinklelittlestar",
    "correcthorsebatterystaple",
    "batterystaple",
    "correcthorse",
    "tobeornottobethatisthequestion",
    "tobeornottobe",
    "maytheforcebewithyou",
    "blinkalillastjärna",
    "blinkalillastjarna",
    "björnensover",
    "bjornensover",
    "dugamladufria",
    "jagälskardig",
    "jagalskardig",
    "jagälskar",
    "jagalskar",
    "iloveyouforever",
    "iloveyousomuch",
    "iloveyou",
    "passwordpassword",
    "administratör",
    "administrator",
    "lösenordet",
    "losenordet",
    "lösenord",
    "losenord",
    "hemligheten",
    "hemligt",
    "hemlig",
    "nattvandring",
    "nattvandrare",
    "nattvandra",
    "grannsamverkan",
    "trygghetsvandring",
    "trygghet",
    "sundbybergs",
    "sundbyberg",
    "hallonbergen",
    "stockholm",
    "göteborg",
    "goteborg",
    "sverige",
    "sweden",
    "rissne",
    "sumpan",
    "kommun",
    "polisen",
    "lykta",
    "lantern",
    "password",
    "passwort",
    "passord",
    "passcode",
    "passphrase",
    "changeme",
    "letmeinplease",
    "letmein",
    "welcome",
    "välkommen",
    "valkommen",
    "princess",
    "sunshine",
    "football",
    "fotboll",
    "baseball",
    "superman",
    "batman",
    "pokemon",
    "starwars",
    "michael",
    "charlie",
    "jennifer",
    "master",
    "shadow",
    "dragon",
    "monkey",
    "freedom",
    "whatever",
    "trustnoone",
    "trustno",
    "computer",
    "internet",
    "samsung",
    "google",
    "hejsan",
    "svejsan",
    "sommaren",
    "sommar",
    "vintern",
    "vinter",
    "hösten",
    "hosten",
    "våren",
    "varen",
    "summer",
    "winter",
    "spring",
    "autumn",
    "januari",
    "februari",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "måndag",
    "mandag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "lordag",
    "söndag",
    "sondag",
    "älskling",
    "alskling",
    "mamma",
    "pappa",
    "lillan",
    "gubben",
    "hammarby",
    "djurgården",
    "djurgarden",
    "secret",
    "hello",
    "admin",
    "login",
    "guest",
    "default",
    "test",
    "user",
    "hej",
    "bajen",
    "pass",
    "root",
    "love",
    "baby",
    "abc",
    "qwe",
    "asd",
    "zxc",
    "aik",
];

/// Rows of keys and orders that fingers and heads run along.
const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyzåäö",
    "01234567890",
    "qwertyuiopå",
    "asdfghjklöä",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol",
    "qazwsxedcrfvtgbyhnujm",
    "!\"#¤%&/()=",
    "!@#$%^&*()",
];
/// The shortest piece of a run that is taken out.
const MIN_RUN: usize = 4;

/// Whether a new password is neither too short nor too long: what a form can say before anything is sent.
pub fn check_password_length(password: &str) -> Result<(), FieldCode> {
    if password.len() > MAX_PASSWORD_BYTES {
        Err(FieldCode::TooLong)
    } else if password.chars().count() < MIN_PASSWORD_CHARS {
        Err(FieldCode::TooShort)
    } else {
        Ok(())
    }
}

/// Whether a new password is good enough for a person with these words of their own (address, name,
/// organisation …). The error is the field's code; no guessable password is told which part of it was.
///
/// ```
/// use lykta_shared::{identity::rules::check_new_password, problem::FieldCode};
/// let anna = ["anna.berg@example.se", "Anna Berg"];
/// assert_eq!(check_new_password("kaffe regnrock tussilago", &anna), Ok(()));
/// assert_eq!(check_new_password("Sommar2026!!!!!", &anna), Err(FieldCode::GuessablePassword));
/// assert_eq!(check_new_password("kort", &anna), Err(FieldCode::TooShort));
/// ```
pub fn check_new_password(password: &str, own_words: &[&str]) -> Result<(), FieldCode> {
    check_password_length(password)?;
    let folded: Vec<char> = password
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let own = context_words(own_words);
    let spellings = [folded.clone(), folded.iter().map(|c| unleet(*c)).collect()];
    let guessable = different(&folded) < MIN_DIFFERENT
        || repeats(&folded)
        || spellings
            .into_iter()
            .any(|text| what_is_left(text, &own) < MIN_LEFT);
    if guessable {
        Err(FieldCode::GuessablePassword)
    } else {
        Ok(())
    }
}

fn different(text: &[char]) -> usize {
    text.iter().collect::<std::collections::BTreeSet<_>>().len()
}

/// Whether the text is one piece again and again, as `anna-anna-anna-`.
fn repeats(text: &[char]) -> bool {
    (1..=text.len() / 2).any(|unit| text.iter().zip(text.iter().skip(unit)).all(|(a, b)| a == b))
}

/// The letter that a digit or sign stands for in `p@ssw0rd`.
const fn unleet(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// The words in what a person is known by, in lower case.
fn context_words(own: &[&str]) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = own
        .iter()
        .flat_map(|text| {
            let text = text.to_lowercase();
            let parts: Vec<Vec<char>> = text
                .split(|c: char| !c.is_alphabetic())
                .map(|word| word.chars().collect())
                .collect();
            parts
        })
        .filter(|word| word.len() >= MIN_CONTEXT_WORD)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// How much there is to a password without runs, common words and the person's own.
fn what_is_left(mut text: Vec<char>, own: &[Vec<char>]) -> usize {
    take_out_runs(&mut text);
    for word in own {
        take_out(&mut text, word);
    }
    for word in COMMON {
        take_out(&mut text, &word.chars().collect::<Vec<_>>());
    }
    let letters = text.iter().filter(|c| c.is_alphabetic()).count();
    let digits = text
        .iter()
        .filter(|c| c.is_numeric())
        .count()
        .min(MAX_COUNTED_DIGITS);
    let signs: Vec<char> = text
        .iter()
        .copied()
        .filter(|c| !c.is_alphanumeric() && *c != GAP)
        .collect();
    letters + digits + different(&signs)
}

/// Stands where something was taken out, so that its neighbours don't grow together to a new word.
const GAP: char = '\u{0}';

fn take_out(text: &mut [char], word: &[char]) {
    let mut at = 0;
    while let Some(place) = text.get_mut(at..at + word.len()) {
        if place == word {
            place.fill(GAP);
        }
        at += 1;
    }
}

/// Takes out every piece of at least four characters that runs along a row, forwards or backwards, and every
/// character that stands three times or more in a row.
fn take_out_runs(text: &mut [char]) {
    let rows: Vec<Vec<char>> = RUNS
        .iter()
        .flat_map(|row| [row.chars().collect(), row.chars().rev().collect()])
        .collect();
    let mut at = 0;
    while at < text.len() {
        let longest = rows
            .iter()
            .map(|row| run_length(text, at, row))
            .max()
            .unwrap_or(0);
        let same = text
            .iter()
            .skip(at)
            .take_while(|c| Some(*c) == text.get(at))
            .count();
        let length = if longest >= MIN_RUN {
            longest
        } else if same >= 3 {
            same
        } else {
            0
        };
        if let Some(run) = text.get_mut(at..at + length) {
            run.fill(GAP);
        }
        at += length.max(1);
    }
}

/// How far the text from `at` on runs along the row, from wherever in the row it begins.
fn run_length(text: &[char], at: usize, row: &[char]) -> usize {
    (0..row.len())
        .map(|start| {
            text.iter()
                .skip(at)
                .zip(row.iter().skip(start))
                .take_while(|(a, b)| a == b)
                .count()
        })
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANNA: &[&str] = &[
        "anna.tussilago@example.se",
        "Anna Åkerblom",
        "Nattvandrarna i Rissne",
    ];

    fn check(password: &str) -> Result<(), FieldCode> {
        check_new_password(password, ANNA)
    }

    #[test]
    fn long_own_phrases_and_random_ones_are_taken() {
        for password in [
            "kaffe regnrock tak stol",
            "Trettio gula ankor simmar hem",
            "x7Kq9fWz3mVb2Lp",
            "}h4k!Pz-uv8%Lw?",
            "åtta små grodor på taket",
            "наш дом стоит у реки",
            "月が綺麗ですね今夜は本当に月が",
            "              en mening med rum omkring   ",
        ] {
            assert_eq!(check(password), Ok(()), "{password}");
        }
    }

    #[test]
    fn the_length_is_counted_in_characters_up_to_256_bytes() {
        assert_eq!(check("kaffe regnrock"), Err(FieldCode::TooShort));
        assert_eq!(check("åäöåäöåäöåäöåä"), Err(FieldCode::TooShort));
        let long: String = "kaffe regnrock tak stol vind "
            .chars()
            .cycle()
            .take(257)
            .collect();
        assert_eq!(check(&long), Err(FieldCode::TooLong));
        let varied = "tussilago vid vägen, regn mot rutan, kaffe i termos och två vantar till";
        assert!(varied.chars().count() > 64);
        assert_eq!(check_new_password(varied, &[]), Ok(()));
    }

    #[test]
    fn what_somebody_would_guess_is_refused() {
        for password in [
            "aaaaaaaaaaaaaaa",
            "123456789012345",
            "987654321098765",
            "abcdefghijklmnop",
            "qwertyuiopåasdfgh",
            "qwertyqwertyqwerty",
            "1qaz2wsx3edc4rfv",
            "passwordpassword",
            "Password12345678",
            "P@ssw0rdP@ssw0rd!",
            "Lösenord20262026",
            "losenordet-2026-",
            "Sommar2026Sommar2026",
            "Välkommen123456!",
            "correct horse battery staple",
            "jag älskar dig 4ever",
            "070-174 06 05 08-123",
            "19800101198001011980",
            "nattvandring2026",
            "Sundbyberg-kommun-1",
            "lyktalyktalyktalykta",
            "!!!!!!!!!!!!!!!!!",
            "admin admin root test",
        ] {
            assert_eq!(
                check(password),
                Err(FieldCode::GuessablePassword),
                "{password}"
            );
        }
    }

    #[test]
    fn ones_own_name_address_and_group_do_not_count() {
        for password in [
            "Anna.Tussilago.1980",
            "annaåkerblom2026!",
            "nattvandrarna-rissne-7",
            "example-tussilago-anna",
        ] {
            assert_eq!(
                check(password),
                Err(FieldCode::GuessablePassword),
                "{password}"
            );
        }
        assert_eq!(check_new_password("tussilago vid vägen", &[]), Ok(()));
    }

    /// The lists that are meant hold common words with years, signs and each other: over 3 000 such.
    #[test]
    fn the_words_of_the_lists_fall_in_thousands_of_combinations() {
        let ends = [
            "12345678901",
            "2026!2026!2026",
            "1234567890!",
            "!!!!!!!!!!!!",
            "00000000000",
            "19991231235959",
        ];
        let mut tried = 0;
        for (i, word) in COMMON.iter().enumerate() {
            let other = COMMON[(i + 7) % COMMON.len()];
            for end in ends {
                for password in [
                    format!("{word}{end}"),
                    format!("{}{end}", word.to_uppercase()),
                    format!("{end}{word}"),
                    format!("{word}{other}{end}"),
                ] {
                    if password.chars().count() >= MIN_PASSWORD_CHARS {
                        assert_eq!(
                            check_new_password(&password, &[]),
                            Err(FieldCode::GuessablePassword),
                            "{password}"
                        );
                        tried += 1;
                    }
                }
            }
        }
        assert!(tried >= 3000, "{tried}");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_check_panic(password in "\\PC{0,300}", own in "\\PC{0,40}") {
            let _ = check_new_password(&password, &[&own]).is_ok();
        }

        #[test]
        fn what_is_too_short_is_never_taken(password in "\\PC{0,14}") {
            prop_assert!(check_new_password(&password, &[]).is_err());
        }

        /// 15 characters of a generator must not be refused: a rule that does drives people away from them.
        #[test]
        fn random_letters_are_taken(password in "[b-df-hj-np-tv-xz]{20}") {
            prop_assume!(different(&password.chars().collect::<Vec<_>>()) >= 8);
            prop_assert_eq!(check_new_password(&password, &[]), Ok(()));
        }
    }
}
