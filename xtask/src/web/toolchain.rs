//! Which compiler can make WebAssembly here.
//!
//! Rust's standard library for `wasm32-unknown-unknown` comes, in this order, from the toolchain in use, from rustup,
//! or from Debian's `rustc-web` packages, whose sources cargo then builds (about a minute, once). The last way is the only
//! one where rustup's server is out of reach.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, bail};

use crate::{command, install, place, say};

/// The target of the web app.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// rustup answers in a few seconds or, behind some firewalls, never.
const RUSTUP_LIMIT: Duration = Duration::from_secs(20);

/// How long a failed try at rustup is remembered.
const RUSTUP_RETRY: Duration = Duration::from_hours(24);

/// Debian's compiler; its version-bound sources and libraries are found beside it.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// The compiler for the web app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The toolchain in use has the target's standard library.
    Own,
    /// Debian's rustc; the standard library is built from Debian's sources.
    Debian,
}

impl Toolchain {
    /// Finds the first way that is open, installing what it needs, and says which it is.
    ///
    /// `LYKTA_WASM=debian` skips to Debian's packages, for machines that stand in for one without rustup.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let wanted = std::env::var("LYKTA_WASM").unwrap_or_default();
        if !wanted.is_empty() && wanted != "debian" {
            bail!("LYKTA_WASM may be 'debian' or absent, not '{wanted}'");
        }
        if wanted.is_empty() && has_target()? {
            say::line("WebAssembly: by the installed toolchain");
            return Ok(Self::Own);
        }
        if wanted.is_empty() && command::find("rustup").is_some() && added_by_rustup()? {
            say::line("WebAssembly: by the installed toolchain, target added by rustup");
            return Ok(Self::Own);
        }
        install::debian(&DEBIAN_PACKAGES).context(
            "the web app needs Rust's standard library for WebAssembly: \
             either 'rustup target add wasm32-unknown-unknown' or Debian's packages",
        )?;
        say::line("WebAssembly: by Debian's rustc-web, standard library built from its sources");
        Ok(Self::Debian)
    }

    /// A cargo command that compiles for the web with this toolchain: own target folder, flags and environment set.
    /// The caller adds `--target` and the rest.
    pub(crate) fn cargo(self) -> Command {
        self.prepared(command::cargo())
    }

    /// As [`Self::cargo`], with Clippy as its first argument; installed where it comes separately.
    pub(crate) fn clippy(self) -> anyhow::Result<Command> {
        let mut clippy = match self {
            Self::Own => self.cargo(),
            Self::Debian => {
                install::debian(&["rust-web-clippy"])?;
                self.prepared(command::as_cargo(DEBIAN_CLIPPY))
            }
        };
        clippy.arg("clippy");
        Ok(clippy)
    }

    fn prepared(self, mut cargo: Command) -> Command {
        cargo.env("CARGO_TARGET_DIR", target_folder());
        let mut flags = vec!["--cfg=erase_components"];
        if self == Self::Debian {
            cargo
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
            // No panic texts in the browser: 5 % less to load. It needs a standard library built the same way.
            flags.extend(["-Cpanic=immediate-abort", "-Zunstable-options"]);
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        cargo
    }

    /// Names compiler and way, so that an output can be told from that of another.
    pub(crate) fn describe(self) -> anyhow::Result<String> {
        let compiler = match self {
            Self::Own => "rustc",
            Self::Debian => DEBIAN_RUSTC,
        };
        Ok(format!(
            "{self:?} {}",
            command::output(Command::new(compiler).arg("--version"))?.trim()
        ))
    }
}

/// Where cargo builds the web app: beside the native target folder's profiles, so that neither waits for the other's lock.
pub(crate) fn target_folder() -> PathBuf {
    place::target().join("wasm")
}

fn has_target() -> anyhow::Result<bool> {
    let mut rustc = Command::new("rustc");
    let sysroot = command::output(rustc.args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir())
}

fn added_by_rustup() -> anyhow::Result<bool> {
    let failed_before = place::cache()?.join("rustup-out-of-reach");
    let age = fs::metadata(&failed_before)
        .and_then(|found| found.modified())
        .map(|then| SystemTime::now().duration_since(then).unwrap_or_default());
    if age.is_ok_and(|age| age < RUSTUP_RETRY) {
        say::line("rustup's server was out of reach less than a day ago: not tried again");
        return Ok(false);
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]);
    let added = say::step("Asking rustup for the WebAssembly target", || {
        command::run_within(RUSTUP_LIMIT, &mut rustup)
    });
    match added {
        Ok(()) => has_target(),
        Err(error) => {
            say::failure(&error);
            fs::write(&failed_before, "")?;
            Ok(false)
        }
    }
}
