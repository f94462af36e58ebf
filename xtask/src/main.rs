//! Everything one does with the project besides editing it: `cargo xtask web`, `run`, `check`, `test`, `dist`, `bench`.
//!
//! It needs nothing but cargo to start; what a task needs beyond that it looks for, installs where it may, or names.
//! In a source file of this crate, "the cache" is a folder outside the checkout (`LYKTA_CACHE`, else `~/.cache/lykta`).

mod command;
mod install;
mod place;
mod say;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, runs, tests, checks, measures and packs Lykta.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the web app into the target folder's `web/` and print what it weighs
    Web,
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Web => web::build().map(|_| ()),
    }
}
