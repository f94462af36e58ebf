//! From Rust to the two files a browser loads: the WebAssembly module and its JavaScript glue.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::web::toolchain::{self, Toolchain};
use crate::{command, say};

/// The bundles: binaries of the web app's crate. The first is what visitors and members load.
pub(crate) const BUNDLES: [&str; 5] = ["everybody", "organisation", "planning", "city", "walk"];

/// The modules of [`BUNDLES`] as cargo leaves them, before wasm-bindgen.
pub(crate) fn compile(toolchain: Toolchain) -> anyhow::Result<[PathBuf; 5]> {
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--locked", "--package", "lykta-frontend", "--bins"]);
    cargo.args(["--profile", "web", "--target", toolchain::TARGET]);
    say::step("Compiling the web app", || command::run(&mut cargo))?;
    let folder = toolchain::target_folder()
        .join(toolchain::TARGET)
        .join("web");
    let modules = BUNDLES.map(|bundle| folder.join(bundle).with_extension("wasm"));
    if let Some(missing) = modules.iter().find(|module| !module.is_file()) {
        bail!("cargo made no {}", missing.display());
    }
    Ok(modules)
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
