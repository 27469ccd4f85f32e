//! From a record to a row: what is a fault, what is kept with a remark.

use chrono::NaiveDate;
use csv::StringRecord;
use thiserror::Error;

use super::Fault;
use super::source::Form;
use super::source::Reading;
use super::source::Sheet;
use super::source::Source;
use super::tables::Column;
use super::tables::Kind;
use super::xml;
use crate::domain::care::Cells;
use crate::domain::care::CollectionYear;
use crate::domain::care::Issue;
use crate::domain::care::PartialDate;
use crate::domain::care::Severity;
use crate::domain::care::Staged;
use crate::domain::care::Table;
use crate::domain::care::cells;
use crate::domain::care::codes;
use crate::domain::care::dates;
use crate::domain::care::upn;

/// One record as the table sees it; cells are looked up by column.
pub struct Row<'a> {
    pub source: &'a Sheet,
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
        for (name, cell) in self.source.header.iter().zip(self.record) {
            let forbidden = |cell: &&str| cell.chars().any(is_forbidden);
            if let Some(cell) = cells::present(cell).filter(forbidden)
                && !name.is_empty()
                && !self.said_elsewhere(name)
            {
                let expected = "text without line breaks and control characters";
                found(fault(name, Some(cell), expected));
            }
        }
        for column in self.source.layout.columns {
            if self.said_elsewhere(column.name) {
                continue;
            }
            let cell = self.cell(column.name);
            match (column.kind, cell) {
                (Kind::Child, Some(cell)) if cell.chars().count() > LONGEST_ID => {
                    let expected = format!("a local id of at most {LONGEST_ID} characters");
                    found(fault(column.name, Some(cell), &expected));
                }
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

    /// The XML form says who the child is once, so what is wrong with it is told once.
    fn said_elsewhere(&self, column: &str) -> bool {
        self.source.form == Form::Xml
            && self.source.layout.table != Table::Header
            && xml::is_identity(column)
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
                .chain(self.remark_on_flag())
                .chain(self.remark_on_width())
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

    /// A separator too many or too few moves the cells behind it. Blank cells behind the last may be a tool's habit.
    fn remark_on_width(&self) -> Option<Issue> {
        let (width, found) = (self.source.header.len(), self.record.len());
        (found != width).then(|| Issue {
            rule: "ROW_WIDTH",
            severity: Severity::Warning,
            table: self.source.layout.table,
            row: Some(self.line),
            column: None,
            value: Some(format!("{found} cells")),
            expected: format!("as many cells as the header has columns ({width})"),
        })
    }

    /// The XML form tells unaccompanied children by a flag, where the CSV files have a row or none.
    fn remark_on_flag(&self) -> Option<Issue> {
        let is_xml = self.source.form == Form::Xml && self.source.layout.table == Table::Header;
        let cell = self.cell(xml::UASC).filter(|_| is_xml)?;
        let is_flag = matches!(&*cells::code(cell), "0" | "1");
        (!is_flag).then(|| Issue {
            rule: "UASC_FLAG",
            severity: Severity::Error,
            table: Table::Header,
            row: Some(self.line),
            column: Some(xml::UASC),
            value: Some(cell.to_owned()),
            expected: "1, or 0 for a child that is not unaccompanied".to_owned(),
        })
    }
}

/// What no code, name or number holds. A line break within a cell is the sign of a quotation mark that nobody closed,
/// and what stood behind it would be lost without a word.
fn is_forbidden(character: char) -> bool {
    character.is_control() && character != '\t'
}

/// Ten characters are allowed; what is looked up by it must fit an index.
const LONGEST_ID: usize = 100;

/// The second reading failed where the first had not.
#[derive(Debug, Error)]
#[error("{file} changed or could no longer be read while it was loaded")]
pub struct ReadError {
    pub file: String,
}

/// The rows of every file of a checked return: of CSV files Header first, of an XML file as its children come.
pub struct Rows<'a> {
    sources: std::slice::Iter<'a, Source>,
    year: CollectionYear,
    open: Option<(&'a Source, Reading)>,
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
            if let Some((source, reading)) = &mut self.open {
                let failed = || ReadError {
                    file: source.shown.clone(),
                };
                match reading.next(source) {
                    Ok(Some(row)) => {
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
            match Reading::open(source) {
                Ok(reading) => self.open = Some((source, reading)),
                Err(_) => {
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
