//! How many people a shift has and how many it misses (PRODUCT.md rules 1 and 8).

use super::Staffing;

/// The most people a shift may take.
pub const MAX_PEOPLE: u16 = 500;

/// What is stored of a shift's places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// The smallest number of adults.
    pub minimum: u16,
    /// The largest number of people, unless a leader passes it with a reason.
    pub maximum: u16,
    /// How many are signed up.
    pub taken: u16,
    /// How many of them are adults.
    pub adults: u16,
    /// How many wait.
    pub waiting: u16,
    /// How many places are kept for people of the queue who have not answered yet.
    pub offered: u16,
    /// How many free places are not for whoever looks, but kept for other organisations.
    pub reserved: u16,
    /// Whether somebody has to lead.
    pub needs_leader: bool,
    /// Whether somebody does.
    pub has_leader: bool,
}

impl Places {
    /// How many more can sign up. A shift that was overbooked has none, also when the next one leaves: what a
    /// leader allowed was one person, not one more place.
    pub const fn free(self) -> u16 {
        self.maximum
            .saturating_sub(self.taken)
            .saturating_sub(self.offered)
            .saturating_sub(self.reserved)
    }

    /// How many adults are missing. Youth fill a place but never count towards the minimum.
    pub const fn missing(self) -> u16 {
        self.minimum.saturating_sub(self.adults)
    }

    /// Whether a leader is needed and none is set, however many people there are.
    pub const fn leader_missing(self) -> bool {
        self.needs_leader && !self.has_leader
    }

    /// Whether the shift can't take place as it stands.
    pub const fn understaffed(self) -> bool {
        self.missing() > 0 || self.leader_missing()
    }

    /// How many places beyond the maximum are in use: what overrides account for, and nothing more.
    pub const fn beyond(self) -> u16 {
        self.taken.saturating_sub(self.maximum)
    }

    /// What the API says of it.
    pub const fn staffing(self) -> Staffing {
        Staffing {
            minimum: self.minimum,
            maximum: self.maximum,
            taken: self.taken,
            adults: self.adults,
            waiting: self.waiting,
            missing: self.missing(),
            free: self.free(),
            leader_missing: self.leader_missing(),
        }
    }
}

/// Whether a maximum may become `new`: never lowered below the number of people there are (edge case A5).
/// Leaving it as it is, or raising it, is always possible, also on an overbooked shift.
pub const fn may_become_maximum(new: u16, places: Places) -> bool {
    new >= places.taken.saturating_add(places.offered) || new >= places.maximum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(minimum: u16, maximum: u16, taken: u16, adults: u16) -> Places {
        Places {
            minimum,
            maximum,
            taken,
            adults,
            waiting: 0,
            offered: 0,
            reserved: 0,
            needs_leader: false,
            has_leader: false,
        }
    }

    #[test]
    fn youth_fill_places_but_not_the_minimum() {
        let two_youths = places(2, 4, 2, 0).staffing();
        assert_eq!((two_youths.free, two_youths.missing), (2, 2));
        let with_adults = places(2, 4, 4, 2).staffing();
        assert_eq!((with_adults.free, with_adults.missing), (0, 0));
    }

    #[test]
    fn a_missing_leader_makes_it_understaffed_even_if_heads_suffice() {
        let led = Places {
            needs_leader: true,
            has_leader: true,
            ..places(2, 4, 3, 3)
        };
        assert!(!led.understaffed());
        let unled = Places {
            has_leader: false,
            ..led
        };
        assert!(unled.understaffed() && unled.staffing().leader_missing);
    }

    #[test]
    fn a_place_that_is_offered_is_not_free_for_anybody_else() {
        let offered = Places {
            offered: 1,
            ..places(2, 4, 3, 3)
        };
        assert_eq!((offered.free(), offered.missing()), (0, 0));
        assert!(!may_become_maximum(3, offered) && may_become_maximum(4, offered));
    }

    #[test]
    fn an_overbooked_shift_has_no_place_when_the_extra_person_leaves() {
        assert_eq!(places(2, 4, 5, 5).beyond(), 1);
        assert_eq!(places(2, 4, 5, 5).free(), 0);
        assert_eq!(places(2, 4, 4, 4).free(), 0);
    }

    #[test]
    fn a_maximum_never_goes_below_the_people_there_are() {
        for (old, taken, new, allowed) in [
            (5, 4, 3, false),
            (5, 4, 4, true),
            (5, 4, 6, true),
            (4, 5, 4, true),
            (4, 5, 3, false),
            (4, 0, 1, true),
        ] {
            assert_eq!(
                may_become_maximum(new, places(1, old, taken, taken)),
                allowed,
                "{old} {taken} {new}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_is_both_free_and_beyond(
            minimum in 1_u16..=500, maximum in 1_u16..=500, taken in 0_u16..=600, youth in 0_u16..=600,
        ) {
            let held = places(minimum, maximum, taken, taken.saturating_sub(youth));
            prop_assert!(held.free() == 0 || held.beyond() == 0);
            prop_assert_eq!(u32::from(held.free()) + u32::from(taken), u32::from(maximum) + u32::from(held.beyond()));
            prop_assert_eq!(held.missing() == 0, held.adults >= minimum);
        }
    }
}
