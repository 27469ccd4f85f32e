//! Joining a return to what earlier returns said. Returns come in order of their year, so the row of
//! the newest return is the current one; nothing is ever closed by guess.

use std::collections::HashMap;

use super::Episode;

/// An episode already on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<K> {
    pub key: K,
    pub episode: Episode,
    pub first_year: i32,
    pub last_seen_year: i32,
    pub not_seen_again: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<K> {
    /// The same again in a later return.
    Seen(K),
    /// A start not known before.
    Add { episode: Episode, first_year: i32 },
    /// The return says something else about a known start: its row is the current one from now on.
    Replace {
        old: K,
        episode: Episode,
        first_year: i32,
    },
    /// A corrected return of the same year no longer holds the row, and no other year did.
    SetAside(K),
    /// Open in an earlier return and absent from this one.
    NotSeenAgain(K),
}

/// The changes that this return makes to one child's episodes, all `returned` with different starts.
pub fn merge<K: Copy>(known: &[Known<K>], returned: Vec<Episode>, year: i32) -> Vec<Change<K>> {
    let mut by_start: HashMap<_, _> = known
        .iter()
        .map(|known| (known.episode.decom, known))
        .collect();
    let mut changes = Vec::new();
    for episode in returned {
        let episode = episode.settled();
        match by_start.remove(&episode.decom) {
            Some(known) if known.episode == episode => {
                if known.last_seen_year < year || known.not_seen_again {
                    changes.push(Change::Seen(known.key));
                }
            }
            Some(known) => changes.push(Change::Replace {
                old: known.key,
                episode,
                first_year: known.first_year,
            }),
            None => changes.push(Change::Add {
                episode,
                first_year: year,
            }),
        }
    }
    let absent = known
        .iter()
        .filter(|known| by_start.contains_key(&known.episode.decom));
    changes.extend(absent.filter_map(|known| {
        if known.first_year == year {
            Some(Change::SetAside(known.key))
        } else if known.episode.dec.is_none() && !known.not_seen_again {
            Some(Change::NotSeenAgain(known.key))
        } else {
            None
        }
    }));
    changes
}

/// The child's current episodes once the changes are made, in the order of [`Episode::order`].
pub fn current<'a, K: Copy + PartialEq>(
    known: &'a [Known<K>],
    changes: &'a [Change<K>],
) -> Vec<&'a Episode> {
    let gone = |key: K| {
        changes.iter().any(|change| match change {
            Change::SetAside(old) | Change::Replace { old, .. } => *old == key,
            _ => false,
        })
    };
    let added = changes.iter().filter_map(|change| match change {
        Change::Add { episode, .. } | Change::Replace { episode, .. } => Some(episode),
        _ => None,
    });
    let stays = known
        .iter()
        .filter(|known| !gone(known.key))
        .map(|known| &known.episode);
    let mut current: Vec<&Episode> = stays.chain(added).collect();
    current.sort_by_key(|episode| episode.order());
    current
}
