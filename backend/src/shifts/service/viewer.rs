//! The person who asks, with all that decides what they see and may do: loaded once for a list or a shift.

use std::collections::HashMap;

use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, UserId},
    organisations::{MembershipStatus, OrgRight, may},
    shifts::{
        SignupStatus,
        policy::{Held, is_qualified},
        rules::{MembershipFacts, OtherSignup, OwnSignup, PersonFacts},
    },
    time::{Instant, Span},
};

use super::super::store::{self, Mine, OrgRow, ShiftRow};
use crate::{
    db::Conn,
    http::ApiError,
    identity::{actor::Actor, service as identity},
    organisations::service::{self as organisations, Membership},
};

/// Whose eyes we look through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who {
    /// The account.
    pub(crate) user: UserId,
    /// Whether its address has been confirmed.
    pub(crate) email_verified: bool,
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Self {
            user: actor.user,
            email_verified: actor.email_verified,
        }
    }
}

/// A signed-in person: memberships, and sign-ups that are not over.
#[derive(Debug)]
pub(super) struct Viewer {
    pub(super) who: Who,
    memberships: HashMap<OrganisationId, Membership>,
    signups: Vec<Mine>,
    positions: HashMap<ShiftId, u32>,
    shown: HashMap<MembershipId, Vec<Held>>,
}

impl Viewer {
    /// Four small queries, whatever is looked at: memberships, sign-ups, the queues the person stands in, and what
    /// they have shown.
    pub(super) fn load(conn: &mut Conn, who: Who, now: Instant) -> Result<Self, ApiError> {
        let memberships = organisations::my_memberships(conn, who.user)?
            .into_iter()
            .collect();
        let signups = store::my_signups(conn, who.user, now)?;
        let positions = positions(conn, &signups)?;
        Ok(Self {
            who,
            memberships,
            signups,
            positions,
            shown: organisations::shown_by(conn, who.user)?,
        })
    }

    /// The organisations whose shifts the person may see, published or not, in a fixed order.
    pub(super) fn active_in(&self) -> Vec<OrganisationId> {
        let active = |held: &Membership| held.status == MembershipStatus::Active;
        let mut found: Vec<_> = self
            .memberships
            .iter()
            .filter(|(_, held)| active(held))
            .map(|(id, _)| *id)
            .collect();
        found.sort_unstable();
        found
    }

    /// When the first of the shifts the person is on, or waits for, is over.
    pub(super) fn first_end(&self) -> Option<Instant> {
        self.signups.iter().map(|(_, of)| of.ends_at).min()
    }

    /// The active membership of this organisation, if there is one.
    pub(super) fn active(&self, organisation: OrganisationId) -> Option<&Membership> {
        self.memberships
            .get(&organisation)
            .filter(|held| held.status == MembershipStatus::Active)
    }

    /// Whether the person may do this in the organisation.
    pub(super) fn may(&self, organisation: OrganisationId, right: OrgRight) -> bool {
        self.active(organisation)
            .is_some_and(|held| may(&held.roles, right))
    }

    /// Which of the person's organisations they are on this shift for: the one they signed up for, else the host if
    /// they belong to it, else a guest of theirs, one with a free place first. The host for everybody else.
    pub(super) fn home(&self, shift: &ShiftRow, host: &OrgRow, now: Instant) -> OrganisationId {
        if let Some((signup, _)) = self.mine(shift.id) {
            return signup.home;
        }
        let own: Vec<OrganisationId> = std::iter::once(host.id)
            .chain(shift.joint.along().map(|guest| guest.id))
            .filter(|id| self.active(*id).is_some())
            .collect();
        own.iter()
            .find(|id| shift.places_for(**id, now).free() > 0)
            .or(own.first())
            .copied()
            .unwrap_or(host.id)
    }

    /// Whether the person is a member of an organisation that the shift is for.
    pub(super) fn takes_part(&self, shift: &ShiftRow, host: &OrgRow) -> bool {
        self.active(host.id).is_some()
            || shift
                .joint
                .along()
                .any(|guest| self.active(guest.id).is_some())
    }

    /// The guests of a shift for which the person plans.
    pub(super) fn plans_for(&self, shift: &ShiftRow) -> Vec<OrganisationId> {
        let guests = shift.joint.along().map(|guest| guest.id);
        guests
            .filter(|id| self.may(*id, OrgRight::PlanShifts))
            .collect()
    }

