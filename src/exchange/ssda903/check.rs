//! The first reading: which file is which table, and every fault for which the return is refused whole.

use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use super::Fault;
use super::Refusal;
use super::files;
use super::reader::Records;
use super::rows;
use super::rows::Row;
use super::rows::Rows;
use super::rows::Source;
use super::tables;
use super::text;
use crate::domain::care::CollectionYear;
use crate::domain::care::IncomingFile;
use crate::domain::care::Issue;
use crate::domain::care::Severity;
use crate::domain::care::Table;
use crate::domain::care::year::YearFit;

/// A return without faults, ready to be loaded.
#[derive(Debug)]
pub struct Checked {
    pub year: CollectionYear,
    pub files: Vec<IncomingFile>,
    /// Remarks about whole files, such as columns that no table has.
    pub remarks: Vec<Issue>,
    sources: Vec<Source>,
}

impl Checked {
    pub fn rows(&self) -> Rows<'_> {
        Rows::new(&self.sources, self.year)
    }

    pub fn row_count(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// One fingerprint of all the files, whatever their names and order.
    pub fn fingerprint(&self) -> String {
        let mut each: Vec<&str> = self.files.iter().map(|file| file.sha256.as_str()).collect();
        each.sort_unstable();
        Sha256::digest(each.concat())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Reads every file once and finds every fault, of all of them at once.
pub fn check(paths: &[PathBuf], year: CollectionYear) -> Result<Checked, Refusal> {
    let mut refusal = Refusal::default();
    let mut found: Vec<(Source, IncomingFile)> = Vec::new();
    let mut remarks = Vec::new();
    for path in files::expand(paths, &mut refusal) {
        let Some((source, sha256, surplus)) = identify(&path, &mut refusal) else {
            continue;
        };
        if let Some((first, _)) = found
            .iter()
            .find(|(other, _)| other.layout.table == source.layout.table)
        {
            let expected = format!(
                "one file of {} in a return; {} is one already",
                source.layout.table, first.shown
            );
            refusal.add(Fault::of_file(&source.shown, expected));
        }
        let rows = read(&source, year, &mut refusal);
        remarks.extend(remark(&source, rows, &surplus));
        let file = IncomingFile {
            table: source.layout.table,
            name: path
                .file_name()
                .unwrap_or(path.as_os_str())
                .to_string_lossy()
                .into_owned(),
            sha256,
            encoding: source.encoding.name(),
            rows,
        };
        found.push((source, file));
    }
    if found.is_empty() && refusal.is_empty() {
        refusal.add(Fault::of_file("(nothing)", "at least one file of a return"));
    }
    if !refusal.is_empty() {
        return Err(refusal);
    }
    found.sort_by_key(|(source, _)| rows::order(source.layout.table));
    let (sources, files) = found.into_iter().unzip();
    Ok(Checked {
        year,
        files,
        remarks,
        sources,
    })
}

/// The first part of a header shown to the operator; a file that is no CSV has no end of it.
const SHOWN: usize = 200;

fn identify(path: &Path, refusal: &mut Refusal) -> Option<(Source, String, Vec<String>)> {
    let shown = files::shown(path);
    let survey = match text::survey(path) {
        Ok(survey) => survey,
        Err(error) => {
            refusal.add(files::unreadable(path, &error));
            return None;
        }
    };
    let header = match Records::open(path, survey.encoding) {
        Ok(Some((_, header))) => header,
        Ok(None) => {
            refusal.add(Fault::of_file(
                shown,
                "a header and rows; the file is empty",
            ));
            return None;
        }
        Err(error) => {
            refusal
                .add(Fault::of_file(shown, "a CSV file that can be read").found(error.to_string()));
            return None;
        }
    };
    match tables::recognise(&header) {
        Ok(known) => {
            let source = Source {
                path: path.to_owned(),
                shown,
                encoding: survey.encoding,
                layout: known.layout,
                header,
            };
            Some((source, survey.sha256, known.surplus))
        }
        Err(expected) => {
            let found: String = header
                .join(",")
                .chars()
                .filter(|c| !c.is_control())
                .take(SHOWN)
                .collect();
            refusal.add(Fault {
                row: Some(1),
                ..Fault::of_file(shown, expected).found(found)
            });
            None
        }
    }
}

/// Reads a file through, for its faults and its number of rows.
fn read(source: &Source, year: CollectionYear, refusal: &mut Refusal) -> u64 {
    let mut fit = YearFit::default();
    let mut count = 0;
    let outcome = Records::open(&source.path, source.encoding).and_then(|records| {
        let Some((mut records, _)) = records else {
            return Ok(());
        };
        while let Some((line, record)) = records.next()? {
            let row = Row {
                source,
                line,
                record,
            };
            count += 1;
            row.faults(|fault| refusal.add(fault));
            if source.layout.table == Table::Episodes
                && let Some(decom) = row.date("DECOM")
            {
                fit.count(year, decom, row.date("DEC"));
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        refusal.add(
            Fault::of_file(&source.shown, "a CSV file that can be read").found(error.to_string()),
        );
    }
    if let Some(against) = fit.contradicts() {
        let expected = format!(
            "episodes of {year}; the dates fit the year ending {}",
            against.likely.ends_on().format("%Y-%m-%d")
        );
        let value = format!(
            "{} of {} dated episodes lie outside it",
            against.outside, against.dated
        );
        let fault = Fault {
            column: Some("DECOM, DEC".to_owned()),
            ..Fault::of_file(&source.shown, expected)
        };
        refusal.add(fault.found(value));
    }
    count
}

fn remark(source: &Source, rows: u64, surplus: &[String]) -> Vec<Issue> {
    let remark = |rule, value: Option<&String>, expected: &str| Issue {
        rule,
        severity: Severity::Warning,
        table: source.layout.table,
        row: None,
        column: None,
        value: value.cloned(),
        expected: expected.to_owned(),
    };
    let mut remarks: Vec<Issue> = surplus
        .iter()
        .map(|name| {
            remark(
                "SURPLUS_COLUMN",
                Some(name),
                "only the columns of the table; this one is kept and not used",
            )
        })
        .collect();
    if rows == 0 {
        remarks.push(remark("NO_ROWS", None, "rows behind the header"));
    }
    remarks
}
