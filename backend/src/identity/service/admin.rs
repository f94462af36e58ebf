//! `lykta create-admin`: the first account of a city, made where the server runs. There is no default account.

use lykta_shared::{
    identity::{CityRole, Language},
    text::{DisplayName, Email},
};

use super::{NewPerson, create_user, links, session::note};
use crate::{
    app::State,
    db::lock_user,
    http::ApiError,
    identity::store::{self, Purpose},
};

/// What became of it.
#[derive(Debug)]
pub(crate) enum Made {
    /// The account has no password yet: whoever opens this link within 24 hours sets it.
    Link(String),
    /// The account had a password already; it has the role now.
    RoleGranted,
}

/// Makes an account without password and gives it a role in the city. Run again for the same address it makes a
/// new link, as long as none was used.
pub(crate) async fn create_admin(
    state: &State,
    email: Email,
    display_name: DisplayName,
    role: CityRole,
) -> Result<Made, ApiError> {
    let (now, random) = (state.clock.now(), state.random);
    let new = NewPerson {
        email,
        display_name,
        language: Language::Sv,
        password: None,
        verified: false,
        city_roles: Vec::new(),
    };
    let token = state
        .db
        .write(move |tx| {
            let email_norm = new.email.normalised();
            let id = match store::user_by_email(tx, &email_norm)? {
                Some(user) => user.id,
                None => create_user(tx, random, now, &new)?,
            };
            lock_user(tx, id)?;
            store::grant_role(tx, id, role, now)?;
            note(
                tx,
                now,
                None,
                "user.city_role_granted",
                ("user", id.to_string()),
            )?;
            let has_password =
                store::user(tx, id)?.is_some_and(|user| user.password_hash.is_some());
            if has_password {
                return Ok::<_, ApiError>(None);
            }
            links::void(tx, id, &[Purpose::FirstLogin], now)?;
            Ok(Some(links::issue(
                tx,
                random,
                now,
                Purpose::FirstLogin,
                (id, &email_norm),
            )?))
        })
        .await?;
    let origin = state.config.public_origin.as_str();
    Ok(token.map_or(Made::RoleGranted, |token| {
        Made::Link(format!("{origin}/reset#t={token}"))
    }))
}
