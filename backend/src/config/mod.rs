//! How this server is set up: a TOML file and `LYKTA_…` variables, checked once, at the start.
//!
//! The only place that reads the environment. `docs/` describes every setting for operators.

mod keys;
mod mail;
mod net;
mod raw;
mod secret;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use lykta_shared::text::Email;

use crate::{db::Address, random::Random};
use raw::{Raw, RawArgon2};

pub(crate) use keys::NamedKey;
pub(crate) use mail::{MailRoute, MailTls};
pub(crate) use net::{Network, Origin};
pub(crate) use secret::Secret;

/// What the server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Real people's data.
    Production,
    /// Made-up people for trying things out; says so on every page.
    Demo,
    /// Somebody's desk.
    Development,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// What a password hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HashCost {
    /// Memory in KiB.
    pub(crate) memory_kib: u32,
    /// Passes over it.
    pub(crate) iterations: u32,
    /// Lanes.
    pub(crate) parallelism: u32,
}

/// How this server is set up. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// What the server is for.
    pub(crate) mode: Mode,
    /// Where it listens.
    pub(crate) listen: SocketAddr,
    /// Where the operator's monitoring asks; nowhere when not set.
    pub(crate) metrics_listen: Option<SocketAddr>,
    /// Where people reach it; every link in a mail starts with it.
    pub(crate) public_origin: Origin,
    /// Where the database is.
    pub(crate) database: Address,
    /// The largest number of database connections.
    pub(crate) database_connections: u32,
    /// The web app's files, when not those inside the binary.
    pub(crate) web_dir: Option<PathBuf>,
    /// The address mails come from.
    pub(crate) mail_from: Email,
    /// Where mails go.
    pub(crate) mail: MailRoute,
    /// The keys of access tokens; the first signs. Never empty.
    pub(crate) jwt_keys: Vec<NamedKey>,
    /// What is mixed into passwords before hashing; the first for new ones. Never empty.
    pub(crate) peppers: Vec<NamedKey>,
    /// Whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<Network>,
    /// How log lines look.
    pub(crate) log: LogFormat,
    /// Which log lines are written, such as `info` or `warn,lykta=debug`.
    pub(crate) log_filter: String,
    /// What a password hash costs.
    pub(crate) hash_cost: HashCost,
    /// Whom people can ask about the service: an address or a link, shown in mails and on the site.
    pub(crate) contact: String,
    /// Whether requests are counted. Off for load tests on a desk only.
    pub(crate) rate_limits: bool,
    /// How many seconds the server still answers after it says that it is not ready, when it is told to end.
    pub(crate) drain_seconds: u64,
    /// How many weeks ahead the shifts of a series are made.
    pub(crate) series_weeks: i32,
    /// Guards that a test has switched off.
    #[cfg(feature = "test-hooks")]
    pub(crate) failpoints: Vec<String>,
    /// The moment at which the clock of a test starts, instead of now.
    #[cfg(feature = "test-hooks")]
    pub(crate) clock: Option<lykta_shared::time::Instant>,
}

/// Why the server can't start as it is set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file is not TOML, or holds what is not a setting.
    #[error("the settings can't be read: {0}")]
    Toml(String),
    /// A setting has no possible value.
    #[error("{key} {why}")]
    Setting {
        /// The setting or variable.
        key: String,
        /// What it has to be.
        why: &'static str,
    },
    /// A file can't be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A secret that everybody on the machine can read.
    #[error("{}: everybody on this machine can read this secret; run chmod 600 on it", .0.display())]
    Readable(PathBuf),
}

impl ConfigError {
    fn file(path: &Path, error: std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            error,
        }
    }

    fn setting(key: &str, why: &'static str) -> Self {
        Self::Setting {
            key: key.to_owned(),
            why,
        }
    }
}

/// What the command line says over file and variables.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    /// `--config`
    pub(crate) file: Option<PathBuf>,
    /// Settings by key, such as `("listen", "127.0.0.1:8080")`.
    pub(crate) settings: Vec<(&'static str, String)>,
}

impl Config {
    /// Reads and checks everything; makes the data folder and missing keys in it.
    pub(crate) fn load(flags: &Flags, random: Random) -> Result<Self, ConfigError> {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect::<BTreeMap<_, _>>();
        Self::from_parts(flags, &variables, random)
    }

    /// As it is with nothing set and this data folder, in development mode.
    #[cfg(test)]
    pub(crate) fn for_tests(data_dir: &Path) -> Self {
        let flags = Flags {
            file: None,
            settings: vec![
                ("data_dir", data_dir.to_string_lossy().into_owned()),
                ("mode", "development".to_owned()),
            ],
        };
        Self::from_parts(&flags, &BTreeMap::new(), Random::default()).unwrap()
    }

