//! What other rooms may do with messages.

use diesel::QueryResult;
use lykta_shared::{
    ids::{OrganisationId, SignupId},
    messages::WithdrawPreview,
    problem::ProblemKind,
    text::Token,
    time::Instant,
};
use uuid::Uuid;

use super::{Envelope, Waiting, facts, queue, store};
use crate::{
    app::State,
    db::{Conn, Tx},
    http::ApiError,
    identity::service as identity,
    shifts::service as shifts,
};

/// Puts a mail into the outbox, in the transaction of what it is about. An envelope whose `dedupe` key is
/// there already changes nothing.
pub(crate) fn enqueue(tx: &mut Tx<'_>, now: Instant, envelope: &Envelope) -> QueryResult<()> {
    store::insert(tx, now, envelope)
}

/// What should have left by now and has not: for whoever watches over the server.
pub(crate) fn waiting(conn: &mut Conn, now: Instant) -> QueryResult<Vec<Waiting>> {
    queue::waiting(conn, now)
}

/// Takes back whatever has not left yet for a sign-up that is no more: reminders, and the confirmation of a
/// tap that was undone.
pub(crate) fn cancel_for_signup(tx: &mut Tx<'_>, signup: SignupId) -> QueryResult<()> {
    store::cancel_pending(tx, signup)
}

/// Takes back whatever has not left yet of what an organisation was to be told about one occasion: the part of its
/// `dedupe` keys between the kind and the reader.
pub(crate) fn cancel_for_occasion(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    occasion: &str,
) -> QueryResult<()> {
    store::cancel_occasion(tx, organisation, occasion)
}

/// The row's id for a dedupe key: the same key gives the same id, so that the `Message-ID` stays the same too.
pub(super) fn message_id(dedupe: &str) -> Uuid {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(dedupe.as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash) {
        *to = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What a withdraw link stands for. Changes nothing.
pub(super) async fn preview_withdrawal(
    state: &State,
    token: &Token,
) -> Result<WithdrawPreview, ApiError> {
    let (signup, now) = (read_withdraw(state, token)?, state.clock.now());
    state.db.read(move |conn| seen(conn, signup, now)).await
}

/// Takes the person of the link off the shift. Once more changes nothing more.
pub(super) async fn withdraw_by_mail(
    state: &State,
    token: &Token,
) -> Result<WithdrawPreview, ApiError> {
    let (signup, now) = (read_withdraw(state, token)?, state.clock.now());
    state
        .db
        .write(move |tx| {
            if seen(tx, signup, now)?.signed_up {
                shifts::withdraw_signup(tx, signup, now)?;
            }
            seen(tx, signup, now)
        })
        .await
}

/// Takes the place that is kept for the person of the link. When it is not kept any more, the answer shows how it
/// stands; once more changes nothing more.
pub(super) async fn accept_by_mail(
    state: &State,
    token: &Token,
) -> Result<WithdrawPreview, ApiError> {
    let (signup, now) = (read_withdraw(state, token)?, state.clock.now());
    state
        .db
        .write(move |tx| {
            seen(tx, signup, now)?;
            shifts::accept_offer(tx, signup, now)?;
            seen(tx, signup, now)
        })
        .await
}

/// Stops the reminders of the person whose token it is.
pub(super) async fn unsubscribe(state: &State, token: &str) -> Result<(), ApiError> {
    let user = state
        .messages
        .links()
        .read_unsubscribe(token)
        .ok_or_else(|| ApiError::new(ProblemKind::LinkInvalid))?;
    state
        .db
        .write(move |tx| Ok(identity::stop_reminders(tx, user)?))
        .await
}

fn read_withdraw(state: &State, token: &Token) -> Result<SignupId, ApiError> {
    state
        .messages
        .links()
        .read_withdraw(token.reveal())
        .ok_or_else(|| ApiError::new(ProblemKind::LinkInvalid))
}

/// The shift as its page shows it; a link is good until the shift begins. Mails get forwarded, so what a mail
/// does not say of an organisation with faith in it, its link does not say either.
fn seen(conn: &mut Conn, signup: SignupId, now: Instant) -> Result<WithdrawPreview, ApiError> {
    let invalid = || ApiError::new(ProblemKind::LinkInvalid);
    let facts = facts::signup(conn, signup)?.ok_or_else(invalid)?;
    if now >= facts.crew.shift.starts_at {
        return Err(invalid());
    }
    let (mut shift, signed_up, mut late_text) = shifts::signup_card(conn, signup, now)?;
    if facts.crew.organisation.special_category {
        shift.title.clear();
        shift.organisation.name.clear();
        shift.organisation.slug.clear();
        late_text = late_text.map(|_| String::new());
    }
    Ok(WithdrawPreview {
        shift,
        signed_up,
        late_text,
    })
}
