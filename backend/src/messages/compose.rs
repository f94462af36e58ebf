//! A letter as a mail: text and HTML with the same facts, a calendar file where there is one, the headers of
//! SECURITY-AND-RELIABILITY.md 4.5. One recipient, always.

use std::time::{Duration, UNIX_EPOCH};

use askama::Template;
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentDisposition, ContentType, HeaderName, HeaderValue},
    },
};
use lykta_shared::{identity::Language, ids::MessageId, time::Instant};

use super::{
    ics,
    letter::{Fact, Letter, Press},
    links::Links,
    transport::Kept,
};

/// Why a mail can't be made. None of these goes away by waiting.
#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeFailure {
    /// The address is none that mail servers know.
    #[error("the address is not one")]
    Address,
    /// The template or the message could not be put together.
    #[error("the mail could not be put together: {0}")]
    Build(String),
}

/// A mail, ready to be handed over.
#[derive(Debug, Clone)]
pub(super) struct Mail {
    /// From whom and to whom, for the mail server.
    pub(super) envelope: Envelope,
    /// Head and body.
    pub(super) bytes: Vec<u8>,
    /// Its row in the outbox.
    pub(super) id: MessageId,
    /// What the outbox page shows of it.
    pub(super) kept: Kept,
}

/// What is the same in all mails of a server.
#[derive(Debug, Clone)]
pub(super) struct Stationery {
    /// The address mails come from.
    pub(super) from: String,
    /// Whom people can ask.
    pub(super) contact: String,
    /// The links.
    pub(super) links: Links,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    lang: &'static str,
    subject: &'a str,
    lead: &'a str,
    facts: &'a [Fact],
    paragraphs: &'a [String],
    button: Option<&'a Press>,
    links: &'a [Press],
    emergency: bool,
    alarm: &'static str,
    tip: &'static str,
    sender_note: &'static str,
    contact_label: &'static str,
    contact: &'a str,
}

#[derive(Template)]
#[template(path = "mail.txt", escape = "none")]
struct Text<'a> {
    lead: &'a str,
    facts: &'a [Fact],
    paragraphs: &'a [String],
    button: Option<&'a Press>,
    links: &'a [Press],
    emergency: bool,
    alarm: &'static str,
    tip: &'static str,
    sender_note: &'static str,
    contact_label: &'static str,
    contact: &'a str,
}

/// The sentences that stand in every mail.
struct Standing {
    alarm: &'static str,
    tip: &'static str,
    sender_note: &'static str,
    contact_label: &'static str,
}

const fn standing(language: Language) -> Standing {
    match language {
        Language::Sv => Standing {
            alarm: "Pågår det ett brott eller är någon i fara? Ring 112.",
            tip: "Vill du tipsa eller anmäla utan brådska? Ring 114 14.",
            sender_note: "Det här mejlet skickades automatiskt av Lykta.",
            contact_label: "Frågor?",
        },
        Language::En => Standing {
            alarm: "Is a crime going on, or is somebody in danger? Call 112.",
            tip: "Do you want to tip off or report without urgency? Call 114 14.",
            sender_note: "This mail was sent automatically by Lykta.",
            contact_label: "Questions?",
        },
    }
}

/// The plain text and the HTML of a letter.
pub(super) fn bodies(letter: &Letter, contact: &str) -> Result<(String, String), ComposeFailure> {
    let Standing {
        alarm,
        tip,
        sender_note,
        contact_label,
    } = standing(letter.language);
    let text = Text {
        lead: &letter.lead,
        facts: &letter.facts,
        paragraphs: &letter.paragraphs,
        button: letter.button.as_ref(),
        links: &letter.links,
        emergency: letter.emergency,
        alarm,
        tip,
        sender_note,
        contact_label,
        contact,
    };
    let html = Html {
        lang: letter.language.as_str(),
        subject: &letter.subject,
        lead: &letter.lead,
        facts: &letter.facts,
        paragraphs: &letter.paragraphs,
        button: letter.button.as_ref(),
        links: &letter.links,
        emergency: letter.emergency,
        alarm,
        tip,
        sender_note,
        contact_label,
        contact,
    };
    let build = |error: askama::Error| ComposeFailure::Build(error.to_string());
    Ok((text.render().map_err(build)?, html.render().map_err(build)?))
}

/// The mail for one person. The same row gives the same `Message-ID`, so that a mail that had to be sent twice
/// shows once.
pub(super) fn mail(
    stationery: &Stationery,
    letter: &Letter,
    id: MessageId,
    to: &str,
    now: Instant,
) -> Result<Mail, ComposeFailure> {
    let address = |text: &str| text.parse::<Address>().or(Err(ComposeFailure::Address));
    let (from, to) = (address(&stationery.from)?, address(to)?);
    let host = stationery.links.host().trim_matches(['[', ']']);
    let sent = UNIX_EPOCH + Duration::from_secs(u64::try_from(now.seconds()).unwrap_or(0));
    let mut builder = Message::builder()
        // No display name but our own: names are people's text, and a line feed in one stops the mail.
        .from(Mailbox::new(Some("Lykta".to_owned()), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(&letter.subject))
        .date(sent)
        .message_id(Some(format!("<{id}@{host}>")))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"));
    if let Some(shift) = letter.thread {
        builder = builder.references(format!("<shift-{shift}@{host}>"));
    }
    if let Some(user) = letter.stoppable {
        let url = stationery.links.one_click(user);
        builder = builder
            .raw_header(header("List-Unsubscribe", &format!("<{url}>")))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click",
            ));
    }
    let (text, html) = bodies(letter, &stationery.contact)?;
    let kept = Kept {
        to: to.to_string(),
        subject: one_line(&letter.subject),
        at: padded(now),
        text: text.clone(),
    };
    let parts = parts(letter, text, html)?;
    let message = builder
        .multipart(parts)
        .map_err(|error| ComposeFailure::Build(error.to_string()))?;
    let envelope = Envelope::new(Some(from), vec![to]).or(Err(ComposeFailure::Address))?;
    Ok(Mail {
        envelope,
        bytes: message.formatted(),
        id,
        kept,
    })
}

fn parts(letter: &Letter, text: String, html: String) -> Result<MultiPart, ComposeFailure> {
    let readable = MultiPart::alternative()
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html));
    let Some((event, method)) = &letter.calendar else {
        return Ok(readable);
    };
    let content = ics::file(event, *method);
    let kind = |text: &str| {
        ContentType::parse(text).map_err(|error| ComposeFailure::Build(error.to_string()))
    };
    let inline = SinglePart::builder()
        .header(kind(&format!(
            "text/calendar; method={}; charset=utf-8",
            method.word()
        ))?)
        .body(content.clone());
    let attached = SinglePart::builder()
        .header(kind("application/ics; name=\"pass.ics\"")?)
        .header(ContentDisposition::attachment("pass.ics"))
        .body(content);
    Ok(MultiPart::mixed()
        .multipart(readable.singlepart(inline))
        .singlepart(attached))
}

/// A moment with all its digits, so that texts sort like times.
fn padded(now: Instant) -> String {
    let whole = Instant::from_micros(now.seconds() * 1_000_000).to_string();
    format!(
        "{}.{:06}Z",
        whole.trim_end_matches('Z'),
        now.micros() % 1_000_000
    )
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Whatever came in, a subject is one line.
fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
