//! A row on its way in: where it stood, whose it is, and what was found on reading it.

use chrono::NaiveDate;

use super::Cells;
use super::Issue;
use super::Table;

#[derive(Debug, Clone)]
pub struct Staged {
    pub table: Table,
    /// The line of its file, the header being line 1.
    pub row: u64,
    /// The child's local id, folded.
    pub child: String,
    /// What the child's rows of this table are ordered by.
    pub sort_date: Option<NaiveDate>,
    pub cells: Cells,
    pub issues: Vec<Issue>,
}

/// A file of a return, as the run that loaded it remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingFile {
    pub table: Table,
    pub name: String,
    pub sha256: String,
    pub encoding: &'static str,
    pub rows: u64,
}
