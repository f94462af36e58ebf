//! Errors as the API tells them: RFC 9457 `application/problem+json` with a closed set of types.
//!
//! The server sends keys, never prose about the input; the web app words them exhaustively.

use serde::{Deserialize, Serialize};

use crate::{keyed_enum, shifts::SignUpReason};

keyed_enum! {
    /// What went wrong. The problem's `type` is `/problems/<kind>`; each kind has one HTTP status.
    pub enum ProblemKind {
        /// The request could not be read: broken JSON, wrong types, unknown fields, a bad query.
        MalformedRequest = "malformed-request",
        /// No session, or it has ended.
        Unauthenticated = "unauthenticated",
        /// Address and password do not fit, or the account can't be used; which of them is never said.
        LoginFailed = "login-failed",
        /// The address has not been confirmed yet. Only said after the right password.
        EmailUnverified = "email-unverified",
        /// The account is suspended. Only said after the right password.
        AccountSuspended = "account-suspended",
        /// Signed in, but without the right.
        Forbidden = "forbidden",
        /// The request did not come from our own pages.
        CrossSite = "cross-site",
        /// Nobody decides on their own organisation (PRODUCT.md rule 12).
        FourEyes = "four-eyes",
        /// Not there, or not for this person to know of.
        NotFound = "not-found",
        /// The path exists, the method does not.
        MethodNotAllowed = "method-not-allowed",
        /// The request took too long to arrive.
        RequestTimeout = "request-timeout",
        /// The thing is not in a state that allows this; `state` names the state it is in.
        WrongState = "wrong-state",
        /// The sign-up is not possible; `reasons` says why.
        SignUpRefused = "sign-up-refused",
        /// The last administrator can't go without a successor (PRODUCT.md rule 9).
        LastAdmin = "last-admin",
        /// The person is a member already, or has asked to be.
        AlreadyMember = "already-member",
        /// A thing with this name or number exists already.
        AlreadyExists = "already-exists",
        /// The maximum may not go below the number of people signed up.
        CapacityBelowSignups = "capacity-below-signups",
        /// At its new time the shift would overlap other shifts of people on it; `people` names them.
        ShiftsOverlap = "shifts-overlap",
        /// A link's token is unknown, used, withdrawn or too old.
        LinkInvalid = "link-invalid",
        /// Somebody changed the thing meanwhile (`If-Match`).
        Stale = "stale",
        /// The body is too large.
        PayloadTooLarge = "payload-too-large",
        /// The body is not `application/json`.
        UnsupportedMediaType = "unsupported-media-type",
        /// The `Idempotency-Key` was used for another request.
        KeyReused = "key-reused",
        /// Fields hold values that are not possible; `errors` names them.
        InvalidFields = "invalid-fields",
        /// `If-Match` is missing.
        PreconditionRequired = "precondition-required",
        /// Too many attempts; `Retry-After` says how many seconds to wait.
        TooManyRequests = "too-many-requests",
        /// Our fault. The request id helps us to find it.
        Internal = "internal",
        /// Overloaded or closing down; try again shortly.
        Unavailable = "unavailable",
    }
}

impl ProblemKind {
    /// The HTTP status that goes with this kind.
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::Unauthenticated | Self::LoginFailed => 401,
            Self::EmailUnverified
            | Self::AccountSuspended
            | Self::Forbidden
            | Self::CrossSite
            | Self::FourEyes => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::WrongState
            | Self::SignUpRefused
            | Self::LastAdmin
            | Self::AlreadyMember
            | Self::AlreadyExists
            | Self::CapacityBelowSignups
            | Self::ShiftsOverlap => 409,
            Self::LinkInvalid => 410,
            Self::Stale => 412,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::KeyReused | Self::InvalidFields => 422,
            Self::PreconditionRequired => 428,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// A short English title; the web app words the kind in the reader's language.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MalformedRequest => "The request could not be read",
            Self::Unauthenticated => "Sign in first",
            Self::LoginFailed => "E-mail address or password is wrong",
            Self::EmailUnverified => "Confirm your e-mail address first",
            Self::AccountSuspended => "The account is suspended",
            Self::Forbidden => "You may not do this",
            Self::CrossSite => "The request did not come from this site",
            Self::FourEyes => "Nobody decides on their own organisation",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "This method is not possible here",
            Self::RequestTimeout => "The request took too long to arrive",
            Self::WrongState => "Not possible in the present state",
            Self::SignUpRefused => "The sign-up is not possible",
            Self::LastAdmin => "Appoint another administrator first",
            Self::AlreadyMember => "The person is a member already",
            Self::AlreadyExists => "It exists already",
            Self::CapacityBelowSignups => "More people are signed up than this maximum allows",
            Self::ShiftsOverlap => "People on it are on other shifts at that time",
            Self::LinkInvalid => "The link is used, withdrawn or too old",
            Self::Stale => "Somebody changed this meanwhile",
            Self::PayloadTooLarge => "The request is too large",
            Self::UnsupportedMediaType => "Send application/json",
            Self::KeyReused => "This key was used for another request",
            Self::InvalidFields => "Some fields need another value",
            Self::PreconditionRequired => "Send If-Match with the version you read",
            Self::TooManyRequests => "Too many attempts",
            Self::Internal => "Something went wrong on our side",
            Self::Unavailable => "Busy right now",
        }
    }
}

