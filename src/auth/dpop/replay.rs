//! The proofs that were shown lately: each is good once (RFC 9449, 11.1).

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

type Hash = [u8; 32];

/// Bounded. What is remembered is forgotten when its time is over and never before: when there is no room, a new proof
/// is refused.
pub(in crate::auth) struct Proofs {
    seen: Mutex<Seen>,
    most: usize,
}

#[derive(Default)]
struct Seen {
    ids: HashSet<Hash>,
    by_end: BTreeSet<(i64, Hash, Hash)>,
    of_key: HashMap<Hash, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    Replayed,
    Full,
}

/// 150 bytes each, and a proof is remembered for some two minutes: this is 800 requests a second with one.
const MOST: usize = 100_000;
/// The share that one key may fill, so that one caller cannot shut the others out.
const SHARE: usize = 8;

impl Default for Proofs {
    fn default() -> Self {
        Self::of(MOST)
    }
}

impl Proofs {
    pub fn of(most: usize) -> Self {
        Self {
            seen: Mutex::default(),
            most,
        }
    }

    /// Remembers a proof until `end`, if it was not shown before.
    pub(super) fn take(
        &self,
        key: Hash,
        id: Hash,
        end: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), Refused> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.forget(now.timestamp());
        if seen.ids.contains(&id) {
            return Err(Refused::Replayed);
        }
        let own = seen.of_key.get(&key).copied().unwrap_or(0);
        if seen.ids.len() >= self.most || own >= self.most.div_ceil(SHARE) {
            return Err(Refused::Full);
        }
        seen.ids.insert(id);
        seen.by_end.insert((end.timestamp(), id, key));
        *seen.of_key.entry(key).or_default() += 1;
        Ok(())
    }
}

impl Seen {
    fn forget(&mut self, now: i64) {
        while let Some((end, id, key)) = self.by_end.first().copied() {
            if end >= now {
                break;
            }
            self.by_end.pop_first();
            self.ids.remove(&id);
            if let Some(count) = self.of_key.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    self.of_key.remove(&key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn a_proof_is_good_once_and_nothing_is_forgotten_to_make_room() {
        let proofs = Proofs::of(16);
        let take = |key: u8, id: u8, now| proofs.take([key; 32], [id; 32], at(100), at(now));
        assert_eq!(take(1, 1, 0), Ok(()));
        assert_eq!(take(1, 1, 100), Err(Refused::Replayed));
        assert_eq!(take(1, 2, 0), Ok(()));
        // One key has its share and no more; others have room still.
        assert_eq!(take(1, 3, 0), Err(Refused::Full));
        for id in 4..18 {
            assert_eq!(take(id, id, 0), Ok(()));
        }
        assert_eq!(take(40, 40, 0), Err(Refused::Full));
        assert_eq!(take(1, 1, 0), Err(Refused::Replayed));
        // When their time is over there is room for all.
        assert_eq!(take(40, 40, 101), Ok(()));
        assert_eq!(take(1, 3, 101), Ok(()));
    }
}
