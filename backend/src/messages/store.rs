//! The outbox table.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl,
    QueryResult, Queryable, RunQueryDsl, TextExpressionMethods,
};
use lykta_shared::{
    ids::{OrganisationId, ShiftId, SignupId, UserId},
    messages::ReminderHours,
    time::Instant,
};

use super::{Envelope, Recipient, service::message_id, settings};
use crate::db::{
    DbTime, Tx, either, on_each,
    schema::{outbox, reminder_settings, shifts, signups, users},
};

/// Adds a row, unless its key is there.
pub(super) fn insert(tx: &mut Tx<'_>, now: Instant, envelope: &Envelope) -> QueryResult<()> {
    let params = serde_json::to_string(&envelope.kind)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    let (user, address, language) = match &envelope.to {
        Recipient::User(user) => (Some(user.to_string()), None, "sv"),
        Recipient::Address { email, language } => (None, Some(email.as_str()), language.as_str()),
    };
    let due = envelope.not_before.max(now);
    let row = (
        outbox::id.eq(message_id(&envelope.dedupe).to_string()),
        outbox::dedupe_key.eq(&envelope.dedupe),
        outbox::kind.eq(envelope.kind.word()),
        outbox::priority.eq(i32::from(envelope.kind.priority().rank())),
        outbox::organisation_id.eq(envelope.organisation.map(|id| id.to_string())),
        outbox::user_id.eq(user),
        outbox::address.eq(address),
        outbox::language.eq(language),
        outbox::params.eq(params),
        outbox::signup_id.eq(envelope.kind.signup().map(|id| id.to_string())),
        outbox::shift_id.eq(envelope.kind.shift().map(|id| id.to_string())),
        outbox::status.eq("pending"),
        outbox::not_before.eq(DbTime::from(due)),
        outbox::expires_at.eq(DbTime::from(envelope.expires_at)),
        outbox::next_attempt_at.eq(DbTime::from(due)),
        outbox::attempts.eq(0),
        outbox::lease_token.eq(0),
        outbox::created_at.eq(DbTime::from(now)),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(outbox::table)
        .values(row)
        // The id follows from the key: two servers at once may meet at either.
        .on_conflict_do_nothing()
        .execute(c))
    .map(drop)
}

/// Marks what has not left yet for this sign-up as taken back.
pub(super) fn cancel_pending(tx: &mut Tx<'_>, signup: SignupId) -> QueryResult<()> {
    diesel::update(outbox::table)
        .filter(outbox::signup_id.eq(signup.to_string()))
        .filter(outbox::status.eq("pending"))
        .set(outbox::status.eq("cancelled"))
        .execute(tx.conn())
        .map(drop)
}

/// Marks reminders that have not left yet for this sign-up as taken back.
pub(super) fn cancel_reminders(tx: &mut Tx<'_>, signup: SignupId) -> QueryResult<()> {
    diesel::update(outbox::table)
        .filter(outbox::signup_id.eq(signup.to_string()))
        .filter(outbox::status.eq("pending"))
        .filter(outbox::dedupe_key.like("rem:%"))
        .set(outbox::status.eq("cancelled"))
        .execute(tx.conn())
        .map(drop)
}

/// Marks what has not left yet of what an organisation was to be told about one occasion as taken back.
pub(super) fn cancel_occasion(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    occasion: &str,
) -> QueryResult<()> {
    diesel::update(outbox::table)
        .filter(outbox::status.eq("pending"))
        .filter(outbox::organisation_id.eq(organisation.to_string()))
        .filter(outbox::dedupe_key.like(format!("%:{occasion}:%")))
        .set(outbox::status.eq("cancelled"))
        .execute(tx.conn())
        .map(drop)
}

/// Marks one message that has not left yet as taken back.
pub(super) fn cancel_key(tx: &mut Tx<'_>, dedupe: &str) -> QueryResult<()> {
    diesel::update(outbox::table)
        .filter(outbox::dedupe_key.eq(dedupe))
        .filter(outbox::status.eq("pending"))
        .set(outbox::status.eq("cancelled"))
        .execute(tx.conn())
        .map(drop)
}

/// The word for a reminder the organisation does without.
const SWITCHED_OFF: &str = "switched_off";

