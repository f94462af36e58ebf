//! Organisations and applications in words.

use lykta_shared::organisations::{ApplicationStatus, OrgRole, OrganisationStatus};

use crate::text::{Text, inside, org as text, org_application as application, roles, t};

/// How an organisation stands with the city.
pub(crate) const fn organisation_status(status: OrganisationStatus) -> Text {
    match status {
        OrganisationStatus::Applicant => text::STATUS_APPLICANT,
        OrganisationStatus::Active => text::STATUS_ACTIVE,
        OrganisationStatus::Paused => text::STATUS_PAUSED,
        OrganisationStatus::RenewalDue => text::STATUS_RENEWAL_DUE,
        OrganisationStatus::Suspended => text::STATUS_SUSPENDED,
        OrganisationStatus::Ended => text::STATUS_ENDED,
    }
}

/// Where an application stands.
pub(crate) const fn application_status(status: ApplicationStatus) -> Text {
    match status {
        ApplicationStatus::Draft => application::A_DRAFT,
        ApplicationStatus::Submitted => application::A_SUBMITTED,
        ApplicationStatus::UnderReview => application::A_UNDER_REVIEW,
        ApplicationStatus::NeedsCompletion => application::A_NEEDS_COMPLETION,
        ApplicationStatus::Approved => application::A_APPROVED,
        ApplicationStatus::Rejected => application::A_REJECTED,
        ApplicationStatus::Withdrawn => application::A_WITHDRAWN,
    }
}

/// What an application's status means for the organisation, and what comes next.
pub(super) const fn application_next(status: ApplicationStatus) -> Text {
    match status {
        ApplicationStatus::Draft => application::A_NEXT_DRAFT,
        ApplicationStatus::Submitted => application::A_NEXT_SUBMITTED,
        ApplicationStatus::UnderReview => application::A_NEXT_UNDER_REVIEW,
        ApplicationStatus::NeedsCompletion => application::A_NEXT_NEEDS_COMPLETION,
        ApplicationStatus::Approved => application::A_NEXT_APPROVED,
        ApplicationStatus::Rejected => application::A_NEXT_REJECTED,
        ApplicationStatus::Withdrawn => application::A_NEXT_WITHDRAWN,
    }
}

/// Roles as a list: `Organisationsansvarig, vandringsledare`.
pub(super) fn roles(held: &[OrgRole]) -> String {
    held.iter()
        .enumerate()
        .map(|(place, role)| {
            let label = t(roles::org_role(*role));
            if place == 0 {
                label.to_owned()
            } else {
                inside(label)
            }
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// The roles as choices. Who is a youth walker follows from the age and is not asked twice.
pub(super) fn role_options() -> Vec<(String, String)> {
    OrgRole::ALL
        .iter()
        .filter(|role| **role != OrgRole::YouthVolunteer)
        .map(|role| (role.to_string(), t(roles::org_role(*role)).to_owned()))
        .collect()
}

/// Roles as the value of a field with several choices.
pub(super) fn role_value(held: &[OrgRole]) -> String {
    held.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}
