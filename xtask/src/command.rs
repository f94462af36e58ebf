//! Running other programs: cargo without this xtask's own build variables, a time limit where a program may hang, and
//! error messages that name the command.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::place;

/// How often a program with a time limit is looked after.
const POLL: Duration = Duration::from_millis(50);

/// The cargo that started this xtask, in the root of the checkout.
///
/// `cargo run` describes the xtask package in `CARGO_PKG_…` and the like; they are taken away, because build scripts
/// that watch one of them would otherwise build again whenever cargo is called from here.
pub(crate) fn cargo() -> Command {
    as_cargo(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// As [`cargo`], for a program that stands in for it (Debian's `cargo-clippy`).
pub(crate) fn as_cargo(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    for (name, _) in env::vars_os() {
        let of_the_package = name.to_str().is_some_and(|name| {
            [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        });
        if of_the_package {
            command.env_remove(name);
        }
    }
    command
}

/// The program's path, when it is in `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// Runs the command with its output shown; a non-zero exit is an error.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{} cannot be started", text(command)))?;
    ended(command, status)
}

/// Runs the command and returns what it printed on standard output; a non-zero exit is an error with its last lines.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} cannot be started", text(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{} ended with {}: {}",
            text(command),
            output.status,
            said.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the command, its output shown, and kills it when it takes longer than `limit`.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> anyhow::Result<()> {
    let begin = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("{} cannot be started", text(command)))?;
    loop {
        if let Some(status) = child.try_wait()? {
            return ended(command, status);
        }
        if begin.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!(
                "{} gave no answer within {} s",
                text(command),
                limit.as_secs()
            );
        }
        thread::sleep(POLL);
    }
}

fn ended(command: &Command, status: ExitStatus) -> anyhow::Result<()> {
    if status.success() {
        Ok(())
    } else {
        bail!("{} ended with {status}", text(command))
    }
}

/// The command as one would type it, for messages.
pub(crate) fn text(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
