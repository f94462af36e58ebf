//! Into a folder: for a desk or a demonstration, without a mail server. Each mail is an `.eml` file any mail
//! program opens, and beside it what the outbox page shows.

use std::{fs, io, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::messages::compose::Mail;

/// A folder of mails.
#[derive(Debug, Clone)]
pub(in crate::messages) struct Folder(PathBuf);

/// What the outbox page shows of a mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::messages) struct Kept {
    pub(in crate::messages) to: String,
    pub(in crate::messages) subject: String,
    pub(in crate::messages) at: String,
    pub(in crate::messages) text: String,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Writes a mail. A full disk is like a mail server that is away.
    pub(super) async fn keep(&self, mail: &Mail) -> Outcome {
        let (folder, mail) = (self.0.clone(), mail.clone());
        let written = tokio::task::spawn_blocking(move || write(&folder, &mail)).await;
        match written {
            Ok(Ok(())) => Outcome::Sent { code: None },
            Ok(Err(error)) => {
                tracing::error!(%error, "a mail could not be written into the outbox folder");
                Outcome::Unreachable
            }
            Err(_panicked) => Outcome::Unreachable,
        }
    }

    /// The names of all mails, the latest first.
    pub(in crate::messages) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if let Some(name) = name.strip_suffix(".json") {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        Ok(names)
    }

    /// One mail, by a name of [`Folder::names`]. Any other name finds nothing.
    pub(in crate::messages) fn read(&self, name: &str) -> io::Result<Kept> {
        if !self.names()?.iter().any(|held| held == name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let text = fs::read_to_string(self.0.join(format!("{name}.json")))?;
        serde_json::from_str(&text).map_err(io::Error::from)
    }
}

/// Whole or not at all: who looks into the folder never sees half a mail.
fn write(folder: &std::path::Path, mail: &Mail) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let digits: String = mail
        .kept
        .at
        .chars()
        .map(|c| if c == ':' { '-' } else { c })
        .collect();
    let name = format!("{digits}-{}", mail.id);
    let json = serde_json::to_vec(&mail.kept)?;
    for (ending, bytes) in [("json", json.as_slice()), ("eml", mail.bytes.as_slice())] {
        let fresh = folder.join(format!("{name}.{ending}.new"));
        fs::write(&fresh, bytes)?;
        fs::rename(fresh, folder.join(format!("{name}.{ending}")))?;
    }
    Ok(())
}
