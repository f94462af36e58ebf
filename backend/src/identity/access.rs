//! Access tokens: short-lived JWTs that say who and which session, never what the person may do
//! (SECURITY-AND-RELIABILITY.md 2.2, finding 10). Roles are read from the database at each request.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use lykta_shared::{
    ids::{SessionId, UserId},
    time::Instant,
};
use serde::{Deserialize, Serialize};

use super::{keys::derive, lifetime::ACCESS_SECONDS};
use crate::config::NamedKey;

/// The header's `typ` (RFC 9068) and the purpose that the key is derived for.
const TYPE: &str = "at+jwt";
/// Whom the token is for: the web app. API clients will get another.
const AUDIENCE: &str = "web";
/// Seconds by which clocks of several servers may differ.
const LEEWAY: i64 = 5;

/// Makes and checks access tokens. The first key makes, all check.
pub(super) struct Access {
    keys: Vec<Key>,
    validation: Validation,
    origin: String,
}

struct Key {
    id: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    iss: String,
    aud: String,
    /// Who.
    pub(super) sub: UserId,
    /// Which session.
    pub(super) sid: SessionId,
    /// The account's session epoch when the token was made; logging out everywhere raises it.
    pub(super) sev: i32,
    iat: i64,
    nbf: i64,
    exp: i64,
    /// When the person last proved who they are, in seconds since 1970.
    auth_time: i64,
    /// How: `pwd`, later also `otp` or `webauthn` (RFC 8176).
    amr: Vec<String>,
}

/// Of whom and when a token tells.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// Who.
    pub(super) user: UserId,
    /// Which session.
    pub(super) session: SessionId,
    /// The account's session epoch.
    pub(super) epoch: i32,
    /// When the person last proved who they are.
    pub(super) authenticated_at: Instant,
    /// How.
    pub(super) methods: Vec<String>,
}

/// The text is no access token of ours that is good now. Why is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotGood;

