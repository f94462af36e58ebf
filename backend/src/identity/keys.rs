//! Keys: one for each purpose, so that what one of them made is nothing to another.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A key for this purpose out of a longer-lived secret (HKDF-SHA-256, RFC 5869).
#[expect(
    clippy::expect_used,
    reason = "HKDF refuses only more than 255 blocks; this is one"
)]
pub(crate) fn derive(secret: &[u8], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, secret)
        .expand(purpose.as_bytes(), &mut key)
        .expect("one block");
    key
}

/// What only the holder of the key can make of these parts (HMAC-SHA-256). Each part is closed off, so that no
/// other cut of the same letters gives the same.
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// What stands in the database for a token of 256 random bits: its SHA-256, in hexadecimal. Nothing slower is
/// needed for what can't be guessed.
pub(crate) fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing into a String does not fail.
            let _written = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_good_for_one_purpose() {
        assert_ne!(derive(&[1; 32], "at+jwt"), derive(&[1; 32], "unsub"));
        assert_ne!(derive(&[1; 32], "at+jwt"), derive(&[2; 32], "at+jwt"));
        assert_eq!(derive(&[1; 32], "at+jwt"), derive(&[1; 32], "at+jwt"));
    }

    #[test]
    fn the_database_never_sees_a_token() {
        // echo -n token | sha256sum
        assert_eq!(
            token_hash("token"),
            "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
        );
    }
}
