//! From Rust to the two files a browser loads: the WebAssembly module and its JavaScript glue.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::web::toolchain::{self, Toolchain};
use crate::{command, say};

/// The module as cargo leaves it, before wasm-bindgen.
pub(crate) fn compile(toolchain: Toolchain) -> anyhow::Result<PathBuf> {
    let mut cargo = toolchain.cargo();
    cargo
        .args(["rustc", "--locked", "--package", "lykta-frontend", "--lib"])
        // A library for the tests and Clippy, a module for the browser: the crate type is given here only.
        .args([
            "--crate-type",
            "cdylib",
            "--profile",
            "web",
            "--target",
            toolchain::TARGET,
        ]);
    say::step("Compiling the web app", || command::run(&mut cargo))?;
    let module = toolchain::target_folder()
        .join(toolchain::TARGET)
        .join("web/lykta_frontend.wasm");
    if module.is_file() {
        Ok(module)
    } else {
        bail!("cargo made no {}", module.display())
    }
}

/// What the browser loads.
pub(crate) struct Bound {
    /// The module, without names and producers.
    pub(crate) wasm: Vec<u8>,
    /// The glue, an ES module whose default export takes the module's address.
    pub(crate) js: String,
}

/// Runs wasm-bindgen (in the version of Cargo.lock, so that it always fits) on the module; `scratch` is a folder it may fill.
pub(crate) fn bind(module: &Path, scratch: &Path) -> anyhow::Result<Bound> {
    if scratch.exists() {
        fs::remove_dir_all(scratch)?;
    }
    Bindgen::new()
        .input_path(module)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(scratch)
        .context("wasm-bindgen refused the module")?;
    if scratch.join("snippets").exists() {
        bail!(
            "a dependency brings JavaScript snippets; the web app serves one glue file and no others"
        );
    }
    Ok(Bound {
        wasm: fs::read(scratch.join("app_bg.wasm"))?,
        js: fs::read_to_string(scratch.join("app.js"))?,
    })
}
