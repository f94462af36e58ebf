//! HTTP for calendars that programs fetch: how their addresses are made, and the calendars themselves.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    web,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lykta_shared::{
    api::{
        EndMyFeed, EndOrganisationFeed, GetMyFeed, GetOrganisationFeed, MakeMyFeed,
        MakeOrganisationFeed,
    },
    problem::ProblemKind,
};
use sha2::{Digest, Sha256};

use super::service;
use crate::{
    app::State,
    db::{Conn, Tx},
    http::{Answer, ApiError, ClientIp, PathOf, Routes},
    identity::actor::Actor,
    limits::Bucket,
};

/// Mounts the endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<GetMyFeed, _, _>(get_mine)
        .mount::<MakeMyFeed, _, _>(make_mine)
        .mount::<EndMyFeed, _, _>(end_mine)
        .mount::<GetOrganisationFeed, _, _>(get_organisations)
        .mount::<MakeOrganisationFeed, _, _>(make_organisations)
        .mount::<EndOrganisationFeed, _, _>(end_organisations)
}

/// The calendars. Their path holds a secret: the access log names its template only.
pub(crate) fn pages(pages: &mut web::ServiceConfig) {
    pages.service(
        web::resource("/calendar/{token}.ics")
            .route(web::get().to(fetch))
            .route(web::head().to(fetch)),
    );
}

async fn get_mine(state: State, actor: Actor) -> Result<Answer<GetMyFeed>, ApiError> {
    let read = move |conn: &mut Conn| service::my_feed(conn, &actor);
    state.db.read(read).await.map(Answer::new)
}

async fn make_mine(state: State, actor: Actor) -> Result<Answer<MakeMyFeed>, ApiError> {
    let (now, token) = (state.clock.now(), state.random.token());
    let config = Arc::clone(&state.config);
    let write = move |tx: &mut Tx<'_>| service::make_my_feed(tx, &actor, &token, &config, now);
    state.db.write(write).await.map(Answer::new)
}

async fn end_mine(state: State, actor: Actor) -> Result<Answer<EndMyFeed>, ApiError> {
    let now = state.clock.now();
    let write = move |tx: &mut Tx<'_>| service::end_my_feed(tx, &actor, now);
    state.db.write(write).await.map(Answer::new)
}

async fn get_organisations(
    state: State,
    actor: Actor,
    at: PathOf<GetOrganisationFeed>,
) -> Result<Answer<GetOrganisationFeed>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::organisation_feed(conn, &actor, id);
    state.db.read(read).await.map(Answer::new)
}

async fn make_organisations(
    state: State,
    actor: Actor,
    at: PathOf<MakeOrganisationFeed>,
) -> Result<Answer<MakeOrganisationFeed>, ApiError> {
    let (id, now, token) = (at.organisation, state.clock.now(), state.random.token());
    let config = Arc::clone(&state.config);
    let write = move |tx: &mut Tx<'_>| {
        service::make_organisation_feed(tx, &actor, id, &token, &config, now)
    };
    state.db.write(write).await.map(Answer::new)
}

async fn end_organisations(
    state: State,
    actor: Actor,
    at: PathOf<EndOrganisationFeed>,
) -> Result<Answer<EndOrganisationFeed>, ApiError> {
    let (id, now) = (at.organisation, state.clock.now());
    let write = move |tx: &mut Tx<'_>| service::end_organisation_feed(tx, &actor, id, now);
    state.db.write(write).await.map(Answer::new)
}

/// The calendar, for whoever knows its address. Nothing else is asked and nothing is set.
async fn fetch(
    state: State,
    request: HttpRequest,
    client: ClientIp,
    token: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let network = client.network();
    state.limits.take(Bucket::Calendar, network)?;
    state.limits.peek(Bucket::Credentials, network)?;
    let now = state.clock.now();
    let config = Arc::clone(&state.config);
    let token = token.into_inner();
    let read = move |conn: &mut Conn| service::fetch(conn, &token, &config, now);
    let text = match state.db.read(read).await {
        Ok(text) => text,
        Err(error) => {
            // Addresses are not to be guessed.
            if error.kind() == ProblemKind::NotFound {
                state.limits.take(Bucket::Credentials, network)?;
            }
            return Err(error);
        }
    };
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
    let tag = format!("\"{digest}\"");
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|held| held.to_str().ok())
        .is_some_and(|held| held.contains(&tag));
    if known {
        return Ok(HttpResponse::NotModified()
            .insert_header((ETAG, tag))
            .finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"lykta.ics\""))
        .insert_header(("x-robots-tag", "noindex"))
        .insert_header((ETAG, tag))
        .body(text))
}
