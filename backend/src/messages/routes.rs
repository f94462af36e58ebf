//! HTTP of what the links in mails lead to. Opening a link changes nothing; these do.

use actix_web::{HttpResponse, http::header::CONTENT_TYPE, web};
use lykta_shared::api::{PreviewMailWithdrawal, UnsubscribeByMail, WithdrawByMail};

use super::service;
use crate::{
    app::State,
    http::{Answer, ApiError, Input, Routes},
};

/// Mounts the room's endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<PreviewMailWithdrawal, _, _>(preview)
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
