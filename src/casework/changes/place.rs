//! Where a reader stands in the feed: how far each council's changes were told, and of which children they know.
//!
//! That is all that an ending needs to be told once. Why a child is no longer within reach (an appointment ended, a day
//! passed, a desk was left, the record was restricted or sealed) makes no difference: it is known, and not reached.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{domain::children::ChildKey, store::access::FeedPlace};

/// What a cursor of the feed stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// When the cursor was given out.
    pub day: NaiveDate,
    /// Up to which number the changes of each council were told.
    pub told: BTreeMap<i16, i64>,
    /// The children whom the reader was told of and not of their end.
    pub known: BTreeSet<ChildKey>,
    /// Of those who came while older changes were still to be told: up to where it is not theirs to be told. It goes
    /// once the council's changes are told so far.
    pub since: BTreeMap<ChildKey, i64>,
}

/// As it is written: numbers that mostly rise, each as the distance from the one before, which is short.
#[derive(Serialize, Deserialize)]
pub(super) struct Written(NaiveDate, Vec<Council>);

#[derive(Serialize, Deserialize, Default)]
struct Council(i16, Option<i64>, Vec<i64>, Vec<(i64, i64)>);

impl Place {
    pub fn write(&self) -> Written {
        let mut councils: BTreeMap<i16, Council> = BTreeMap::new();
        for (council, seq) in &self.told {
            councils.entry(*council).or_default().1 = Some(*seq);
        }
        let mut before = ChildKey {
            council: 0,
            child: 0,
        };
        for key in &self.known {
            let from = match key.council == before.council {
                true => before.child,
                false => 0,
            };
            let known = &mut councils.entry(key.council).or_default().2;
            known.push(key.child.wrapping_sub(from));
            before = *key;
        }
        for (key, seq) in &self.since {
            let since = &mut councils.entry(key.council).or_default().3;
            since.push((key.child, *seq));
        }
        for (council, written) in &mut councils {
            written.0 = *council;
        }
        Written(self.day, councils.into_values().collect())
    }

    pub fn read(Written(day, councils): Written) -> Self {
        let mut place = Self {
            day,
            ..Self::default()
        };
        for Council(council, told, known, since) in councils {
            place.told.extend(told.map(|seq| (council, seq)));
            let mut child = 0i64;
            for distance in known {
                child = child.wrapping_add(distance);
                place.known.insert(ChildKey { council, child });
            }
            let since = since.into_iter();
            let since = since.map(|(child, seq)| (ChildKey { council, child }, seq));
            place.since.extend(since);
        }
        place
    }

    pub fn of_feed(&self) -> FeedPlace {
        FeedPlace {
            councils: self.told.iter().map(|(it, seq)| (*it, *seq)).collect(),
            since: self.since.iter().map(|(key, seq)| (*key, *seq)).collect(),
        }
    }

    /// Forgets what has no use any more: how far the feed of a council was read of which nobody is left, and since
    /// when a child is theirs where all before was told.
    pub fn tidy(&mut self, is_reached: impl Fn(i16) -> bool) {
        let known: BTreeSet<i16> = self.known.iter().map(|key| key.council).collect();
        self.told
            .retain(|council, _| is_reached(*council) || known.contains(council));
        let (told, known) = (&self.told, &self.known);
        self.since.retain(|key, seq| {
            known.contains(key) && told.get(&key.council).is_some_and(|told| told < seq)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_it_was_written() {
        let key = |council, child| ChildKey { council, child };
        let place = Place {
            day: "2026-03-01".parse().unwrap(),
            told: BTreeMap::from([(1, 7), (3, 0)]),
            known: BTreeSet::from([key(1, 12), key(1, 900), key(3, 4), key(3, 5), key(4, 9)]),
            since: BTreeMap::from([(key(1, 900), 11)]),
        };
        assert_eq!(Place::read(place.write()), place);
        assert_eq!(Place::read(Place::default().write()), Place::default());
    }
}
