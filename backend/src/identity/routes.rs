//! HTTP of accounts and sessions.

use actix_web::{HttpRequest, http::header::HeaderName};
use lykta_shared::api::{
    ChangePassword, EndSession, Endpoint, ForgotPassword, GetMe, ListSessions, Login, Logout,
    LogoutEverywhere, PatchMe, Refresh, Register, ResendVerification, ResetPassword, VerifyEmail,
};

use super::{
    Identity,
    actor::Actor,
    service::{self, SignedIn},
    store::RequestKind,
    visit::Visit,
};
use crate::{
    app::State,
    http::{Answer, ApiError, ClientIp, Input, PathOf, Routes},
};

/// Mounts the room's endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<Register, _, _>(register)
        .mount::<ResendVerification, _, _>(resend_verification)
        .mount::<VerifyEmail, _, _>(verify_email)
        .mount::<Login, _, _>(log_in)
        .mount::<Refresh, _, _>(refresh)
        .mount::<Logout, _, _>(log_out)
        .mount::<LogoutEverywhere, _, _>(log_out_everywhere)
        .mount::<ForgotPassword, _, _>(forgot_password)
        .mount::<ResetPassword, _, _>(reset_password)
        .mount::<GetMe, _, _>(get_me)
        .mount::<PatchMe, _, _>(patch_me)
        .mount::<ChangePassword, _, _>(change_password)
        .mount::<ListSessions, _, _>(list_sessions)
        .mount::<EndSession, _, _>(end_session)
}

async fn register(
    state: State,
    ip: ClientIp,
    input: Input<Register>,
) -> Result<Answer<Register>, ApiError> {
    service::register(&state, input.0, ip.network()).await?;
    Ok(Answer::new(()))
}

async fn resend_verification(
    state: State,
    ip: ClientIp,
    input: Input<ResendVerification>,
) -> Result<Answer<ResendVerification>, ApiError> {
    service::ask(&state, RequestKind::Resend, input.0.email, ip.network()).await?;
    Ok(Answer::new(()))
}

async fn forgot_password(
    state: State,
    ip: ClientIp,
    input: Input<ForgotPassword>,
) -> Result<Answer<ForgotPassword>, ApiError> {
    service::ask(&state, RequestKind::Forgot, input.0.email, ip.network()).await?;
    Ok(Answer::new(()))
}

async fn verify_email(
    state: State,
    visit: Visit,
    input: Input<VerifyEmail>,
) -> Result<Answer<VerifyEmail>, ApiError> {
    service::verify_email(&state, input.0, &visit).await?;
    Ok(Answer::new(()))
}

async fn reset_password(
    state: State,
    visit: Visit,
    input: Input<ResetPassword>,
) -> Result<Answer<ResetPassword>, ApiError> {
    service::reset_password(&state, input.0, &visit).await?;
    Ok(cleared(Answer::new(()), &state.identity))
}

async fn log_in(
    state: State,
    visit: Visit,
    input: Input<Login>,
) -> Result<Answer<Login>, ApiError> {
    let SignedIn {
        me,
        access,
        refresh,
        refresh_seconds,
    } = service::log_in(&state, input.0, visit).await?;
    let answer = Answer::new(me.clone()).version(me.version);
    Ok(with_cookies(
        answer,
        &state.identity,
        access,
        (refresh, refresh_seconds),
    ))
}

async fn refresh(
    state: State,
    request: HttpRequest,
    visit: Visit,
) -> Result<Answer<Refresh>, ApiError> {
    let cookies = state.identity.cookies();
    let token = cookies
        .refresh_of(&request)
        .ok_or_else(ApiError::unauthenticated)?;
    let outcome = service::refresh(&state, &token, &visit).await;
    let SignedIn {
        me,
        access,
        refresh,
        refresh_seconds,
    } = outcome.map_err(|error| forgetting(error, &state.identity))?;
    let answer = Answer::new(me.clone()).version(me.version);
    Ok(with_cookies(
        answer,
        &state.identity,
        access,
        (refresh, refresh_seconds),
    ))
}

async fn log_out(state: State, request: HttpRequest) -> Result<Answer<Logout>, ApiError> {
    let cookies = state.identity.cookies();
    service::log_out(
        &state,
        cookies.access_of(&request),
        cookies.refresh_of(&request),
    )
    .await?;
    Ok(wiped(Answer::new(()), &state.identity))
}

async fn log_out_everywhere(
    state: State,
    actor: Actor,
) -> Result<Answer<LogoutEverywhere>, ApiError> {
    service::end_everywhere(&state, actor).await?;
    Ok(wiped(Answer::new(()), &state.identity))
}

async fn get_me(state: State, actor: Actor) -> Result<Answer<GetMe>, ApiError> {
    let me = service::me(&state, actor).await?;
    let version = me.version;
    Ok(Answer::new(me).version(version))
}

async fn patch_me(
    state: State,
    actor: Actor,
    input: Input<PatchMe>,
) -> Result<Answer<PatchMe>, ApiError> {
    let me = service::change_profile(&state, actor, input.0).await?;
    let version = me.version;
    Ok(Answer::new(me).version(version))
}

async fn change_password(
    state: State,
    actor: Actor,
    visit: Visit,
    input: Input<ChangePassword>,
) -> Result<Answer<ChangePassword>, ApiError> {
    let signed_in = service::change_password(&state, actor, input.0, visit).await?;
    let refresh = (signed_in.refresh, signed_in.refresh_seconds);
    Ok(with_cookies(
        Answer::new(()),
        &state.identity,
        signed_in.access,
        refresh,
    ))
}

async fn list_sessions(state: State, actor: Actor) -> Result<Answer<ListSessions>, ApiError> {
    Ok(Answer::new(service::sessions(&state, actor).await?))
}

async fn end_session(
    state: State,
    actor: Actor,
    at: PathOf<EndSession>,
) -> Result<Answer<EndSession>, ApiError> {
    service::end_session(&state, actor, at.session).await?;
    Ok(Answer::new(()))
}

fn with_cookies<E: Endpoint>(
    answer: Answer<E>,
    identity: &Identity,
    access: String,
    (refresh, seconds): (String, i64),
) -> Answer<E> {
    let cookies = identity.cookies();
    answer
        .cookie(cookies.access(access))
        .cookie(cookies.refresh(refresh, seconds))
}

fn cleared<E: Endpoint>(answer: Answer<E>, identity: &Identity) -> Answer<E> {
    identity
        .cookies()
        .cleared()
        .into_iter()
        .fold(answer, Answer::cookie)
}

/// Leaves nothing of the person in the browser.
fn wiped<E: Endpoint>(answer: Answer<E>, identity: &Identity) -> Answer<E> {
    let wipe = HeaderName::from_static("clear-site-data");
    cleared(answer, identity).header(wipe, r#""cache", "cookies", "storage""#)
}

/// A refresh token that is good for nothing is taken away, or the browser would send it for ever.
fn forgetting(error: ApiError, identity: &Identity) -> ApiError {
    identity
        .cookies()
        .cleared()
        .into_iter()
        .fold(error, ApiError::cookie)
}
