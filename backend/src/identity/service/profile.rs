//! The signed-in person, and what they change about themselves.

use lykta_shared::{
    identity::{CityRole, Me, UpdateMe},
    problem::FieldCode,
};

use crate::{
    app::State,
    db::{Conn, lock_user},
    http::ApiError,
    identity::{
        actor::Actor,
        store::{self, Profile, UserRow},
    },
    organisations::service as organisations,
};

/// The person as they see themselves.
pub(in crate::identity) fn me_of(
    conn: &mut Conn,
    user: &UserRow,
    roles: &[CityRole],
) -> Result<Me, ApiError> {
    Ok(Me {
        id: user.id,
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        language: user.language,
        phone: user.phone.clone(),
        show_phone: user.show_phone,
        reminders: user.reminders,
        city_roles: roles.to_vec(),
        memberships: organisations::my_organisations(conn, user.id)?,
        version: user.version,
    })
}

/// The signed-in person, as the database has them now.
pub(in crate::identity) async fn me(state: &State, actor: Actor) -> Result<Me, ApiError> {
    state
        .db
        .read(move |conn| {
            let user = store::user(conn, actor.user)?.ok_or_else(ApiError::unauthenticated)?;
            me_of(conn, &user, &actor.city_roles)
        })
        .await
}

/// Changes what is named; what is left out stays.
pub(in crate::identity) async fn change_profile(
    state: &State,
    actor: Actor,
    update: UpdateMe,
) -> Result<Me, ApiError> {
    if update.remove_phone && update.phone.is_some() {
        return Err(ApiError::field("/removePhone", FieldCode::Invalid));
    }
    state
        .db
        .write(move |tx| {
            lock_user(tx, actor.user)?;
            let user = store::user(tx, actor.user)?.ok_or_else(ApiError::unauthenticated)?;
            store::set_profile(tx, user.id, &changed(&user, &update))?;
            let user = store::user(tx, actor.user)?.ok_or_else(ApiError::unauthenticated)?;
            me_of(tx, &user, &actor.city_roles)
        })
        .await
}

fn changed(user: &UserRow, update: &UpdateMe) -> Profile {
    let phone = update.phone.as_ref().map(|phone| phone.as_str().to_owned());
    Profile {
        display_name: update.display_name.as_ref().map_or_else(
            || user.display_name.clone(),
            |name| name.as_str().to_owned(),
        ),
        language: update.language.unwrap_or(user.language),
        phone: if update.remove_phone {
            None
        } else {
            phone.or_else(|| user.phone.clone())
        },
        // A number that is gone must not show again by itself once there is another.
        show_phone: !update.remove_phone && update.show_phone.unwrap_or(user.show_phone),
        reminders: update.reminders.unwrap_or(user.reminders),
    }
}
