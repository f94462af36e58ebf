//! The only place that makes randomness: secrets, ids, jitter. Always the system's generator.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lykta_shared::time::Instant;
use uuid::{Builder, Uuid};

/// The source of randomness. Cheap to clone.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Random(());

impl Random {
    /// Random bytes, fit for secrets.
    #[expect(
        clippy::expect_used,
        reason = "without randomness no secret is one: better to stop"
    )]
    #[expect(
        clippy::unused_self,
        reason = "randomness is handed in, never picked up"
    )]
    pub(crate) fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the system gives no randomness");
        bytes
    }

    /// A secret of 256 bits, base64url without padding (43 characters).
    pub(crate) fn token(self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// A fresh `UUIDv7`, rising with time to the microsecond (RFC 9562, 6.2 method 3). Names a thing; never
    /// a secret.
    pub(crate) fn id(self, now: Instant) -> Uuid {
        let micros = u64::try_from(now.micros()).unwrap_or(0);
        let mut tail: [u8; 10] = self.bytes();
        // The 12 bits after the milliseconds hold the fraction of the millisecond.
        let fraction = u16::try_from(micros % 1000 * 4096 / 1000).unwrap_or(0);
        let [high, low, ..] = &mut tail;
        [*high, *low] = fraction.to_be_bytes();
        Builder::from_unix_timestamp_millis(micros / 1000, &tail).into_uuid()
    }

    /// A number from 0 to `end - 1`, for jitter. The slight bias of the remainder does not matter there.
    pub(crate) fn below(self, end: u64) -> u64 {
        u64::from_be_bytes(self.bytes()) % end.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, two) = (Random::default().token(), Random::default().token());
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
    }

    #[test]
    fn ids_rise_with_time_to_the_microsecond() {
        let random = Random::default();
        let start: Instant = "2026-11-27T20:00:00Z".parse().unwrap();
        let ids: Vec<Uuid> = (0..5000)
            .map(|i| random.id(Instant::from_micros(start.micros() + i)))
            .collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        assert_ne!(random.id(start), random.id(start));
    }

    #[test]
    fn jitter_stays_below_its_end() {
        assert!((0..1000).all(|_| Random::default().below(76) < 76));
    }
}
