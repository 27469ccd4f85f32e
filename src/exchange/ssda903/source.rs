//! The files of a return and the tables in them, and reading either form one row at a time.

use std::path::Path;
use std::path::PathBuf;

use csv::StringRecord;

use super::Encoding;
use super::reader::Records;
use super::rows::Row;
use super::tables;
use super::tables::Layout;
use super::unread::Unread;
use super::xml;
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

/// A source being read.
pub enum Reading {
    Csv(Box<Records>),
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
                    Ok(Reading::Csv(Box::new(records)))
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
