//! Lykta's server: the REST API, the web app, the command line and the jobs, in one binary.
//!
//! The rooms (`identity`, `organisations`, `shifts`, `messages`, `platform`) hold what the product is about,
//! each as `routes` → `service` → `store`; beside them stands what every room needs. A room joins the server
//! in `app.rs`.

mod app;
mod cli;
mod clock;
mod config;
mod db;
mod demo;
#[cfg(feature = "test-hooks")]
mod dev;
#[cfg(feature = "test-hooks")]
mod failpoints;
mod health;
mod http;
mod identity;
mod jobs;
mod limits;
mod log;
mod messages;
mod metrics;
mod openapi;
mod organisations;
mod platform;
mod random;
mod shifts;
mod walks;
mod watch;

fn main() -> std::process::ExitCode {
    cli::run()
}
