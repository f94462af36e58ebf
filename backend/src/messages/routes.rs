//! HTTP of what the links in mails lead to. Opening a link changes nothing; these do.

use actix_web::{HttpResponse, http::header::CONTENT_TYPE, web};
use lykta_shared::api::{
    AcceptByMail, GetReminderSettings, PreviewMailWithdrawal, PutReminderSettings,
    UnsubscribeByMail, WithdrawByMail,
};

use super::{service, settings};
use crate::{
    app::State,
    db::{Conn, Tx},
    http::{Answer, ApiError, IfMatch, Input, PathOf, Routes},
    identity::actor::Actor,
};

/// Mounts the room's endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<GetReminderSettings, _, _>(get_reminder_settings)
        .mount::<PutReminderSettings, _, _>(put_reminder_settings)
        .mount::<PreviewMailWithdrawal, _, _>(preview)
        .mount::<AcceptByMail, _, _>(accept)
        .mount::<WithdrawByMail, _, _>(withdraw)
        .mount::<UnsubscribeByMail, _, _>(unsubscribe)
}

/// What is answered beside the API: the address mail programs post to (RFC 8058). Its token stands for the
/// person, so it needs no cookie and no mark of our pages. A GET, as scanners send, leads to the page that asks.
pub(crate) fn pages(pages: &mut web::ServiceConfig) {
    pages.service(
        web::resource("/mail/unsubscribe/{token}")
            .route(web::post().to(one_click))
            .route(web::get().to(to_page)),
    );
}

async fn get_reminder_settings(
    state: State,
    actor: Actor,
    at: PathOf<GetReminderSettings>,
) -> Result<Answer<GetReminderSettings>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| settings::get(conn, &actor, id);
    let held = state.db.read(read).await?;
    let version = held.version;
    Ok(Answer::new(held).version(version))
}

async fn put_reminder_settings(
    state: State,
    actor: Actor,
    at: PathOf<PutReminderSettings>,
    IfMatch(version): IfMatch,
    Input(chosen): Input<PutReminderSettings>,
) -> Result<Answer<PutReminderSettings>, ApiError> {
    let (id, now) = (at.organisation, state.clock.now());
    let write = move |tx: &mut Tx<'_>| settings::put(tx, &actor, id, version, chosen, now);
    let held = state.db.write(write).await?;
    let version = held.version;
    Ok(Answer::new(held).version(version))
}

async fn preview(
    state: State,
    input: Input<PreviewMailWithdrawal>,
) -> Result<Answer<PreviewMailWithdrawal>, ApiError> {
    let seen = service::preview_withdrawal(&state, &input.token).await?;
    Ok(Answer::new(seen))
}

async fn withdraw(
    state: State,
    input: Input<WithdrawByMail>,
) -> Result<Answer<WithdrawByMail>, ApiError> {
    let seen = service::withdraw_by_mail(&state, &input.token).await?;
    Ok(Answer::new(seen))
}

async fn accept(
    state: State,
    input: Input<AcceptByMail>,
) -> Result<Answer<AcceptByMail>, ApiError> {
    let seen = service::accept_by_mail(&state, &input.token).await?;
    Ok(Answer::new(seen))
}

async fn unsubscribe(
    state: State,
    input: Input<UnsubscribeByMail>,
) -> Result<Answer<UnsubscribeByMail>, ApiError> {
    service::unsubscribe(&state, input.token.reveal()).await?;
    Ok(Answer::new(()))
}

async fn one_click(state: State, token: web::Path<String>) -> Result<HttpResponse, ApiError> {
    service::unsubscribe(&state, &token).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body("Du får inga fler påminnelser.\nYou get no more reminders.\n"))
}

async fn to_page(state: State, token: web::Path<String>) -> HttpResponse {
    let page = state.messages.links().unsubscribe_page(&token);
    HttpResponse::SeeOther()
        .insert_header((actix_web::http::header::LOCATION, page))
        .finish()
}
