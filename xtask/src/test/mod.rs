//! `cargo xtask test`: every test there is, with what they need started or installed first.
//!
//! What the tests find in their environment:
//!
//! | variable | value |
//! |---|---|
//! | `LYKTA_BIN` | the server, a development build with the feature `test-hooks` |
//! | `LYKTA_WEB_DIR` | the built web app, for `lykta serve --web-dir` |
//! | `TEST_DATABASE_URL` | a throw-away PostgreSQL whose user may create databases; absent where there is none |
//! | `LYKTA_CHROMIUM` | the browser (browser tests only) |
//!
//! What can't be had here is left out, named at the end, and in CI a failure.

mod browser;
mod count;
mod postgres;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use crate::test::count::Count;
use crate::test::postgres::Postgres;
use crate::{command, place, say, web};

/// What a browser may have to load before the app stands, in bytes after Brotli: page, style, script, module.
const FIRST_LOAD_BUDGET: usize = 300_000;

/// The folder of the black-box tests that cargo runs.
const BLACK_BOX: &str = "tests/tests";

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
        say::failure(error);
        self.left_out.push(format!("{what}: {error}"));
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

/// Runs all tests, or one part: `rules` (unit tests), `browser`, or a black-box file of `tests/tests` by its name.
pub(crate) fn test(only: Option<&str>) -> anyhow::Result<()> {
    let mut findings = Findings::default();
    match only {
        None => {
            cargo_tests(&["--workspace"], true, &mut findings)?;
            browser_tests(&mut findings)?;
        }
        Some("rules") => {
            cargo_tests(
                &["--workspace", "--exclude", "lykta-tests"],
                false,
                &mut findings,
            )?;
        }
        Some("browser") => browser_tests(&mut findings)?,
        Some(name) => {
            let known = black_box_names()?;
            if !known.iter().any(|found| found == name) {
                bail!(
                    "there is no test '{name}': rules, browser, {}",
                    known.join(", ")
                );
            }
            cargo_tests(&["--workspace", "--test", name], true, &mut findings)?;
        }
    }
    close(findings)
}

fn black_box_names() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place::root().join(BLACK_BOX)).context(BLACK_BOX)? {
        let path = entry?.path();
        let is_test = path.is_dir() || path.extension().is_some_and(|ending| ending == "rs");
        if let (true, Some(name)) = (is_test, path.file_stem()) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Runs `cargo test`; always with the whole workspace's features, so that dependencies are compiled once for all parts.
fn cargo_tests(which: &[&str], black_box: bool, findings: &mut Findings) -> anyhow::Result<()> {
    let mut cargo = command::cargo();
    cargo
        .args([
            "test",
            "--locked",
            "--no-fail-fast",
            "--features",
            "lykta/test-hooks",
        ])
        .args(which);
    // Lives until the tests are done.
    let postgres = if black_box {
        prepare(&mut cargo, findings)?
    } else {
        None
    };
    let counted = say::step("Running cargo's tests", || count::run(&mut cargo));
    findings.tally("cargo's tests", counted);
    drop(postgres);
    Ok(())
}

/// Builds the server and starts a database for the black-box tests.
fn prepare(cargo: &mut Command, findings: &mut Findings) -> anyhow::Result<Option<Postgres>> {
    cargo.env("LYKTA_BIN", server()?);
    match Postgres::start() {
        Ok(postgres) => {
            cargo.env("TEST_DATABASE_URL", postgres.url());
            Ok(Some(postgres))
        }
        Err(error) => {
            cargo.env_remove("TEST_DATABASE_URL");
            findings.leave_out("the PostgreSQL half of the black-box tests", &error);
            Ok(None)
        }
    }
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

fn browser_tests(findings: &mut Findings) -> anyhow::Result<()> {
    let web = web::build()?;
    say::line(format_args!(
        "    first load: {} of {FIRST_LOAD_BUDGET} bytes (Brotli)",
        web.first_load
    ));
    if web.first_load > FIRST_LOAD_BUDGET {
        findings
            .failed
            .push("the size budget of the first load".to_owned());
    }
    if !browser::folder().join("package.json").is_file() {
        bail!(
            "there are no browser tests: {}",
            browser::folder().display()
        );
    }
    match browser::prepare() {
        Err(error) => findings.leave_out("the browser tests", &error),
        Ok(chromium) => {
            let mut npm = browser::command(&chromium);
            npm.env("LYKTA_BIN", server()?)
                .env("LYKTA_WEB_DIR", &web.folder);
            let counted = say::step("Running the browser tests", || count::run(&mut npm));
            findings.tally("the browser tests", counted);
        }
    }
    Ok(())
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
