//! Where things are: the checkout, cargo's target folder, the cache.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The variables that only xtask reads.
pub(crate) const OWN_VARIABLES: [&str; 2] = ["LYKTA_CACHE", "LYKTA_WASM"];

/// The root of the checkout this xtask was built from.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Cargo's target folder: `CARGO_TARGET_DIR` or `target` in the checkout.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join("target"),
    }
}

/// The folder outside the checkout for what was fetched or installed: `LYKTA_CACHE` or `~/.cache/lykta`. Made if absent.
pub(crate) fn cache() -> anyhow::Result<PathBuf> {
    let folder = match env::var_os("LYKTA_CACHE") {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        _ => env::home_dir()
            .context(
                "no home folder is known; set LYKTA_CACHE to a folder for tools and downloads",
            )?
            .join(".cache/lykta"),
    };
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the cache folder {} cannot be made", folder.display()))?;
    Ok(folder)
}

/// Whether this is a CI run (`CI=true`), where nothing may be left out quietly.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}
