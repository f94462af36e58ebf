//! Shifts of several organisations: whose the places are, and from when on they are everybody's.
//!
//! The host plans the shift and promises places to its guests; what is not promised is its own. So the shares add up
//! to the maximum. Until the release nobody takes more than their organisation's share; from then on a free place is
//! for whoever of them comes first. The whole is never passed either way: that is [`Places`].

use super::{OrganisationRef, staffing::Places};
use crate::{api_reply, api_type, ids::OrganisationId, ids::ShiftId, keyed_enum, time::Instant};

/// The most hours before the start that unused places may be released: four weeks.
pub const MAX_RELEASE_HOURS: u16 = 672;
/// When unused places are released, unless the host says otherwise.
pub const RELEASE_HOURS: u16 = 24;
/// The most organisations a shift may have besides its host.
pub const MAX_GUESTS: usize = 10;

keyed_enum! {
    /// Where an organisation stands with a shift it was asked to share.
    pub enum ShareStatus {
        /// Asked; its places are kept until it answers.
        Invited = "invited",
        /// Walks along.
        Accepted = "accepted",
        /// Said no.
        Declined = "declined",
        /// Walked along, or was asked, and does not any more.
        Withdrawn = "withdrawn",
    }
}

impl ShareStatus {
    /// Whether places are kept for it.
    pub const fn holds_places(self) -> bool {
        matches!(self, Self::Invited | Self::Accepted)
    }
}

/// An organisation's share: how many places, and how many of them are in use, kept ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many places are its own.
    pub places: u16,
    /// How many of its people are on the shift or have a place kept.
    pub used: u16,
}

/// What is left for the host when `promised` places are its guests'.
pub fn host_share(maximum: u16, promised: impl IntoIterator<Item = u16>) -> u16 {
    promised.into_iter().fold(maximum, u16::saturating_sub)
}

/// Whether unused places are everybody's at this moment.
pub fn is_released(release_hours: u16, start: Instant, now: Instant) -> bool {
    now >= released_at(release_hours, start)
}

/// When unused places become everybody's.
pub fn released_at(release_hours: u16, start: Instant) -> Instant {
    start.plus_hours(-i64::from(release_hours))
}

/// The shift's places as somebody of an organisation with this share finds them: of those that are free, the ones kept
/// for others are not.
pub fn places_for(places: Places, own: Share, released: bool) -> Places {
    let whole = Places {
        reserved: 0,
        ..places
    };
    let free = if released {
        whole.free()
    } else {
        whole.free().min(own.places.saturating_sub(own.used))
    };
    Places {
        reserved: whole.free().saturating_sub(free),
        ..whole
    }
}

/// Why places can't be shared out so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharesRefused {
    /// More is promised than there is.
    TooMany,
    /// Somebody would have fewer places than people.
    BelowTaken,
}

/// Whether a maximum can be shared out so: each guest has at least as many places as people, and the host as well. A
/// host that has more people than places already, because released places were taken or a leader passed the maximum,
/// may leave things as they are, or give less away (`before`: what was promised).
pub fn check_shares(
    maximum: u16,
    host_used: u16,
    guests: &[Share],
    before: u16,
) -> Result<(), SharesRefused> {
    let promised: u32 = guests.iter().map(|share| u32::from(share.places)).sum();
    if promised > u32::from(maximum) {
        return Err(SharesRefused::TooMany);
    }
    let host = host_share(maximum, guests.iter().map(|share| share.places));
    let host_loses = host < host_used && promised > u32::from(before);
    if host_loses || guests.iter().any(|share| share.places < share.used) {
        return Err(SharesRefused::BelowTaken);
    }
    Ok(())
}

/// The first word of a name: what a shift shows of people where a special category takes part (DOMAIN.md, art. 9).
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

api_type! {
    /// A guest and its places.
    #[derive(Eq)]
    pub struct GuestPlaces {
        /// The organisation.
        pub organisation: OrganisationId,
        /// How many places are its own.
        pub places: u16,
    }
}

api_type! {
    /// How a shift is shared. Who is not among the guests any more is not asked, or does not walk along, any longer.
    #[derive(Eq)]
    pub struct SharesForm {
        /// So many hours before the start, places that are not taken are everybody's.
        pub release_hours: u16,
        /// Who walks along, with how many places. What is left is one's own.
        pub guests: Vec<GuestPlaces>,
    }
}

api_type! {
    /// How shares are set when that is not plain.
    #[derive(Default)]
    pub struct SharesQuery {
        /// People of a guest that is taken out lose their places and are told. Without it that is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub release_people: Option<bool>,
    }
}

