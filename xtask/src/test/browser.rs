//! What the browser tests need: Node with the packages of their lock file, and Debian's Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::{command, install, place, say};

/// The Node package with the tests.
pub(crate) fn folder() -> PathBuf {
    place::root().join("tests/browser")
}

/// Installs what is missing and returns the browser's path.
pub(crate) fn prepare() -> anyhow::Result<PathBuf> {
    if command::find("node").is_none() || command::find("npm").is_none() {
        install::debian(&["nodejs", "npm"])?;
    }
    if command::find("chromium").is_none() {
        install::debian(&["chromium"])?;
    }
    let chromium = command::find("chromium").context("chromium is installed but not in PATH")?;
    if !packages_are_current()? {
        let mut npm = npm();
        npm.args(["ci", "--no-audit", "--no-fund"])
            .stdin(Stdio::null());
        say::step("Installing the browser tests' packages (npm ci)", || {
            command::run(&mut npm)
        })?;
    }
    Ok(chromium)
}

/// The command that runs them.
pub(crate) fn command(chromium: &Path) -> Command {
    let mut npm = npm();
    npm.args(["test", "--silent"])
        .env("LYKTA_CHROMIUM", chromium);
    npm
}

fn npm() -> Command {
    let mut npm = Command::new("npm");
    // The browser is Debian's; none is to be fetched.
    npm.current_dir(folder())
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}

/// npm leaves a copy of the lock file in what it installed; older than ours means something changed.
fn packages_are_current() -> anyhow::Result<bool> {
    let wanted = fs::metadata(folder().join("package-lock.json"))
        .context("tests/browser/package-lock.json")?
        .modified()?;
    let installed = fs::metadata(folder().join("node_modules/.package-lock.json"));
    Ok(installed
        .and_then(|found| found.modified())
        .is_ok_and(|found| found >= wanted))
}
