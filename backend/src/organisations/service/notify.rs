//! Whom this room's mails go to.

use lykta_shared::{
    identity::Language,
    ids::{OrganisationId, UserId},
    time::Instant,
};

use super::super::store::OrganisationRow;
use crate::{
    db::Tx,
    http::ApiError,
    identity::service as identity,
    messages::{Envelope, MailKind, Recipient, service::enqueue},
};

/// How long a decision or a notice is tried before it is given up.
const DAYS: i64 = 5;

/// One mail to somebody with an account.
pub(super) fn to_user(
    tx: &mut Tx<'_>,
    now: Instant,
    organisation: OrganisationId,
    user: UserId,
    kind: MailKind,
    occasion: &str,
) -> Result<(), ApiError> {
    let envelope = Envelope {
        dedupe: format!("{}:{occasion}:{user}", kind.word()),
        kind,
        to: Recipient::User(user),
        organisation: Some(organisation),
        not_before: now,
        expires_at: now.plus_days(DAYS),
    };
    Ok(enqueue(tx, now, &envelope)?)
}

/// One mail, not before the moment, to each administrator, and to the contact person if that is somebody else.
pub(super) fn to_representatives(
    tx: &mut Tx<'_>,
    not_before: Instant,
    organisation: &OrganisationRow,
    kind: &MailKind,
    occasion: &str,
) -> Result<(), ApiError> {
    let mut told = Vec::new();
    for user in super::administrators(tx, organisation.id)? {
        told.push(identity::person(tx, user)?.email_norm);
        to_user(
            tx,
            not_before,
            organisation.id,
            user,
            kind.clone(),
            occasion,
        )?;
    }
    let contact = organisation.contact_email.to_lowercase();
    if told.contains(&contact) {
        return Ok(());
    }
    let envelope = Envelope {
        dedupe: format!("{}:{occasion}:contact", kind.word()),
        kind: kind.clone(),
        to: Recipient::Address {
            email: organisation.contact_email.clone(),
            language: Language::Sv,
        },
        organisation: Some(organisation.id),
        not_before,
        expires_at: not_before.plus_days(DAYS),
    };
    Ok(enqueue(tx, not_before, &envelope)?)
}
