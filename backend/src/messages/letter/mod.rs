//! What a mail says: one [`Letter`] for each kind, in the reader's language, out of what is true now. How it
//! looks is [`compose`](super::compose)'s.
//!
//! A subject never names an organisation. Where the organisation says something about a person's faith
//! (`special_category`), the whole mail doesn't, nor does it carry the shift's title (PRODUCT.md rule 5).

mod account;
mod organisation;
mod shift;
mod standing;
mod walk;

use lykta_shared::{
    identity::Language,
    ids::{ShiftId, UserId},
    time::Instant,
};

use super::{
    MailKind,
    facts::{CrewFacts, OrganisationFacts, SignupFacts},
    ics::{Event, Method},
    links::Links,
    standing::StandingFacts,
};

/// A line of facts: what and which, with a link where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) link: Option<String>,
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Press {
    pub(super) label: &'static str,
    pub(super) url: String,
}

/// What a mail says.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) language: Language,
    pub(super) subject: String,
    /// The first sentence: what it is about.
    pub(super) lead: String,
    /// Day, time, place, leader: before anything else.
    pub(super) facts: Vec<Fact>,
    /// The rest, one by one. May hold line breaks people typed.
    pub(super) paragraphs: Vec<String>,
    /// The one main button.
    pub(super) button: Option<Press>,
    /// What else can be done.
    pub(super) links: Vec<Press>,
    /// Whether 112 and 114 14 are named: in every mail about a shift.
    pub(super) emergency: bool,
    /// A file for the calendar.
    pub(super) calendar: Option<(Event, Method)>,
    /// Whose reminders the mail program may stop; only mails that may be stopped.
    pub(super) stoppable: Option<UserId>,
    /// The shift it is about, so that mail programs keep them together.
    pub(super) thread: Option<ShiftId>,
}

/// What a kind is about, loaded when it is sent.
#[derive(Debug, Clone)]
pub(super) enum About {
    /// The account itself.
    Account,
    /// An organisation.
    Organisation(OrganisationFacts),
    /// A person and an organisation.
    Member(String, OrganisationFacts),
    /// A sign-up.
    Signup(SignupFacts),
    /// A shift.
    Crew(CrewFacts),
    /// The dates of a series.
    Standing(StandingFacts),
}

/// What every letter needs besides.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pub(super) links: &'a Links,
    pub(super) language: Language,
    /// When it is sent.
    pub(super) now: Instant,
    /// When it loses its point; for a link, when the link ends.
    pub(super) expires_at: Instant,
}

impl Desk<'_> {
    /// The text in the reader's language.
    fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Sv => sv,
            Language::En => en,
        }
    }

    /// A letter with nothing but its first lines.
    fn letter(&self, subject: impl Into<String>, lead: impl Into<String>) -> Letter {
        Letter {
            language: self.language,
            subject: subject.into(),
            lead: lead.into(),
            facts: Vec::new(),
            paragraphs: Vec::new(),
            button: None,
            links: Vec::new(),
            emergency: false,
            calendar: None,
            stoppable: None,
            thread: None,
        }
    }

    fn press(&self, sv: &'static str, en: &'static str, url: String) -> Press {
        Press {
            label: self.say(sv, en),
            url,
        }
    }
}

/// Writes the letter. None when `about` is not what the kind is about.
pub(super) fn write(desk: &Desk<'_>, kind: &MailKind, about: &About) -> Option<Letter> {
    match about {
        About::Account => account::write(desk, kind),
        About::Organisation(facts) => organisation::write(desk, kind, facts),
        About::Member(name, facts) => organisation::write_member(desk, kind, name, facts),
        About::Signup(facts) => shift::write(desk, kind, facts),
        About::Standing(facts) => standing::write(desk, kind, facts),
        About::Crew(facts) => {
            shift::write_leader(desk, kind, facts).or_else(|| walk::write(desk, kind, facts))
        }
    }
}
