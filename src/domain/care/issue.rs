//! What a return is told about a row that is kept.

use std::fmt;

use serde::Serialize;

use super::Table;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Severity {
    /// A published rule is broken.
    Error,
    /// Kept as it is, but somebody should look.
    Warning,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One finding about one row (or, with no row, about a file).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The DfE's number where there is one, else a word of ours.
    pub rule: &'static str,
    pub severity: Severity,
    pub table: Table,
    /// The line of the file, the header being line 1; none for a finding about the whole file.
    pub row: Option<u64>,
    pub column: Option<&'static str>,
    pub value: Option<String>,
    pub expected: String,
}
