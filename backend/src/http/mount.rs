//! Routes out of endpoint types.
//!
//! A room's `routes.rs` has `pub(crate) fn routes(routes: Routes) -> Routes`, which chains
//! `.mount::<SignUp, _, _>(sign_up)`. A handler that answers for another endpoint does not compile:
//!
//! ```ignore
//! async fn sign_up(state: State, actor: Actor<Member>, at: PathOf<SignUp>, input: Input<SignUp>)
//!     -> Result<Answer<SignUp>, ApiError>
//! ```

use std::{any::TypeId, collections::BTreeMap};

use actix_web::{
    Error, FromRequest, Handler, Resource, Route,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    guard,
    middleware::{Next, from_fn},
    web,
};
use lykta_shared::{
    api::{Access, Endpoint, Meta, Method},
    problem::ProblemKind,
};

use super::{answer::Answer, error::ApiError};
use crate::identity::actor;

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
        let asks_nothing = TypeId::of::<E::Query>() == TypeId::of::<()>();
        let route = route.to(handler).wrap(from_fn(move |request, next| {
            admit(meta.access, asks_nothing, request, next)
        }));
        self.0
            .entry(Place::of(meta.path))
            .or_default()
            .push((meta, route));
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

/// Asked before anything is taken out of a request: first who may, then whether a query belongs here. A body that
/// makes no sense is of no interest from somebody who has no business here.
async fn admit(
    access: Access,
    asks_nothing: bool,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let http = request.request().clone();
    actor::admit(&http, access).await?;
    // The request goes on alone: actix-web wants the only handle to it.
    drop(http);
    if asks_nothing && !request.query_string().is_empty() {
        return Err(ApiError::new(ProblemKind::MalformedRequest).into());
    }
    next.call(request).await
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
