//! Accounts and their roles in the city.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, RunQueryDsl,
    Selectable, SelectableHelper, result::Error,
};
use lykta_shared::{
    identity::{CityRole, Language},
    ids::UserId,
    time::Instant,
};

use crate::{
    db::{
        Conn, DbTime, Tx, on_each,
        schema::{city_roles, users},
    },
    identity::password::StoredHash,
};

/// An account as it stands in the database. No `Debug`: it would be somebody's data in a log.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub(in crate::identity) struct UserRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) id: UserId,
    pub(in crate::identity) email: String,
    pub(in crate::identity) email_norm: String,
    pub(in crate::identity) display_name: String,
    #[diesel(deserialize_as = String)]
    pub(in crate::identity) language: Language,
    pub(in crate::identity) phone: Option<String>,
    pub(in crate::identity) show_phone: bool,
    pub(in crate::identity) reminders: bool,
    pub(in crate::identity) password_hash: Option<String>,
    pub(in crate::identity) pepper_key: Option<String>,
    pub(in crate::identity) email_verified_at: Option<DbTime>,
    pub(in crate::identity) suspended_at: Option<DbTime>,
    pub(in crate::identity) session_epoch: i32,
    pub(in crate::identity) version: i32,
}

impl UserRow {
    /// What is stored for the password, if one is set.
    pub(in crate::identity) fn stored_hash(&self) -> Option<StoredHash> {
        let (phc, pepper) = (self.password_hash.clone()?, self.pepper_key.clone()?);
        Some(StoredHash { phc, pepper })
    }
}

/// What a new account is made of.
#[derive(Debug, Clone)]
pub(in crate::identity) struct NewUser {
    pub(in crate::identity) id: UserId,
    pub(in crate::identity) email: String,
    pub(in crate::identity) email_norm: String,
    pub(in crate::identity) display_name: String,
    pub(in crate::identity) language: Language,
    pub(in crate::identity) password: Option<StoredHash>,
    pub(in crate::identity) verified: bool,
}

/// What people may change about themselves.
#[derive(Debug, Clone)]
pub(in crate::identity) struct Profile {
    pub(in crate::identity) display_name: String,
    pub(in crate::identity) language: Language,
    pub(in crate::identity) phone: Option<String>,
    pub(in crate::identity) show_phone: bool,
    pub(in crate::identity) reminders: bool,
}

/// The account with this id.
pub(in crate::identity) fn user(conn: &mut Conn, id: UserId) -> QueryResult<Option<UserRow>> {
    users::table
        .find(id.to_string())
        .select(UserRow::as_select())
        .get_result(conn)
        .optional()
}

/// The account with this normalised address.
pub(in crate::identity) fn user_by_email(
    conn: &mut Conn,
    email_norm: &str,
) -> QueryResult<Option<UserRow>> {
    users::table
        .filter(users::email_norm.eq(email_norm))
        .select(UserRow::as_select())
        .get_result(conn)
        .optional()
}

/// Adds an account with nothing but its registration.
pub(in crate::identity) fn insert_user(
    tx: &mut Tx<'_>,
    user: &NewUser,
    now: Instant,
) -> QueryResult<()> {
    let (hash, pepper) = columns(user.password.as_ref());
    diesel::insert_into(users::table)
        .values((
            (
                users::id.eq(user.id.to_string()),
                users::email.eq(&user.email),
                users::email_norm.eq(&user.email_norm),
                users::display_name.eq(&user.display_name),
                users::language.eq(user.language.as_str()),
                users::show_phone.eq(false),
                users::reminders.eq(true),
            ),
            (
                users::password_hash.eq(hash),
                users::pepper_key.eq(pepper),
                users::email_verified_at.eq(user.verified.then(|| DbTime::from(now))),
                users::session_epoch.eq(0),
                users::version.eq(1),
                users::created_at.eq(DbTime::from(now)),
            ),
        ))
        .execute(tx.conn())
        .map(drop)
}

fn columns(password: Option<&StoredHash>) -> (Option<&str>, Option<&str>) {
    (
        password.map(|held| held.phc.as_str()),
        password.map(|held| held.pepper.as_str()),
    )
}

