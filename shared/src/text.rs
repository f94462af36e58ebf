//! Text people type, as types: a value that exists is one that may be stored, shown and mailed.
//!
//! NUL, control and direction-override characters die here (SECURITY-AND-RELIABILITY.md 4.2): a name with a
//! line feed once killed a mail worker, and U+202E turns the rest of a row around.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::problem::FieldCode;

/// Why a text is not possible. Its `Display` is `field:<code>`, which the server's JSON reader turns into
/// a field error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextFault(pub FieldCode);

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "field:{}", self.0)
    }
}

impl std::error::Error for TextFault {}

/// Invisible characters that carry text in another direction or hide in it.
fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// One line: trimmed, inner white space folded to one space, `min..=max` characters.
fn line(text: &str, min: usize, max: usize) -> Result<String, TextFault> {
    if text.chars().any(is_forbidden) {
        return Err(TextFault(FieldCode::ForbiddenCharacter));
    }
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(folded, min, max)
}

/// Several lines: line ends as `\n`, trimmed at the end, `min..=max` characters.
fn lines(text: &str, min: usize, max: usize) -> Result<String, TextFault> {
    let text = text.replace("\r\n", "\n");
    if text
        .chars()
        .any(|c| c != '\n' && c != '\t' && is_forbidden(c))
    {
        return Err(TextFault(FieldCode::ForbiddenCharacter));
    }
    bounded(text.trim().to_owned(), min, max)
}

fn bounded(text: String, min: usize, max: usize) -> Result<String, TextFault> {
    // Joiners (U+200C, U+200D) are needed inside words but are nothing on their own.
    let visible = text
        .chars()
        .filter(|c| !matches!(c, '\u{200C}' | '\u{200D}'))
        .count();
    if min > 0 && visible == 0 {
        return Err(TextFault(FieldCode::Required));
    }
    let length = text.chars().count();
    if length < min {
        Err(TextFault(FieldCode::TooShort))
    } else if length > max {
        Err(TextFault(FieldCode::TooLong))
    } else {
        Ok(text)
    }
}

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident = $parse:ident($min:tt, $max:tt));+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = $min, max_length = $max))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The largest number of characters.
            pub const MAX: usize = $max;

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextFault;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                $parse(&text, $min, $max).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

texts! {
    /// What a person is called here; may be a called-name or an alias (DOMAIN.md 4.10).
    DisplayName = line(1, 80);
    /// The name of an organisation.
    OrganisationName = line(2, 120);
    /// The title of a shift or another short line.
    Title = line(1, 120);
    /// The name of a place or an address.
    Place = line(1, 160);
    /// A few sentences; may be empty.
    Note = lines(0, 2000);
    /// A reason somebody has to read; never empty.
    ReasonText = lines(1, 2000);
    /// What a walking group looks after, in a few words; may be empty.
    Area = line(0, 80);
    /// A guest's first name: one word, so that no family name is kept of somebody without an account.
    FirstName = first_name(1, 40);
    /// The free text of a report or an observation; may be empty.
    ReportText = lines(0, 1000);
    /// A phone number as people write it: digits, spaces, hyphens, a leading plus.
    Phone = phone(5, 24);
}

/// One word: double names are hyphenated.
fn first_name(text: &str, min: usize, max: usize) -> Result<String, TextFault> {
    let text = line(text, min, max)?;
    let fits = text
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    if fits {
        Ok(text)
    } else {
        Err(TextFault(FieldCode::Invalid))
    }
}

/// Nothing said.
impl Default for Note {
    fn default() -> Self {
        Self(String::new())
    }
}

/// A phone number: digits, spaces, hyphens and a leading plus, so that it can be a `tel:` link.
fn phone(text: &str, min: usize, max: usize) -> Result<String, TextFault> {
    let text = line(text, min, max)?;
    let fits = text.chars().enumerate().all(|(i, c)| {
        c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')') || (c == '+' && i == 0)
    }) && text.chars().filter(char::is_ascii_digit).count() >= 5;
    if fits {
        Ok(text)
    } else {
        Err(TextFault(FieldCode::Invalid))
    }
}

/// An e-mail address of one person, as typed. [`Email::normalised`] is what accounts are keyed by.
///
/// Only unquoted local parts and dotted domains are taken; that leaves out what no mail provider hands out
/// and what has carried header injections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = Email, max_length = 254))]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The largest number of characters (RFC 5321).
    pub const MAX: usize = 254;

    /// The address as typed, without surrounding space.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in lower case: `Anna@Example.se` and `anna@example.se` are one account.
    pub fn normalised(&self) -> String {
        self.0.to_lowercase()
    }
}