keyed_enum! {
    /// What an organisation answers when it is asked to walk along.
    pub enum ShareAnswer {
        /// Yes.
        Accept = "accept",
        /// No.
        Decline = "decline",
        /// Not any more; its people lose their places and are told.
        Withdraw = "withdraw",
    }
}

api_type! {
    /// The answer to an invitation.
    #[derive(Eq)]
    pub struct AnswerShare {
        /// What is answered.
        pub answer: ShareAnswer,
    }
}

api_reply! {
    /// An organisation's share, as the host sees it: numbers, never people.
    pub struct ShareView {
        /// The organisation.
        pub organisation: OrganisationRef,
        /// Where it stands.
        pub status: ShareStatus,
        /// How many places are its own.
        pub places: u16,
        /// How many of its people are on the shift or have a place kept.
        pub used: u16,
    }
}

api_reply! {
    /// How a shift is shared; for those who plan it.
    pub struct SharesView {
        /// So many hours before the start, places that are not taken are everybody's.
        pub release_hours: u16,
        /// One's own share.
        pub own_places: u16,
        /// How many of one's own are on it.
        pub own_used: u16,
        /// Who else walks along or was asked.
        pub guests: Vec<ShareView>,
    }
}

api_reply! {
    /// A shift of several organisations, on a card: the share of the reader's organisation.
    pub struct OwnShare {
        /// The reader's organisation on this shift.
        pub organisation: OrganisationId,
        /// How many places are its own.
        pub places: u16,
        /// How many of them are in use.
        pub used: u16,
        /// When places that are not taken become everybody's.
        pub released_at: Instant,
        /// Whether they are.
        pub released: bool,
    }
}

