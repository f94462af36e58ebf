//! The words of calendar files: lines, texts and moments as RFC 5545 writes them.

use std::fmt::Write as _;

use lykta_shared::time::{
    Fold, Instant,
    civil::{ZONE, fold_of, local},
};

/// The longest line, in octets without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// `2026-11-27T20:00:00Z` as `20261127T200000Z`.
pub(super) fn utc(instant: Instant) -> String {
    let whole = Instant::from_micros(instant.seconds() * 1_000_000);
    whole
        .to_string()
        .chars()
        .filter(|c| !matches!(c, '-' | ':'))
        .collect()
}

/// A moment as a property: wall time with its zone, where that says which moment is meant.
pub(super) fn moment(name: &str, instant: Instant) -> String {
    if fold_of(instant) == Fold::Later {
        return format!("{name}:{}", utc(instant));
    }
    let (date, time) = local(instant);
    let digits: String = format!("{date}T{time}00")
        .chars()
        .filter(|c| !matches!(c, '-' | ':'))
        .collect();
    format!("{name};TZID={ZONE}:{digits}")
}

/// Text as a value (3.3.11): `\`, `;`, `,` and line ends escaped, other controls gone.
pub(super) fn escape(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '\\' | ';' | ',' => out.extend(['\\', c]),
                '\n' | '\r' => out.push_str("\\n"),
                c if c.is_control() => {}
                c => out.push(c),
            }
            out
        })
}

/// Appends one line, folded at 75 octets without cutting a letter in two.
pub(super) fn line(out: &mut String, text: &str) {
    let mut room = LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        // Writing into a String does not fail.
        let _written = write!(out, "{c}");
    }
    out.push_str("\r\n");
}
