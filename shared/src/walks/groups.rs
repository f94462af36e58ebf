//! Walking groups: two to five people, never one, youth never without an adult (PRODUCT.md rule 1).

/// The fewest people of a group.
pub const SMALLEST: usize = 2;
/// The most people of a group.
pub const LARGEST: usize = 5;

/// Why people can't be split into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSplit {
    /// Nobody walks alone.
    TooFewPeople,
    /// There are too few adults for every group to have one.
    TooFewAdults,
}

/// What is wrong with a group that somebody put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongGroup {
    /// Fewer than two or more than five.
    Size,
    /// Youth without an adult.
    NoAdult,
}

/// How large the groups of so many people are: up to five walk together; more walk in groups of about four that differ
/// by one at most. 6 → 3+3, 7 → 4+3, 13 → 4+3+3+3. Empty when there are too few for a group.
pub fn sizes(people: usize) -> Vec<usize> {
    if people < SMALLEST {
        Vec::new()
    } else if people <= LARGEST {
        vec![people]
    } else {
        spread(people, people.div_ceil(4))
    }
}

fn spread(people: usize, groups: usize) -> Vec<usize> {
    let groups = groups.max(1);
    (0..groups)
        .map(|group| people / groups + usize::from(group < people % groups))
        .collect()
}

/// Splits people (`true`: an adult) into groups; answers each one's group, from 0, in the order they came in. Adults are
/// dealt out first, so that no group of youth is without; if there are few, the groups are fewer and larger.
pub fn split(adults: &[bool]) -> Result<Vec<usize>, NoSplit> {
    let people = adults.len();
    if people < SMALLEST {
        return Err(NoSplit::TooFewPeople);
    }
    let grown = adults.iter().filter(|adult| **adult).count();
    let wished = sizes(people).len();
    // Two adults for each group where the largest size allows it.
    let fewest = people.div_ceil(LARGEST);
    let groups = wished.min((grown / 2).max(fewest));
    if grown < groups {
        return Err(NoSplit::TooFewAdults);
    }
    let mut room = spread(people, groups);
    let mut place = vec![0; people];
    let mut next = 0;
    for wanted in [true, false] {
        for (index, slot) in place.iter_mut().enumerate() {
            if adults.get(index) != Some(&wanted) {
                continue;
            }
            while room.get(next).copied() == Some(0) {
                next = (next + 1) % groups;
            }
            if let Some(left) = room.get_mut(next) {
                *left -= 1;
            }
            *slot = next;
            next = (next + 1) % groups;
        }
    }
    Ok(place)
}

/// Whether a group somebody put together (`true`: an adult) may walk.
pub fn check(adults: &[bool]) -> Result<(), WrongGroup> {
    if !(SMALLEST..=LARGEST).contains(&adults.len()) {
        Err(WrongGroup::Size)
    } else if adults.contains(&true) {
        Ok(())
    } else {
        Err(WrongGroup::NoAdult)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn six_walk_as_two_groups_and_thirteen_as_four() {
        for (people, expected) in [
            (0, vec![]),
            (1, vec![]),
            (2, vec![2]),
            (5, vec![5]),
            (6, vec![3, 3]),
            (7, vec![4, 3]),
            (8, vec![4, 4]),
            (9, vec![3, 3, 3]),
            (13, vec![4, 3, 3, 3]),
        ] {
            assert_eq!(sizes(people), expected, "{people}");
        }
    }

    #[test]
    fn nobody_walks_alone() {
        assert_eq!(split(&[]), Err(NoSplit::TooFewPeople));
        assert_eq!(split(&[true]), Err(NoSplit::TooFewPeople));
    }

    #[test]
    fn youth_walk_with_an_adult_or_not_at_all() {
        assert_eq!(split(&[false, false, false]), Err(NoSplit::TooFewAdults));
        // Eight people with one adult would be two groups, one of them without.
        let one = [true, false, false, false, false, false, false, false];
        assert_eq!(split(&one), Err(NoSplit::TooFewAdults));
        // Three adults among ten: two groups of five, not three.
        let mut three = [false; 10];
        three[0] = true;
        three[4] = true;
        three[9] = true;
        assert_eq!(split(&three).unwrap().iter().max(), Some(&1));
        assert_eq!(check(&[false, false]), Err(WrongGroup::NoAdult));
        assert_eq!(check(&[true]), Err(WrongGroup::Size));
        assert_eq!(check(&[true; 6]), Err(WrongGroup::Size));
        assert_eq!(check(&[true, false]), Ok(()));
    }

    proptest! {
        #[test]
        fn groups_have_two_to_five_people_and_differ_by_one_at_most(people in 2_usize..500) {
            let sizes = sizes(people);
            prop_assert_eq!(sizes.iter().sum::<usize>(), people);
            prop_assert!(sizes.iter().all(|size| (SMALLEST..=LARGEST).contains(size)));
            prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }

        #[test]
        fn every_split_is_one_that_may_walk(adults in proptest::collection::vec(any::<bool>(), 2..60)) {
            match split(&adults) {
                Ok(place) => {
                    let groups = place.iter().max().unwrap() + 1;
                    for group in 0..groups {
                        let there: Vec<bool> = adults.iter().zip(&place).filter(|(_, at)| **at == group).map(|(adult, _)| *adult).collect();
                        prop_assert_eq!(check(&there), Ok(()));
                    }
                }
                Err(why) => {
                    prop_assert_eq!(why, NoSplit::TooFewAdults);
                    let grown = adults.iter().filter(|adult| **adult).count();
                    prop_assert!(grown < adults.len().div_ceil(LARGEST));
                }
            }
        }

        #[test]
        fn adults_alone_are_split_by_the_sizes(people in 2_usize..200) {
            let place = split(&vec![true; people]).unwrap();
            let mut counted: Vec<usize> = (0..sizes(people).len()).map(|group| place.iter().filter(|at| **at == group).count()).collect();
            counted.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert_eq!(counted, sizes(people));
        }
    }
}
