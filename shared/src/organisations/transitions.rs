//! The life of a partner application: `partnerApplicationStatus` of DOMAIN.md 3.8, as a state machine.

use super::ApplicationStatus;
use crate::time::Instant;

/// For how many seconds a liaison can take a decision back. Nobody is told before they are over.
pub const REGRET_SECONDS: i64 = 30;

/// What is done to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApplicationStep {
    /// The organisation sends it, or its completion, to the city.
    Submit,
    /// The organisation takes it back.
    Withdraw,
    /// A liaison takes it under review.
    StartReview,
    /// The city asks a question.
    RequestCompletion,
    /// The city says yes.
    Approve,
    /// The city says no.
    Reject,
}

impl ApplicationStep {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Submit,
        Self::Withdraw,
        Self::StartReview,
        Self::RequestCompletion,
        Self::Approve,
        Self::Reject,
    ];
}

/// Where `step` leads from `status`; `None` where it is not possible.
pub fn after(status: ApplicationStatus, step: ApplicationStep) -> Option<ApplicationStatus> {
    use ApplicationStatus as S;
    use ApplicationStep as T;
    match (status, step) {
        (S::Draft, T::Submit) => Some(S::Submitted),
        (S::NeedsCompletion, T::Submit) | (S::Submitted, T::StartReview) => Some(S::UnderReview),
        (S::Draft | S::Submitted | S::UnderReview | S::NeedsCompletion, T::Withdraw) => {
            Some(S::Withdrawn)
        }
        (S::UnderReview, T::RequestCompletion) => Some(S::NeedsCompletion),
        (S::UnderReview, T::Approve) => Some(S::Approved),
        (S::UnderReview | S::NeedsCompletion, T::Reject) => Some(S::Rejected),
        _ => None,
    }
}

/// Where a step of the city's leads back to when it is taken back at `now`; `None` for what is no decision and no
/// question, and once its mail may have left.
pub fn taken_back(
    from: ApplicationStatus,
    to: ApplicationStatus,
    at: Instant,
    now: Instant,
) -> Option<ApplicationStatus> {
    use ApplicationStatus as S;
    let told = matches!(to, S::NeedsCompletion | S::Approved | S::Rejected);
    (told && now < at.plus_seconds(REGRET_SECONDS)).then_some(from)
}

impl ApplicationStatus {
    /// Whether the organisation may still change what it wrote.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::NeedsCompletion)
    }

    /// Whether it is over, so that a new application may begin (an approved organisation is a partner).
    pub const fn allows_another(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn)
    }

    /// Whether it waits for the city.
    pub const fn waits_for_city(self) -> bool {
        matches!(self, Self::Submitted | Self::UnderReview)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `next` column of DOMAIN.md 3.8.
    fn next(status: ApplicationStatus) -> &'static [ApplicationStatus] {
        use ApplicationStatus as S;
        match status {
            S::Draft => &[S::Submitted, S::Withdrawn],
            S::Submitted => &[S::UnderReview, S::Withdrawn],
            S::UnderReview => &[S::NeedsCompletion, S::Approved, S::Rejected, S::Withdrawn],
            S::NeedsCompletion => &[S::UnderReview, S::Withdrawn, S::Rejected],
            S::Approved | S::Rejected | S::Withdrawn => &[],
        }
    }

    #[test]
    fn the_steps_reach_exactly_what_the_vocabulary_allows() {
        for status in ApplicationStatus::ALL {
            let mut reached: Vec<_> = ApplicationStep::ALL
                .iter()
                .filter_map(|step| after(*status, *step))
                .collect();
            reached.sort_unstable();
            let mut allowed = next(*status).to_vec();
            allowed.sort_unstable();
            assert_eq!(reached, allowed, "{status}");
        }
    }

    #[test]
    fn what_is_told_can_be_taken_back_until_it_is_told() {
        use ApplicationStatus as S;
        let at: Instant = "2026-11-27T20:00:00Z".parse().unwrap();
        let after = |seconds| at.plus_seconds(seconds);
        for to in [S::Approved, S::Rejected, S::NeedsCompletion] {
            let back = |now| taken_back(S::UnderReview, to, at, now);
            assert_eq!(back(after(29)), Some(S::UnderReview), "{to}");
            assert_eq!(back(after(30)), None, "{to}");
        }
        assert_eq!(taken_back(S::Submitted, S::UnderReview, at, at), None);
        assert_eq!(taken_back(S::Submitted, S::Withdrawn, at, at), None);
    }

    #[test]
    fn a_decision_is_the_end() {
        for status in [
            ApplicationStatus::Approved,
            ApplicationStatus::Rejected,
            ApplicationStatus::Withdrawn,
        ] {
            assert!(
                ApplicationStep::ALL
                    .iter()
                    .all(|step| after(status, *step).is_none())
            );
        }
    }
}
