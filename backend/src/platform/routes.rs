//! HTTP for the platform: what it says of itself, vocabularies, the city's calendar, its jobs.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use lykta_shared::{
    api::{
        DeleteCityDay, GetApiInfo, GetVocabularies, ListCityDays, ListJobs, PostCityDay, PutCityDay,
    },
    platform::ApiInfo,
};

use super::{city_days, heartbeat, service};
use crate::{
    app::State,
    config::Mode,
    db::{Conn, Tx},
    http::{Answer, ApiError, IfMatch, Input, PathOf, QueryOf, Routes},
    identity::actor::CityStaffActor,
};

/// The version of the API's contract, and the day it was released.
const CONTRACT: (&str, &str) = ("1.0.0", "2026-11-22");

/// This room's routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<GetApiInfo, _, _>(api_info)
        .mount::<GetVocabularies, _, _>(vocabularies)
        .mount::<ListCityDays, _, _>(list_city_days)
        .mount::<PostCityDay, _, _>(post_city_day)
        .mount::<PutCityDay, _, _>(put_city_day)
        .mount::<DeleteCityDay, _, _>(delete_city_day)
        .mount::<ListJobs, _, _>(list_jobs)
}

async fn api_info(state: State) -> Result<Answer<GetApiInfo>, ApiError> {
    Ok(Answer::new(ApiInfo {
        api_name: "Lykta".to_owned(),
        api_version: CONTRACT.0.to_owned(),
        api_released: CONTRACT.1.to_owned(),
        api_documentation: format!("{}/api/docs", state.config.public_origin),
        api_status: "active".to_owned(),
        demo: state.config.mode == Mode::Demo,
    }))
}

async fn vocabularies(state: State) -> Result<Answer<GetVocabularies>, ApiError> {
    let vocabularies = state.db.read(service::vocabularies).await?;
    let tag = service::tag(&vocabularies)?;
    Ok(Answer::new(vocabularies)
        .header(ETAG, tag)
        .header(CACHE_CONTROL, "no-cache"))
}

async fn list_city_days(
    state: State,
    query: QueryOf<ListCityDays>,
) -> Result<Answer<ListCityDays>, ApiError> {
    let (from, to) = (query.from, query.to);
    let read = move |conn: &mut Conn| city_days::list(conn, from, to);
    state.db.read(read).await.map(Answer::new)
}

async fn post_city_day(
    state: State,
    actor: CityStaffActor,
    Input(form): Input<PostCityDay>,
) -> Result<Answer<PostCityDay>, ApiError> {
    let now = state.clock.now();
    let write = move |tx: &mut Tx<'_>| city_days::create(tx, &actor, &form, now);
    let day = state.db.write(write).await?;
    let version = day.version;
    Ok(Answer::new(day).version(version))
}

async fn put_city_day(
    state: State,
    actor: CityStaffActor,
    at: PathOf<PutCityDay>,
    IfMatch(held): IfMatch,
    Input(form): Input<PutCityDay>,
) -> Result<Answer<PutCityDay>, ApiError> {
    let (now, key) = (state.clock.now(), (at.day, held));
    let write = move |tx: &mut Tx<'_>| city_days::change(tx, &actor, key, &form, now);
    let day = state.db.write(write).await?;
    let version = day.version;
    Ok(Answer::new(day).version(version))
}

async fn delete_city_day(
    state: State,
    actor: CityStaffActor,
    at: PathOf<DeleteCityDay>,
) -> Result<Answer<DeleteCityDay>, ApiError> {
    let (now, id) = (state.clock.now(), at.day);
    let write = move |tx: &mut Tx<'_>| city_days::delete(tx, &actor, id, now);
    state.db.write(write).await.map(Answer::new)
}

async fn list_jobs(state: State, _actor: CityStaffActor) -> Result<Answer<ListJobs>, ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| Ok::<_, ApiError>(heartbeat::states(conn, now)?);
    state.db.read(read).await.map(Answer::new)
}
