//! What other rooms may know of an account.

use diesel::{QueryResult, result::Error};
use lykta_shared::{
    identity::{CityRole, Language},
    ids::UserId,
    text::{DisplayName, Email},
    time::Instant,
};

use crate::{
    db::{Conn, DbFailure, Tx},
    identity::{
        StoredHash,
        store::{self, NewUser, UserRow},
    },
    random::Random,
};

/// An account as other rooms see it: to address somebody, never to decide on rights.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Person {
    /// The account.
    pub(crate) id: UserId,
    /// What the person is called here.
    pub(crate) display_name: String,
    /// The address as typed.
    pub(crate) email: String,
    /// The address that accounts are told apart by.
    pub(crate) email_norm: String,
    /// The language of mails.
    pub(crate) language: Language,
    /// A phone number, if one was given.
    pub(crate) phone: Option<String>,
    /// Whether it may be shown on shifts.
    pub(crate) show_phone: bool,
    /// Whether reminders are mailed.
    pub(crate) reminders: bool,
    /// Whether the address is known to be the person's.
    pub(crate) verified: bool,
    /// Whether the account is suspended.
    pub(crate) suspended: bool,
}

/// Ids only: it is somebody's data.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl From<UserRow> for Person {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            display_name: row.display_name,
            email: row.email,
            email_norm: row.email_norm,
            language: row.language,
            phone: row.phone,
            show_phone: row.show_phone,
            reminders: row.reminders,
            verified: row.email_verified_at.is_some(),
            suspended: row.suspended_at.is_some(),
        }
    }
}

/// The account with this id; `NotFound` when there is none (any more).
pub(crate) fn person(conn: &mut Conn, user: UserId) -> QueryResult<Person> {
    store::user(conn, user)?
        .map(Person::from)
        .ok_or(Error::NotFound)
}

/// The city's liaisons.
pub(crate) fn liaisons(conn: &mut Conn) -> QueryResult<Vec<UserId>> {
    store::with_city_role(conn, CityRole::Liaison)
}

/// Stops the person's reminders: the way out at the foot of each of them.
pub(crate) fn stop_reminders(tx: &mut Tx<'_>, user: UserId) -> QueryResult<()> {
    store::stop_reminders(tx, user)
}

/// The account with this normalised address (`Email::normalised`), if there is one. Whether there is must not
/// show in an answer to a stranger.
pub(crate) fn find_by_email_norm(conn: &mut Conn, email_norm: &str) -> QueryResult<Option<Person>> {
    Ok(store::user_by_email(conn, email_norm)?.map(Person::from))
}

/// An account that is made without registration: demo data, the command line.
#[derive(Debug, Clone)]
pub(crate) struct NewPerson {
    /// Its address.
    pub(crate) email: Email,
    /// What the person is called here.
    pub(crate) display_name: DisplayName,
    /// The language of mails and pages.
    pub(crate) language: Language,
    /// The password's hash (`state.identity.hashes().hash(…)`), or none until a first link is used.
    pub(crate) password: Option<StoredHash>,
    /// Whether the address counts as confirmed.
    pub(crate) verified: bool,
    /// Roles in the city.
    pub(crate) city_roles: Vec<CityRole>,
}

/// Makes an account. Fails with a violation of `users_email_norm_key` when the address has one.
pub(crate) fn create_user(
    tx: &mut Tx<'_>,
    random: Random,
    now: Instant,
    new: &NewPerson,
) -> Result<UserId, DbFailure> {
    let id = UserId(random.id(now));
    let user = NewUser {
        id,
        email: new.email.as_str().to_owned(),
        email_norm: new.email.normalised(),
        display_name: new.display_name.as_str().to_owned(),
        language: new.language,
        password: new.password.clone(),
        verified: new.verified,
    };
    store::insert_user(tx, &user, now)?;
    for role in &new.city_roles {
        store::grant_role(tx, id, *role, now)?;
    }
    Ok(id)
}