    /// What the rules need to know of the person, for this shift and one of their organisations.
    pub(super) fn facts(
        &self,
        shift: &ShiftRow,
        organisation: &OrgRow,
        home: OrganisationId,
    ) -> PersonFacts {
        let held = self.memberships.get(&home);
        let shown = held.and_then(|held| self.shown.get(&held.id));
        PersonFacts {
            membership: held.map(membership_facts),
            email_verified: self.who.email_verified,
            qualified: qualified(shift, organisation, shown),
            // Whoever is suspended has no session to ask with.
            suspended: false,
        }
    }

    /// The person's sign-up for this shift, if it is not over.
    pub(super) fn own(&self, shift: ShiftId) -> Option<OwnSignup> {
        let (signup, of) = self.mine(shift)?;
        let waiting = signup.status == SignupStatus::Waitlisted;
        Some(OwnSignup {
            id: signup.id,
            position: waiting.then(|| self.positions.get(&shift).copied().unwrap_or(1)),
            offered_until: signup.offered(),
            tapped_at: signup.tapped_at(),
            leader: leads(signup.membership_id, of.leader_membership_id.0),
        })
    }

    /// Whether the person is on this shift (waiting for a place is not).
    pub(super) fn is_on(&self, shift: ShiftId) -> bool {
        self.mine(shift)
            .is_some_and(|(signup, _)| signup.status == SignupStatus::SignedUp)
    }

    fn mine(&self, shift: ShiftId) -> Option<&Mine> {
        self.signups
            .iter()
            .find(|(signup, _)| signup.shift_id == shift)
    }

    /// What else the person is on.
    pub(super) fn others(&self, shift: ShiftId) -> Vec<OtherSignup> {
        others(&self.signups, shift)
    }
}

fn leads(membership: MembershipId, leader: Option<MembershipId>) -> bool {
    leader == Some(membership)
}

/// Whether somebody who has shown this may be on the shift, as far as that goes.
pub(super) fn qualified(
    shift: &ShiftRow,
    organisation: &OrgRow,
    shown: Option<&Vec<Held>>,
) -> bool {
    let shown = shown.map_or(&[][..], Vec::as_slice);
    is_qualified(&shift.required(organisation), shown, shift.day())
}

/// What the rules need to know of somebody who does not ask themselves: who waits, whom a leader adds.
pub(super) fn person_facts(
    conn: &mut Conn,
    user: UserId,
    held: Option<&Membership>,
    (shift, organisation): (&ShiftRow, &OrgRow),
) -> Result<PersonFacts, ApiError> {
    let account = identity::person(conn, user)?;
    let shown = organisations::shown_by(conn, user)?;
    let shown = held.and_then(|held| shown.get(&held.id));
    Ok(PersonFacts {
        membership: held.map(membership_facts),
        email_verified: account.verified,
        qualified: qualified(shift, organisation, shown),
        suspended: account.suspended,
    })
}

/// What the rules need to know of a membership.
pub(super) fn membership_facts(held: &Membership) -> MembershipFacts {
    MembershipFacts {
        status: held.status,
        age_band: held.age_band,
        guardian_consent: held.guardian_consent,
    }
}

/// The shifts of these sign-ups that the person is on, without `shift` itself.
pub(super) fn others(signups: &[Mine], shift: ShiftId) -> Vec<OtherSignup> {
    signups
        .iter()
        .filter(|(signup, _)| signup.status == SignupStatus::SignedUp && signup.shift_id != shift)
        .map(|(signup, of)| OtherSignup {
            shift: signup.shift_id,
            organisation: of.organisation_id,
            title: of.title.clone(),
            span: Span {
                start: of.starts_at,
                end: of.ends_at,
            },
        })
        .collect()
}

/// The person's places in the queues they stand in, from 1.
fn positions(conn: &mut Conn, signups: &[Mine]) -> Result<HashMap<ShiftId, u32>, ApiError> {
    let waiting: Vec<_> = signups
        .iter()
        .filter(|(signup, _)| signup.status == SignupStatus::Waitlisted)
        .map(|(signup, _)| (signup.shift_id, signup.queue_position))
        .collect();
    if waiting.is_empty() {
        return Ok(HashMap::new());
    }
    let shifts: Vec<ShiftId> = waiting.iter().map(|(shift, _)| *shift).collect();
    let queues = store::queue_positions(conn, &shifts)?;
    Ok(waiting
        .into_iter()
        .map(|(shift, own)| {
            let name = shift.to_string();
            let ahead = queues
                .iter()
                .filter(|(of, position)| *of == name && *position < own)
                .count();
            let place = u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1);
            (shift, place)
        })
        .collect())
}