impl TryFrom<String> for Email {
    type Error = TextFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = line(&text, 1, Self::MAX)?;
        let bad = Err(TextFault(FieldCode::NotAnEmail));
        let Some((local, domain)) = text.rsplit_once('@') else {
            return bad;
        };
        let local_fits = (1..=64).contains(&local.len())
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .chars()
                .all(|c| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c));
        let labels: Vec<&str> = domain.split('.').collect();
        let domain_fits = labels.len() >= 2
            && labels.iter().all(|label| {
                (1..=63).contains(&label.len())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            })
            && labels
                .last()
                .is_some_and(|tld| tld.chars().any(char::is_alphabetic));
        if local_fits && domain_fits {
            Ok(Self(text))
        } else {
            bad
        }
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

macro_rules! secrets {
    ($($(#[$meta:meta])* $name:ident($min:tt, $max:tt)),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = $min, max_length = $max))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The secret itself. Call it where it is used, never on the way.
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[redacted]")
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextFault;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if text.is_empty() {
                    Err(TextFault(FieldCode::Required))
                } else if text.len() > $max {
                    Err(TextFault(FieldCode::TooLong))
                } else {
                    Ok(Self(text))
                }
            }
        }

        impl From<$name> for String {
            fn from(secret: $name) -> Self {
                secret.0
            }
        }
    )+};
}

secrets! {
    /// A password as typed: no trimming, no normalising, at most 256 bytes so that hashing can't be used to
    /// wear the server out. Whether it is good enough is `identity::rules`' to say, for new ones only.
    Password(1, 256),
    /// A one-time token out of a link's fragment.
    Token(1, 200),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Result<Email, TextFault> {
        Email::try_from(text.to_owned())
    }

    #[test]
    fn one_person_has_one_address_whatever_the_case() {
        assert_eq!(
            email(" Anna@Example.se ").unwrap().normalised(),
            "anna@example.se"
        );
    }

    #[test]
    fn tagged_and_international_addresses_are_taken() {
        assert!(email("name+nattvandring@exämple.se").is_ok());
        assert!(email("amira.o'neil@sub.example.se").is_ok());
    }

    #[test]
    fn what_could_smuggle_a_header_or_a_second_recipient_is_refused() {
        for text in [
            "a@b",
            "a b@example.se",
            "\"quoted\"@example.se",
            "a@example.se, b@example.se",
            "a@-x.se",
            "a@example.se\r\nBcc: b@example.se",
            "@example.se",
            "a@",
            "a..b@example.se",
            "a@1.2",
        ] {
            assert!(email(text).is_err(), "{text:?}");
        }
        assert_eq!(
            email(&format!("{}@example.se", "a".repeat(65))),
            Err(TextFault(FieldCode::NotAnEmail))
        );
    }

    #[test]
    fn names_carry_no_controls_and_no_direction_marks() {
        for text in [
            "Anna\nBcc: x",
            "Anna\u{0}",
            "A\u{202E}nna",
            "\u{200B}",
            "Anna\u{2028}",
        ] {
            assert_eq!(
                DisplayName::try_from(text.to_owned()),
                Err(TextFault(FieldCode::ForbiddenCharacter)),
                "{text:?}"
            );
        }
        assert_eq!(
            DisplayName::try_from("   ".to_owned()),
            Err(TextFault(FieldCode::Required))
        );
        assert_eq!(
            DisplayName::try_from("\u{200D}".to_owned()),
            Err(TextFault(FieldCode::Required))
        );
        assert_eq!(
            DisplayName::try_from("  Åsa   Öberg ".to_owned())
                .unwrap()
                .as_str(),
            "Åsa Öberg"
        );
        assert!(DisplayName::try_from("محمد علي".to_owned()).is_ok());
    }

    #[test]
    fn notes_keep_their_lines() {
        assert_eq!(
            Note::try_from("ett\r\ntvå\n".to_owned()).unwrap().as_str(),
            "ett\ntvå"
        );
        assert!(Note::try_from("x".repeat(2001)).is_err());
        assert!(Note::try_from(String::new()).is_ok());
        assert!(ReasonText::try_from(" \n ".to_owned()).is_err());
    }

    #[test]
    fn a_phone_number_can_be_called() {
        assert!(Phone::try_from("070-174 06 05".to_owned()).is_ok());
        assert!(Phone::try_from("+46 70 174 06 05".to_owned()).is_ok());
        assert!(Phone::try_from("ring mig".to_owned()).is_err());
    }

    #[test]
    fn of_a_guest_only_a_first_name_is_taken() {
        for text in ["Åsa", "Anna-Karin", "محمد"] {
            assert!(FirstName::try_from(text.to_owned()).is_ok(), "{text}");
        }
        for text in ["Åsa Öberg", "Åsa 070", "a@example.se", ""] {
            assert!(FirstName::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_never_shows_in_debug_output() {
        let password = Password::try_from("hemligt".to_owned()).unwrap();
        assert_eq!(format!("{password:?}"), "[redacted]");
    }
}
