//! What the whole server shares, and where the rooms join it: routes, pages, jobs.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};

use crate::{
    clock::Clock,
    config::Config,
    db::{Db, DbFailure, DbOptions},
    http::{ApiError, Routes},
    identity::{self, Identity},
    jobs::{Jobs, Stop, Stopping, stopping},
    limits::Limits,
    messages::{self, Messages},
    metrics::Metrics,
    openapi, organisations, platform,
    random::Random,
    shifts, walks,
};

/// How many mails are under way at once from one server.
const MAIL_WORKERS: usize = 2;

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
    /// How often something may be tried.
    pub(crate) limits: Limits,
    /// Keys and hashing threads of accounts.
    pub(crate) identity: Identity,
    /// How mails look and where they go.
    pub(crate) messages: Messages,
    /// What the operator counts.
    pub(crate) metrics: Metrics,
    /// Lists of shifts that were asked for a moment ago.
    pub(crate) lists: shifts::service::KeptLists,
    /// Whether the server is ending.
    pub(crate) stopping: Stopping,
}

impl State {
    /// Opens the database and puts everything together; what ends it again comes beside it.
    pub(crate) fn new(config: Config, random: Random) -> Result<(Self, Stop), DbFailure> {
        let clock = Clock::default();
        #[cfg(feature = "test-hooks")]
        if let Some(start) = config.clock {
            clock.set(start);
        }
        let options = DbOptions {
            address: config.database.clone(),
            connections: config.database_connections,
        };
        let (stop, stopping) = stopping();
        let state = Self {
            db: Db::open(options, random)?,
            limits: Limits::new(clock.clone(), config.rate_limits),
            identity: Identity::start(&config, random)
                .map_err(|error| DbFailure::Other(format!("passwords can't be hashed: {error}")))?,
            messages: Messages::new(&config),
            metrics: Metrics::new()
                .map_err(|error| DbFailure::Other(format!("nothing can be counted: {error}")))?,
            lists: shifts::service::KeptLists::default(),
            clock,
            random,
            config: Arc::new(config),
            stopping,
        };
        Ok((state, stop))
    }
}

/// The API's routes. A room chains its own: `shifts::routes::routes(routes)`.
pub(crate) fn routes() -> Routes {
    let routes = platform::routes::routes(Routes::default());
    let routes = identity::routes::routes(routes);
    let routes = organisations::routes::routes(routes);
    let routes = shifts::routes::routes(routes);
    let routes = shifts::feeds::routes(routes);
    let routes = walks::routes::routes(routes);
    let routes = shifts::series::routes::routes(routes);
    messages::routes::routes(routes)
}

/// What is answered beside the API and the web app, such as `/dev/outbox`.
pub(crate) fn pages(service: &mut web::ServiceConfig) {
    service
        .configure(openapi::routes)
        .configure(messages::routes::pages)
        .configure(shifts::feeds::pages)
        .configure(messages::outbox_page::routes);
    #[cfg(feature = "test-hooks")]
    service.configure(crate::dev::routes);
}

/// Starts the jobs. A room adds its own: `.start(messages::worker::run(state.clone()))`.
pub(crate) fn jobs(state: &State) -> Jobs {
    let jobs = Jobs::default()
        .start(identity::jobs::run(state.clone()))
        .start(shifts::series::jobs::run(state.clone()))
        .start(messages::worker::plan(state.clone()))
        .start(shifts::jobs::run(state.clone()))
        .start(walks::jobs::run(state.clone()));
    // A mail server that is slow with one mail must not hold up all others.
    (0..MAIL_WORKERS).fold(jobs, |jobs, _| {
        jobs.start(messages::worker::run(state.clone()))
    })
}

/// Lets each room's jobs do what is due now, until nothing is left. For tests.
#[cfg(feature = "test-hooks")]
pub(crate) async fn work(state: &State) -> Result<(), ApiError> {
    identity::jobs::run_once(state).await?;
    walks::jobs::run_once(state).await?;
    shifts::jobs::run_once(state).await?;
    shifts::series::jobs::run_once(state).await?;
    Ok(messages::worker::work(state).await?)
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

#[cfg(test)]
pub(crate) mod testing {
    //! The whole server's state on a fresh, migrated SQLite database.

    use super::State;
    use crate::{
        config::Config,
        db::{migrate, testing::Folder},
        jobs::Stop,
        random::Random,
    };

    /// A state, what ends it, and the folder it lives in.
    pub(crate) fn state() -> (State, Stop, Folder) {
        let folder = Folder::new();
        let config = Config::for_tests(&folder.0);
        migrate(&config.database).unwrap();
        let (state, stop) = State::new(config, Random::default()).unwrap();
        (state, stop, folder)
    }
}
