//! Who asks. A handler that takes one of these can't be reached without.
//!
//! The token says who and which session; session, account and roles are what the database says now (read, or [`Kept`] since
//! the last write), so a right that was taken away is gone at the next request.
//!
//! [`Kept`]: crate::db::Kept

use std::{ops::Deref, sync::Arc};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::future::LocalBoxFuture;
use lykta_shared::{
    api::Access,
    identity::{CityRole, Language},
    ids::{SessionId, UserId},
    time::Instant,
};

use super::{
    Identity,
    access::Claims,
    service::is_alive,
    store::{self, SessionRow, UserRow},
};
use crate::{app::State, db::Conn, http::ApiError, limits::Bucket};

/// How long something is kept at most.
const HOURS: i64 = 1;

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Actor {
    /// Who.
    pub(crate) user: UserId,
    /// On which device.
    pub(crate) session: SessionId,
    /// The account's normalised address.
    pub(crate) email_norm: String,
    /// Whether the address is known to be the person's.
    pub(crate) email_verified: bool,
    /// The language of mails and pages.
    pub(crate) language: Language,
    /// Roles in the city.
    pub(crate) city_roles: Vec<CityRole>,
}

/// Somebody who may be signed in. Who holds a session that is not good any more is refused with 401 and not
/// taken for a visitor, so that the web app refreshes instead of showing a stranger's page.
#[derive(Debug, Clone)]
pub(crate) struct MaybeActor(pub(crate) Option<Actor>);

/// Somebody who is signed in and a liaison of the city; 403 for everybody else.
#[derive(Debug, Clone)]
pub(crate) struct LiaisonActor(pub(crate) Actor);

/// Somebody who is signed in and works for the city as liaison or administrator; 403 for everybody else.
#[derive(Debug, Clone)]
pub(crate) struct CityStaffActor(pub(crate) Actor);

impl Actor {
    /// Whether the person holds this role in the city.
    pub(crate) fn has(&self, role: CityRole) -> bool {
        self.city_roles.contains(&role)
    }

    /// Whoever planned something, for the job that carries the plan out later: the log names them.
    pub(crate) fn on_behalf_of(user: UserId) -> Self {
        Self {
            user,
            session: SessionId(uuid::Uuid::nil()),
            email_norm: String::new(),
            email_verified: true,
            language: Language::Sv,
            city_roles: Vec::new(),
        }
    }

    /// Looked up once for each request, however often it is asked.
    async fn of(request: HttpRequest, state: State) -> Result<Self, ApiError> {
        let known = request.extensions().get::<Self>().cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let now = state.clock.now();
        let token = state
            .identity
            .cookies()
            .access_of(&request)
            .ok_or_else(ApiError::unauthenticated)?;
        let claims = state
            .identity
            .access()
            .check(&token, now)
            .or(Err(ApiError::unauthenticated()))?;
        let key = (claims.sid, claims.sub);
        let load =
            move |conn: &mut Conn| Ok::<_, ApiError>((look_up(conn, key)?, now.plus_hours(HOURS)));
        let found: Arc<Option<Known>> = state
            .identity
            .actors()
            .read(&state.db, key, now, load)
            .await?;
        let actor = found
            .as_ref()
            .as_ref()
            .and_then(|known| known.actor(&claims, now));
        let actor = actor.ok_or_else(ApiError::unauthenticated)?;
        state.limits.take(Bucket::User, actor.user)?;
        request.extensions_mut().insert(actor.clone());
        Ok(actor)
    }
}

/// What the database knows of a session and whose it is.
pub(super) struct Known {
    session: SessionRow,
    user: UserRow,
    city_roles: Vec<CityRole>,
}

fn look_up(
    conn: &mut Conn,
    (session, user): (SessionId, UserId),
) -> Result<Option<Known>, ApiError> {
    let Some(session) = store::session(conn, session)? else {
        return Ok(None);
    };
    let Some(mut user) = store::user(conn, user)? else {
        return Ok(None);
    };
    // Kept in memory for a while, where it has no business.
    user.password_hash = None;
    let city_roles = store::city_roles(conn, user.id)?;
    Ok(Some(Known {
        session,
        user,
        city_roles,
    }))
}

impl Known {
    /// Who asks with these claims, if session and account are good at this moment.
    fn actor(&self, claims: &Claims, now: Instant) -> Option<Actor> {
        let Self {
            session,
            user,
            city_roles,
        } = self;
        let good = is_alive(session, user, city_roles, now) && user.session_epoch == claims.sev;
        good.then(|| Actor {
            user: user.id,
            session: session.id,
            email_norm: user.email_norm.clone(),
            email_verified: user.email_verified_at.is_some(),
            language: user.language,
            city_roles: city_roles.clone(),
        })
    }
}

/// Ids only: an actor may end up in a log.
impl std::fmt::Debug for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Actor")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Whether somebody with this access asks.
pub(crate) async fn admit(request: &HttpRequest, access: Access) -> Result<(), ApiError> {
    let roles: &[CityRole] = match access {
        Access::Public => return Ok(()),
        Access::SignedIn => &[],
        Access::Liaison => &[CityRole::Liaison],
        Access::CityAdmin => &[CityRole::Admin],
        Access::CityStaff => &[CityRole::Liaison, CityRole::Admin],
    };
    let actor = Actor::extract(request).await?;
    if roles.is_empty() || roles.iter().any(|role| actor.has(*role)) {
        Ok(())
    } else {
        Err(ApiError::forbidden())
    }
}

impl Deref for LiaisonActor {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl Deref for CityStaffActor {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl FromRequest for CityStaffActor {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, body: &mut Payload) -> Self::Future {
        let (request, state) = (request.clone(), state(request, body));
        Box::pin(async move {
            let actor = Actor::of(request, state?).await?;
            if actor.has(CityRole::Liaison) || actor.has(CityRole::Admin) {
                Ok(Self(actor))
            } else {
                Err(ApiError::forbidden())
            }
        })
    }
}

fn state(request: &HttpRequest, body: &mut Payload) -> Result<State, ApiError> {
    State::from_request(request, body).into_inner()
}

impl FromRequest for Actor {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, body: &mut Payload) -> Self::Future {
        let (request, state) = (request.clone(), state(request, body));
        Box::pin(async move { Self::of(request, state?).await })
    }
}

impl FromRequest for MaybeActor {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, body: &mut Payload) -> Self::Future {
        let (request, state) = (request.clone(), state(request, body));
        Box::pin(async move {
            let state = state?;
            if stranger(&state.identity, &request) {
                return Ok(Self(None));
            }
            Actor::of(request, state)
                .await
                .map(|actor| Self(Some(actor)))
        })
    }
}

fn stranger(identity: &Identity, request: &HttpRequest) -> bool {
    let cookies = identity.cookies();
    cookies.access_of(request).is_none() && cookies.refresh_of(request).is_none()
}

impl FromRequest for LiaisonActor {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, body: &mut Payload) -> Self::Future {
        let (request, state) = (request.clone(), state(request, body));
        Box::pin(async move {
            let actor = Actor::of(request, state?).await?;
            if actor.has(CityRole::Liaison) {
                Ok(Self(actor))
            } else {
                Err(ApiError::forbidden())
            }
        })
    }
}