    fn from_parts(
        flags: &Flags,
        variables: &BTreeMap<String, String>,
        random: Random,
    ) -> Result<Self, ConfigError> {
        let file = flags
            .file
            .clone()
            .or_else(|| variables.get("LYKTA_CONFIG").map(PathBuf::from));
        let raw = raw::read(file.as_deref(), variables, &flags.settings)?;
        let data_dir = PathBuf::from(raw.data_dir.as_deref().unwrap_or("data"));
        std::fs::create_dir_all(&data_dir).map_err(|error| ConfigError::file(&data_dir, error))?;
        let mode = mode(&raw)?;
        let listen = listen(&raw)?;
        let rate_limits = raw.rate_limits.unwrap_or(true);
        if !rate_limits && mode != Mode::Development {
            return Err(ConfigError::setting(
                "rate_limits",
                "may be off in development only",
            ));
        }
        for (key, set) in [
            ("failpoints", !raw.failpoints.is_empty()),
            ("clock", raw.clock.is_some()),
        ] {
            if set && !cfg!(feature = "test-hooks") {
                return Err(ConfigError::setting(
                    key,
                    "is for builds with test hooks only",
                ));
            }
        }
        let public_origin = match raw.public_origin.as_deref() {
            Some(text) => text.parse(),
            None => format!("http://localhost:{}", listen.port()).parse(),
        };
        let public_origin: Origin =
            public_origin.map_err(|why| ConfigError::setting("public_origin", why))?;
        Ok(Self {
            mode,
            listen,
            metrics_listen: raw
                .metrics_listen
                .as_deref()
                .map(|text| address("metrics_listen", text))
                .transpose()?,
            database: database(&raw, &data_dir)?,
            database_connections: connections(&raw)?,
            web_dir: raw.web_dir.as_ref().map(PathBuf::from),
            mail_from: mail::from(&raw.mail, &public_origin)?,
            mail: mail::route(&raw.mail, &data_dir)?,
            jwt_keys: keys::load("jwt_keys", raw.jwt_keys.as_deref(), &data_dir, random)?,
            peppers: keys::load("pepper", raw.pepper.as_deref(), &data_dir, random)?,
            trusted_proxies: proxies(&raw)?,
            series_weeks: series_weeks(&raw)?,
            log: log(&raw)?,
            log_filter: raw.log_filter.unwrap_or_else(|| "info".to_owned()),
            hash_cost: hash_cost(&raw.argon2)?,
            contact: raw.contact.unwrap_or_else(|| public_origin.to_string()),
            rate_limits,
            drain_seconds: raw.drain_seconds.unwrap_or(3),
            #[cfg(feature = "test-hooks")]
            failpoints: raw.failpoints,
            #[cfg(feature = "test-hooks")]
            clock: clock(raw.clock.as_deref())?,
            public_origin,
        })
    }
}

#[cfg(feature = "test-hooks")]
fn clock(text: Option<&str>) -> Result<Option<lykta_shared::time::Instant>, ConfigError> {
    text.map(|text| {
        text.parse()
            .map_err(|_not_one| ConfigError::setting("clock", "is an instant in UTC"))
    })
    .transpose()
}

fn mode(raw: &Raw) -> Result<Mode, ConfigError> {
    match raw.mode.as_deref() {
        None | Some("production") => Ok(Mode::Production),
        Some("demo") => Ok(Mode::Demo),
        Some("development") => Ok(Mode::Development),
        Some(_) => Err(ConfigError::setting(
            "mode",
            "must be production, demo or development",
        )),
    }
}

fn listen(raw: &Raw) -> Result<SocketAddr, ConfigError> {
    address("listen", raw.listen.as_deref().unwrap_or("127.0.0.1:8080"))
}

fn address(key: &str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().or(Err(ConfigError::setting(
        key,
        "must be address:port, such as 127.0.0.1:8080",
    )))
}

fn database(raw: &Raw, data_dir: &Path) -> Result<Address, ConfigError> {
    match raw.database_url.as_deref() {
        None => Ok(Address::Sqlite(data_dir.join("lykta.db"))),
        Some(url) => Address::parse(url).or(Err(ConfigError::setting(
            "database_url",
            "must be sqlite:<file> or postgres://…",
        ))),
    }
}

/// Twelve weeks by default: a term's half, so that members can plan and an edit concerns few.
fn series_weeks(raw: &Raw) -> Result<i32, ConfigError> {
    match raw.series_weeks.unwrap_or(12) {
        weeks @ 1..=160 => Ok(weeks),
        _ => Err(ConfigError::setting("series_weeks", "must be 1–160")),
    }
}

/// Twice the cores by default: SQLite's readers and PostgreSQL's sessions both wait more than they work.
fn connections(raw: &Raw) -> Result<u32, ConfigError> {
    let cores =
        std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2));
    match raw.database_connections.unwrap_or((cores * 2).max(4)) {
        0 => Err(ConfigError::setting(
            "database_connections",
            "must be at least 1",
        )),
        count => Ok(count),
    }
}

fn proxies(raw: &Raw) -> Result<Vec<Network>, ConfigError> {
    let parse = |text: &String| {
        text.parse()
            .map_err(|why| ConfigError::setting("trusted_proxies", why))
    };
    raw.trusted_proxies.iter().map(parse).collect()
}

fn log(raw: &Raw) -> Result<LogFormat, ConfigError> {
    match raw.log.as_deref() {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(_) => Err(ConfigError::setting("log", "must be text or json")),
    }
}

/// At least what OWASP and ASVS 5.0 appendix C call enough.
fn hash_cost(raw: &RawArgon2) -> Result<HashCost, ConfigError> {
    let cost = HashCost {
        memory_kib: raw.memory_kib.unwrap_or(19_456),
        iterations: raw.iterations.unwrap_or(2),
        parallelism: raw.parallelism.unwrap_or(1),
    };
    let enough = match cost.iterations {
        0 => false,
        1 => cost.memory_kib >= 47_104,
        2 => cost.memory_kib >= 19_456,
        _ => cost.memory_kib >= 12_288,
    };
    if enough && cost.parallelism == 1 {
        Ok(cost)
    } else {
        Err(ConfigError::setting(
            "argon2",
            "is too cheap: 47104 KiB with 1 iteration, 19456 with 2, 12288 with 3 or more; parallelism 1",
        ))
    }
}

#[cfg(test)]
mod tests;
