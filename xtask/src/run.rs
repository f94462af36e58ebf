//! `cargo xtask run`: from a fresh checkout to a served Lykta with demo data.

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

/// Builds web app and server, loads demo data where there is no database yet, and becomes `lykta serve`.
///
/// The server is built unoptimised: that halves the first start, the password hash is optimised all the same (see the
/// profiles in `Cargo.toml`), and the tests use the same build. `cargo xtask dist` makes the one for a city.
pub(crate) fn run(serve: &[OsString]) -> anyhow::Result<()> {
    let web = web::build()?;
    let server = server()?;
    let data = data_folder(serve);
    if !data.join(DATABASE).exists() {
        let mut demo = Command::new(&server);
        demo.arg("demo").arg(DATA_DIR).arg(&data);
        say::step(
            &format!("Loading demo data into {}", data.display()),
            || command::run(&mut demo),
        )?;
    }
    let mut lykta = Command::new(&server);
    lykta.arg("serve").arg("--web-dir").arg(&web.folder);
    if !serve.iter().any(|argument| is_option(argument, DATA_DIR)) {
        lykta.arg(DATA_DIR).arg(&data);
    }
    lykta.args(serve);
    say::line(format_args!("==> {}", command::text(&lykta)));
    // The server takes this process's place, so that a signal reaches it and it drains.
    let error = lykta.exec();
    bail!("{} cannot be started: {error}", server.display())
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

/// The folder given after `--data-dir` (relative to where the command was typed), else `data` in the checkout.
fn data_folder(serve: &[OsString]) -> PathBuf {
    let mut arguments = serve.iter();
    while let Some(argument) = arguments.next() {
        if !is_option(argument, DATA_DIR) {
            continue;
        }
        let folder = match argument.to_str().and_then(|text| text.split_once('=')) {
            Some((_, folder)) => Some(Path::new(folder)),
            None => arguments.next().map(Path::new),
        };
        if let Some(folder) = folder {
            return folder.to_owned();
        }
    }
    place::root().join("data")
}
