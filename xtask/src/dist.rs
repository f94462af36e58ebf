//! `cargo xtask dist`: one release binary with the web app inside.

use std::fs;
use std::path::PathBuf;

use crate::{command, place, say, web};

/// Builds `<target>/dist/lykta` and returns its path.
pub(crate) fn dist() -> anyhow::Result<PathBuf> {
    let web = web::build()?;
    let mut cargo = command::cargo();
    cargo
        .args([
            "build",
            "--locked",
            "--release",
            "--package",
            "lykta",
            "--features",
            "embed-web",
        ])
        .env("LYKTA_WEB_DIST", &web.folder);
    say::step("Building the release binary", || command::run(&mut cargo))?;
    let folder = place::target().join("dist");
    fs::create_dir_all(&folder)?;
    let binary = folder.join("lykta");
    let bytes = fs::copy(place::target().join("release/lykta"), &binary)?;
    say::line(format_args!("{} ({} kB)", binary.display(), bytes / 1000));
    Ok(binary)
}
