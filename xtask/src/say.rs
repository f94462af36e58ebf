//! What a person at the terminal sees: one line per step, elapsed seconds for what takes long, and why something failed.
//!
//! All of it goes to standard error, so that a task's result (a table of numbers, a path) can be piped.

use std::fmt::Display;
use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a silent step says that it is still at it.
const STILL_AT_IT: Duration = Duration::from_secs(30);

/// Prints one line. A terminal that has gone away is nobody to complain to.
pub(crate) fn line(text: impl Display) {
    let written = writeln!(std::io::stderr().lock(), "{text}");
    drop(written);
}

/// Prints why a task ended early, with every cause on a line of its own.
pub(crate) fn failure(error: &anyhow::Error) {
    line(format_args!("xtask: {error}"));
    for cause in error.chain().skip(1) {
        line(format_args!("       because: {cause}"));
    }
}

/// Does `work`, saying before what it is and after how long it took; a long silence is broken every 30 seconds.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let begin = Instant::now();
    line(format_args!("==> {what}"));
    let (done, waiting) = mpsc::channel::<()>();
    let result = thread::scope(|scope| {
        scope.spawn(move || {
            while waiting.recv_timeout(STILL_AT_IT) == Err(RecvTimeoutError::Timeout) {
                line(format_args!(
                    "    … {what} ({} s)",
                    begin.elapsed().as_secs()
                ));
            }
        });
        let result = work();
        drop(done);
        result
    });
    let seconds = begin.elapsed().as_secs_f64();
    match &result {
        Ok(_) => line(format_args!("    done in {seconds:.1} s: {what}")),
        Err(_) => line(format_args!("    failed after {seconds:.1} s: {what}")),
    }
    result
}