impl Access {
    /// For the server at this origin.
    pub(super) fn new(keys: &[NamedKey], origin: &str) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[origin]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        // The crate would ask the system's clock; `check` compares both with ours.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let keys = keys.iter().map(|key| {
            let secret = derive(key.secret.reveal(), TYPE);
            Key {
                id: key.id.clone(),
                encoding: EncodingKey::from_secret(&secret),
                decoding: DecodingKey::from_secret(&secret),
            }
        });
        Self {
            keys: keys.collect(),
            validation,
            origin: origin.to_owned(),
        }
    }

    /// A token for ten minutes from now.
    pub(super) fn make(
        &self,
        subject: &Subject,
        now: Instant,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims {
            iss: self.origin.clone(),
            aud: AUDIENCE.to_owned(),
            sub: subject.user,
            sid: subject.session,
            sev: subject.epoch,
            iat: now.seconds(),
            nbf: now.seconds(),
            exp: now.seconds() + ACCESS_SECONDS,
            auth_time: subject.authenticated_at.seconds(),
            amr: subject.methods.clone(),
        };
        let Some(key) = self.keys.first() else {
            return Err(jsonwebtoken::errors::ErrorKind::InvalidKeyFormat.into());
        };
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.id.clone());
        encode(&header, &claims, &key.encoding)
    }

    /// What the token says, if it is one of ours and good now. The session's row is still to be asked.
    pub(super) fn check(&self, token: &str, now: Instant) -> Result<Claims, NotGood> {
        let header = decode_header(token).or(Err(NotGood))?;
        if header.typ.as_deref() != Some(TYPE) {
            return Err(NotGood);
        }
        let kid = header.kid.ok_or(NotGood)?;
        let key = self.keys.iter().find(|key| key.id == kid).ok_or(NotGood)?;
        let claims: Claims = decode(token, &key.decoding, &self.validation)
            .or(Err(NotGood))?
            .claims;
        let good = claims.nbf <= now.seconds() + LEEWAY
            && now.seconds() <= claims.exp.saturating_add(LEEWAY);
        if good { Ok(claims) } else { Err(NotGood) }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::config::Secret;

    const ORIGIN: &str = "https://lykta.example";

    fn named(id: &str, byte: u8) -> NamedKey {
        NamedKey {
            id: id.to_owned(),
            secret: Secret::new(vec![byte; 32]),
        }
    }

    fn access() -> Access {
        Access::new(&[named("b", 2), named("a", 1)], ORIGIN)
    }

    fn now() -> Instant {
        "2026-11-27T20:00:00Z".parse().unwrap()
    }

    fn subject() -> Subject {
        Subject {
            user: UserId(Uuid::from_u128(1)),
            session: SessionId(Uuid::from_u128(2)),
            epoch: 3,
            authenticated_at: now(),
            methods: vec!["pwd".to_owned()],
        }
    }

    /// The claims of a good token.
    fn claims() -> Value {
        let user = Uuid::from_u128(1);
        let session = Uuid::from_u128(2);
        let at = now().seconds();
        json!({
            "iss": ORIGIN, "aud": "web", "sub": user, "sid": session, "sev": 3, "iat": at, "nbf": at,
            "exp": at + 600, "auth_time": at, "amr": ["pwd"],
        })
    }

    /// A token of these parts, signed with the key `a` as our own are.
    fn signed(alter: impl FnOnce(&mut Header, &mut Value)) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some("a".to_owned());
        let mut claims = claims();
        alter(&mut header, &mut claims);
        encode(
            &header,
            &claims,
            &EncodingKey::from_secret(&derive(&[1; 32], "at+jwt")),
        )
        .unwrap()
    }

    fn without(claim: &str) -> String {
        signed(|_, claims| {
            claims.as_object_mut().unwrap().remove(claim);
        })
    }

    #[test]
    fn a_token_of_ours_says_who_and_which_session() {
        let token = access().make(&subject(), now()).unwrap();
        let claims = access().check(&token, now()).unwrap();
        assert_eq!(
            (claims.sub, claims.sid, claims.sev),
            (subject().user, subject().session, 3)
        );
        assert!(
            access().check(&signed(|_, _| ()), now()).is_ok(),
            "an older key still checks"
        );
    }

    #[test]
    fn a_token_is_good_for_ten_minutes_and_five_seconds() {
        let token = access().make(&subject(), now()).unwrap();
        for (seconds, good) in [
            (-6, false),
            (-5, true),
            (0, true),
            (600, true),
            (605, true),
            (606, false),
        ] {
            assert_eq!(
                access().check(&token, now().plus_seconds(seconds)).is_ok(),
                good,
                "{seconds}"
            );
        }
    }

    #[test]
    fn what_is_not_exactly_one_of_ours_is_refused() {
        let set = |name: &'static str, value: Value| signed(move |_, claims| claims[name] = value);
        let at = now().seconds();
        let mut corpus = vec![
            ("no token", String::new()),
            (
                "a refresh token",
                "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c".to_owned(),
            ),
            ("three dots", "...".to_owned()),
            ("another audience", set("aud", json!("api"))),
            ("two audiences", set("aud", json!(["web", "api"]))),
            ("another issuer", set("iss", json!("https://evil.example"))),
            ("expired", set("exp", json!(at - 6))),
            ("not yet", set("nbf", json!(at + 6))),
            ("exp as text", set("exp", json!("99999999999"))),
            ("nbf as text", set("nbf", json!("0"))),
            ("exp overflowing", set("exp", json!(u64::MAX))),
            ("no such user", set("sub", json!("admin"))),
            (
                "typ JWT",
                signed(|header, _| header.typ = Some("JWT".to_owned())),
            ),
            ("no typ", signed(|header, _| header.typ = None)),
            ("no kid", signed(|header, _| header.kid = None)),
            (
                "unknown kid",
                signed(|header, _| header.kid = Some("c".to_owned())),
            ),
            (
                "kid of another key",
                signed(|header, _| header.kid = Some("b".to_owned())),
            ),
            ("HS384", signed(|header, _| header.alg = Algorithm::HS384)),
            ("HS512", signed(|header, _| header.alg = Algorithm::HS512)),
        ];
        for claim in [
            "iss",
            "aud",
            "sub",
            "sid",
            "sev",
            "exp",
            "nbf",
            "iat",
            "auth_time",
            "amr",
        ] {
            corpus.push((claim, without(claim)));
        }
        for (why, token) in corpus {
            assert_eq!(access().check(&token, now()), Err(NotGood), "{why}");
        }
    }

    #[test]
    fn a_signature_by_another_key_or_none_is_refused() {
        let token = access().make(&subject(), now()).unwrap();
        let stranger = Access::new(&[named("b", 9)], ORIGIN);
        assert_eq!(stranger.check(&token, now()), Err(NotGood));
        // The same secret for another purpose is another key.
        let header = Header {
            typ: Some("at+jwt".into()),
            kid: Some("a".into()),
            ..Header::new(Algorithm::HS256)
        };
        for secret in [vec![1; 32], Vec::new(), derive(&[1; 32], "unsub").to_vec()] {
            let token = encode(&header, &claims(), &EncodingKey::from_secret(&secret)).unwrap();
            assert_eq!(access().check(&token, now()), Err(NotGood));
        }
        let parts: Vec<&str> = token.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt","kid":"b"}"#);
        for forged in [
            format!("{none}.{}.", parts[1]),
            format!("{none}.{}.{}", parts[1], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!(
                "{}.{}.{}",
                parts[0],
                URL_SAFE_NO_PAD.encode(claims().to_string()),
                parts[2]
            ),
            format!("{}.{}.{}A", parts[0], parts[1], parts[2]),
        ] {
            assert_eq!(access().check(&forged, now()), Err(NotGood), "{forged}");
        }
    }
}
