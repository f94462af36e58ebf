//! Everything one does with the project besides editing it: `cargo xtask web`, `run`, `check`, `test`, `dist`, `bench`.
//!
//! It needs nothing but cargo to start; what a task needs beyond that it looks for, installs where it may, or names.
//! In a source file of this crate, "the cache" is a folder outside the checkout (`LYKTA_CACHE`, else `~/.cache/lykta`).

mod bench;
mod check;
mod command;
mod dist;
mod install;
mod place;
mod run;
mod say;
mod test;
mod web;

use std::ffi::OsString;
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
    /// Build everything, load demo data on the first start, and serve
    Run {
        /// Arguments for `lykta serve`, such as `--listen 127.0.0.1:8080 --data-dir DIR`
        #[arg(last = true)]
        serve: Vec<OsString>,
    },
    /// Build the web app into the target folder's `web/` and print what it weighs
    Web,
    /// Check format, architecture, lints (also for the web), documentation and dependencies
    Check {
        /// One part only: format, architecture, clippy, clippy-web, docs or dependencies
        #[arg(long, value_name = "PART")]
        only: Option<String>,
    },
    /// Run all tests, installing what they need where that is allowed
    Test {
        /// One part only: rules, api, browser, or a module of `tests/api`
        #[arg(long, value_name = "PART")]
        only: Option<String>,
    },
    /// Build one release binary with the web app inside
    Dist,
    /// Measure the release build: start, memory, lists, sign-ups, first load
    Bench {
        /// For a minute instead of several
        #[arg(long)]
        quick: bool,
    },
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
        Task::Run { serve } => run::run(&serve),
        Task::Web => web::build().map(|_| ()),
        Task::Check { only } => check::check(only.as_deref()),
        Task::Test { only } => test::test(only.as_deref()),
        Task::Dist => dist::dist().map(|_| ()),
        Task::Bench { quick } => bench::bench(quick),
    }
}
