//! `cargo xtask run`: from a fresh checkout to a served Lykta with demo data.

use std::env;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::{command, place, say, web};

/// The option of `lykta` that names the data folder.
const DATA_DIR: &str = "--data-dir";

/// The database's file in the data folder.
const DATABASE: &str = "lykta.db";

/// The variable of `lykta` that says what is logged.
const LOG_FILTER: &str = "LYKTA_LOG_FILTER";

/// Builds web app and server, loads demo data where there is no database yet, and becomes `lykta serve`.
///
/// The server is built unoptimised: that halves the first start, the password hash is optimised all the same (see the
/// profiles in `Cargo.toml`), and the tests use the same build. `cargo xtask dist` makes the one for a city.
pub(crate) fn run(serve: &[OsString]) -> anyhow::Result<()> {
    let web = web::build()?;
    let server = server()?;
    let data = data_folder(serve);
    fill(&server, &data)?;
    let mut serving = lykta(&server, "serve", &data);
    serving
        .arg("--web-dir")
        .arg(&web.folder)
        .args(without_data_folder(serve));
    say::line(format_args!("==> {}", command::text(&serving)));
    if env::var_os(LOG_FILTER).is_none() {
        // The demo's first mails would push the address and the log-ins off the screen.
        serving.env(LOG_FILTER, "info,lykta::messages=warn");
    }
    // The server takes this process's place, so that a signal reaches it and it drains.
    let error = serving.exec();
    bail!("{} cannot be started: {error}", server.display())
}

/// Loads demo data into a new SQLite database. A database that the environment names is brought up to date and otherwise left
/// as it is: what is in it belongs to somebody.
fn fill(server: &Path, data: &Path) -> anyhow::Result<()> {
    if names_database() {
        return say::step(
            "Bringing the named database up to date (demo data: 'lykta demo')",
            || command::run(&mut lykta(server, "migrate", data)),
        );
    }
    if data.join(DATABASE).exists() {
        return Ok(());
    }
    say::step(
        &format!("Loading demo data into {}", data.display()),
        || command::run(&mut lykta(server, "demo", data)),
    )
}

fn names_database() -> bool {
    let names = ["LYKTA_DATABASE_URL", "DATABASE_URL"];
    names.iter().any(|name| env::var_os(name).is_some())
}

/// A command of the server, without the variables that are xtask's own: to the server an unknown `LYKTA_…` is an error. On the
/// database that was filled here it runs in demo mode, unless the environment says otherwise.
fn lykta(server: &Path, subcommand: &str, data: &Path) -> Command {
    let mut command = Command::new(server);
    command.arg(subcommand).arg(DATA_DIR).arg(data);
    for own in place::OWN_VARIABLES {
        command.env_remove(own);
    }
    if env::var_os("LYKTA_MODE").is_none() && !names_database() {
        command.env("LYKTA_MODE", "demo");
    }
    command
}

/// Builds the server for development and returns its path.
fn server() -> anyhow::Result<PathBuf> {
    let mut cargo = command::cargo();
    // With the features of the whole workspace, as the tests build it: dependencies are compiled once for both.
    cargo.args(["build", "--locked", "--workspace", "--bin", "lykta"]);
    say::step("Building the server", || command::run(&mut cargo))?;
    Ok(place::target().join("debug/lykta"))
}

fn is_option(argument: &OsString, name: &str) -> bool {
    argument.to_str().is_some_and(|text| {
        text == name
            || text
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('='))
    })
}

/// The folder given by `--data-dir` (relative to where the command was typed), else `data` in the checkout.
fn data_folder(serve: &[OsString]) -> PathBuf {
    let position = serve
        .iter()
        .position(|argument| is_option(argument, DATA_DIR));
    let given = position.and_then(|position| {
        let argument = serve.get(position)?.to_str()?;
        match argument.split_once('=') {
            Some((_, folder)) => Some(PathBuf::from(folder)),
            None => serve.get(position + 1).map(PathBuf::from),
        }
    });
    given.unwrap_or_else(|| place::root().join("data"))
}

/// The arguments but for `--data-dir`, which [`lykta`] gives.
fn without_data_folder(serve: &[OsString]) -> Vec<OsString> {
    let mut rest = Vec::new();
    let mut arguments = serve.iter();
    while let Some(argument) = arguments.next() {
        if !is_option(argument, DATA_DIR) {
            rest.push(argument.clone());
        } else if argument == DATA_DIR {
            arguments.next();
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<OsString> {
        text.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn data_folder_is_found_in_both_spellings_and_taken_out() {
        for text in ["--listen x --data-dir /d", "--data-dir=/d --listen x"] {
            assert_eq!(data_folder(&words(text)), PathBuf::from("/d"));
            assert_eq!(without_data_folder(&words(text)), words("--listen x"));
        }
        assert_eq!(
            data_folder(&words("--listen x")),
            place::root().join("data")
        );
    }
}
