//! The Swedish organisation number (DOMAIN.md 4.8).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{problem::FieldCode, text::TextFault};

/// An organisation number, kept as ten digits. What looks like a personal identity number is refused and
/// must never be logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "212000-0175"))]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationNumber(String);

impl OrganisationNumber {
    /// The ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// Luhn's sum over the digits, weights 2, 1, 2, 1 …
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let weighted = u32::from(*d) * if i % 2 == 0 { 2 } else { 1 };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

impl TryFrom<String> for OrganisationNumber {
    type Error = TextFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let not_one = Err(TextFault(FieldCode::NotAnOrganisationNumber));
        if text
            .chars()
            .any(|c| !(c.is_ascii_digit() || c == '-' || c.is_whitespace()))
        {
            return not_one;
        }
        let mut digits: Vec<u8> = text
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0')
            .collect();
        match (digits.len(), digits.get(..2)) {
            (10, _) => {}
            (12, Some([1, 6])) => digits = digits.split_off(2),
            // A personal number with its century.
            (12, Some([1, 9] | [2, 0])) => return Err(TextFault(FieldCode::PersonalNumber)),
            _ => return not_one,
        }
        match digits.get(2) {
            // A month's first digit is 0 or 1: this is a person's number, whatever its check digit says.
            Some(0 | 1) => Err(TextFault(FieldCode::PersonalNumber)),
            _ if luhn(&digits) => Ok(Self(digits.iter().map(|d| char::from(b'0' + d)).collect())),
            _ => not_one,
        }
    }
}

impl From<OrganisationNumber> for String {
    fn from(number: OrganisationNumber) -> Self {
        number.to_string()
    }
}

/// `NNNNNN-NNNN`
impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = self.0.split_at_checked(6).unwrap_or((&self.0, ""));
        write!(f, "{left}-{right}")
    }
}

impl fmt::Debug for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Result<String, FieldCode> {
        OrganisationNumber::try_from(text.to_owned())
            .map(|n| n.to_string())
            .map_err(|f| f.0)
    }

    #[test]
    fn every_usual_spelling_is_the_same_number() {
        for text in [
            "212000-0175",
            "2120000175",
            "16 212000-0175",
            " 212000 0175 ",
        ] {
            assert_eq!(number(text), Ok("212000-0175".to_owned()), "{text}");
        }
        for text in ["802411-1117", "556036-0793", "252004-0003"] {
            assert_eq!(number(text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_refused() {
        assert_eq!(
            number("212000-0176"),
            Err(FieldCode::NotAnOrganisationNumber)
        );
    }

    #[test]
    fn a_persons_number_is_named_as_such_and_never_taken() {
        for text in [
            "640823-3234",
            "6408233234",
            "19640823-3234",
            "20640823-3234",
            "701063-2391",
        ] {
            assert_eq!(number(text), Err(FieldCode::PersonalNumber), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_number() {
        for text in ["", "abc", "21200-0175", "212000-0175x", "18212000-0175"] {
            assert_eq!(
                number(text),
                Err(FieldCode::NotAnOrganisationNumber),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_reads_back_the_same(text in "[0-9]{6}-?[0-9]{4}") {
            if let Ok(shown) = number(&text) {
                prop_assert_eq!(number(&shown), Ok(shown));
            }
        }

        #[test]
        fn exactly_one_check_digit_fits(stem in "[2-9][0-9][2-9][0-9]{6}") {
            let fitting = (0..10).filter(|d| number(&format!("{stem}{d}")).is_ok()).count();
            prop_assert_eq!(fitting, 1);
        }
    }
}
