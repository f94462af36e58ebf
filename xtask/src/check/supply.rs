//! What comes from others: licences, banned crates, sources (`deny.toml`).

use std::path::PathBuf;

use crate::{command, place, say};

/// The version the configuration was written for.
const CARGO_DENY: &str = "0.20.2";

/// Runs cargo-deny, installed into the cache first if need be. Known vulnerabilities are not looked up: their database
/// lives outside the package registries, which is all that CI reaches; `cargo deny check advisories` does it elsewhere.
pub(crate) fn check() -> anyhow::Result<()> {
    let deny = cargo_deny()?;
    let mut command = command::as_cargo(deny);
    command.args(["--locked", "check", "bans", "licenses", "sources"]);
    command::run(&mut command)?;
    say::line("    not looked up here: advisories (their database is in no package registry)");
    Ok(())
}

fn cargo_deny() -> anyhow::Result<PathBuf> {
    let root = place::cache()?.join(format!("cargo-deny-{CARGO_DENY}"));
    let program = root.join("bin/cargo-deny");
    if program.is_file() {
        return Ok(program);
    }
    let mut cargo = command::cargo();
    cargo
        .args([
            "install",
            "--locked",
            "--quiet",
            "cargo-deny",
            "--version",
            CARGO_DENY,
            "--root",
        ])
        .arg(&root)
        .args(["--target-dir".as_ref(), root.join("build").as_os_str()])
        // It runs for a second: a quick build is worth more than a quick program.
        .args(["--profile", "dev"]);
    say::step(&format!("Installing cargo-deny {CARGO_DENY}, once"), || {
        command::run(&mut cargo)
    })?;
    std::fs::remove_dir_all(root.join("build"))?;
    Ok(program)
}
