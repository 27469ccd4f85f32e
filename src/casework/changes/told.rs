//! What a page tells, and where its reader then stands. Pure: a place and what one statement read.

use std::collections::{BTreeMap, BTreeSet};

use super::place::Place;
use crate::{
    domain::children::ChildKey,
    store::access::{Changed, Feed, Reached},
};

/// A page before anything is loaded for it.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Known, and no longer within reach.
    pub ended: Vec<ChildKey>,
    /// Within reach, and not known.
    pub new: Vec<ChildKey>,
    pub changed: Vec<Changed>,
    /// The children of the page who are within reach.
    pub reached: BTreeMap<ChildKey, Reached>,
    pub has_more: bool,
}

/// The place of one who has just read everything there is.
pub(super) fn begin(feed: &Feed) -> Place {
    Place {
        told: feed.ends.iter().map(|(it, end)| (*it, *end)).collect(),
        known: feed.reached.iter().map(|child| child.key).collect(),
        ..Place::default()
    }
}

/// The next page: first who is no longer within reach, then who is new, then what changed.
///
/// What changed of a child before the reader knew of it is not told: they read it whole. So a page that tells of new
/// children tells no changes, and those that follow leave out what is older than the child is theirs.
pub(super) fn go_on(mut place: Place, feed: Feed, size: usize) -> (Told, Place) {
    let reached: BTreeMap<ChildKey, Reached> =
        feed.reached.into_iter().map(|it| (it.key, it)).collect();
    let gone = place.known.iter().filter(|key| !reached.contains_key(key));
    let mut ended: Vec<ChildKey> = gone.copied().collect();
    let came = reached.keys().filter(|key| !place.known.contains(key));
    let mut new: Vec<ChildKey> = came.copied().collect();
    // Of a council that is new to the reader, all that was before belongs to what is new.
    for (council, end) in &feed.ends {
        place.told.entry(*council).or_insert(*end);
    }
    let is_full = ended.len() + new.len() > size;
    ended.truncate(size);
    new.truncate(size - ended.len());
    let room = size - ended.len() - new.len();
    let mut changed = feed.changed;
    let has_more = if is_full || !new.is_empty() {
        let of_known = |it: &Changed| place.known.contains(&it.child);
        let is_more = is_full || changed.len() > size || changed.iter().any(of_known);
        changed.clear();
        is_more
    } else {
        let is_more = changed.len() > room;
        changed.truncate(room);
        let last = changed.last().map(|it| (it.child.council, it.seq));
        for (council, end) in &feed.ends {
            let told = match last {
                _ if !is_more => Some(*end),
                Some((last, _)) if *council < last => Some(*end),
                Some((last, seq)) if *council == last => Some(seq),
                _ => None,
            };
            place.told.extend(told.map(|seq| (*council, seq)));
        }
        is_more
    };
    for key in &ended {
        place.known.remove(key);
    }
    for key in &new {
        place.known.insert(*key);
        let end = feed.ends.get(&key.council);
        place.since.extend(end.map(|end| (*key, *end)));
    }
    place.tidy(|council| feed.ends.contains_key(&council));
    let named = new.iter().chain(changed.iter().map(|it| &it.child));
    let named: BTreeSet<ChildKey> = named.copied().collect();
    let told = Told {
        reached: reached
            .into_iter()
            .filter(|(key, _)| named.contains(key))
            .collect(),
        ended,
        new,
        changed,
        has_more,
    };
    (told, place)
}
