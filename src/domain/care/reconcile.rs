//! Fitting spells that were folded again to those on record, so that a spell keeps its identity (and
//! whatever hangs on it) as long as there is a spell in its place.

use super::chain::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit<K> {
    /// The spell on record is the one at this place of the new list.
    Keep(K, usize),
    New(usize),
    Gone(K),
}

/// Same start first; then whatever overlaps in time.
pub fn reconcile<K: Copy>(recorded: &[(K, Span)], folded: &[Span]) -> Vec<Fit<K>> {
    let mut taken = vec![false; folded.len()];
    let mut unmatched = Vec::new();
    let mut fits = Vec::with_capacity(recorded.len().max(folded.len()));
    let mut pair = |key: K, place: Option<usize>, taken: &mut Vec<bool>| match place {
        Some(place) => {
            taken[place] = true;
            fits.push(Fit::Keep(key, place));
            true
        }
        None => false,
    };
    for (key, span) in recorded {
        let place = folded
            .iter()
            .position(|new| new.starts_on == span.starts_on);
        if !pair(*key, place, &mut taken) {
            unmatched.push((*key, *span));
        }
    }
    let mut gone = Vec::new();
    for (key, span) in unmatched {
        let place = (0..folded.len()).find(|at| !taken[*at] && folded[*at].overlaps(span));
        if !pair(key, place, &mut taken) {
            gone.push(Fit::Gone(key));
        }
    }
    fits.extend(gone);
    fits.extend((0..folded.len()).filter(|at| !taken[*at]).map(Fit::New));
    fits
}
