//! HTTP for the platform's two public endpoints.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use lykta_shared::{
    api::{GetApiInfo, GetVocabularies},
    platform::ApiInfo,
};

use super::service;
use crate::{
    app::State,
    config::Mode,
    http::{Answer, ApiError, Routes},
};

/// The version of the API's contract, and the day it was released.
const CONTRACT: (&str, &str) = ("1.0.0", "2026-11-22");

/// This room's routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<GetApiInfo, _, _>(api_info)
        .mount::<GetVocabularies, _, _>(vocabularies)
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
