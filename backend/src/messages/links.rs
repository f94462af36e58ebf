//! Links in mails. What they lead to changes nothing by being opened: mail scanners open them all. The secret
//! stands behind the `#`, so no server and no proxy sees it in a request.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lykta_shared::ids::{SignupId, UserId};
use uuid::Uuid;

use crate::{
    config::Config,
    identity::keys::{derive, mac},
};

/// What a link of a mail is good for. Each has keys of its own, so none stands in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Withdraw,
    Unsubscribe,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::Unsubscribe => "unsubscribe",
        }
    }
}

/// Makes links and checks what comes back. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Links {
    origin: String,
    host: String,
    secrets: Vec<Vec<u8>>,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Links {
    /// Links of this server; an older pepper's links stay good as long as it is in the settings.
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            origin: config.public_origin.as_str().to_owned(),
            host: config.public_origin.host().to_owned(),
            secrets: config
                .peppers
                .iter()
                .map(|key| key.secret.reveal().clone())
                .collect(),
        }
    }

    /// The service's host name.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// A page of the web app; `path` begins with a slash.
    pub(super) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// A page that needs a token, behind the `#`.
    pub(super) fn page_with(&self, path: &str, token: &str) -> String {
        format!("{}{path}#t={token}", self.origin)
    }

    /// The page that takes somebody off a shift.
    pub(super) fn withdraw(&self, signup: SignupId) -> String {
        self.page_with("/withdraw", &self.token(Purpose::Withdraw, signup.0))
    }

    /// The page that stops reminders.
    pub(super) fn unsubscribe(&self, user: UserId) -> String {
        self.page_with("/unsubscribe", &self.token(Purpose::Unsubscribe, user.0))
    }

    /// The same page, with a token that came in by its other address. Whatever is no token stays behind.
    pub(super) fn unsubscribe_page(&self, token: &str) -> String {
        let token = if self.read_unsubscribe(token).is_some() {
            token
        } else {
            ""
        };
        self.page_with("/unsubscribe", token)
    }

    /// What a mail program may post to, to stop reminders (RFC 8058).
    pub(super) fn one_click(&self, user: UserId) -> String {
        format!(
            "{}/mail/unsubscribe/{}",
            self.origin,
            self.token(Purpose::Unsubscribe, user.0)
        )
    }

    /// The sign-up a withdraw token stands for.
    pub(super) fn read_withdraw(&self, token: &str) -> Option<SignupId> {
        self.read(Purpose::Withdraw, token).map(SignupId)
    }

    /// The person an unsubscribe token stands for.
    pub(super) fn read_unsubscribe(&self, token: &str) -> Option<UserId> {
        self.read(Purpose::Unsubscribe, token).map(UserId)
    }

    fn token(&self, purpose: Purpose, id: Uuid) -> String {
        let secret = self.secrets.first().map(Vec::as_slice).unwrap_or_default();
        let mut bytes = id.as_bytes().to_vec();
        bytes.extend(mac(&derive(secret, purpose.word()), &[id.as_bytes()]));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read(&self, purpose: Purpose, token: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, tag) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let ours = self.secrets.iter().any(|secret| {
            let expected = mac(&derive(secret, purpose.word()), &[id.as_bytes()]);
            same(&expected, tag)
        });
        ours.then_some(id)
    }
}

/// Compares without telling by the time taken where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Links for tests of this room.
    pub(in crate::messages) fn links() -> Links {
        Links {
            origin: "https://lykta.example.se".to_owned(),
            host: "lykta.example.se".to_owned(),
            secrets: vec![vec![7; 32], vec![8; 32]],
        }
    }

    #[test]
    fn a_token_is_good_for_its_own_purpose_only() {
        let links = links();
        let id = Uuid::from_u128(0x0192_8e7a_0000_7000_8000_0000_0000_0001);
        let token = links.token(Purpose::Withdraw, id);
        assert_eq!(links.read_withdraw(&token), Some(SignupId(id)));
        assert_eq!(links.read_unsubscribe(&token), None);
    }

    #[test]
    fn an_older_key_still_reads_and_a_changed_token_does_not() {
        let (old, new) = (
            Links {
                secrets: vec![vec![8; 32]],
                ..links()
            },
            links(),
        );
        let id = Uuid::from_u128(1);
        let token = old.token(Purpose::Unsubscribe, id);
        assert_eq!(new.read_unsubscribe(&token), Some(UserId(id)));
        for bad in [
            "",
            "x",
            &token.replace(token.get(..1).unwrap(), "_"),
            token.get(..60).unwrap(),
        ] {
            assert_eq!(new.read_unsubscribe(bad), None, "{bad}");
        }
    }
}
