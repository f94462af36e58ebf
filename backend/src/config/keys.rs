//! Keys: those that are given, or made on the first start and kept in the data folder.

use std::{fs, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{ConfigError, Secret, raw::read_secret};
use crate::random::Random;

/// The smallest key, in bytes.
const MIN_KEY: usize = 32;

/// A key with the name that is stored or sent beside what it made.
#[derive(Debug, Clone)]
pub(crate) struct NamedKey {
    /// Its name (`kid`).
    pub(crate) id: String,
    /// The key, at least 32 bytes.
    pub(crate) secret: Secret<Vec<u8>>,
}

/// Reads `name:<base64>,name:<base64>`. The first makes, all check.
pub(super) fn parse(setting: &'static str, text: &str) -> Result<Vec<NamedKey>, ConfigError> {
    let bad = |why| ConfigError::Setting {
        key: setting.to_owned(),
        why,
    };
    let mut keys: Vec<NamedKey> = Vec::new();
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (id, secret) = part
            .split_once(':')
            .ok_or_else(|| bad("must be name:<base64>"))?;
        let secret = STANDARD
            .decode(secret)
            .or(Err(bad("must be name:<base64>")))?;
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(bad("a key's name has letters, digits and hyphens"));
        }
        if secret.len() < MIN_KEY {
            return Err(bad("a key needs at least 32 bytes"));
        }
        if keys
            .iter()
            .any(|key| key.id == id || *key.secret.reveal() == secret)
        {
            return Err(bad("the same key or name stands there twice"));
        }
        keys.push(NamedKey {
            id: id.to_owned(),
            secret: Secret::new(secret),
        });
    }
    if keys.is_empty() {
        Err(bad("holds no key"))
    } else {
        Ok(keys)
    }
}

/// The keys out of the setting, or out of `<data_dir>/secrets/<setting>`, made there if need be.
pub(super) fn load(
    setting: &'static str,
    given: Option<&str>,
    data_dir: &Path,
    random: Random,
) -> Result<Vec<NamedKey>, ConfigError> {
    if let Some(given) = given {
        return parse(setting, given);
    }
    let folder = data_dir.join("secrets");
    let path = folder.join(setting);
    if !path.exists() {
        let text = format!("1:{}\n", STANDARD.encode(random.bytes::<MIN_KEY>()));
        make(&folder, &path, &text).map_err(|error| ConfigError::file(&path, error))?;
    }
    parse(setting, &read_secret(&path)?)
}

/// Writes a new file that only its owner may read. Whole or not at all: two starts at once see one key.
fn make(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        options.mode(0o600);
    }
    let mut file = options.open(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    match fs::hard_link(&fresh, path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    fs::remove_file(&fresh)
}
