//! What everybody on stage needs: the moment, a password, and ways to become somebody.

use lykta_shared::{
    identity::{CityRole, Language},
    ids::{MembershipId, OrganisationId, SessionId, UserId},
    organisations::{AgeBand, ApplicationForm, ApplicationView, OrgRole},
    problem::FieldCode,
};

use crate::{
    db::Tx,
    http::ApiError,
    identity::{
        StoredHash,
        actor::{Actor, LiaisonActor},
        service::{NewPerson, create_user},
    },
    organisations::service::{self as organisations, Moment},
};

/// Turns a text of ours into a checked one. Ours are possible; a test loads them all.
pub(super) fn text<T: TryFrom<String>>(text: &str) -> Result<T, ApiError> {
    T::try_from(text.to_owned()).map_err(|_impossible| ApiError::field("/demo", FieldCode::Invalid))
}

/// The moment of the play and everybody's password.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    /// Now, and ids.
    pub(super) at: Moment,
    password: StoredHash,
}

/// A person with their membership.
#[derive(Debug, Clone)]
pub(super) struct Player {
    /// As whom they act.
    pub(super) actor: Actor,
    /// Their membership.
    pub(super) member: MembershipId,
}

impl Stage {
    /// A stage at this moment.
    pub(super) fn new(at: Moment, password: StoredHash) -> Self {
        Self { at, password }
    }

    /// The hash of everybody's password.
    pub(super) fn password(&self) -> &StoredHash {
        &self.password
    }

    /// A new account with a confirmed address, `<word>@example.se`.
    pub(super) fn person(
        &self,
        tx: &mut Tx<'_>,
        word: &str,
        name: &str,
        city_roles: &[CityRole],
    ) -> Result<Actor, ApiError> {
        let email = format!("{word}@example.se");
        let new = NewPerson {
            email: text(&email)?,
            display_name: text(name)?,
            language: Language::Sv,
            password: Some(self.password.clone()),
            verified: true,
            city_roles: city_roles.to_vec(),
        };
        let user = create_user(tx, self.at.random, self.at.now, &new)?;
        Ok(self.actor(user, email, city_roles))
    }

    fn actor(&self, user: UserId, email_norm: String, city_roles: &[CityRole]) -> Actor {
        Actor {
            user,
            session: SessionId(self.at.random.id(self.at.now)),
            email_norm,
            email_verified: true,
            language: Language::Sv,
            city_roles: city_roles.to_vec(),
        }
    }

    /// A new account that is a member with these roles.
    pub(super) fn member(
        &self,
        tx: &mut Tx<'_>,
        organisation: OrganisationId,
        (word, name): (&str, &str),
        roles: &[OrgRole],
    ) -> Result<Player, ApiError> {
        let actor = self.person(tx, word, name, &[])?;
        let youth = roles.contains(&OrgRole::YouthVolunteer);
        let age_band = if youth {
            AgeBand::Youth
        } else {
            AgeBand::Adult
        };
        let member = organisations::enrol(tx, organisation, actor.user, roles, age_band, self.at)?;
        Ok(Player { actor, member })
    }

    /// An application that was sent to the city.
    pub(super) fn apply(
        &self,
        tx: &mut Tx<'_>,
        admin: &Actor,
        form: &ApplicationForm,
    ) -> Result<ApplicationView, ApiError> {
        let draft = organisations::create(tx, admin, form, self.at)?;
        organisations::submit(tx, admin, draft.id, self.at)
    }

    /// A liaison who may decide.
    pub(super) fn liaison(actor: &Actor) -> LiaisonActor {
        LiaisonActor(actor.clone())
    }
}
