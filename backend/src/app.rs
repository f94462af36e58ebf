//! What the whole server shares.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    http::{ApiError, Routes},
    random::Random,
};

/// What the whole server shares. Cheap to clone; a handler takes it as an argument (`state: State`). Rooms
/// add fields here for what they keep between requests.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// The database.
    pub(crate) db: Db,
    /// What time it is.
    pub(crate) clock: Clock,
    /// Secrets, ids, jitter.
    pub(crate) random: Random,
    /// How this server is set up.
    pub(crate) config: Arc<Config>,
}

impl FromRequest for State {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let state = request
            .app_data::<web::Data<Self>>()
            .map(|state| state.get_ref().clone());
        ready(state.ok_or_else(|| ApiError::internal("the server was started without its state")))
    }
}

/// The routes of all rooms. A room chains its own: `shifts::routes::routes(routes)`.
pub(crate) fn routes() -> Routes {
    Routes::default()
}
