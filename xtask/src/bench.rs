//! `cargo xtask bench`: the numbers the project holds itself to, measured on the release build.

use crate::{command, dist, place, say, web};

/// Builds the release binary, puts load on it and prints what was measured; `quick` measures for a minute instead of several.
pub(crate) fn bench(quick: bool) -> anyhow::Result<()> {
    let binary = dist::dist()?;
    let web = web::build()?;
    let mut cargo = command::cargo();
    cargo.args([
        "run",
        "--locked",
        "--release",
        "--quiet",
        "--package",
        "lykta-tests",
    ]);
    cargo
        .args(["--example", "bench", "--"])
        .args(quick.then_some("--quick"));
    cargo.env("LYKTA_BIN", &binary).env("RUST_BACKTRACE", "0");
    for own in place::OWN_VARIABLES {
        cargo.env_remove(own);
    }
    say::step("Measuring", || command::run(&mut cargo))?;
    for first in &web.first_loads {
        say::line(format_args!(
            "  {:<28} {} bytes (Brotli)   goal < 300000",
            format!("first load: {}", first.bundle),
            first.bytes
        ));
    }
    say::line(format_args!(
        "again: LYKTA_BIN={} {}",
        binary.display(),
        command::text(&cargo)
    ));
    Ok(())
}
