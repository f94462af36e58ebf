//! What becomes of a request for an account or a link. Runs in a job, so that no answer shows it.

use diesel::QueryResult;
use lykta_shared::{identity::Language, ids::UserId, time::Instant};

use super::{links, mail};
use crate::{
    db::{Tx, lock_user},
    identity::{
        StoredHash,
        store::{self, AuthRequestRow, NewUser, Purpose, RequestKind, UserRow},
    },
    messages::MailKind,
    random::Random,
};

/// Takes the request with this id out and does what it asks for. One that is gone was done by another server.
pub(in crate::identity) fn decide(
    tx: &mut Tx<'_>,
    random: Random,
    now: Instant,
    id: &str,
) -> QueryResult<()> {
    let Some(request) = store::take_request(tx, id)? else {
        return Ok(());
    };
    let known = locked(tx, &request.email_norm)?;
    match (request.kind, known) {
        (RequestKind::Register, known) => register(tx, random, now, &request, known),
        (RequestKind::Resend | RequestKind::Forgot, None) => Ok(()),
        (_, Some(user)) if user.suspended_at.is_some() => Ok(()),
        (RequestKind::Resend, Some(user)) if user.email_verified_at.is_some() => {
            already_registered(tx, now, user.id, id)
        }
        (RequestKind::Resend, Some(user)) => confirm(tx, random, now, (user.id, &user.email_norm)),
        (RequestKind::Forgot, Some(user)) => {
            let purpose = Purpose::ResetPassword;
            let token = links::issue(tx, random, now, purpose, (user.id, &user.email_norm))?;
            mail::send(
                tx,
                now,
                user.id,
                MailKind::ResetPassword { token },
                (id, links::expiry(purpose, now)),
            )
        }
    }
}

/// The account with this address, held until the transaction ends.
fn locked(tx: &mut Tx<'_>, email_norm: &str) -> QueryResult<Option<UserRow>> {
    let Some(found) = store::user_by_email(tx, email_norm)? else {
        return Ok(None);
    };
    lock_user(tx, found.id)?;
    store::user(tx, found.id)
}

fn register(
    tx: &mut Tx<'_>,
    random: Random,
    now: Instant,
    request: &AuthRequestRow,
    known: Option<UserRow>,
) -> QueryResult<()> {
    match known {
        Some(user) if user.suspended_at.is_some() => Ok(()),
        Some(user) if user.email_verified_at.is_some() => {
            already_registered(tx, now, user.id, &request.id)
        }
        Some(user) => {
            // Nobody has shown that the address is theirs, so the newest registration counts, and only the link
            // that went out for it works: what somebody else registered before can't be confirmed by mistake.
            links::void(tx, user.id, &[Purpose::VerifyEmail], now)?;
            store::set_registration(tx, &registration(user.id, request))?;
            confirm(tx, random, now, (user.id, &user.email_norm))
        }
        None => {
            let user = registration(UserId(random.id(now)), request);
            store::insert_user(tx, &user, now)?;
            confirm(tx, random, now, (user.id, &user.email_norm))
        }
    }
}

fn registration(id: UserId, request: &AuthRequestRow) -> NewUser {
    let hash = request
        .password_hash
        .clone()
        .zip(request.pepper_key.clone());
    let language = request
        .language
        .clone()
        .and_then(|held| Language::try_from(held).ok());
    NewUser {
        id,
        email: request.email.clone(),
        email_norm: request.email_norm.clone(),
        display_name: request.display_name.clone().unwrap_or_default(),
        language: language.unwrap_or(Language::Sv),
        password: hash.map(|(phc, pepper)| StoredHash { phc, pepper }),
        verified: false,
    }
}

fn confirm(tx: &mut Tx<'_>, random: Random, now: Instant, to: (UserId, &str)) -> QueryResult<()> {
    let purpose = Purpose::VerifyEmail;
    let token = links::issue(tx, random, now, purpose, to)?;
    let occasion = random.id(now).to_string();
    mail::send(
        tx,
        now,
        to.0,
        MailKind::VerifyEmail { token },
        (&occasion, links::expiry(purpose, now)),
    )
}

fn already_registered(
    tx: &mut Tx<'_>,
    now: Instant,
    user: UserId,
    request: &str,
) -> QueryResult<()> {
    mail::send(
        tx,
        now,
        user,
        MailKind::AlreadyRegistered,
        (request, mail::notice_expiry(now)),
    )
}
