//! Why an act was not done.

use super::Act;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// The closed list of reasons. Portals switch on these words; the list only grows.
    ProblemCode, "problem" {
        /// Something must be given.
        Required = "REQUIRED",
        /// What was given cannot be read as what is meant.
        Invalid = "INVALID",
        /// It can be read and lies outside what is possible.
        OutOfRange = "OUT_OF_RANGE",
        /// There is no such thing, or not for you, or the act is not yours to do.
        NotFoundOrNotPermitted = "NOT_FOUND_OR_NOT_PERMITTED",
        /// Somebody else has changed it since you read it.
        RevisionConflict = "REVISION_CONFLICT",
        /// There is one already.
        Duplicate = "DUPLICATE",
        /// A rule of law or practice stands against it; `guard` names it.
        PracticeRule = "PRACTICE_RULE",
        /// Not from the state in which it is.
        StateNotAllowed = "STATE_NOT_ALLOWED",
        /// It is done already.
        AlreadyDone = "ALREADY_DONE",
    }
}

/// One reason, with the field of the input that it is about and the guard that stands against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: ProblemCode,
    pub field: Vec<&'static str>,
    pub guard: Option<&'static str>,
    /// For people. Holds nothing of a child's record.
    pub message: String,
}

impl Problem {
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            field: Vec::new(),
            guard: None,
            message: message.into(),
        }
    }

    /// A problem with one field of the input.
    pub fn of(code: ProblemCode, field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: vec![field],
            ..Self::new(code, message)
        }
    }

    pub fn guard(word: &'static str, says: impl Into<String>) -> Self {
        Self {
            guard: Some(word),
            ..Self::new(ProblemCode::PracticeRule, says)
        }
    }

    /// One answer for what is not there, what is not visible, and what is not this person's to do.
    pub fn not_found() -> Self {
        Self::new(
            ProblemCode::NotFoundOrNotPermitted,
            "There is no such record, or it is not open to you.",
        )
    }

    /// The child is visible, the act is somebody else's.
    pub fn not_yours(act: Act) -> Self {
        Self {
            guard: Some("STANDING"),
            ..Self::new(
                ProblemCode::NotFoundOrNotPermitted,
                format!("{act} is not an act of any standing that you hold on this child."),
            )
        }
    }

    pub fn conflict() -> Self {
        Self::of(
            ProblemCode::RevisionConflict,
            "expectedRevision",
            "It was changed after you read it: read it again and decide anew.",
        )
    }
}
