//! Ids: one type for each kind of thing, so that a shift's id can't be passed where a member's is meant.
//!
//! All are `UUIDv7`, made by the server. They name things; they are never secrets.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field:invalid")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.as_hyphenated(), f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                // Exactly one spelling: the same id must compare equal as text in both databases.
                if text.len() != 36 || text.bytes().any(|b| b.is_ascii_uppercase()) {
                    return Err(NotAnId);
                }
                Uuid::try_parse(text).map(Self).or(Err(NotAnId))
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

ids! {
    /// An account.
    UserId,
    /// One signed-in device.
    SessionId,
    /// An organisation (applicant or partner).
    OrganisationId,
    /// A person's membership of one organisation.
    MembershipId,
    /// An organisation's application to become a partner.
    ApplicationId,
    /// An invitation by e-mail.
    InvitationId,
    /// A shift.
    ShiftId,
    /// A person's sign-up for one shift.
    SignupId,
    /// A message in the outbox.
    MessageId,
    /// Somebody on a walk: the membership's id, or a guest's.
    WalkerId,
    /// A guest without account on a walk. Made by the client.
    GuestId,
    /// A walk report. Made by the client, so that sending it twice is sending it once.
    ReportId,
    /// An observation in a walk report. Made by the client.
    ObservationId,
    /// A thing an organisation owns. Made by the client.
    EquipmentId,
    /// An agreement on compensation. Made by the client.
    AgreementId,
    /// A series of shifts.
    SeriesId,
    /// Something done with many shifts at once.
    BatchId,
    /// A night or a week of the city's calendar.
    CityDayId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_exactly_one_spelling() {
        let text = "01928e7a-0000-7000-8000-000000000001";
        assert_eq!(text.parse::<ShiftId>().unwrap().to_string(), text);
        assert_eq!(
            text.to_uppercase().replace('7', "A").parse::<ShiftId>(),
            Err(NotAnId)
        );
        assert_eq!(text.replace('-', "").parse::<ShiftId>(), Err(NotAnId));
        assert_eq!("../etc/passwd".parse::<ShiftId>(), Err(NotAnId));
    }
}
