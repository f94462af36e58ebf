//! What other rooms may do with messages.

use diesel::QueryResult;
use lykta_shared::{ids::SignupId, time::Instant};
use uuid::Uuid;

use super::{Envelope, store};
use crate::db::Tx;

/// Puts a mail into the outbox, in the transaction of what it is about. An envelope whose `dedupe` key is
/// there already changes nothing.
pub(crate) fn enqueue(tx: &mut Tx<'_>, now: Instant, envelope: &Envelope) -> QueryResult<()> {
    store::insert(tx, now, envelope)
}

/// Takes back whatever has not left yet for a sign-up that is no more: reminders, and the confirmation of a
/// tap that was undone.
pub(crate) fn cancel_for_signup(tx: &mut Tx<'_>, signup: SignupId) -> QueryResult<()> {
    store::cancel_pending(tx, signup)
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
