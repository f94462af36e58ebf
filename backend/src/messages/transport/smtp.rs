//! Over SMTP, step by step: whether the mail was handed over before the line went dead decides between trying
//! again and sending twice, and lettre's ready-made transport does not tell (SECURITY-AND-RELIABILITY.md,
//! finding 6).

use std::{error::Error as _, time::Duration};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
    commands::{Data, Mail as MailFrom, Rcpt},
    extension::{ClientId, Extension, MailParameter},
    response::Response,
};
use tokio::time::timeout;

use super::Outcome;
use crate::{
    config::{MailTls, Secret},
    messages::compose::Mail,
};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the answer to a command may take.
const COMMAND: Duration = Duration::from_mins(1);
/// How long the answer to a whole mail may take (RFC 5321, 4.5.3.2.6): until then it may have been taken.
const FINAL: Duration = Duration::from_mins(10);

/// A mail server.
#[derive(Clone)]
pub(in crate::messages) struct Smtp {
    host: String,
    port: u16,
    tls: MailTls,
    authority: Option<Certificate>,
    login: Option<Credentials>,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    pub(super) fn new(
        host: &str,
        port: u16,
        tls: MailTls,
        authority: Option<&Certificate>,
        login: Option<&(String, Secret<String>)>,
    ) -> Self {
        Self {
            host: host.to_owned(),
            port,
            tls,
            authority: authority.cloned(),
            login: login
                .map(|(user, password)| Credentials::new(user.clone(), password.reveal().clone())),
        }
    }

    pub(super) fn line(&self) -> SmtpLine {
        SmtpLine {
            server: self.clone(),
            connection: None,
        }
    }

    /// What a TLS connection to it needs: its name, and who may vouch for it.
    fn parameters(&self, host: &str) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(host.to_owned());
        match &self.authority {
            None => builder.build(),
            Some(authority) => builder
                .certificate_store(CertificateStore::None)
                .add_root_certificate(authority.clone())
                .build(),
        }
    }

    /// Connects, with TLS as demanded, and logs in.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Outcome> {
        let hello = ClientId::default();
        let host = self.host.trim_matches(['[', ']']);
        let parameters = || self.parameters(host).or(Err(Outcome::Untrusted));
        let first = match self.tls {
            MailTls::Implicit => Some(parameters()?),
            MailTls::StartTls | MailTls::None => None,
        };
        let opening = AsyncSmtpConnection::connect_tokio1(
            (host, self.port),
            Some(CONNECT),
            &hello,
            first,
            None,
        );
        let mut connection = answered(COMMAND, opening).await.map_err(no_line)?;
        if self.tls == MailTls::StartTls {
            // Fails when the server does not offer it: never in clear text instead.
            answered(COMMAND, connection.starttls(parameters()?, &hello))
                .await
                .map_err(no_line)?;
        }
        if let Some(login) = &self.login {
            let ways = [Mechanism::Plain, Mechanism::Login];
            match answered(COMMAND, connection.auth(&ways, login)).await {
                Ok(_) => {}
                Err(Failure::Error(error)) if error.is_permanent() || error.is_client() => {
                    return Err(Outcome::Unwelcome { code: code(&error) });
                }
                Err(_) => return Err(Outcome::Unreachable),
            }
        }
        Ok(connection)
    }
}

/// Why there is no good answer.
enum Failure {
    Late,
    Error(Error),
}

/// Why there is no connection: nobody there, or nobody to be trusted.
fn no_line(failure: Failure) -> Outcome {
    match failure {
        // The client's own doubt: no STARTTLS on offer.
        Failure::Error(error) if error.is_client() || refused_certificate(&error) => {
            Outcome::Untrusted
        }
        _ => Outcome::Unreachable,
    }
}

/// Whether TLS failed over what the server showed. (rustls says so as invalid data.)
fn refused_certificate(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(held) = cause {
        let io = held.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        cause = held.source();
    }
    false
}

async fn answered<T>(
    patience: Duration,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(patience, answer).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Failure::Error(error)),
        Err(_late) => Err(Failure::Late),
    }
}

fn code(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}

/// A connection, opened with the first mail and given up after the first trouble.
pub(in crate::messages) struct SmtpLine {
    server: Smtp,
    connection: Option<AsyncSmtpConnection>,
}

