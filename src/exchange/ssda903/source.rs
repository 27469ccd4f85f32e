//! The files of a return and the tables in them, and reading either form one row at a time.

use std::path::Path;
use std::path::PathBuf;

use csv::StringRecord;
use thiserror::Error;

use super::Encoding;
use super::Fault;
use super::reader::Records;
use super::rows::Row;
use super::tables;
use super::tables::Layout;
use super::xml;
use super::xml::Malformed;
use crate::domain::care::Table;

/// A file: one table in the CSV form, as many as have records in the XML form.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: PathBuf,
    pub shown: String,
    pub encoding: Encoding,
    pub form: Form,
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Xml,
}

/// One table as its file has it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The file, and in the XML form the table within it.
    pub shown: String,
    pub form: Form,
    pub layout: &'static Layout,
    pub header: Vec<String>,
}

impl Sheet {
    /// A table of an XML file.
    pub fn within(file: &str, table: Table) -> Self {
        let layout = tables::layout(table);
        Self {
            shown: format!("{file} ({table})"),
            form: Form::Xml,
            layout,
            header: (layout.columns.iter())
                .map(|column| column.name.to_owned())
                .collect(),
        }
    }

    /// What the findings call it.
    pub fn name(&self, path: &Path) -> String {
        let file = path.file_name().unwrap_or(path.as_os_str());
        let file = file.to_string_lossy();
        match self.form {
            Form::Csv => file.into_owned(),
            Form::Xml => format!("{file} ({})", self.layout.table),
        }
    }
}

#[derive(Debug, Error)]
pub enum Unread {
    #[error(transparent)]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Io(#[from] std::io::Error),
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
            Unread::Io(error) => {
                Fault::of_file(shown, "a file that can be read").found(error.to_string())
            }
            other => Fault::of_file(shown, "a CSV file that can be read").found(other.to_string()),
        }
    }
}

/// A source being read.
pub enum Reading {
    Csv(Records),
    Xml(Box<xml::Records>, StringRecord),
}

impl Reading {
    pub fn open(source: &Source) -> Result<Self, Unread> {
        match source.form {
            Form::Csv => match Records::open(&source.path, source.encoding)? {
                Some((records, header))
                    if source
                        .sheets
                        .first()
                        .is_some_and(|sheet| sheet.header == header) =>
                {
                    Ok(Reading::Csv(records))
                }
                _ => Err(Unread::Changed),
            },
            Form::Xml => {
                let records = xml::Records::open(&source.path, source.encoding)?;
                Ok(Reading::Xml(Box::new(records), StringRecord::new()))
            }
        }
    }

    pub fn next<'a>(&'a mut self, source: &'a Source) -> Result<Option<Row<'a>>, Unread> {
        match self {
            Reading::Csv(records) => {
                let sheet = source.sheets.first().ok_or(Unread::Changed)?;
                Ok(records.next()?.map(|(line, record)| Row {
                    source: sheet,
                    line,
                    record,
                }))
            }
            Reading::Xml(records, record) => {
                let Some(found) = records.next()? else {
                    return Ok(None);
                };
                let sheet = (source.sheets.iter())
                    .find(|sheet| sheet.layout.table == found.table)
                    .ok_or(Unread::Changed)?;
                record.clear();
                for column in &sheet.header {
                    let cell = found.cells.iter().find(|(name, _)| name == column);
                    record.push_field(cell.map_or("", |(_, text)| text));
                }
                Ok(Some(Row {
                    source: sheet,
                    line: found.row,
                    record,
                }))
            }
        }
    }
}
