//! Rules of organisations and their members, without a database.

use super::{AgeBand, ApplicationForm, NoteQualification, OrgRole, UpdateMember};
use crate::{
    problem::{FieldCode, FieldError},
    time::LocalDate,
};

/// How many days an invitation by e-mail is good for.
pub const INVITATION_DAYS: i64 = 7;
/// How many days a join link is good for.
pub const JOIN_LINK_DAYS: i64 = 30;
/// Below this, a number of members says who they are (small-number rule, SECURITY-AND-RELIABILITY.md 7.3).
pub const SMALLEST_COUNT: u32 = 5;
/// The largest number of districts or activity types in an application.
const MOST_KEYS: usize = 40;

/// What is wrong with a set of roles for somebody of this age.
///
/// At least one role; whoever is 15–17 is a youth walker and nothing that plans, leads or decides.
pub fn check_roles(roles: &[OrgRole], age_band: AgeBand) -> Result<(), Vec<FieldError>> {
    let fault = |code| Err(vec![FieldError::new("/roles", code)]);
    if roles.is_empty() {
        return fault(FieldCode::Required);
    }
    let youth = roles.contains(&OrgRole::YouthVolunteer);
    match age_band {
        AgeBand::Youth if roles != [OrgRole::YouthVolunteer] => fault(FieldCode::NotEligible),
        AgeBand::Adult if youth => fault(FieldCode::NotEligible),
        _ => Ok(()),
    }
}

/// What is wrong with what an administrator sets of a member, on `today`.
///
/// Beside the roles ([`check_roles`]): nobody becomes a youth walker where the organisation takes none along, and a
/// guardian's consent is noted for those of 15–17 only, on a day that has come (DOMAIN.md 1.3).
pub fn check_member(
    update: &UpdateMember,
    accepts_youth: bool,
    today: LocalDate,
) -> Vec<FieldError> {
    let mut errors = check_roles(&update.roles, update.age_band)
        .err()
        .unwrap_or_default();
    let youth = update.age_band == AgeBand::Youth;
    if youth && !accepts_youth {
        errors.push(FieldError::new("/ageBand", FieldCode::NotEligible));
    }
    match update.guardian_consent_on {
        Some(_) if !youth => {
            errors.push(FieldError::new(
                "/guardianConsentOn",
                FieldCode::NotEligible,
            ));
        }
        Some(day) if day > today => {
            errors.push(FieldError::new("/guardianConsentOn", FieldCode::OutOfRange));
        }
        _ => {}
    }
    errors
}

/// What is missing in an application before it can be sent. Pointers name the form's fields.
pub fn check_form(form: &ApplicationForm, special_category: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut fault = |pointer: &str, code| errors.push(FieldError::new(pointer, code));
    if form.description.as_str().is_empty() {
        fault("/description", FieldCode::Required);
    }
    for (pointer, keys) in [
        ("/districts", &form.districts),
        ("/activityTypes", &form.activity_types),
    ] {
        if keys.is_empty() {
            fault(pointer, FieldCode::Required);
        } else if keys.len() > MOST_KEYS {
            fault(pointer, FieldCode::TooLong);
        }
    }
    // The city sees one person of such an organisation, and only one who has agreed (PRODUCT.md rule 5).
    if special_category && !form.contact_consent {
        fault("/contactConsent", FieldCode::Required);
    }
    errors
}

/// A count that may be told: hidden when it is small and the organisation is of a special category.
pub fn told_count(count: u32, special_category: bool) -> Option<u32> {
    (!special_category || count >= SMALLEST_COUNT).then_some(count)
}

/// A name without what two spellings of the same name differ in: case, accents, everything but letters and digits.
fn bare(name: &str) -> Vec<char> {
    name.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'å' | 'ä' | 'á' | 'à' => 'a',
            'ö' | 'ó' | 'ø' => 'o',
            'é' | 'è' => 'e',
            'ü' => 'u',
            other => other,
        })
        .collect()
}

/// Whether two names look like the same organisation: equal but for a few letters, or one within the other.
pub fn names_look_alike(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    if short.is_empty() {
        return false;
    }
    let within = short.len() >= 8
        && long
            .windows(short.len())
            .any(|part| part == short.as_slice());
    within || distance(short, long) <= (short.len() / 6).max(1)
}

/// How many letters have to be put in, taken out or changed to get from one to the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (above, (diagonal, b)) in row.iter().skip(1).zip(row.iter().zip(other)) {
            let left = next.last().copied().unwrap_or(0);
            next.push(
                (above + 1)
                    .min(left + 1)
                    .min(diagonal + usize::from(a != b)),
            );
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The word an organisation has in paths of the web app: ASCII letters, digits and hyphens, at most 60.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        let plain: &str = match c {
            'å' | 'ä' | 'á' | 'à' => "a",
            'ö' | 'ó' | 'ø' => "o",
            'é' | 'è' | 'ë' => "e",
            'ü' => "u",
            'æ' => "ae",
            'ß' => "ss",
            _ => "",
        };
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !plain.is_empty() {
            slug.push_str(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(60).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        "organisation".to_owned()
    } else {
        slug.to_owned()
    }
}