keyed_enum! {
    /// Why a field's value is not possible.
    pub enum FieldCode {
        /// Something has to be filled in.
        Required = "required",
        /// Too few characters, or too small a number.
        TooShort = "too_short",
        /// Too many characters.
        TooLong = "too_long",
        /// Control characters, invisible direction marks or line breaks where they can't be.
        ForbiddenCharacter = "forbidden_character",
        /// Not an e-mail address.
        NotAnEmail = "not_an_email",
        /// Not a date, a time or an instant.
        NotATime = "not_a_time",
        /// Not an organisation number (Luhn or third digit).
        NotAnOrganisationNumber = "not_an_organisation_number",
        /// A personal identity number; it must not be written here and is not kept.
        PersonalNumber = "personal_number",
        /// Not one of the known keys.
        UnknownKey = "unknown_key",
        /// The password is on the list of common ones or built from the person's own words.
        GuessablePassword = "guessable_password",
        /// The present password is wrong.
        WrongPassword = "wrong_password",
        /// The end is not after the start.
        EndNotAfterStart = "end_not_after_start",
        /// The time span is longer than a shift may be (24 hours).
        TooLongSpan = "too_long_span",
        /// The moment has passed.
        InThePast = "in_the_past",
        /// The minimum is above the maximum.
        MinimumAboveMaximum = "minimum_above_maximum",
        /// Below what the activity type demands (never alone: at least two adults).
        BelowFloor = "below_floor",
        /// The activity type demands a leader.
        LeaderRequired = "leader_required",
        /// Outside the range that is possible.
        OutOfRange = "out_of_range",
        /// Outside the city.
        OutsideCity = "outside_city",
        /// The activity type or district is not within the organisation's agreement.
        OutsideAgreement = "outside_agreement",
        /// The person named is not a member with the needed role.
        NotEligible = "not_eligible",
        /// It may name or point out a person: a plate, a phone number, an address, a name. Take it out, or say
        /// that it was looked at.
        PossiblePerson = "possible_person",
        /// It is going on now: that is not for a report. Call 112.
        GoingOnNow = "going_on_now",
        /// A walking group has two to five people.
        GroupSize = "group_size",
        /// Youth do not walk in a group without an adult.
        NoAdult = "no_adult",
        /// Another value than what is possible here.
        Invalid = "invalid",
    }
}

/// One field that needs another value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// JSON pointer to the field in the request's body, such as `/displayName`.
    pub pointer: String,
    /// Why.
    pub code: FieldCode,
}

impl FieldError {
    /// An error of the field that `pointer` names (a JSON pointer such as `/email`).
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self {
            pointer: pointer.into(),
            code,
        }
    }
}

/// The body of every error answer (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind_uri: String,
    /// A short English title of the kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The kind, for programs.
    pub code: ProblemKind,
    /// More on this occurrence, where there is more to say. Never echoes input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// `urn:uuid:<request id>`, to quote when asking for help.
    pub instance: String,
    /// The fields that need another value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Why a sign-up is not possible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<SignUpReason>,
    /// Who is concerned, as the roster names them; only told to those who may see the roster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// The state the thing is in (a status key), where the state was the obstacle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handbook_lists_every_kind_with_its_status() {
        let handbook = include_str!("../../docs/errors.md");
        let rows: Vec<&str> = handbook
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        assert_eq!(rows.len(), ProblemKind::ALL.len());
        for (row, kind) in rows.iter().zip(ProblemKind::ALL) {
            assert!(
                row.starts_with(&format!("| `{kind}` | {} |", kind.status())),
                "{row} is not {kind}"
            );
        }
    }
}