impl std::fmt::Debug for SmtpLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpLine")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl SmtpLine {
    /// Hands one mail over.
    pub(super) async fn send(&mut self, mail: &Mail) -> Outcome {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => match self.server.connect().await {
                Ok(connection) => connection,
                Err(outcome) => return outcome,
            },
        };
        let outcome = converse(&mut connection, mail).await;
        if matches!(outcome, Outcome::Sent { .. }) {
            self.connection = Some(connection);
        } else {
            connection.abort().await;
        }
        outcome
    }

    /// Says goodbye.
    pub(super) async fn close(mut self) {
        if let Some(mut connection) = self.connection.take() {
            // Everything was answered for; an impolite server changes nothing.
            drop(timeout(CONNECT, connection.quit()).await);
        }
    }
}

/// One mail, from MAIL to the answer after the final dot.
async fn converse(connection: &mut AsyncSmtpConnection, mail: &Mail) -> Outcome {
    let mut parameters = Vec::new();
    let to = mail.envelope.to().first().cloned();
    let Some(to) = to else {
        return Outcome::Rejected { code: None };
    };
    if !to.to_string().is_ascii() {
        let server = connection.server_info();
        if !server.supports_feature(Extension::SmtpUtfEight) {
            return Outcome::Rejected { code: None };
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let from = MailFrom::new(mail.envelope.from().cloned(), parameters);
    if let Err(failure) = answered(COMMAND, connection.command(from)).await {
        // A sender that is refused is refused for every mail.
        return before_data(failure, |code, _| Outcome::Unwelcome { code: Some(code) });
    }
    if let Err(failure) = answered(COMMAND, connection.command(Rcpt::new(to, vec![]))).await {
        return before_data(failure, refused_recipient);
    }
    if let Err(failure) = answered(COMMAND, connection.command(Data)).await {
        return before_data(failure, |code, _| Outcome::Rejected { code: Some(code) });
    }
    match answered(FINAL, connection.message(&mail.bytes)).await {
        Ok(response) => taken(&response),
        Err(Failure::Error(error)) if error.is_transient() => {
            Outcome::Deferred { code: code(&error) }
        }
        Err(Failure::Error(error)) if error.is_permanent() => {
            Outcome::Rejected { code: code(&error) }
        }
        Err(_) => Outcome::Uncertain,
    }
}

fn taken(response: &Response) -> Outcome {
    Outcome::Sent {
        code: Some(u16::from(response.code())),
    }
}

/// What a failure means while the mail has not been handed over; `refused` judges a 5xx and its text.
fn before_data(failure: Failure, refused: impl FnOnce(u16, &str) -> Outcome) -> Outcome {
    let Failure::Error(error) = failure else {
        return Outcome::Deferred { code: None };
    };
    match code(&error) {
        // Authentication is demanded, or was not good enough.
        Some(code @ (530 | 534 | 535 | 538)) => Outcome::Unwelcome { code: Some(code) },
        Some(code) if error.is_permanent() => {
            let text = error.source().map(ToString::to_string).unwrap_or_default();
            refused(code, &text)
        }
        code => Outcome::Deferred { code },
    }
}

/// A 5xx after RCPT: 550, 551 and 553, or an enhanced code 5.1.x, are about the address.
fn refused_recipient(code: u16, text: &str) -> Outcome {
    let about_address = text.contains("5.1.");
    if about_address || matches!(code, 550 | 551 | 553) {
        Outcome::Bounced {
            code,
            no_such_person: text.contains("5.1.1"),
        }
    } else {
        Outcome::Rejected { code: Some(code) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_address_is_told_from_one_of_the_mail() {
        for (code, text, outcome) in [
            (
                550,
                "5.1.1 No such user",
                Outcome::Bounced {
                    code: 550,
                    no_such_person: true,
                },
            ),
            (
                550,
                "Mailbox unavailable",
                Outcome::Bounced {
                    code: 550,
                    no_such_person: false,
                },
            ),
            (
                554,
                "5.1.2 Bad domain",
                Outcome::Bounced {
                    code: 554,
                    no_such_person: false,
                },
            ),
            (
                552,
                "5.2.2 Mailbox full",
                Outcome::Rejected { code: Some(552) },
            ),
            (554, "5.7.1 Refused", Outcome::Rejected { code: Some(554) }),
        ] {
            assert_eq!(refused_recipient(code, text), outcome, "{code} {text}");
        }
    }
}
