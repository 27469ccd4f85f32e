//! From a record to a row: what is a fault, what is kept with a remark.

use std::path::PathBuf;

use chrono::NaiveDate;
use csv::StringRecord;
use thiserror::Error;

use super::Encoding;
use super::Fault;
use super::codes;
use super::reader::Records;
use super::tables::Column;
use super::tables::Kind;
use super::tables::Layout;
use crate::domain::care::Cells;
use crate::domain::care::CollectionYear;
use crate::domain::care::Issue;
use crate::domain::care::PartialDate;
use crate::domain::care::Severity;
use crate::domain::care::Staged;
use crate::domain::care::Table;
use crate::domain::care::cells;
use crate::domain::care::dates;
use crate::domain::care::upn;

/// A file whose table is known.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: PathBuf,
    pub shown: String,
    pub encoding: Encoding,
    pub layout: &'static Layout,
    pub header: Vec<String>,
}

/// One record as the table sees it; cells are looked up by column.
pub struct Row<'a> {
    pub source: &'a Source,
    pub line: u64,
    pub record: &'a StringRecord,
}

impl<'a> Row<'a> {
    pub fn cell(&self, column: &str) -> Option<&'a str> {
        let at = self.source.header.iter().position(|name| name == column)?;
        self.record.get(at).and_then(cells::present)
    }

    pub fn date(&self, column: &str) -> Option<NaiveDate> {
        self.cell(column).and_then(|cell| dates::parse(cell).ok())
    }

    /// Everything in the row for which the whole return is refused.
    pub fn faults(&self, mut found: impl FnMut(Fault)) {
        let fault = |column: &str, value: Option<&str>, expected: &str| Fault {
            file: self.source.shown.clone(),
            row: Some(self.line),
            column: Some(column.to_owned()),
            value: value.map(str::to_owned),
            expected: expected.to_owned(),
        };
        let width = self.source.header.len();
        if self.record.len() > width
            && self
                .record
                .iter()
                .skip(width)
                .any(|cell| cells::present(cell).is_some())
        {
            let mut extra = fault(
                "",
                None,
                &format!("no more cells than the header has columns ({width})"),
            );
            extra.column = None;
            extra.value = Some(format!("{} cells", self.record.len()));
            found(extra);
        }
        for column in self.source.layout.columns {
            let cell = self.cell(column.name);
            match (column.kind, cell) {
                (Kind::Child, None) => found(fault(column.name, None, "the child's local id")),
                (Kind::Date { .. }, Some(cell)) if dates::parse(cell).is_err() => {
                    found(fault(column.name, Some(cell), dates::EXPECTED));
                }
                (Kind::PartialDate, Some(cell)) if PartialDate::parse(cell).is_err() => {
                    found(fault(column.name, Some(cell), PartialDate::EXPECTED));
                }
                _ => {}
            }
        }
    }

    pub fn staged(&self, year: CollectionYear) -> Staged {
        let layout = self.source.layout;
        let pairs = self
            .source
            .header
            .iter()
            .zip(self.record)
            .filter(|(name, _)| !name.is_empty());
        Staged {
            table: layout.table,
            row: self.line,
            child: self.cell("CHILD").map(cells::fold_id).unwrap_or_default(),
            sort_date: layout.sorted_by.and_then(|column| self.date(column)),
            cells: Cells::new(pairs.map(|(name, cell)| (name.clone(), cell.to_owned()))),
            issues: layout
                .columns
                .iter()
                .filter_map(|column| self.remark(column, year))
                .collect(),
        }
    }

    /// What is wrong with a cell that is kept as it is.
    fn remark(&self, column: &Column, year: CollectionYear) -> Option<Issue> {
        let cell = self.cell(column.name);
        let (rule, expected) = match (column.kind, cell) {
            (
                Kind::Date {
                    required: Some(rule),
                },
                None,
            ) => (rule, dates::EXPECTED.to_owned()),
            (
                Kind::Code {
                    set,
                    rule,
                    required: true,
                },
                None,
            ) => (rule, codes::expected(set, year)),
            (Kind::Code { set, rule, .. }, Some(cell)) => {
                (rule, codes::objection(set, &cells::code(cell), year)?)
            }
            (Kind::CodeWith { set, rule, column }, Some(cell)) => {
                self.cell(column)?;
                (rule, codes::objection(set, &cells::code(cell), year)?)
            }
            (Kind::Upn, None) => ("442", "a unique pupil number, or UN1 to UN5".to_owned()),
            (Kind::Upn, Some(cell)) if upn::classify(&cells::code(cell)) == upn::Upn::Malformed => {
                (
                    "168",
                    "a letter and twelve digits, or UN1 to UN5".to_owned(),
                )
            }
            _ => return None,
        };
        Some(Issue {
            rule,
            severity: Severity::Error,
            table: self.source.layout.table,
            row: Some(self.line),
            column: Some(column.name),
            value: cell.map(str::to_owned),
            expected,
        })
    }
}

/// The second reading failed where the first had not.
#[derive(Debug, Error)]
#[error("{file} changed or could no longer be read while it was loaded")]
pub struct ReadError {
    pub file: String,
}

/// The rows of every file of a checked return, Header first.
pub struct Rows<'a> {
    sources: std::slice::Iter<'a, Source>,
    year: CollectionYear,
    open: Option<(&'a Source, Records)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(sources: &'a [Source], year: CollectionYear) -> Self {
        Self {
            sources: sources.iter(),
            year,
            open: None,
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Staged, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((source, records)) = &mut self.open {
                let failed = || ReadError {
                    file: source.shown.clone(),
                };
                match records.next() {
                    Ok(Some((line, record))) => {
                        let row = Row {
                            source,
                            line,
                            record,
                        };
                        let mut faults = 0;
                        row.faults(|_| faults += 1);
                        return Some(if faults == 0 {
                            Ok(row.staged(self.year))
                        } else {
                            Err(failed())
                        });
                    }
                    Ok(None) => self.open = None,
                    Err(_) => return Some(Err(failed())),
                }
            }
            let source = self.sources.next()?;
            match Records::open(&source.path, source.encoding) {
                Ok(Some((records, header))) if header == source.header => {
                    self.open = Some((source, records))
                }
                _ => {
                    return Some(Err(ReadError {
                        file: source.shown.clone(),
                    }));
                }
            }
        }
    }
}

/// Where a table's rows stand in the order of loading.
pub fn order(table: Table) -> usize {
    Table::ALL
        .iter()
        .position(|known| *known == table)
        .unwrap_or(Table::ALL.len())
}
