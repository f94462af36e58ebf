//! The steps an application is written in.

use crate::text::{Text, org_application as text};

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Who the organisation is.
    Organisation,
    /// Whom the city calls.
    Contact,
    /// What it wants to do, and where.
    Activity,
    /// Everything once more, and send.
    Review,
}

impl Step {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 4] = [
        Self::Organisation,
        Self::Contact,
        Self::Activity,
        Self::Review,
    ];

    /// Its word in the address.
    const fn word(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Contact => "contact",
            Self::Activity => "activity",
            Self::Review => "review",
        }
    }

    /// The step that `word` names; the first one otherwise.
    pub(super) fn named(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|step| step.word() == word)
            .unwrap_or(Self::Organisation)
    }

    /// The address it stands at.
    pub(super) fn address(self) -> String {
        format!("/apply?step={}", self.word())
    }

    /// What it is about.
    pub(crate) const fn title(self) -> Text {
        match self {
            Self::Organisation => text::APPLY_ORGANISATION,
            Self::Contact => text::APPLY_CONTACT,
            Self::Activity => text::APPLY_ACTIVITY,
            Self::Review => text::APPLY_REVIEW,
        }
    }

    /// Its number, from 1.
    pub(super) const fn number(self) -> usize {
        match self {
            Self::Organisation => 1,
            Self::Contact => 2,
            Self::Activity => 3,
            Self::Review => 4,
        }
    }

    /// The step after it.
    pub(super) fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// The step before it.
    pub(super) fn previous(self) -> Option<Self> {
        let place = self.number().checked_sub(2)?;
        Self::ALL.get(place).copied()
    }

    /// On which step the field at `pointer` is filled in.
    pub(super) fn of(pointer: &str) -> Self {
        let field = pointer.split('/').nth(1).unwrap_or_default();
        match field {
            "contactName" | "contactEmail" | "contactPhone" | "contactConsent" => Self::Contact,
            "districts" | "activityTypes" | "people" | "description" => Self::Activity,
            _ => Self::Organisation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other() {
        assert_eq!(Step::Organisation.previous(), None);
        assert_eq!(Step::Organisation.next(), Some(Step::Contact));
        assert_eq!(Step::Review.previous(), Some(Step::Activity));
        assert_eq!(Step::Review.next(), None);
        assert_eq!(Step::named("nonsense"), Step::Organisation);
    }

    #[test]
    fn a_servers_error_leads_to_the_step_of_its_field() {
        assert_eq!(Step::of("/organisationNumber"), Step::Organisation);
        assert_eq!(Step::of("/contactConsent"), Step::Contact);
        assert_eq!(Step::of("/districts/0"), Step::Activity);
    }
}
