//! The settings as they are written: a TOML file, `LYKTA_…` variables over it, command-line flags over both.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use toml::{Table, Value};

use super::ConfigError;

/// How a setting is written in a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Switch,
    /// Comma-separated in a variable, an array in TOML.
    List,
    /// Text that may be in a file instead: `<KEY>_FILE`, `<key>_file`.
    Secret,
}

/// Every setting: its key in TOML (a dot for a section) and its kind. The variable is `LYKTA_` and the key in
/// capitals, a dot as an underscore.
const KEYS: &[(&str, Kind)] = &[
    ("mode", Kind::Text),
    ("listen", Kind::Text),
    ("metrics_listen", Kind::Text),
    ("public_origin", Kind::Text),
    ("data_dir", Kind::Text),
    ("database_url", Kind::Secret),
    ("database_connections", Kind::Number),
    ("web_dir", Kind::Text),
    ("jwt_keys", Kind::Secret),
    ("pepper", Kind::Secret),
    ("trusted_proxies", Kind::List),
    ("log", Kind::Text),
    ("log_filter", Kind::Text),
    ("contact", Kind::Text),
    ("rate_limits", Kind::Switch),
    ("drain_seconds", Kind::Number),
    ("series_weeks", Kind::Number),
    ("failpoints", Kind::List),
    ("clock", Kind::Text),
    ("mail.from", Kind::Text),
    ("mail.smtp_url", Kind::Secret),
    ("mail.host", Kind::Text),
    ("mail.port", Kind::Number),
    ("mail.tls", Kind::Text),
    ("mail.ca_file", Kind::Text),
    ("mail.user", Kind::Text),
    ("mail.password", Kind::Secret),
    ("argon2.memory_kib", Kind::Number),
    ("argon2.iterations", Kind::Number),
    ("argon2.parallelism", Kind::Number),
];

/// Variables that start like settings and are none: for the build, for the command line, for tests.
const NOT_SETTINGS: &[&str] = &["LYKTA_CONFIG", "LYKTA_WEB_DIST"];

/// The settings, unchecked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub(super) mode: Option<String>,
    pub(super) listen: Option<String>,
    pub(super) metrics_listen: Option<String>,
    pub(super) public_origin: Option<String>,
    pub(super) data_dir: Option<String>,
    pub(super) database_url: Option<String>,
    pub(super) database_connections: Option<u32>,
    pub(super) web_dir: Option<String>,
    pub(super) jwt_keys: Option<String>,
    pub(super) pepper: Option<String>,
    #[serde(default)]
    pub(super) trusted_proxies: Vec<String>,
    pub(super) log: Option<String>,
    pub(super) log_filter: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) rate_limits: Option<bool>,
    pub(super) drain_seconds: Option<u64>,
    pub(super) series_weeks: Option<i32>,
    #[serde(default)]
    pub(super) failpoints: Vec<String>,
    pub(super) clock: Option<String>,
    #[serde(default)]
    pub(super) mail: RawMail,
    #[serde(default)]
    pub(super) argon2: RawArgon2,
}

/// The section `[mail]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMail {
    pub(super) from: Option<String>,
    pub(super) smtp_url: Option<String>,
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) tls: Option<String>,
    pub(super) ca_file: Option<String>,
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
}

impl RawMail {
    /// Whether anything is said about a mail server beside which it is.
    pub(super) fn names_a_server(&self) -> bool {
        let texts = [&self.tls, &self.ca_file, &self.user, &self.password];
        self.port.is_some() || texts.into_iter().any(Option::is_some)
    }
}

/// The section `[argon2]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawArgon2 {
    pub(super) memory_kib: Option<u32>,
    pub(super) iterations: Option<u32>,
    pub(super) parallelism: Option<u32>,
}

/// Reads the file, then the variables over it, then the flags (`(key, value)`) over both.
pub(super) fn read(
    file: Option<&Path>,
    variables: &BTreeMap<String, String>,
    flags: &[(&'static str, String)],
) -> Result<Raw, ConfigError> {
    let mut table = match file {
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|error| ConfigError::file(path, error))?;
            text.parse::<Table>()
                .map_err(|error| ConfigError::Toml(error.message().to_owned()))?
        }
        None => Table::new(),
    };
    read_secret_files(&mut table)?;
    for (name, value) in variables {
        if name == "DATABASE_URL" && !variables.contains_key("LYKTA_DATABASE_URL") {
            put(&mut table, "database_url", Value::String(value.clone()));
        } else if name.starts_with("LYKTA_") && !NOT_SETTINGS.contains(&name.as_str()) {
            overlay(&mut table, name, value)?;
        }
    }
    for (key, value) in flags {
        put(&mut table, key, Value::String(value.clone()));
    }
    table
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError::Toml(error.message().to_owned()))
}

/// `pepper_file = "…"` in TOML becomes `pepper`.
fn read_secret_files(table: &mut Table) -> Result<(), ConfigError> {
    for (key, _) in KEYS.iter().filter(|(_, kind)| *kind == Kind::Secret) {
        let (section, name) = split(key);
        let held = match section {
            Some(section) => table.get_mut(section).and_then(Value::as_table_mut),
            None => Some(&mut *table),
        };
        if let Some(Value::String(path)) =
            held.and_then(|held| held.remove(&format!("{name}_file")))
        {
            let secret = read_secret(Path::new(&path))?;
            put(table, key, Value::String(secret));
        }
    }
    Ok(())
}

fn overlay(table: &mut Table, name: &str, value: &str) -> Result<(), ConfigError> {
    let bad = |why: &'static str| ConfigError::Setting {
        key: name.to_owned(),
        why,
    };
    for (key, kind) in KEYS {
        let variable = format!("LYKTA_{}", key.replace('.', "_").to_uppercase());
        if *kind == Kind::Secret && name.strip_suffix("_FILE") == Some(&variable) {
            let secret = read_secret(Path::new(value))?;
            put(table, key, Value::String(secret));
            return Ok(());
        }
        if name != variable {
            continue;
        }
        let value = match kind {
            Kind::Text | Kind::Secret => Value::String(value.to_owned()),
            Kind::Number => Value::Integer(value.parse().or(Err(bad("must be a number")))?),
            Kind::Switch => Value::Boolean(value.parse().or(Err(bad("must be true or false")))?),
            Kind::List => {
                let items = value
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
            }
        };
        put(table, key, value);
        return Ok(());
    }
    Err(bad("is not a setting"))
}

fn split(key: &str) -> (Option<&str>, &str) {
    key.split_once('.')
        .map_or((None, key), |(section, name)| (Some(section), name))
}

fn put(table: &mut Table, key: &str, value: Value) {
    let (section, name) = split(key);
    match section {
        None => drop(table.insert(name.to_owned(), value)),
        Some(section) => {
            let held = table
                .entry(section.to_owned())
                .or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(held) = held {
                held.insert(name.to_owned(), value);
            }
        }
    }
}

/// A secret out of a file that not everybody may read.
pub(super) fn read_secret(path: &Path) -> Result<String, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::file(path, error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path)
            .map_err(|error| ConfigError::file(path, error))?
            .permissions()
            .mode();
        if mode & 0o004 != 0 {
            return Err(ConfigError::Readable(path.to_owned()));
        }
    }
    Ok(text.trim().to_owned())
}
