//! Asking for an account or a link (SECURITY-AND-RELIABILITY.md 2.4). Whoever asks for whatever address gets the
//! same answer after the same work; [`decide`](mod@super::decide) does the rest later.

use std::net::IpAddr;

use lykta_shared::{
    identity::{Language, RegisterRequest, rules::check_new_password},
    text::Email,
};

use crate::{
    app::State,
    http::ApiError,
    identity::{
        StoredHash,
        store::{self, NewAuthRequest, RequestKind},
    },
    limits::Bucket,
};

/// Asks for an account.
pub(in crate::identity) async fn register(
    state: &State,
    request: RegisterRequest,
    network: IpAddr,
) -> Result<(), ApiError> {
    let own = [request.email.as_str(), request.display_name.as_str()];
    check_new_password(request.password.reveal(), &own)
        .map_err(|code| ApiError::field("/password", code))?;
    count(state, &request.email, network)?;
    let hash = state.identity.hashes().hash(&request.password).await?;
    let registration = (String::from(request.display_name), request.language, hash);
    write(
        state,
        RequestKind::Register,
        request.email,
        Some(registration),
    )
    .await
}

/// Asks for a mail to this address: the confirmation once more, or a link for a new password.
pub(in crate::identity) async fn ask(
    state: &State,
    kind: RequestKind,
    email: Email,
    network: IpAddr,
) -> Result<(), ApiError> {
    count(state, &email, network)?;
    write(state, kind, email, None).await
}

/// By network, by address and by all: nobody can flood a mailbox, known or not.
fn count(state: &State, email: &Email, network: IpAddr) -> Result<(), ApiError> {
    state.limits.take(Bucket::AccountMail, network)?;
    state.limits.take(Bucket::MailAddress, email.normalised())?;
    state.limits.take(Bucket::AllAccountMail, ())
}

async fn write(
    state: &State,
    kind: RequestKind,
    email: Email,
    registration: Option<(String, Language, StoredHash)>,
) -> Result<(), ApiError> {
    let now = state.clock.now();
    let email_norm = email.normalised();
    let request = NewAuthRequest {
        id: state.random.id(now),
        kind,
        email: email.into(),
        email_norm,
        registration,
    };
    state
        .db
        .write(move |tx| Ok::<_, ApiError>(store::insert_request(tx, &request, now)?))
        .await?;
    state.identity.bell().notify_one();
    Ok(())
}
