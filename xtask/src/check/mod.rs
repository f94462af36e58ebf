//! `cargo xtask check`: everything that can be said about the code without running it.
//!
//! All parts run even when one fails, so that one round shows all there is to mend.

mod architecture;
mod supply;

use crate::web::toolchain::{self, Toolchain};
use crate::{command, say};

/// Features of the server that compile without a built web app: all but `embed-web`.
const SERVER_FEATURES: &str = "lykta/test-hooks";

type Part = fn() -> anyhow::Result<()>;

/// The parts by name, the quick ones first.
const PARTS: [(&str, Part); 6] = [
    ("format", format),
    ("architecture", architecture::check),
    ("clippy", clippy),
    ("clippy-web", clippy_web),
    ("docs", documentation),
    ("dependencies", supply::check),
];

/// Runs every check, or the one that is named; the error names those that failed.
pub(crate) fn check(only: Option<&str>) -> anyhow::Result<()> {
    let mut failed = Vec::new();
    let mut found = false;
    for (name, part) in PARTS
        .iter()
        .filter(|(name, _)| only.is_none_or(|only| only == *name))
    {
        found = true;
        if let Err(error) = say::step(&format!("Checking: {name}"), part) {
            say::failure(&error);
            failed.push(*name);
        }
    }
    if !found {
        let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        anyhow::bail!("there is no such check; there are {}", names.join(", "));
    }
    if failed.is_empty() {
        say::line("check: all good");
        return Ok(());
    }
    anyhow::bail!("check: to mend: {}", failed.join(", "))
}

fn format() -> anyhow::Result<()> {
    command::run(command::cargo().args(["fmt", "--all", "--check"]))
}

/// Everything with the test hooks, then what is released without them.
fn clippy() -> anyhow::Result<()> {
    for scope in [["--all-targets", SERVER_FEATURES], ["--bins", ""]] {
        let [targets, features] = scope;
        let mut cargo = command::cargo();
        cargo.args(["clippy", "--locked", "--workspace", targets]);
        cargo.args(["--features", features, "--", "-D", "warnings"]);
        command::run(&mut cargo)?;
    }
    Ok(())
}

/// The same lints on what the browser runs, compiled as the browser gets it.
fn clippy_web() -> anyhow::Result<()> {
    let mut clippy = Toolchain::find()?.clippy()?;
    clippy
        .args([
            "--locked",
            "--package",
            "lykta-shared",
            "--package",
            "lykta-frontend",
        ])
        // The profile of the build, so that its build scripts and macros are used again.
        .args([
            "--profile",
            "web",
            "--target",
            toolchain::TARGET,
            "--",
            "-D",
            "warnings",
        ]);
    command::run(&mut clippy)
}

fn documentation() -> anyhow::Result<()> {
    let mut cargo = command::cargo();
    cargo
        .args([
            "doc",
            "--locked",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ])
        .args(["--features", SERVER_FEATURES])
        .env("RUSTDOCFLAGS", "-D warnings");
    command::run(&mut cargo)
}
