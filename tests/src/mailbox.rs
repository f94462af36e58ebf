//! Mails as the development transport leaves them: one `.eml` file each.

use std::{fs, path::Path};

/// A mail, decoded as far as tests look into it.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The one recipient's address.
    pub to: String,
    /// The subject, decoded.
    pub subject: String,
    /// The header block as it was written, unfolded.
    pub head: String,
    /// All text parts, decoded, one after the other: plain text, HTML, calendar.
    pub body: String,
    /// The file as it was written.
    pub raw: String,
}

impl Mail {
    /// Reads a mail from its source.
    pub fn parse(raw: &str) -> Self {
        let raw = raw.replace("\r\n", "\n");
        let (head, rest) = raw.split_once("\n\n").unwrap_or((&raw, ""));
        let head = head.replace("\n ", " ").replace("\n\t", " ");
        let to = header(&head, "To").map(|v| address(&v)).unwrap_or_default();
        let subject = header(&head, "Subject")
            .map(|v| decode_words(&v))
            .unwrap_or_default();
        let mut body = String::new();
        parts(&head, rest, &mut body);
        Self {
            to,
            subject,
            head,
            body,
            raw,
        }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.head, name)
    }

    /// The token in the fragment of the first link to `page`.
    #[track_caller]
    pub fn token(&self, page: &str) -> String {
        let start = format!("/{page}#t=");
        let rest = self
            .body
            .split_once(&start)
            .unwrap_or_else(|| panic!("no link to /{page} in {:?}: {}", self.subject, self.body))
            .1;
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_.~".contains(*c))
            .collect()
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines()
        .find_map(|line| {
            line.split_once(':')
                .filter(|(n, _)| n.eq_ignore_ascii_case(name))
        })
        .map(|(_, value)| value.trim().to_owned())
}

fn address(value: &str) -> String {
    value
        .rsplit_once('<')
        .map_or(value, |(_, a)| a.trim_end_matches('>'))
        .trim()
        .to_owned()
}

/// The decoded text of every part, walking down through multiparts.
fn parts(head: &str, body: &str, out: &mut String) {
    let content_type = header(head, "Content-Type").unwrap_or_default();
    if let Some(boundary) = content_type
        .split(';')
        .find_map(|p| p.trim().strip_prefix("boundary="))
        .map(|b| b.trim_matches('"').to_owned())
    {
        for part in body.split(&format!("--{boundary}")).skip(1) {
            let part = part.trim_start_matches('\n');
            if part.starts_with("--") {
                break;
            }
            let (head, body) = part.split_once("\n\n").unwrap_or(("", part));
            parts(&head.replace("\n ", " ").replace("\n\t", " "), body, out);
        }
        return;
    }
    let encoding = header(head, "Content-Transfer-Encoding")
        .unwrap_or_default()
        .to_lowercase();
    let bytes = match encoding.as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body, false),
        _ => body.as_bytes().to_vec(),
    };
    out.push_str(&String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    out.push('\n');
}

pub(crate) fn base64(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xFF).expect("a byte"));
        }
    }
    out
}

fn quoted_printable(text: &str, underscores: bool) -> Vec<u8> {
    let text = text.replace("=\n", "");
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'=' => {
                let hex: Vec<u8> = bytes.by_ref().take(2).collect();
                let hex = String::from_utf8_lossy(&hex).into_owned();
                out.push(u8::from_str_radix(&hex, 16).unwrap_or(b'?'));
            }
            b'_' if underscores => out.push(b' '),
            byte => out.push(byte),
        }
    }
    out
}

/// RFC 2047 encoded words.
fn decode_words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?") {
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        let mut fields = after.splitn(3, '?');
        let (Some(_charset), Some(kind), Some(tail)) =
            (fields.next(), fields.next(), fields.next())
        else {
            break;
        };
        let Some((word, next)) = tail.split_once("?=") else {
            break;
        };
        let bytes = if kind.eq_ignore_ascii_case("b") {
            base64(word)
        } else {
            quoted_printable(word, true)
        };
        out.push_str(&String::from_utf8_lossy(&bytes));
        rest = next;
    }
    out.push_str(rest);
    out
}

/// All mails in a folder, in the order of their file names, which begin with when they were sent.
pub(crate) fn read(folder: &Path) -> Vec<Mail> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .map(|dir| {
            dir.flatten()
                .map(|f| f.path())
                .filter(|p| p.extension().is_some_and(|e| e == "eml"))
                .collect()
        })
        .unwrap_or_default();
    files.sort();
    files
        .iter()
        .map(|path| Mail::parse(&fs::read_to_string(path).expect("a mail")))
        .collect()
}
