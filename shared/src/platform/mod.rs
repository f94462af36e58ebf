//! What every room leans on: vocabularies, districts, what the service says of itself.

mod city_days;
#[cfg(feature = "civil")]
pub mod holidays;

use std::collections::BTreeMap;

pub use city_days::*;

use crate::{api_reply, vocabulary::Key};

api_reply! {
    /// An entry of a controlled vocabulary.
    pub struct VocabularyItem {
        /// The stable key.
        pub key: Key,
        /// The Swedish label.
        pub sv: String,
        /// The English label.
        pub en: String,
        /// The smallest number of adults (`activityType` only).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub min_adults: Option<u16>,
        /// Whether a leader is needed (`activityType` only).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub needs_leader: Option<bool>,
        /// Whether belonging to it reveals what GDPR art. 9 protects (`organisationType` only).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub special_category: Option<bool>,
    }
}

api_reply! {
    /// A district of the city.
    pub struct District {
        /// The stable key.
        pub key: Key,
        /// The name; the same in both languages.
        pub name: String,
        /// Whether the city gives it priority.
        pub priority: bool,
    }
}

api_reply! {
    /// All vocabularies and districts, in the order they are shown in.
    pub struct Vocabularies {
        /// By the vocabulary's name, such as `organisationType`.
        pub vocabularies: BTreeMap<String, Vec<VocabularyItem>>,
        /// The districts.
        pub districts: Vec<District>,
    }
}

api_reply! {
    /// The service about itself (national REST profile VER.06).
    pub struct ApiInfo {
        /// `Lykta`.
        pub api_name: String,
        /// The version of the API's contract.
        pub api_version: String,
        /// The day that version was released.
        pub api_released: String,
        /// Where its documentation is.
        pub api_documentation: String,
        /// `active`, `deprecated` …
        pub api_status: String,
        /// Whether the data is made up for trying things out.
        pub demo: bool,
    }
}

/// The bundles the web app is cut into, so that each person loads what they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bundle {
    /// What visitors and members need.
    Everybody,
    /// An organisation's house-keeping, and one's own account.
    Organisation,
    /// Shifts, series and terms for those who plan them, and the roster.
    Planning,
    /// The city's space, and the way into it: an organisation's application.
    City,
    /// The walk and its report: on a phone, in the dark, without network.
    Walk,
}

/// The bundle the page at this path is in. The server picks the shell by it, the app knows by it which links load anew.
pub fn bundle(path: &str) -> Bundle {
    let mut parts = path.trim_matches('/').split('/');
    match parts.next() {
        Some("city" | "apply") => Bundle::City,
        Some("me") => Bundle::Organisation,
        Some("org") => match parts.nth(1) {
            Some("shifts" | "term" | "series") => Bundle::Planning,
            Some("application") => Bundle::City,
            _ => Bundle::Organisation,
        },
        Some("shifts") => match parts.nth(1) {
            Some("roster") => Bundle::Planning,
            Some("walk" | "report") => Bundle::Walk,
            _ => Bundle::Everybody,
        },
        _ => Bundle::Everybody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walkers_pages_are_in_the_small_bundle() {
        for path in [
            "/",
            "/shifts",
            "/shifts/01928e7a",
            "/my",
            "/login",
            "/organisation",
            "/city-walks",
        ] {
            assert_eq!(bundle(path), Bundle::Everybody, "{path}");
        }
    }

    #[test]
    fn house_keeping_planning_and_the_city_have_a_bundle_each() {
        for (path, held) in [
            ("/org/rissne", Bundle::Organisation),
            ("/org/rissne/members", Bundle::Organisation),
            ("/org/shifts", Bundle::Organisation),
            ("/me", Bundle::Organisation),
            ("/org/rissne/shifts", Bundle::Planning),
            ("/org/rissne/shifts/01928e7a/edit", Bundle::Planning),
            ("/org/rissne/term", Bundle::Planning),
            ("/org/rissne/series/01928e7a", Bundle::Planning),
            ("/shifts/01928e7a/roster", Bundle::Planning),
            ("/city", Bundle::City),
            ("/apply", Bundle::City),
            ("/org/rissne/application", Bundle::City),
            ("/city/partners/1", Bundle::City),
        ] {
            assert_eq!(bundle(path), held, "{path}");
        }
    }

    #[test]
    fn the_walk_has_a_bundle_of_its_own() {
        for path in ["/shifts/01928e7a/walk", "/shifts/01928e7a/report/"] {
            assert_eq!(bundle(path), Bundle::Walk, "{path}");
        }
    }
}
