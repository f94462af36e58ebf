//! Rows as they come out of the database, in types of the domain.

use diesel::{Queryable, Selectable};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, SignupId, UserId},
    organisations::OrganisationStatus,
    shifts::{
        ShiftPhase, ShiftSignUpRules, SignUpSettings, SignupStatus,
        policy::{Limits, OwnWindow, Window, window},
        rules::ShiftFacts,
        staffing::Places,
    },
    time::{Instant, LocalDate, Span, civil::local},
    vocabulary::Key,
};

use super::shares::Joint;
use crate::db::{
    DbTime,
    schema::{organisations, shifts, signups},
};

/// A column that holds an object of ours as JSON; its default where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::shifts) struct Json<T>(pub(in crate::shifts) T);

impl<T: serde::de::DeserializeOwned + Default> TryFrom<Option<String>> for Json<T> {
    type Error = serde_json::Error;

    fn try_from(text: Option<String>) -> Result<Self, Self::Error> {
        text.map_or_else(
            || Ok(Self(T::default())),
            |text| serde_json::from_str(&text).map(Self),
        )
    }
}

/// An optional column whose text is a value of a type of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::shifts) struct Maybe<T>(pub(in crate::shifts) Option<T>);

impl<T: TryFrom<String>> TryFrom<Option<String>> for Maybe<T> {
    type Error = T::Error;

    fn try_from(text: Option<String>) -> Result<Self, Self::Error> {
        text.map(T::try_from).transpose().map(Self)
    }
}

/// A shift, whole.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shifts)]
pub(in crate::shifts) struct ShiftRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) id: ShiftId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) activity_type: Key,
    pub(in crate::shifts) title: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) district_key: Key,
    pub(in crate::shifts) place_name: String,
    pub(in crate::shifts) place_address: Option<String>,
    pub(in crate::shifts) latitude: Option<f64>,
    pub(in crate::shifts) longitude: Option<f64>,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) starts_at: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) ends_at: Instant,
    #[diesel(deserialize_as = i32)]
    pub(in crate::shifts) minimum: u16,
    #[diesel(deserialize_as = i32)]
    pub(in crate::shifts) maximum: u16,
    #[diesel(deserialize_as = i32)]
    pub(in crate::shifts) taken: u16,
    #[diesel(deserialize_as = i32)]
    pub(in crate::shifts) adults: u16,
    #[diesel(deserialize_as = i32)]
    pub(in crate::shifts) waiting: u16,
    pub(in crate::shifts) needs_leader: bool,
    #[diesel(deserialize_as = Option<String>)]
    pub(in crate::shifts) leader_membership_id: Maybe<MembershipId>,
    pub(in crate::shifts) notes: String,
    pub(in crate::shifts) briefing: String,
    pub(in crate::shifts) public: bool,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) status: ShiftPhase,
    pub(in crate::shifts) cancel_reason: Option<String>,
    pub(in crate::shifts) cancel_message: Option<String>,
    pub(in crate::shifts) cancelled_at: Option<DbTime>,
    pub(in crate::shifts) time_version: i32,
    pub(in crate::shifts) version: i32,
    #[diesel(deserialize_as = Option<String>)]
    pub(in crate::shifts) signup_rules: Json<ShiftSignUpRules>,
    #[diesel(deserialize_as = i32)]
    pub(in crate::shifts) offered: u16,
    /// How it is shared. Who loads rows by hand gets no more than whether it is: see [`super::shares`].
    #[diesel(column_name = signup_rules, deserialize_as = Option<String>)]
    pub(in crate::shifts) joint: Joint,
    created_at: DbTime,
}

impl ShiftRow {
    /// From gathering to end.
    pub(in crate::shifts) fn span(&self) -> Span {
        Span {
            start: self.starts_at,
            end: self.ends_at,
        }
    }

    /// Whether it is the planners' alone: a draft, or one that was called off as a draft, of which nobody was told.
    pub(in crate::shifts) fn is_unpublished(&self) -> bool {
        match self.status {
            ShiftPhase::Draft => true,
            ShiftPhase::Cancelled => self.cancelled_at.is_none(),
            _ => false,
        }
    }

    /// When it was first written down.
    pub(in crate::shifts) fn made_at(&self) -> Instant {
        self.created_at.into()
    }

    /// Who leads it.
    pub(in crate::shifts) fn leader(&self) -> Option<MembershipId> {
        self.leader_membership_id.0
    }

