//! The server programs of PostgreSQL. The tests' harness starts a throw-away server with them by itself.

use std::fs;

use anyhow::bail;

use crate::{command, install};

/// Where Debian keeps them, outside the path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Sees to it that they are there, installing Debian's package where that is allowed.
pub(crate) fn prepare() -> anyhow::Result<()> {
    if is_there() {
        return Ok(());
    }
    install::debian(&["postgresql"])?;
    if !is_there() {
        bail!("Debian's package postgresql brought no initdb below {DEBIAN}");
    }
    Ok(())
}

fn is_there() -> bool {
    let Ok(versions) = fs::read_dir(DEBIAN) else {
        return command::find("initdb").is_some();
    };
    versions
        .flatten()
        .any(|version| version.path().join("bin/initdb").is_file())
}