/// All that is wrong with notes on what was shown: each once, not in the future, not over before it began.
pub fn check_qualifications(notes: &[NoteQualification], today: LocalDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (number, note) in notes.iter().enumerate() {
        let mut wrong = |field: &str, code| {
            let pointer = format!("/qualifications/{number}/{field}");
            errors.push(FieldError::new(pointer, code));
        };
        let earlier = notes.iter().take(number);
        if earlier
            .into_iter()
            .any(|one| one.qualification == note.qualification)
        {
            wrong("qualification", FieldCode::Invalid);
        }
        if note.shown_on > today {
            wrong("shownOn", FieldCode::OutOfRange);
        }
        if note.valid_until.is_some_and(|until| until < note.shown_on) {
            wrong("validUntil", FieldCode::EndNotAfterStart);
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_youth_walker_is_nothing_else() {
        assert!(check_roles(&[OrgRole::YouthVolunteer], AgeBand::Youth).is_ok());
        for role in OrgRole::ALL {
            let youth_role = *role == OrgRole::YouthVolunteer;
            assert_eq!(
                check_roles(&[*role], AgeBand::Adult).is_ok(),
                !youth_role,
                "{role}"
            );
            assert_eq!(
                check_roles(&[*role], AgeBand::Youth).is_ok(),
                youth_role,
                "{role}"
            );
        }
        assert!(
            check_roles(
                &[OrgRole::YouthVolunteer, OrgRole::ShiftLeader],
                AgeBand::Youth
            )
            .is_err()
        );
        assert!(check_roles(&[], AgeBand::Adult).is_err());
    }

    #[test]
    fn consent_is_noted_for_youth_on_a_day_that_has_come() {
        let day = |text: &str| text.parse::<LocalDate>().unwrap();
        let today = day("2026-11-27");
        let youth = |consent: Option<&str>| UpdateMember {
            roles: vec![OrgRole::YouthVolunteer],
            age_band: AgeBand::Youth,
            guardian_consent_on: consent.map(day),
        };
        let faults = |update: &UpdateMember, accepts_youth| {
            check_member(update, accepts_youth, today)
                .into_iter()
                .map(|error| (error.pointer, error.code))
                .collect::<Vec<_>>()
        };
        let consent = |code| vec![("/guardianConsentOn".to_owned(), code)];
        assert_eq!(faults(&youth(None), true), []);
        assert_eq!(faults(&youth(Some("2026-11-27")), true), []);
        assert_eq!(
            faults(&youth(Some("2026-11-28")), true),
            consent(FieldCode::OutOfRange)
        );
        assert_eq!(
            faults(&youth(None), false),
            [("/ageBand".to_owned(), FieldCode::NotEligible)]
        );
        let adult = UpdateMember {
            roles: vec![OrgRole::Volunteer],
            age_band: AgeBand::Adult,
            guardian_consent_on: Some(today),
        };
        assert_eq!(faults(&adult, false), consent(FieldCode::NotEligible));
    }

    #[test]
    fn small_numbers_of_special_categories_are_not_told() {
        assert_eq!(told_count(4, true), None);
        assert_eq!(told_count(5, true), Some(5));
        assert_eq!(told_count(0, false), Some(0));
    }

    #[test]
    fn two_spellings_of_a_name_look_alike() {
        assert!(names_look_alike(
            "Hallonbergens vänner",
            "Hallonbergs vänner"
        ));
        assert!(names_look_alike(
            "Rissne Nattvandrare",
            "rissne nattvandrare ideell förening"
        ));
        assert!(!names_look_alike(
            "Rissne nattvandrare",
            "Duvbo nattvandrare"
        ));
        assert!(!names_look_alike("", "Ör"));
    }

    #[test]
    fn a_slug_is_made_of_what_urls_carry() {
        assert_eq!(slug("Föräldrar i Ör & Duvbo"), "foraldrar-i-or-duvbo");
        assert_eq!(slug("محمد"), "organisation");
    }

    proptest! {
        #[test]
        fn every_slug_is_plain_and_short(name in "\\PC{0,200}") {
            let slug = slug(&name);
            prop_assert!((1..=60).contains(&slug.len()));
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn a_name_looks_like_itself(name in "[a-zåäö ]{1,40}") {
            prop_assume!(name.chars().any(char::is_alphanumeric));
            prop_assert!(names_look_alike(&name, &name));
        }
    }
}
