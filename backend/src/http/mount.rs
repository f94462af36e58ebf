//! Routes out of endpoint types.
//!
//! A room's `routes.rs` has `pub(crate) fn routes(routes: Routes) -> Routes`, which chains
//! `.mount::<SignUp, _, _>(sign_up)`. A handler that answers for another endpoint does not compile:
//!
//! ```ignore
//! async fn sign_up(state: State, actor: Actor<Member>, at: PathOf<SignUp>, input: Input<SignUp>)
//!     -> Result<Answer<SignUp>, ApiError>
//! ```

use std::collections::BTreeMap;

use actix_web::{FromRequest, Handler, Resource, Route, guard, web};
use lykta_shared::api::{Endpoint, Meta, Method};

use super::{answer::Answer, error::ApiError};

/// Handlers by path and method.
#[derive(Default)]
pub(crate) struct Routes(BTreeMap<Place, Vec<(Meta, Route)>>);

/// A path, sorted so that `/shifts/mine` is tried before `/shifts/{shift}`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    order: Vec<(bool, &'static str)>,
    path: &'static str,
}

impl Place {
    fn of(path: &'static str) -> Self {
        let order = path
            .split('/')
            .map(|segment| (segment.starts_with('{'), segment))
            .collect();
        Self { order, path }
    }
}

impl Routes {
    /// Lets `handler` answer endpoint `E`.
    #[must_use]
    pub(crate) fn mount<E, F, Args>(mut self, handler: F) -> Self
    where
        E: Endpoint,
        Args: FromRequest + 'static,
        F: Handler<Args, Output = Result<Answer<E>, ApiError>>,
    {
        let meta = E::META;
        let route = match meta.method {
            // HEAD is GET without the body (RFC 9110, 9.3.2).
            Method::Get => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            Method::Post => web::post(),
            Method::Put => web::put(),
            Method::Patch => web::patch(),
            Method::Delete => web::delete(),
        };
        self.0
            .entry(Place::of(meta.path))
            .or_default()
            .push((meta, route.to(handler)));
        self
    }

    /// What has been mounted.
    pub(crate) fn metas(&self) -> impl Iterator<Item = Meta> {
        self.0.values().flatten().map(|(meta, _)| *meta)
    }

    /// Registers it all. A path asked with another method answers 405 with `Allow`.
    pub(super) fn register(self, service: &mut web::ServiceConfig) {
        for (place, routes) in self.0 {
            let allow = allowed(routes.iter().map(|(meta, _)| meta.method));
            let resource = routes.into_iter().fold(
                web::resource(place.path),
                |resource: Resource, (_, route)| resource.route(route),
            );
            service.service(resource.default_service(web::to(move || {
                let refused: Result<String, _> = Err(ApiError::method_not_allowed(allow.clone()));
                std::future::ready(refused)
            })));
        }
    }
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.metas().map(|meta| meta.name))
            .finish()
    }
}

fn allowed(methods: impl Iterator<Item = Method>) -> String {
    let mut names = Vec::new();
    for method in methods {
        names.push(method.as_str());
        if method == Method::Get {
            names.push("HEAD");
        }
    }
    names.join(", ")
}
