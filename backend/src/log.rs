//! Log lines: to standard error, for people or as JSON. No names, addresses, queries or bodies; a request is
//! known by its id, a person by theirs.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Config, LogFormat};

/// Starts logging. To be called once.
pub(crate) fn start(config: &Config) {
    let filter = EnvFilter::builder().parse_lossy(&config.log_filter);
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    match config.log {
        LogFormat::Json => lines.json().flatten_event(true).init(),
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).init(),
    }
    // A panic's words may quote what somebody typed; its place is what helps.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(|| "-".to_owned(), ToString::to_string);
        tracing::error!(place, "a panic");
    }));
}
