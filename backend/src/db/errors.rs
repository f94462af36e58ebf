//! What a database can fail with, in names that are the same for both.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// Why a read or a write did not happen.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum DbFailure {
    /// Too much to do at once: a queue is full, no connection is free, a lock is held. Try again shortly.
    #[error("the database is busy: {0}")]
    Busy(&'static str),
    /// The database can't be reached, or went away.
    #[error("the database can't be reached: {0}")]
    Unreachable(String),
    /// A row that has to be there is not.
    #[error("no such row")]
    NotFound,
    /// A rule of the schema said no. Nothing of the transaction was kept.
    #[error("a constraint said no: {0:?}")]
    Violation(Violation),
    /// The transaction met another one (deadlock, serialisation, lock timeout). `Db::write` runs it again.
    #[error("the transaction met another one")]
    Conflict,
    /// The closure panicked. Nothing of it was kept.
    #[error("a closure panicked in the database thread")]
    Panicked,
    /// Anything else: a fault of ours or of the database.
    #[error("the database failed: {0}")]
    Other(String),
}

/// A rule of the schema that said no, by the name it has in the migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Violation {
    /// A second row with the same key, such as `users_email_norm_key`.
    Unique(String),
    /// A value outside what is allowed, such as `shifts_taken_check`.
    Check(String),
    /// A reference to nothing. SQLite has no name for it, so neither has this.
    ForeignKey,
    /// A column that has to hold something.
    NotNull,
}

/// `UNIQUE constraint failed: <columns>` of SQLite, which knows no names, and the name in the migrations.
/// A test compares it with the migrated database.
pub(super) const SQLITE_UNIQUES: &[(&str, &str)] = &[
    ("users.email_norm", "users_email_norm_key"),
    ("refresh_tokens.token_hash", "refresh_tokens_hash_key"),
    ("one_time_tokens.token_hash", "one_time_tokens_hash_key"),
    ("organisations.slug", "organisations_slug_key"),
    (
        "partner_applications.organisation_id, partner_applications.id",
        "partner_applications_scope_key",
    ),
    (
        "application_events.application_id, application_events.position",
        "application_events_order_key",
    ),
    (
        "memberships.organisation_id, memberships.id",
        "memberships_scope_key",
    ),
    (
        "memberships.organisation_id, memberships.user_id",
        "memberships_one_current",
    ),
    ("invitations.token_hash", "invitations_hash_key"),
    ("join_links.token_hash", "join_links_hash_key"),
    ("shifts.organisation_id, shifts.id", "shifts_scope_key"),
    ("signups.organisation_id, signups.id", "signups_scope_key"),
    ("signups.shift_id, signups.user_id", "signups_one_current"),
    ("outbox.dedupe_key", "outbox_dedupe_key"),
    (
        "shift_series.organisation_id, shift_series.id",
        "shift_series_scope_key",
    ),
    (
        "series_occurrences.organisation_id, series_occurrences.shift_id",
        "series_occurrences_shift_key",
    ),
    (
        "shift_batches.organisation_id, shift_batches.id",
        "shift_batches_scope_key",
    ),
    ("city_days.built_in", "city_days_built_in_key"),
    ("calendar_feeds.token_hash", "calendar_feeds_hash_key"),
    (
        "organisation_calendar_feeds.token_hash",
        "organisation_calendar_feeds_hash_key",
    ),
    (
        "equipment.organisation_id, equipment.id",
        "equipment_scope_key",
    ),
    ("stand_in_requests.signup_id", "stand_in_requests_one_open"),
    (
        "walk_report_versions.report_id, walk_report_versions.revision",
        "walk_report_versions_revision_key",
    ),
    (
        "walk_reports.organisation_id, walk_reports.id",
        "walk_reports_scope_key",
    ),
    ("walk_reports.reference", "walk_reports_reference_key"),
    ("walk_reports.shift_id", "walk_reports_shift_key"),
];

impl Violation {
    /// Whether it is the unique key of this name.
    pub(crate) fn is_unique(&self, name: &str) -> bool {
        matches!(self, Self::Unique(held) if held == name)
    }

    /// The violation behind diesel's error, if it is one.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        let Error::DatabaseError(kind, info) = error else {
            return None;
        };
        let info = info.as_ref();
        match kind {
            DatabaseErrorKind::UniqueViolation => Some(Self::Unique(unique_name(info))),
            DatabaseErrorKind::CheckViolation => Some(Self::Check(check_name(info))),
            DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => {
                Some(Self::ForeignKey)
            }
            DatabaseErrorKind::NotNullViolation => Some(Self::NotNull),
            _ => None,
        }
    }
}

/// PostgreSQL names the constraint; for SQLite its columns are looked up. A primary key is `<table>_pkey`.
fn unique_name(info: &dyn DatabaseErrorInformation) -> String {
    if let Some(name) = info.constraint_name() {
        return name.to_owned();
    }
    let message = info.message();
    let columns = message
        .strip_prefix("UNIQUE constraint failed: ")
        .unwrap_or(message);
    match SQLITE_UNIQUES.iter().find(|(held, _)| *held == columns) {
        Some((_, name)) => (*name).to_owned(),
        None => format!("{}_pkey", columns.split('.').next().unwrap_or(columns)),
    }
}

fn check_name(info: &dyn DatabaseErrorInformation) -> String {
    let message = info.message();
    info.constraint_name()
        .unwrap_or_else(|| {
            message
                .strip_prefix("CHECK constraint failed: ")
                .unwrap_or(message)
        })
        .to_owned()
}

/// What says that somebody else was in the way, and that it will work when tried again. Diesel keeps the
/// codes 40P01 and 55P03 to itself, so their messages have to do (`conn.rs` asks for English).
const IN_THE_WAY: &[&str] = &[
    "deadlock detected",
    "canceling statement due to lock timeout",
    "could not obtain lock on row",
    "database is locked",
    "database table is locked",
];

/// What says that the database is closing, starting or cut us off (57P01–57P03, 53300, 53100, `SQLITE_FULL`).
const AWAY: &[&str] = &[
    "terminating connection",
    "the database system is",
    "server closed the connection",
    "no connection to the server",
    "too many clients already",
    "remaining connection slots",
    "database or disk is full",
];

impl From<Error> for DbFailure {
    fn from(error: Error) -> Self {
        if let Some(violation) = Violation::of(&error) {
            return Self::Violation(violation);
        }
        match &error {
            Error::NotFound => Self::NotFound,
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Conflict,
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unreachable(info.message().to_owned())
            }
            Error::DatabaseError(_, info) => {
                let message = info.message();
                if IN_THE_WAY.iter().any(|text| message.contains(text)) {
                    Self::Conflict
                } else if AWAY.iter().any(|text| message.contains(text)) {
                    Self::Unreachable(message.to_owned())
                } else if message.contains("statement timeout") {
                    Self::Busy("a statement took too long")
                } else {
                    Self::Other(message.to_owned())
                }
            }
            Error::BrokenTransactionManager => Self::Unreachable(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}
