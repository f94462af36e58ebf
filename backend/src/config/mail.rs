//! Where mails go, and how the way there is protected.

use std::path::{Path, PathBuf};

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use lykta_shared::text::Email;

use super::{ConfigError, Origin, Secret, raw::RawMail};

/// How a certificate begins in a PEM file.
const PEM: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// How a connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailTls {
    /// STARTTLS, demanded.
    StartTls,
    /// TLS from the first byte.
    Implicit,
    /// None: for a relay on this machine only.
    None,
}

/// Where mails go.
#[derive(Debug, Clone)]
pub(crate) enum MailRoute {
    /// To a mail server.
    Smtp {
        /// Its name.
        host: String,
        /// Its port.
        port: u16,
        /// How the connection is protected.
        tls: MailTls,
        /// Who vouches for it, instead of the public certificate authorities.
        authority: Option<Certificate>,
        /// Name and password, where it asks for them.
        login: Option<(String, Secret<String>)>,
    },
    /// Into a folder, as `.eml` files.
    Folder(PathBuf),
}

/// The address mails come from.
pub(super) fn from(raw: &RawMail, origin: &Origin) -> Result<Email, ConfigError> {
    let text = match &raw.from {
        Some(text) => text.clone(),
        // Good enough for a folder of files; a mail server refuses it, and `mail` demands a real one there.
        None => format!(
            "lykta@{}.invalid",
            origin.host().trim_matches(['[', ']']).replace(':', "-")
        ),
    };
    Email::try_from(text).or(Err(ConfigError::setting(
        "mail.from",
        "must be an e-mail address",
    )))
}

/// Where mails go.
pub(super) fn route(raw: &RawMail, data_dir: &Path) -> Result<MailRoute, ConfigError> {
    let bad = |key, why| Err(ConfigError::setting(key, why));
    let from_url = raw.smtp_url.as_deref().map(smtp_url).transpose()?;
    let Some(host) = raw
        .host
        .clone()
        .or_else(|| from_url.as_ref().map(|url| url.host.clone()))
    else {
        if raw.names_a_server() {
            return bad("mail.host", "is missing");
        }
        return Ok(MailRoute::Folder(data_dir.join("outbox")));
    };
    if raw.from.is_none() {
        return bad("mail.from", "is needed with a mail server");
    }
    let tls = match raw.tls.as_deref() {
        Some("starttls") => MailTls::StartTls,
        Some("implicit") => MailTls::Implicit,
        Some("none") => MailTls::None,
        Some(_) => return bad("mail.tls", "must be starttls, implicit or none"),
        None => from_url.as_ref().map_or(MailTls::StartTls, |url| url.tls),
    };
    if tls == MailTls::None && !["localhost", "127.0.0.1", "::1", "[::1]"].contains(&host.as_str())
    {
        return bad("mail.tls", "may be none for a relay on this machine only");
    }
    let authority = raw
        .ca_file
        .as_ref()
        .map(|path| authority(Path::new(path)))
        .transpose()?;
    if authority.is_some() && tls == MailTls::None {
        return bad("mail.ca_file", "is for a connection with TLS");
    }
    let port = raw
        .port
        .or_else(|| from_url.as_ref().and_then(|url| url.port))
        .unwrap_or(match tls {
            MailTls::StartTls => 587,
            MailTls::Implicit => 465,
            MailTls::None => 25,
        });
    let login = match (raw.user.clone(), raw.password.clone()) {
        (Some(user), Some(password)) => Some((user, Secret::new(password))),
        (None, None) => from_url.and_then(|url| url.login),
        _ => return bad("mail.user", "and mail.password go together"),
    };
    Ok(MailRoute::Smtp {
        host,
        port,
        tls,
        authority,
        login,
    })
}

/// Certificate authorities out of a PEM file. One that can't vouch for anybody is refused here, not at the first
/// mail.
fn authority(path: &Path) -> Result<Certificate, ConfigError> {
    let pem = std::fs::read(path).map_err(|error| ConfigError::file(path, error))?;
    let usable = |pem: &[u8]| {
        let certificate = Certificate::from_pem(pem).ok()?;
        TlsParameters::builder("localhost".to_owned())
            .certificate_store(CertificateStore::None)
            .add_root_certificate(certificate.clone())
            .build()
            .ok()?;
        Some(certificate)
    };
    let named = pem.windows(PEM.len()).any(|window| window == PEM);
    usable(&pem)
        .filter(|_| named)
        .ok_or_else(|| ConfigError::setting("mail.ca_file", "holds no certificate (PEM)"))
}

/// What `mail.smtp_url` says.
struct SmtpUrl {
    host: String,
    port: Option<u16>,
    tls: MailTls,
    login: Option<(String, Secret<String>)>,
}

/// Reads `smtps://user:password@host:port` (TLS from the first byte) or `smtp://…` (STARTTLS; none on this
/// machine). Name and password are percent-encoded.
fn smtp_url(text: &str) -> Result<SmtpUrl, ConfigError> {
    let bad = || {
        ConfigError::setting(
            "mail.smtp_url",
            "must be smtps://user:password@host:port or smtp://…",
        )
    };
    let (scheme, rest) = text.split_once("://").ok_or_else(bad)?;
    let (login, place) = rest
        .rsplit_once('@')
        .map_or((None, rest), |(login, place)| (Some(login), place));
    let place = place.trim_end_matches('/');
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().or(Err(bad()))?)),
        _ => (place, None),
    };
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    let tls = match scheme {
        "smtps" => MailTls::Implicit,
        "smtp" if local => MailTls::None,
        "smtp" => MailTls::StartTls,
        _ => return Err(bad()),
    };
    let login = match login.map(|login| login.split_once(':')) {
        None => None,
        Some(Some((user, password))) => {
            let decoded = |text| percent_decoded(text).ok_or_else(bad);
            Some((decoded(user)?, Secret::new(decoded(password)?)))
        }
        Some(None) => return Err(bad()),
    };
    if host.is_empty() {
        Err(bad())
    } else {
        Ok(SmtpUrl {
            host: host.to_owned(),
            port,
            tls,
            login,
        })
    }
}

pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
