//! `cargo xtask test`: every test there is, with what they need started or installed first.
//!
//! What the tests find in their environment:
//!
//! | variable | value |
//! |---|---|
//! | `LYKTA_BIN` | the server, a development build with the feature `test-hooks` |
//! | `LYKTA_WEB_DIR` | the built web app, for `lykta serve --web-dir` (browser tests only) |
//! | `LYKTA_CHROMIUM` | the browser (browser tests only) |
//!
//! What can't be had here is left out, named at the end, and in CI a failure.

mod browser;
mod count;
mod postgres;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::test::count::Count;
use crate::{command, place, say, web};

/// What a browser may have to load before the app stands, in bytes after Brotli: page, style, script, module.
const FIRST_LOAD_BUDGET: usize = 300_000;

/// The black-box tests that cargo runs: one binary with a module for each file or folder here.
const BLACK_BOX: &str = "tests/api";

/// What a run collects.
#[derive(Default)]
struct Findings {
    count: Count,
    failed: Vec<String>,
    left_out: Vec<String>,
}

impl Findings {
    fn fail(&mut self, what: &str, error: &anyhow::Error) {
        say::failure(error);
        self.failed.push(what.to_owned());
    }

    fn leave_out(&mut self, what: &str, error: &anyhow::Error) {
        self.left_out.push(format!("{what}: {error:#}"));
    }

    fn tally(&mut self, what: &str, result: anyhow::Result<Count>) {
        match result {
            Ok(count) => {
                self.count = self.count + count;
                if count.failed > 0 {
                    self.failed.push(what.to_owned());
                }
            }
            Err(error) => self.fail(what, &error),
        }
    }
}

/// Runs all tests, or one part: `rules` (unit tests), `api` (all black-box tests), one of their modules, or `browser`.
pub(crate) fn test(only: Option<&str>) -> anyhow::Result<()> {
    let mut findings = Findings::default();
    match only {
        None => {
            black_box_tests(&[], &[], &mut findings);
            browser_tests(&mut findings);
        }
        Some("rules") => {
            let mut cargo = cargo_test(&["--exclude", "lykta-tests"]);
            let counted = say::step("Running the unit tests", || count::run(&mut cargo));
            findings.tally("unit tests", counted);
        }
        Some("api") => black_box_tests(&["--test", "api"], &[], &mut findings),
        Some("browser") => browser_tests(&mut findings),
        Some(name) => {
            let known = black_box_modules()?;
            if !known.iter().any(|found| found == name) {
                bail!(
                    "there is no part '{name}': rules, api, browser, {}",
                    known.join(", ")
                );
            }
            black_box_tests(&["--test", "api"], &[&format!("{name}::")], &mut findings);
        }
    }
    close(findings)
}

fn black_box_modules() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place::root().join(BLACK_BOX)).context(BLACK_BOX)? {
        let path = entry?.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_module = path.is_dir() || path.extension().is_some_and(|ending| ending == "rs");
        if is_module && name != "main" {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// `cargo test`, always with the whole workspace's features, so that dependencies are compiled once for all parts.
fn cargo_test(which: &[&str]) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["test", "--locked", "--no-fail-fast", "--workspace"]);
    cargo.args(["--features", "lykta/test-hooks"]).args(which);
    cargo
}

/// Builds the server, sees to PostgreSQL and runs cargo's tests: `which` of them, of these only those with a name in `named`.
fn black_box_tests(which: &[&str], named: &[&str], findings: &mut Findings) {
    let mut cargo = cargo_test(which);
    cargo.arg("--").args(named);
    if let Err(error) = postgres::prepare() {
        findings.leave_out("tests on PostgreSQL", &error);
        cargo.args([
            "--skip",
            "::postgres",
            "--skip",
            "schema::",
            "--skip",
            "pg_tests::",
        ]);
    }
    let counted = server().and_then(|server| {
        cargo.env("LYKTA_BIN", server);
        say::step("Running cargo's tests", || count::run(&mut cargo))
    });
    findings.tally("cargo's tests", counted);
}

/// The server with the hooks tests need (a clock that can be moved), at a path that no other build replaces.
fn server() -> anyhow::Result<PathBuf> {
    let mut cargo = command::cargo();
    cargo.args(["build", "--locked", "--workspace", "--bin", "lykta"]);
    cargo.args(["--features", "lykta/test-hooks"]);
    say::step("Building the server for the tests", || {
        command::run(&mut cargo)
    })?;
    let folder = place::target().join("test");
    fs::create_dir_all(&folder)?;
    let binary = folder.join("lykta");
    // A new file: one that a left-over server still runs cannot be written to.
    if binary.exists() {
        fs::remove_file(&binary)?;
    }
    fs::copy(place::target().join("debug/lykta"), &binary)?;
    Ok(binary)
}

/// Builds the web app, holds it against its size budget and runs the browser tests on it.
fn browser_tests(findings: &mut Findings) {
    // First what they need: npm, where it is new, fetches the web app's font too.
    let chromium = browser::prepare();
    let web = match web::build() {
        Err(error) => return findings.fail("the web app", &error),
        Ok(web) => web,
    };
    for first in &web.first_loads {
        say::line(format_args!(
            "    first load of {}: {} of {FIRST_LOAD_BUDGET} bytes (Brotli)",
            first.bundle, first.bytes
        ));
        if first.bytes > FIRST_LOAD_BUDGET {
            findings.failed.push(format!(
                "the size budget of the first load of {}",
                first.bundle
            ));
        }
    }
    match chromium {
        Err(error) => findings.leave_out("the browser tests", &error),
        Ok(chromium) => findings.tally("the browser tests", run_browser(&chromium, &web)),
    }
}

fn run_browser(chromium: &Path, web: &web::Built) -> anyhow::Result<Count> {
    let mut npm = browser::command(chromium);
    npm.env("LYKTA_BIN", server()?)
        .env("LYKTA_WEB_DIR", &web.folder);
    say::step("Running the browser tests", || count::run(&mut npm))
}

/// Says what was left out and ends with the sum of all runners' own counts.
fn close(findings: Findings) -> anyhow::Result<()> {
    for what in &findings.left_out {
        say::line(format_args!("LEFT OUT: {what}"));
    }
    findings.count.print()?;
    if !findings.failed.is_empty() {
        bail!("failed: {}", findings.failed.join(", "));
    }
    if place::is_ci() && !findings.left_out.is_empty() {
        bail!("in CI nothing may be left out");
    }
    if findings.count.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}