/// Marks a reminder that has not left yet as one the organisation does without.
pub(super) fn switch_off(tx: &mut Tx<'_>, dedupe: &str) -> QueryResult<()> {
    diesel::update(outbox::table)
        .filter(outbox::dedupe_key.eq(dedupe))
        .filter(outbox::status.eq("pending"))
        .set((
            outbox::status.eq("cancelled"),
            outbox::failure.eq(SWITCHED_OFF),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Lets a reminder leave at another moment: one that was not tried yet, or that the organisation did without.
/// One that has left, or was taken back for another reason, stays as it is.
pub(super) fn put_off(tx: &mut Tx<'_>, dedupe: &str, due: Instant) -> QueryResult<()> {
    let untried = outbox::status
        .eq("pending")
        .and(outbox::failure.is_null())
        .and(outbox::attempts.eq(0));
    let switched_off = outbox::status
        .eq("cancelled")
        .and(outbox::failure.eq(SWITCHED_OFF));
    diesel::update(outbox::table)
        .filter(outbox::dedupe_key.eq(dedupe))
        .filter(untried.or(switched_off))
        .set((
            outbox::status.eq("pending"),
            outbox::failure.eq(None::<String>),
            outbox::not_before.eq(DbTime::from(due)),
            outbox::next_attempt_at.eq(DbTime::from(due)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Which sign-ups reminders are planned for.
#[derive(Debug)]
pub(super) enum Which {
    /// This one.
    Signup(SignupId),
    /// All of a shift.
    Shift(ShiftId),
    /// All of an organisation's shifts that begin after this moment.
    Organisation(OrganisationId, Instant),
    /// All of shifts that begin after the first and not after the second moment.
    Between(Instant, Instant),
}

/// A sign-up that may be reminded of.
#[derive(Debug, Queryable)]
pub(super) struct Planned {
    /// The sign-up.
    #[diesel(deserialize_as = String)]
    pub(super) signup: SignupId,
    /// Whose it is.
    #[diesel(deserialize_as = String)]
    pub(super) user: UserId,
    /// The organisation.
    #[diesel(deserialize_as = String)]
    pub(super) organisation: OrganisationId,
    /// Since when the person has the place: signed up, or moved up from the waiting list.
    #[diesel(deserialize_as = DbTime)]
    pub(super) since: Instant,
    /// When the shift begins.
    #[diesel(deserialize_as = DbTime)]
    pub(super) starts_at: Instant,
    /// Rises with each change of the shift's time.
    pub(super) time_version: i32,
    early_hours: Option<i32>,
    late_hours: Option<i32>,
    chosen: Option<i32>,
}

impl Planned {
    /// When the organisation reminds.
    pub(super) fn hours(&self) -> ReminderHours {
        match self.chosen {
            Some(_version) => settings::hours(self.early_hours, self.late_hours),
            None => ReminderHours::DEFAULT,
        }
    }
}

/// Sign-ups that count, of shifts that stand, of people who want reminders.
pub(super) fn signups_to_remind(tx: &mut Tx<'_>, which: &Which) -> QueryResult<Vec<Planned>> {
    let mut query = signups::table
        .inner_join(shifts::table.on(shifts::id.eq(signups::shift_id)))
        .inner_join(users::table.on(users::id.eq(signups::user_id)))
        .left_join(
            reminder_settings::table
                .on(reminder_settings::organisation_id.eq(signups::organisation_id)),
        )
        .filter(signups::status.eq("signed_up"))
        .filter(either(shifts::status, ["open", "confirmed"]))
        .filter(users::reminders.eq(true))
        .select((
            signups::id,
            signups::user_id,
            signups::organisation_id,
            signups::changed_at,
            shifts::starts_at,
            shifts::time_version,
            reminder_settings::early_hours.nullable(),
            reminder_settings::late_hours.nullable(),
            reminder_settings::version.nullable(),
        ))
        .order((shifts::starts_at, signups::id))
        .into_boxed();
    query = match which {
        Which::Signup(signup) => query.filter(signups::id.eq(signup.to_string())),
        Which::Shift(shift) => query.filter(signups::shift_id.eq(shift.to_string())),
        Which::Organisation(organisation, after) => query
            .filter(signups::organisation_id.eq(organisation.to_string()))
            .filter(shifts::starts_at.gt(DbTime::from(*after))),
        Which::Between(after, until) => query
            .filter(shifts::starts_at.gt(DbTime::from(*after)))
            .filter(shifts::starts_at.le(DbTime::from(*until))),
    };
    query.load(tx.conn())
}
