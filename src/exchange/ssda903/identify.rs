//! What a file is: its form, its encoding, and the tables in it.

use std::path::Path;

use super::Encoding;
use super::Fault;
use super::Refusal;
use super::files;
use super::reader::Records;
use super::source::Form;
use super::source::Sheet;
use super::source::Source;
use super::tables;
use super::text;
use super::unread::Unread;
use super::xml;
use super::xml::Malformed;
use crate::domain::care::Table;

pub struct Identified {
    pub source: Source,
    pub sha256: String,
    /// Columns that their table does not have.
    pub surplus: Vec<(Table, String)>,
}

type Sheets = (Vec<Sheet>, Vec<(Table, String)>);

/// The first part of a header shown to the operator; a file that is no CSV has no end of it.
const SHOWN: usize = 200;

pub fn identify(path: &Path, refusal: &mut Refusal) -> Option<Identified> {
    let shown = files::shown(path);
    match identified(path, &shown) {
        Ok(identified) => Some(identified),
        Err(fault) => {
            refusal.add(fault);
            None
        }
    }
}

fn identified(path: &Path, shown: &str) -> Result<Identified, Fault> {
    let unreadable = |error: std::io::Error| files::unreadable(path, &error);
    let survey = text::survey(path).map_err(unreadable)?;
    let (form, encoding) = if xml::is_xml(path, &survey) {
        let encoding = xml::encoding(path, survey.encoding)
            .map_err(unreadable)?
            .map_err(|expected| Fault::of_file(shown, expected))?;
        (Form::Xml, encoding)
    } else {
        (Form::Csv, survey.encoding)
    };
    let (sheets, surplus) = match form {
        Form::Csv => columns(path, encoding, shown)?,
        Form::Xml => records(path, encoding, shown).map_err(|unread| unread.fault(shown))?,
    };
    if sheets.is_empty() {
        return Err(Fault::of_file(shown, "at least one CHILD in the return"));
    }
    Ok(Identified {
        source: Source {
            path: path.to_owned(),
            shown: shown.to_owned(),
            encoding,
            form,
            sheets,
        },
        sha256: survey.sha256,
        surplus,
    })
}

/// A CSV file is one table, told by its header.
fn columns(path: &Path, encoding: Encoding, shown: &str) -> Result<Sheets, Fault> {
    let header = match Records::open(path, encoding) {
        Ok(Some((_, header))) => header,
        Ok(None) => {
            let expected = "a header and rows; the file is empty";
            return Err(Fault::of_file(shown, expected));
        }
        Err(unread) => return Err(unread.fault(shown)),
    };
    match tables::recognise(&header) {
        Ok(known) => {
            let table = known.layout.table;
            let sheet = Sheet {
                shown: shown.to_owned(),
                form: Form::Csv,
                layout: known.layout,
                header,
            };
            let surplus = known.surplus.into_iter().map(|name| (table, name));
            Ok((vec![sheet], surplus.collect()))
        }
        Err(expected) => {
            let found: String = header
                .join(",")
                .chars()
                .filter(|c| !c.is_control())
                .take(SHOWN)
                .collect();
            Err(Fault {
                row: Some(1),
                ..Fault::of_file(shown, expected).found(found)
            })
        }
    }
}

/// An XML file is the tables that it has records of; an element that a table does not know adds a column to it.
fn records(path: &Path, encoding: Encoding, shown: &str) -> Result<Sheets, Unread> {
    let mut records = xml::Records::open(path, encoding)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut surplus = Vec::new();
    while let Some(found) = records.next()? {
        let at = sheets
            .iter()
            .position(|sheet| sheet.layout.table == found.table);
        let at = at.unwrap_or_else(|| {
            sheets.push(Sheet::within(shown, found.table));
            sheets.len() - 1
        });
        let Some(sheet) = sheets.get_mut(at) else {
            continue;
        };
        for (name, _) in found.cells {
            if !sheet.header.contains(&name) {
                if name != xml::UASC {
                    surplus.push((found.table, name.clone()));
                }
                sheet.header.push(name);
            }
        }
        if surplus.len() > xml::MOST_UNKNOWN {
            return Err(Unread::Xml(Malformed {
                found: surplus.pop().map(|(_, name)| name),
                ..records.too_many()
            }));
        }
    }
    let beside = records.beside_children().into_iter();
    surplus.extend(beside.map(|name| (Table::Header, name)));
    Ok((sheets, surplus))
}
