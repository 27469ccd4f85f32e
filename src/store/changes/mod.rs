//! The change feed: what a unit of work has changed, numbered without a gap as it commits.

mod note;

pub use note::Note;
pub(in crate::store) use note::{Noted, number};

use super::Unit;

/// Notes that a child's record changes with this unit. Equal notes of one unit are one change.
pub fn note(unit: &mut Unit<'_>, note: Note) {
    unit.noted.notes.push(note);
}

/// Says that with this unit somebody reaches other children than before: whoever waits for changes looks again.
pub fn reach_changed(unit: &mut Unit<'_>) {
    unit.noted.is_reach_changed = true;
}