    /// Its places.
    pub(in crate::shifts) fn places(&self) -> Places {
        Places {
            minimum: self.minimum,
            maximum: self.maximum,
            taken: self.taken,
            adults: self.adults,
            waiting: self.waiting,
            offered: self.offered,
            reserved: 0,
            needs_leader: self.needs_leader,
            has_leader: self.leader().is_some(),
        }
    }

    /// What the rules need to know of it.
    pub(in crate::shifts) fn facts(&self, organisation: &OrgRow) -> ShiftFacts {
        ShiftFacts {
            phase: self.status,
            span: self.span(),
            places: self.places(),
            organisation: organisation.status,
            accepts_youth: organisation.accepts_youth,
            organisation_id: organisation.id,
            window: self.window(organisation),
            limits: Limits::of(&organisation.signup_settings.0),
        }
    }

    /// When one can sign up oneself, and from when a withdrawal is late.
    pub(in crate::shifts) fn window(&self, organisation: &OrgRow) -> Window {
        let rules = &self.signup_rules.0;
        let own = OwnWindow {
            opens_hours: rules.opens_hours,
            closes_minutes: rules.closes_minutes,
            cancel_hours: rules.cancel_hours,
        };
        window(&organisation.signup_settings.0, own, self.span())
    }

    /// What one has to have shown to be on it: what its activity requires, and it itself.
    pub(in crate::shifts) fn required(&self, organisation: &OrgRow) -> Vec<Key> {
        let of_activity = organisation
            .signup_settings
            .0
            .required
            .iter()
            .filter(|one| one.activity_type == self.activity_type)
            .map(|one| one.qualification.clone());
        let mut all: Vec<Key> = of_activity
            .chain(self.signup_rules.0.qualifications.iter().cloned())
            .collect();
        all.sort();
        all.dedup();
        all
    }

    /// The day it belongs to.
    pub(in crate::shifts) fn day(&self) -> LocalDate {
        local(self.starts_at).0
    }
}

/// What a shift's card says of its organisation, and what decides who sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub(in crate::shifts) struct OrgRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) id: OrganisationId,
    pub(in crate::shifts) slug: String,
    pub(in crate::shifts) name: String,
    pub(in crate::shifts) special_category: bool,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) status: OrganisationStatus,
    pub(in crate::shifts) publishes_shifts: bool,
    pub(in crate::shifts) accepts_youth: bool,
    #[diesel(deserialize_as = Option<String>)]
    pub(in crate::shifts) signup_settings: Json<SignUpSettings>,
}

/// A current sign-up: on the shift or waiting for a place.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = signups)]
pub(in crate::shifts) struct SignupRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) id: SignupId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) shift_id: ShiftId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) membership_id: MembershipId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) user_id: UserId,
    /// The person's own organisation on this shift.
    #[diesel(column_name = home_organisation_id, deserialize_as = String)]
    pub(in crate::shifts) home: OrganisationId,
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) status: SignupStatus,
    pub(in crate::shifts) adult: bool,
    pub(in crate::shifts) queue_position: Option<i32>,
    pub(in crate::shifts) offered_until: Option<DbTime>,
    /// Who brought the person in: a planner, or whoever asked for a stand-in.
    added_by: Option<String>,
    #[diesel(deserialize_as = DbTime)]
    signed_up_at: Instant,
    /// Since when it stands as it stands.
    #[diesel(deserialize_as = DbTime)]
    changed_at: Instant,
}

impl SignupRow {
    /// Until when a place is kept for the person, if one is.
    pub(in crate::shifts) fn offered(&self) -> Option<Instant> {
        self.offered_until.map(Into::into)
    }

    /// When the person took the place by a tap of their own; `None` for whoever waited, was added or stands in.
    pub(in crate::shifts) fn tapped_at(&self) -> Option<Instant> {
        let by_oneself = self.added_by.is_none() && self.changed_at == self.signed_up_at;
        by_oneself.then_some(self.signed_up_at)
    }
}

/// What a person's own sign-up says of its shift.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shifts)]
pub(in crate::shifts) struct OwnRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::shifts) organisation_id: OrganisationId,
    pub(in crate::shifts) title: String,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) starts_at: Instant,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::shifts) ends_at: Instant,
    #[diesel(deserialize_as = Option<String>)]
    pub(in crate::shifts) leader_membership_id: Maybe<MembershipId>,
}

/// One of a person's own sign-ups, and its shift.
pub(in crate::shifts) type Mine = (SignupRow, OwnRow);
