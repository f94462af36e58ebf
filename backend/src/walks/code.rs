//! The code on the leader's screen: a link that is good for a few minutes, as a picture. It says which walk it is and
//! until when, signed; nothing is stored.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lykta_shared::{ids::ShiftId, time::Instant};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::{
    config::Config,
    http::ApiError,
    identity::keys::{derive, mac},
};

/// How long a code is good: long enough for a queue at the meeting point, too short to be handed on.
const GOOD_MINUTES: i64 = 5;
/// What the key is for.
const PURPOSE: &str = "walk-check-in";
/// Light modules around the code, as scanners want them.
const MARGIN: i32 = 4;

/// A fresh code for this walk, and until when it is good.
pub(super) fn issue(config: &Config, shift: ShiftId, now: Instant) -> (String, Instant) {
    let until = now.plus_minutes(GOOD_MINUTES);
    let secret = config.peppers.first();
    let key = secret.map_or([0; 32], |held| derive(held.secret.reveal(), PURPOSE));
    let mut bytes = until.seconds().to_be_bytes().to_vec();
    bytes.extend(tag(&key, shift, until.seconds()));
    (URL_SAFE_NO_PAD.encode(bytes), until)
}

/// Whether this is a code of ours for this walk that is still good.
pub(super) fn is_good(config: &Config, shift: ShiftId, code: &str, now: Instant) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(code) else {
        return false;
    };
    let Some((until, given)) = bytes.split_first_chunk::<8>() else {
        return false;
    };
    let until = i64::from_be_bytes(*until);
    let ours = config.peppers.iter().any(|held| {
        let expected = tag(&derive(held.secret.reveal(), PURPOSE), shift, until);
        given.len() == expected.len()
            && expected
                .iter()
                .zip(given)
                .fold(0, |differ, (a, b)| differ | (a ^ b))
                == 0
    });
    ours && now.seconds() < until
}

fn tag(key: &[u8; 32], shift: ShiftId, until: i64) -> [u8; 32] {
    mac(key, &[shift.0.as_bytes(), &until.to_be_bytes()])
}

/// The link a code stands for. The code is behind the `#`, so that no server on the way sees it.
pub(super) fn link(config: &Config, shift: ShiftId, code: &str) -> String {
    format!(
        "{}/shifts/{shift}/walk#c={code}",
        config.public_origin.as_str()
    )
}

/// The link as a picture: dark on light in every theme, because scanners want it so.
pub(super) fn picture(link: &str) -> Result<String, ApiError> {
    use std::fmt::Write as _;
    let code = QrCode::encode_text(link, QrCodeEcc::Medium).map_err(ApiError::internal)?;
    let side = code.size() + 2 * MARGIN;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                // Writing into a String does not fail.
                let _written = write!(path, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN);
            }
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::db::testing::Folder;

    #[test]
    fn a_code_is_good_for_its_walk_and_for_five_minutes() {
        let folder = Folder::new();
        let config = Config::for_tests(&folder.0);
        let (walk, other) = (ShiftId(Uuid::from_u128(1)), ShiftId(Uuid::from_u128(2)));
        let now: Instant = "2026-11-27T20:00:00Z".parse().unwrap();
        let (code, until) = issue(&config, walk, now);
        assert!(is_good(&config, walk, &code, now));
        assert!(is_good(&config, walk, &code, until.plus_seconds(-1)));
        assert!(!is_good(&config, walk, &code, until));
        assert!(!is_good(&config, other, &code, now));
        for bad in [
            "",
            "x",
            "AAAAAAAAAAA",
            &code.replace(code.get(..1).unwrap(), "_"),
        ] {
            assert!(!is_good(&config, walk, bad, now), "{bad}");
        }
    }

    #[test]
    fn the_picture_is_plain_svg() {
        let picture = picture("https://lykta.example.se/shifts/1/walk#c=abc").unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
        assert!(!picture.contains("style") && !picture.contains("script"));
    }
}
