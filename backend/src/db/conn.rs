//! Connections, opened by the scheme of the database's address.
//!
//! `MultiConnection::establish` tries one database after the other and, with PostgreSQL down, would silently
//! make a SQLite file named after the address; so nothing here calls it.

use std::{fmt, path::PathBuf};

use diesel::{
    Connection, PgConnection, SqliteConnection,
    connection::SimpleConnection,
    r2d2::{Error, ManageConnection, R2D2Connection},
};

/// A connection to either database. Queries are written once against it; what does not compile for both
/// goes through [`on_each!`](super::on_each).
#[derive(diesel::MultiConnection)]
pub(crate) enum Conn {
    /// The embedded database, a file.
    Sqlite(SqliteConnection),
    /// PostgreSQL, for several servers.
    Pg(PgConnection),
}

/// Where the database is. `Debug` does not show the password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A server's address, with its password.
    Pg(String),
}

/// The text is not the address of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be sqlite:<file> or postgres://…")]
pub(crate) struct NotAnAddress;

impl Address {
    /// Reads `sqlite:<file>`, `postgres://…` or `postgresql://…`.
    pub(crate) fn parse(url: &str) -> Result<Self, NotAnAddress> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Pg(url.to_owned()));
        }
        let file = url.strip_prefix("sqlite:").ok_or(NotAnAddress)?;
        let file = file.strip_prefix("//").unwrap_or(file);
        // Each connection to `:memory:` is its own database; a pool of them makes no sense.
        if file.is_empty() || file.starts_with(':') || file.contains('?') {
            return Err(NotAnAddress);
        }
        Ok(Self::Sqlite(PathBuf::from(file)))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Self::Pg(_) => f.write_str("postgres://[redacted]"),
        }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Reading only; SQLite refuses writes on it.
    Read,
    /// Reading and writing.
    Write,
}

/// The settings of SECURITY-AND-RELIABILITY.md 5.2. FULL: an acknowledged commit survives power loss.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
    PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA wal_autocheckpoint=1000; PRAGMA temp_store=MEMORY;";

/// The limits of SECURITY-AND-RELIABILITY.md 4.2. Messages in English, because diesel hides the codes of
/// a deadlock and of a lock timeout; only a superuser may ask for that, others keep the server's language.
const PG_SETTINGS: &str = "SET TIME ZONE 'UTC'; SET statement_timeout='5s'; SET lock_timeout='3s'; \
    SET idle_in_transaction_session_timeout='10s'; \
    DO $$ BEGIN PERFORM set_config('lc_messages', 'C', false); \
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;";

/// Opens one connection with all its settings.
pub(crate) fn open(address: &Address, purpose: Purpose) -> Result<Conn, Error> {
    match address {
        Address::Sqlite(file) => {
            // A leading `./` keeps a file called `file:…` from being read as an address.
            let path = if file.is_absolute() {
                file.clone()
            } else {
                PathBuf::from(".").join(file)
            };
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())
                .map_err(Error::ConnectionError)?;
            conn.batch_execute(SQLITE_SETTINGS)
                .map_err(Error::QueryError)?;
            if purpose == Purpose::Read {
                conn.batch_execute("PRAGMA query_only=ON;")
                    .map_err(Error::QueryError)?;
            }
            Ok(Conn::Sqlite(conn))
        }
        Address::Pg(url) => {
            let mut conn = PgConnection::establish(url).map_err(Error::ConnectionError)?;
            conn.batch_execute(PG_SETTINGS).map_err(Error::QueryError)?;
            Ok(Conn::Pg(conn))
        }
    }
}

/// Opens and checks the connections of a pool.
#[derive(Debug)]
pub(super) struct Opener {
    pub(super) address: Address,
    pub(super) purpose: Purpose,
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        open(&self.address, self.purpose)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Error> {
        conn.ping().map_err(Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides() {
        assert_eq!(
            Address::parse("sqlite:data/lykta.db"),
            Ok(Address::Sqlite("data/lykta.db".into()))
        );
        assert_eq!(
            Address::parse("sqlite:///var/lykta.db"),
            Ok(Address::Sqlite("/var/lykta.db".into()))
        );
        assert!(matches!(
            Address::parse("postgres://u:p@h/d"),
            Ok(Address::Pg(_))
        ));
        for url in [
            "",
            "lykta.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://h/d",
            "sqlite:a?mode=ro",
        ] {
            assert_eq!(Address::parse(url), Err(NotAnAddress), "{url}");
        }
    }

    #[test]
    fn a_password_never_shows() {
        let address = Address::parse("postgres://user:secret@host/db").unwrap();
        assert!(!format!("{address:?}").contains("secret"));
    }
}
