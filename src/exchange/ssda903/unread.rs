//! Why a file could not be read to its end.

use thiserror::Error;

use super::Fault;
use super::xml::Malformed;

#[derive(Debug, Error)]
pub enum Unread {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A row of a CSV file that has no end.
    #[error("row {line}: expected {expected}")]
    Row { line: u64, expected: String },
    #[error("{0}")]
    Xml(Malformed),
    #[error("another file than before")]
    Changed,
}

impl From<Malformed> for Unread {
    fn from(malformed: Malformed) -> Self {
        Unread::Xml(malformed)
    }
}

impl From<csv::Error> for Unread {
    fn from(error: csv::Error) -> Self {
        Unread::Io(error.into())
    }
}

impl Unread {
    pub fn fault(self, shown: &str) -> Fault {
        match self {
            Unread::Xml(malformed) => Fault {
                file: shown.to_owned(),
                row: Some(malformed.line),
                column: Some(malformed.within).filter(|within| !within.is_empty()),
                value: malformed.found,
                expected: malformed.expected,
            },
            Unread::Row { line, expected } => Fault {
                row: Some(line),
                ..Fault::of_file(shown, expected)
            },
            other => Fault::of_file(shown, "a file that can be read").found(other.to_string()),
        }
    }
}
