//! One row of a return as text, and what its cells mean once blanks, case and the marks that
//! spreadsheets leave on numbers are taken off.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use super::dates;
use super::dates::NotADate;

/// Column name to cell, as read. What is stored is this, so that a row can always be shown as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cells(BTreeMap<String, String>);

impl Cells {
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The cell without surrounding blanks; none where there is nothing in it.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.0.get(column).and_then(|cell| present(cell))
    }

    pub fn code(&self, column: &str) -> Option<String> {
        self.text(column).map(|cell| code(cell).into_owned())
    }

    pub fn id(&self, column: &str) -> Option<String> {
        self.text(column)
            .map(|cell| without_decimal(cell).to_owned())
    }

    pub fn postcode(&self, column: &str) -> Option<String> {
        self.text(column).map(|cell| {
            cell.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_uppercase()
        })
    }

    pub fn date(&self, column: &str) -> Result<Option<NaiveDate>, NotADate> {
        self.text(column).map(dates::parse).transpose()
    }
}

/// The cell trimmed, or nothing: empty, blank, or one of the words that tools write for "nothing".
pub fn present(cell: &str) -> Option<&str> {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{a0}');
    let nothing =
        cell.is_empty() || cell.eq_ignore_ascii_case("nan") || cell.eq_ignore_ascii_case("null");
    (!nothing).then_some(cell)
}

/// A code as the code lists write it: upper case, without the `.0` of a number that was no number.
pub fn code(cell: &str) -> Cow<'_, str> {
    let cell = without_decimal(cell);
    if cell.chars().any(char::is_lowercase) {
        Cow::Owned(cell.to_uppercase())
    } else {
        Cow::Borrowed(cell)
    }
}

/// How two spellings of a child's local id are told to be one child.
pub fn fold_id(cell: &str) -> String {
    without_decimal(cell.trim()).to_uppercase()
}

fn without_decimal(cell: &str) -> &str {
    match cell.strip_suffix(".0") {
        Some(number) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => number,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_many_spellings() {
        for cell in ["", "  ", "\u{a0}", "nan", "NaN", "NULL", " null "] {
            assert_eq!(present(cell), None, "{cell:?}");
        }
        assert_eq!(present(" NA "), Some("NA"));
        assert_eq!(present("0"), Some("0"));
    }

    #[test]
    fn numbers_that_were_text_become_text_again() {
        assert_eq!(code("1.0"), "1");
        assert_eq!(code("k3"), "K3");
        assert_eq!(fold_id(" child10 "), "CHILD10");
        assert_eq!(fold_id("00123.0"), "00123");
        assert_eq!(fold_id("v1.0"), "V1.0");
    }
}
