//! A request that creates something, asked again because its answer got lost: it does its work once
//! (SECURITY-AND-RELIABILITY.md 5.4). The client names the occasion by an `Idempotency-Key`; its answer is kept for a
//! day, in the transaction of what the request does.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, RunQueryDsl};
use lykta_shared::{api::Endpoint, ids::UserId, problem::ProblemKind, time::Instant};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    db::{DbTime, Tx, on_each, schema::idempotency_keys},
    http::{Answer, ApiError, IdempotencyKey},
    identity::actor::Actor,
};

/// For how many hours an answer is kept.
const HOURS: i64 = 24;

/// A request and the key it came with.
#[derive(Debug)]
pub(crate) struct Occasion {
    user: UserId,
    key: String,
    /// What was asked of what.
    request: String,
    body_hash: String,
}

impl Occasion {
    /// The occasion of a request that names one.
    pub(crate) fn of<E: Endpoint>(
        key: IdempotencyKey,
        actor: &Actor,
        at: &E,
        body: &E::Body,
    ) -> Result<Option<Self>, ApiError> {
        let Some(key) = key.0 else { return Ok(None) };
        let body = serde_json::to_vec(body).map_err(ApiError::internal)?;
        Ok(Some(Self {
            user: actor.user,
            key,
            request: format!("{} {}", E::META.name, at.path()),
            body_hash: URL_SAFE_NO_PAD.encode(Sha256::digest(&body)),
        }))
    }
}

/// What a request came to.
#[derive(Debug)]
pub(crate) struct Done<T> {
    /// Its reply.
    pub(crate) reply: T,
    /// Whether it was done before and nothing was done now.
    replayed: bool,
}

impl<T: 'static> Done<T> {
    /// The answer, which says so when nothing was done now.
    pub(crate) fn answer<E: Endpoint<Reply = T>>(self) -> Answer<E> {
        let answer = Answer::new(self.reply);
        if self.replayed {
            answer.replayed()
        } else {
            answer
        }
    }
}

/// Does the work of a request, or answers what it was answered before. An error is not kept: it has done nothing.
///
/// Two at once: the second waits for the first at the key's row, before it looks at anything else.
pub(crate) fn once<T: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    occasion: Option<&Occasion>,
    now: Instant,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, ApiError>,
) -> Result<Done<T>, ApiError> {
    let Some(occasion) = occasion else {
        let reply = work(tx)?;
        return Ok(Done {
            reply,
            replayed: false,
        });
    };
    forget_key(tx, occasion, now.plus_hours(-HOURS))?;
    if begin(tx, occasion, now)? {
        let reply = work(tx)?;
        let text = serde_json::to_string(&reply).map_err(ApiError::internal)?;
        keep(tx, occasion, &text)?;
        return Ok(Done {
            reply,
            replayed: false,
        });
    }
    let reply = kept(tx, occasion)?.ok_or_else(|| ApiError::new(ProblemKind::KeyReused))?;
    Ok(Done {
        reply: serde_json::from_str(&reply).map_err(ApiError::internal)?,
        replayed: true,
    })
}

/// Takes the key; `false` when it is taken.
fn begin(tx: &mut Tx<'_>, occasion: &Occasion, now: Instant) -> QueryResult<bool> {
    let row = (
        idempotency_keys::user_id.eq(occasion.user.to_string()),
        idempotency_keys::idempotency_key.eq(&occasion.key),
        idempotency_keys::request.eq(&occasion.request),
        idempotency_keys::body_hash.eq(&occasion.body_hash),
        idempotency_keys::created_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(idempotency_keys::table)
        .values(&row)
        .on_conflict((idempotency_keys::user_id, idempotency_keys::idempotency_key))
        .do_nothing()
        .execute(c))
    .map(|rows| rows == 1)
}

fn keep(tx: &mut Tx<'_>, occasion: &Occasion, reply: &str) -> QueryResult<()> {
    diesel::update(idempotency_keys::table.find((occasion.user.to_string(), &occasion.key)))
        .set(idempotency_keys::reply.eq(reply))
        .execute(tx.conn())
        .map(drop)
}

/// What the very same request was answered.
fn kept(tx: &mut Tx<'_>, occasion: &Occasion) -> QueryResult<Option<String>> {
    idempotency_keys::table
        .find((occasion.user.to_string(), &occasion.key))
        .filter(idempotency_keys::request.eq(&occasion.request))
        .filter(idempotency_keys::body_hash.eq(&occasion.body_hash))
        .select(idempotency_keys::reply)
        .first::<Option<String>>(tx.conn())
        .optional()
        .map(Option::flatten)
}

fn forget_key(tx: &mut Tx<'_>, occasion: &Occasion, before: Instant) -> QueryResult<()> {
    diesel::delete(idempotency_keys::table.find((occasion.user.to_string(), &occasion.key)))
        .filter(idempotency_keys::created_at.lt(DbTime::from(before)))
        .execute(tx.conn())
        .map(drop)
}

/// Forgets all answers that are older than a day.
pub(crate) fn forget(tx: &mut Tx<'_>, now: Instant) -> QueryResult<()> {
    let before = DbTime::from(now.plus_hours(-HOURS));
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(before)))
        .execute(tx.conn())
        .map(drop)
}
