//! The audit log: who did what to what, in the same transaction as the deed. Append-only; field names and
//! ids, never values.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods, Insertable, QueryDsl, QueryResult, RunQueryDsl, dsl::max, insert_into,
};
use lykta_shared::{
    ids::{OrganisationId, UserId},
    time::Instant,
};

use crate::{
    db::{Conn, DbTime, Tx, schema::audit_events},
    random::Random,
};

/// One deed.
#[derive(Debug, Clone)]
pub(crate) struct AuditEvent {
    /// The organisation it happened in, where there is one.
    pub(crate) organisation: Option<OrganisationId>,
    /// Who did it; nobody when the system did.
    pub(crate) actor: Option<UserId>,
    /// What was done, such as `application.approved`.
    pub(crate) action: &'static str,
    /// What kind of thing it was done to, such as `application`.
    pub(crate) object_type: &'static str,
    /// Which one.
    pub(crate) object_id: String,
    /// The reason that was given, where one was asked for. Nothing personal.
    pub(crate) reason: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = audit_events)]
struct Row {
    id: String,
    at: DbTime,
    organisation_id: Option<String>,
    actor_id: Option<String>,
    action: &'static str,
    object_type: &'static str,
    object_id: String,
    reason: Option<String>,
}

/// How many things are asked for at once.
const CHUNK: usize = 500;

/// When something was last done to these things of one kind, as far as it is on record.
pub(crate) fn last_deeds(
    conn: &mut Conn,
    object_type: &str,
    ids: &[String],
) -> QueryResult<BTreeMap<String, Instant>> {
    let mut last = BTreeMap::new();
    for chunk in ids.chunks(CHUNK) {
        let found: Vec<(String, Option<DbTime>)> = audit_events::table
            .filter(audit_events::object_type.eq(object_type))
            .filter(audit_events::object_id.eq_any(chunk))
            .group_by(audit_events::object_id)
            .select((audit_events::object_id, max(audit_events::at)))
            .load(conn)?;
        last.extend(
            found
                .into_iter()
                .filter_map(|(id, at)| Some((id, Instant::from(at?)))),
        );
    }
    Ok(last)
}

/// Writes a deed down.
pub(crate) fn record(tx: &mut Tx<'_>, now: Instant, event: AuditEvent) -> QueryResult<()> {
    let row = Row {
        id: Random::default().id(now).to_string(),
        at: now.into(),
        organisation_id: event.organisation.map(String::from),
        actor_id: event.actor.map(String::from),
        action: event.action,
        object_type: event.object_type,
        object_id: event.object_id,
        reason: event.reason,
    };
    insert_into(audit_events::table)
        .values(row)
        .execute(tx.conn())
        .map(drop)
}
