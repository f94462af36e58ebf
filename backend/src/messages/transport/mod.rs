//! The ways a mail leaves: to a mail server, or into a folder.

mod folder;
mod smtp;

pub(super) use folder::{Folder, Kept};
pub(super) use smtp::Smtp;

use super::compose::Mail;
use crate::config::MailRoute;

/// What became of a mail that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Taken.
    Sent {
        /// The reply code; none for a folder.
        code: Option<u16>,
    },
    /// There was no mail server to talk to. Says nothing about the mail.
    Unreachable,
    /// There is a mail server, but it can't show that it is the right one, or does not offer TLS. It was told
    /// nothing. For the operator to mend.
    Untrusted,
    /// The mail server does not want us: wrong password, wrong sender. For the operator to mend.
    Unwelcome {
        /// The reply code, where there was one.
        code: Option<u16>,
    },
    /// Not taken now; perhaps later.
    Deferred {
        /// The reply code; none when the line went dead before the mail was handed over.
        code: Option<u16>,
    },
    /// The recipient is refused.
    Bounced {
        /// The reply code.
        code: u16,
        /// Because there is no such person.
        no_such_person: bool,
    },
    /// The mail itself is refused.
    Rejected {
        /// The reply code; none when the server can't take such an address at all.
        code: Option<u16>,
    },
    /// Handed over, but no answer came. It may have been taken.
    Uncertain,
}

/// Where mails go.
#[derive(Debug, Clone)]
pub(super) enum Transport {
    /// To a mail server.
    Smtp(Smtp),
    /// Into a folder.
    Folder(Folder),
}

impl Transport {
    /// The transport of the settings.
    pub(super) fn new(route: &MailRoute) -> Self {
        match route {
            MailRoute::Smtp {
                host,
                port,
                tls,
                authority,
                login,
            } => Self::Smtp(Smtp::new(
                host,
                *port,
                *tls,
                authority.as_ref(),
                login.as_ref(),
            )),
            MailRoute::Folder(path) => Self::Folder(Folder::new(path.clone())),
        }
    }

    /// A line to send on: one worker's, for a few mails.
    pub(super) fn line(&self) -> Line {
        match self {
            Self::Smtp(smtp) => Line::Smtp(Box::new(smtp.line())),
            Self::Folder(folder) => Line::Folder(folder.clone()),
        }
    }

    /// The folder, if that is where mails go.
    pub(super) fn folder(&self) -> Option<&Folder> {
        match self {
            Self::Smtp(_) => None,
            Self::Folder(folder) => Some(folder),
        }
    }
}

/// An open way out.
#[derive(Debug)]
pub(super) enum Line {
    /// A connection, opened with the first mail.
    Smtp(Box<smtp::SmtpLine>),
    /// A folder.
    Folder(Folder),
}

impl Line {
    /// Hands one mail over.
    pub(super) async fn send(&mut self, mail: &Mail) -> Outcome {
        match self {
            Self::Smtp(line) => line.send(mail).await,
            Self::Folder(folder) => folder.keep(mail).await,
        }
    }

    /// Says goodbye.
    pub(super) async fn close(self) {
        if let Self::Smtp(line) = self {
            line.close().await;
        }
    }
}
