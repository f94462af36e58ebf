//! Mails about accounts, put into the outbox in the transaction of what they are about.

use diesel::QueryResult;
use lykta_shared::{ids::UserId, time::Instant};

use crate::{
    db::Tx,
    messages::{self, Envelope, MailKind, Recipient},
};

/// Mails somebody about their account. `occasion` makes the mail one of its kind: a second one with the same is
/// not sent. After `expires_at` it has lost its point.
pub(super) fn send(
    tx: &mut Tx<'_>,
    now: Instant,
    to: UserId,
    kind: MailKind,
    (occasion, expires_at): (&str, Instant),
) -> QueryResult<()> {
    let envelope = Envelope {
        dedupe: format!("{}:{to}:{occasion}", kind.word()),
        kind,
        to: Recipient::User(to),
        organisation: None,
        not_before: now,
        expires_at,
    };
    messages::service::enqueue(tx, now, &envelope)
}

/// When a notice about something that has happened has lost its point.
pub(super) fn notice_expiry(now: Instant) -> Instant {
    now.plus_days(3)
}