/// Lets a newer registration of an address that nobody has confirmed take the place of the older one.
pub(in crate::identity) fn set_registration(tx: &mut Tx<'_>, user: &NewUser) -> QueryResult<()> {
    let (hash, pepper) = columns(user.password.as_ref());
    diesel::update(users::table.find(user.id.to_string()))
        .set((
            users::email.eq(&user.email),
            users::display_name.eq(&user.display_name),
            users::language.eq(user.language.as_str()),
            users::password_hash.eq(hash),
            users::pepper_key.eq(pepper),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Sets a new password and raises the session epoch, which ends every access token.
pub(in crate::identity) fn set_password(
    tx: &mut Tx<'_>,
    id: UserId,
    password: &StoredHash,
) -> QueryResult<()> {
    diesel::update(users::table.find(id.to_string()))
        .set((
            users::password_hash.eq(&password.phc),
            users::pepper_key.eq(&password.pepper),
            users::session_epoch.eq(users::session_epoch + 1),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Raises the session epoch, which ends every access token.
pub(in crate::identity) fn raise_epoch(tx: &mut Tx<'_>, id: UserId) -> QueryResult<()> {
    diesel::update(users::table.find(id.to_string()))
        .set(users::session_epoch.eq(users::session_epoch + 1))
        .execute(tx.conn())
        .map(drop)
}

/// Stores another hash of the same password.
pub(in crate::identity) fn set_stored_hash(
    tx: &mut Tx<'_>,
    id: UserId,
    password: &StoredHash,
) -> QueryResult<()> {
    diesel::update(users::table.find(id.to_string()))
        .set((
            users::password_hash.eq(&password.phc),
            users::pepper_key.eq(&password.pepper),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Notes that the address is the person's, if that was not known.
pub(in crate::identity) fn set_verified(
    tx: &mut Tx<'_>,
    id: UserId,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(
        users::table
            .find(id.to_string())
            .filter(users::email_verified_at.is_null()),
    )
    .set(users::email_verified_at.eq(Some(DbTime::from(now))))
    .execute(tx.conn())
    .map(drop)
}

/// Changes what people may change about themselves.
pub(in crate::identity) fn set_profile(
    tx: &mut Tx<'_>,
    id: UserId,
    profile: &Profile,
) -> QueryResult<()> {
    diesel::update(users::table.find(id.to_string()))
        .set((
            users::display_name.eq(&profile.display_name),
            users::language.eq(profile.language.as_str()),
            users::phone.eq(profile.phone.as_deref()),
            users::show_phone.eq(profile.show_phone),
            users::reminders.eq(profile.reminders),
            users::version.eq(users::version + 1),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Stops reminders, and nothing else.
pub(in crate::identity) fn stop_reminders(tx: &mut Tx<'_>, id: UserId) -> QueryResult<()> {
    diesel::update(users::table.find(id.to_string()))
        .filter(users::reminders.eq(true))
        .set((
            users::reminders.eq(false),
            users::version.eq(users::version + 1),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// The person's roles in the city.
pub(in crate::identity) fn city_roles(conn: &mut Conn, id: UserId) -> QueryResult<Vec<CityRole>> {
    let held: Vec<String> = city_roles::table
        .filter(city_roles::user_id.eq(id.to_string()))
        .order(city_roles::role)
        .select(city_roles::role)
        .load(conn)?;
    held.into_iter()
        .map(|role| {
            CityRole::try_from(role).map_err(|error| Error::DeserializationError(Box::new(error)))
        })
        .collect()
}

/// The accounts that hold a role in the city and are not suspended.
pub(in crate::identity) fn with_city_role(
    conn: &mut Conn,
    role: CityRole,
) -> QueryResult<Vec<UserId>> {
    let ids: Vec<String> = city_roles::table
        .inner_join(users::table)
        .filter(city_roles::role.eq(role.as_str()))
        .filter(users::suspended_at.is_null())
        .order(users::id)
        .select(users::id)
        .load(conn)?;
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// Gives a role in the city; giving it again changes nothing.
pub(in crate::identity) fn grant_role(
    tx: &mut Tx<'_>,
    id: UserId,
    role: CityRole,
    now: Instant,
) -> QueryResult<()> {
    let row = (
        city_roles::user_id.eq(id.to_string()),
        city_roles::role.eq(role.as_str()),
        city_roles::granted_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| {
        diesel::insert_into(city_roles::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)
            .map(drop)
    })
}
