//! Why a return is refused whole.

use std::fmt;

use serde::Serialize;

/// One reason, at a cell, a row or a file. Holds what the cell held: for the operator's eyes, not for logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub file: String,
    /// The line of the file, the header being line 1; of a table within an XML file, one more than the record's number.
    pub row: Option<u64>,
    pub column: Option<String>,
    pub value: Option<String>,
    pub expected: String,
}

impl Fault {
    pub fn of_file(file: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            row: None,
            column: None,
            value: None,
            expected: expected.into(),
        }
    }

    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if let Some(value) = &self.value {
            write!(f, ": found \"{}\"", shown(value))?;
        }
        write!(f, "; expected {}", self.expected)
    }
}

/// A value fit for a terminal: what it holds must neither move the cursor nor fill the screen.
fn shown(value: &str) -> String {
    let mut text = String::new();
    for (count, character) in value.chars().enumerate() {
        if count == SHOWN {
            text.push('…');
            break;
        }
        if character.is_control() {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}

const SHOWN: usize = 200;

/// How many faults are listed; all are counted.
const LISTED: usize = 1_000;

/// Every fault of a return that is not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    pub fault_count: u64,
    pub faults: Vec<Fault>,
}

impl Refusal {
    pub fn add(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < LISTED {
            self.faults.push(fault);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.fault_count == 0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = if self.fault_count == 1 {
            "1 fault"
        } else {
            &format!("{} faults", self.fault_count)
        };
        writeln!(f, "Refused whole, nothing was loaded: {faults}.")?;
        for fault in &self.faults {
            writeln!(f, "  {fault}")?;
        }
        match self.fault_count - self.faults.len() as u64 {
            0 => Ok(()),
            more => writeln!(f, "  and {more} more, not listed"),
        }
    }
}
