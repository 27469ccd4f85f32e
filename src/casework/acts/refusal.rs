//! What stands against an act, in the words that several acts share.

use super::acting::Stop;
use crate::domain::acts::{Problem, ProblemCode};

/// Not in the state in which it is.
pub(super) fn state(message: &str) -> Problem {
    Problem::new(ProblemCode::StateNotAllowed, message)
}

pub(super) fn already(message: &str) -> Problem {
    Problem::new(ProblemCode::AlreadyDone, message)
}

/// What is named in a field is not there, or is not open to the one who acts.
pub(super) fn not_found_in(field: &'static str) -> Problem {
    Problem {
        field: vec![field],
        ..Problem::not_found()
    }
}

/// A rule that stands against what a field says.
pub(super) fn guarded(field: &'static str, word: &'static str, says: &str) -> Problem {
    Problem {
        field: vec![field],
        ..Problem::guard(word, says)
    }
}

/// Nobody is told that something was done when nothing was: the row that was read is still the one that was changed.
pub(super) fn changed(rows: u64) -> Result<(), Stop> {
    match rows {
        1 => Ok(()),
        _ => Err(state("It was changed meanwhile.").into()),
    }
}
