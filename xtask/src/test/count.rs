//! Reading how many tests ran from what the runners print, while showing it unchanged.

use std::io::{BufRead, BufReader, Write};
use std::ops::Add;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::command;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Ran and held.
    pub(crate) passed: usize,
    /// Ran and did not hold.
    pub(crate) failed: usize,
    /// Did not run.
    pub(crate) skipped: usize,
}

impl Add for Count {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl Count {
    /// Prints the sum on standard output, alone on its line.
    pub(crate) fn print(self) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )?;
        Ok(out.flush()?)
    }

    fn add_to(&mut self, word: &str, number: usize) {
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" => self.failed += number,
            "ignored" | "skipped" => self.skipped += number,
            _ => {}
        }
    }
}

/// Runs a test runner and sums up its closing lines. A runner that fails without a failed test is an error.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<Count> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started", command::text(command)))?;
    let mut count = Count::default();
    if let Some(printed) = child.stdout.take() {
        let mut out = std::io::stdout().lock();
        for line in BufReader::new(printed).split(b'\n') {
            let line = line?;
            out.write_all(&line)?;
            out.write_all(b"\n")?;
            count = count + read(&String::from_utf8_lossy(&line));
        }
    }
    let status = child.wait()?;
    if !status.success() && count.failed == 0 {
        bail!("{} ended with {status}", command::text(command));
    }
    Ok(count)
}

/// What a closing line of cargo's test runner, of Node's or of Playwright adds; nothing for any other line.
fn read(line: &str) -> Count {
    let mut count = Count::default();
    let line = line.trim();
    if let Some(result) = line.strip_prefix("test result: ") {
        // test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.05s
        for part in result.split([';', '.']) {
            if let Some((number, word)) = part.trim().split_once(' ')
                && let Ok(number) = number.parse()
            {
                count.add_to(word, number);
            }
        }
        return count;
    }
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        // Node: "ℹ pass 12", or "# pass 12" as TAP
        ["ℹ" | "#", word, number] => {
            if let Ok(number) = number.parse() {
                count.add_to(word, number);
            }
        }
        // Playwright: "12 passed (34.5s)", "1 failed", "2 skipped"
        [number, word] | [number, word, _] if matches!(*word, "passed" | "failed" | "skipped") => {
            let time = words.get(2).is_none_or(|time| time.starts_with('('));
            if let (Ok(number), true) = (number.parse(), time) {
                count.add_to(word, number);
            }
        }
        _ => {}
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: usize, failed: usize, skipped: usize) -> Count {
        Count {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn reads_the_runners_closing_lines() {
        let cargo = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.05s";
        assert_eq!(read(cargo), count(12, 2, 1));
        assert_eq!(read("ℹ pass 7"), count(7, 0, 0));
        assert_eq!(read("# skipped 3"), count(0, 0, 3));
        assert_eq!(read("  12 passed (34.5s)"), count(12, 0, 0));
        assert_eq!(read("  1 failed"), count(0, 1, 0));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "test api::story ... ok",
            "running 3 tests",
            "3 passed through",
            "",
            "ℹ tests 7",
        ] {
            assert_eq!(read(line), Count::default(), "{line}");
        }
    }
}
