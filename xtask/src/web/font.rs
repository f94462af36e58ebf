//! The text face, Atkinson Hyperlegible Next (SIL Open Font License 1.1), fetched once from the npm registry into the cache.
//!
//! It is no part of the repository, which holds no binaries of others. Without npm or registry the web app falls back to the
//! system's fonts.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::web::pack;
use crate::{command, place, say};

const PACKAGE: &str = "@fontsource-variable/atkinson-hyperlegible-next@5.3.0";
const ARCHIVE: &str = "fontsource-variable-atkinson-hyperlegible-next-5.3.0.tgz";
const FILE: &str = "package/files/atkinson-hyperlegible-next-latin-wght-normal.woff2";
/// SHA-256 of [`FILE`], so that what is served is what was looked at.
const SHA256: &str = "18b2a1a39a2fa298b0ba5390aca68462669826c90925656f1c1f6796e0e1bbaf";
const LIMIT: Duration = Duration::from_mins(1);

/// The font's bytes; `None`, with a line that says why, when it can't be had.
pub(crate) fn load() -> anyhow::Result<Option<Vec<u8>>> {
    let cached = place::cache()?.join("atkinson-hyperlegible-next-5.3.0-latin.woff2");
    if let Ok(bytes) = fs::read(&cached)
        && pack::sha256(&bytes) == SHA256
    {
        return Ok(Some(bytes));
    }
    match say::step("Fetching the font from the npm registry", fetch) {
        Ok(bytes) => {
            fs::write(&cached, &bytes)?;
            Ok(Some(bytes))
        }
        Err(error) => {
            say::failure(&error);
            say::line("The web app goes on with the system's fonts.");
            Ok(None)
        }
    }
}

fn fetch() -> anyhow::Result<Vec<u8>> {
    if command::find("npm").is_none() {
        bail!("npm is not installed");
    }
    let folder: PathBuf = place::cache()?.join("font");
    fs::create_dir_all(&folder)?;
    let mut npm = Command::new("npm");
    npm.args(["pack", "--silent", PACKAGE])
        .current_dir(&folder)
        .stdout(Stdio::null());
    command::run_within(LIMIT, &mut npm)?;
    command::run(
        Command::new("tar")
            .args(["-xzf", ARCHIVE, FILE])
            .current_dir(&folder),
    )?;
    let bytes = fs::read(folder.join(FILE)).context("the package does not hold the font")?;
    if pack::sha256(&bytes) != SHA256 {
        bail!(
            "the font is not the one that was looked at (SHA-256 {})",
            pack::sha256(&bytes)
        );
    }
    Ok(bytes)
}