api_reply! {
    /// A shift of another organisation that this one was asked to share, or shares.
    pub struct SharedShift {
        /// The shift.
        pub shift: ShiftId,
        /// Whose it is.
        pub host: OrganisationRef,
        /// Its title.
        pub title: String,
        /// When people gather.
        pub starts_at: Instant,
        /// When it ends.
        pub ends_at: Instant,
        /// What the meeting place is called.
        pub place: String,
        /// Where one stands.
        pub status: ShareStatus,
        /// How many places are one's own.
        pub places: u16,
        /// How many of one's people are on it.
        pub used: u16,
        /// When places that are not taken become everybody's.
        pub released_at: Instant,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(maximum: u16, taken: u16) -> Places {
        Places {
            minimum: 2,
            maximum,
            taken,
            adults: taken,
            waiting: 0,
            offered: 0,
            reserved: 0,
            needs_leader: false,
            has_leader: false,
        }
    }

    fn share(places: u16, used: u16) -> Share {
        Share { places, used }
    }

    #[test]
    fn until_the_release_an_organisation_has_its_own_places_and_no_others() {
        for (maximum, taken, own, released, free) in [
            (10, 3, share(4, 1), false, 3),
            (10, 3, share(4, 1), true, 7),
            (10, 8, share(4, 4), false, 0),
            (10, 8, share(4, 4), true, 2),
            // More of the others than their share (an override): the whole is never passed.
            (10, 9, share(4, 0), false, 1),
            (10, 10, share(4, 0), false, 0),
            (10, 10, share(4, 0), true, 0),
            // Who has more people than places gets no further ones until the release.
            (10, 6, share(4, 6), false, 0),
        ] {
            let found = places_for(places(maximum, taken), own, released);
            assert_eq!(found.free(), free, "{maximum} {taken} {own:?} {released}");
        }
    }

    #[test]
    fn the_release_is_exact_to_the_second() {
        let start = Instant::from_micros(1_795_809_600_000_000);
        assert!(!is_released(
            24,
            start,
            start.plus_hours(-24).plus_seconds(-1)
        ));
        assert!(is_released(24, start, start.plus_hours(-24)));
        assert!(!is_released(0, start, start.plus_seconds(-1)));
    }

    #[test]
    fn shares_never_promise_more_than_there_is_and_never_less_than_is_taken() {
        for (maximum, host, guests, before, expected) in [
            (10, 2, vec![share(4, 0), share(4, 0)], 0, Ok(())),
            (
                10,
                2,
                vec![share(5, 0), share(6, 0)],
                0,
                Err(SharesRefused::TooMany),
            ),
            (10, 3, vec![share(8, 0)], 0, Err(SharesRefused::BelowTaken)),
            (10, 0, vec![share(2, 3)], 4, Err(SharesRefused::BelowTaken)),
            // Released places were taken by the host: it may leave its promise, or lower it.
            (10, 7, vec![share(4, 1)], 4, Ok(())),
            (10, 7, vec![share(3, 1)], 4, Ok(())),
            (10, 7, vec![share(5, 1)], 4, Err(SharesRefused::BelowTaken)),
            (10, 10, vec![], 0, Ok(())),
        ] {
            assert_eq!(check_shares(maximum, host, &guests, before), expected);
        }
    }

    #[test]
    fn only_the_first_name_is_shown_where_a_special_category_takes_part() {
        assert_eq!(first_name("Anna Karin Ek"), "Anna");
        assert_eq!(first_name("  Bo  "), "Bo");
        assert_eq!(first_name(""), "");
    }

    /// A shift as the server keeps it: people by organisation, and a queue. `true` in a step: somebody comes.
    #[derive(Debug, Clone, Default)]
    struct Model {
        used: Vec<u16>,
        queue: Vec<(usize, u32)>,
        got_in: Vec<(usize, u32)>,
    }

    impl Model {
        fn free(&self, maximum: u16, shares: &[u16], organisation: usize, released: bool) -> u16 {
            let own = share(shares[organisation], self.used[organisation]);
            let all = places(maximum, self.used.iter().sum());
            places_for(all, own, released).free()
        }

        /// The queue moves: each in turn whose organisation has a place.
        fn promote(&mut self, maximum: u16, shares: &[u16], released: bool) {
            for (organisation, number) in std::mem::take(&mut self.queue) {
                if self.free(maximum, shares, organisation, released) > 0 {
                    self.used[organisation] += 1;
                    self.got_in.push((organisation, number));
                } else {
                    self.queue.push((organisation, number));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn nobody_is_ever_over_the_whole_or_over_a_share_and_the_queue_keeps_its_order(
            maximum in 1_u16..12,
            wanted in proptest::collection::vec(1_u16..6, 1..3),
            steps in proptest::collection::vec((0_usize..3, any::<bool>()), 1..60),
            release_after in 0_u32..60,
        ) {
            let mut shares = vec![0];
            let mut left = maximum;
            for want in wanted {
                let places = want.min(left);
                left -= places;
                shares.push(places);
            }
            shares[0] = host_share(maximum, shares[1..].iter().copied());
            let mut model = Model { used: vec![0; shares.len()], ..Model::default() };
            for (number, (organisation, comes)) in (0_u32..).zip(steps) {
                let released = number >= release_after;
                let organisation = organisation % shares.len();
                model.promote(maximum, &shares, released);
                if comes {
                    model.queue.push((organisation, number));
                } else {
                    model.used[organisation] = model.used[organisation].saturating_sub(1);
                }
                let waiting = model.queue.clone();
                let before = model.got_in.len();
                model.promote(maximum, &shares, released);
                prop_assert!(model.used.iter().sum::<u16>() <= maximum);
                if !released {
                    for (used, places) in model.used.iter().zip(&shares) {
                        prop_assert!(used <= places);
                    }
                }
                // Of one organisation, nobody who came later got in before one who still waits.
                for (of, moved) in &model.got_in[before..] {
                    prop_assert!(waiting.contains(&(*of, *moved)));
                    prop_assert!(!model.queue.iter().any(|(other, waits)| other == of && waits < moved));
                }
                // Nobody waits while there is a place for them; once released, while there is any.
                for (of, _) in &model.queue {
                    prop_assert_eq!(model.free(maximum, &shares, *of, released), 0);
                }
                if released && !model.queue.is_empty() {
                    prop_assert_eq!(model.used.iter().sum::<u16>(), maximum);
                }
            }
        }

        #[test]
        fn what_passes_the_check_leaves_everybody_the_places_of_their_people(
            maximum in 1_u16..40, host in 0_u16..40,
            guests in proptest::collection::vec((1_u16..20, 0_u16..20), 0..4),
        ) {
            let guests: Vec<Share> = guests.into_iter().map(|(places, used)| share(places, used)).collect();
            if check_shares(maximum, host, &guests, 0).is_ok() {
                let left = host_share(maximum, guests.iter().map(|one| one.places));
                prop_assert!(guests.is_empty() || left >= host || guests.iter().all(|one| one.places == 0));
                prop_assert!(guests.iter().all(|one| one.places >= one.used));
                let all: u16 = guests.iter().map(|one| one.places).sum();
                prop_assert_eq!(all + left, maximum);
            }
        }
    }
}
