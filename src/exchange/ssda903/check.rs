//! The first reading: which file is which table, and every fault for which the return is refused whole.

use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use super::Fault;
use super::Refusal;
use super::files;
use super::identify;
use super::identify::Identified;
use super::rows;
use super::rows::Rows;
use super::source::Reading;
use super::source::Source;
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

/// Reads every file and finds every fault, of all of them at once.
pub fn check(paths: &[PathBuf], year: CollectionYear) -> Result<Checked, Refusal> {
    let mut refusal = Refusal::default();
    let mut found: Vec<Source> = Vec::new();
    let mut files = Vec::new();
    let mut remarks = Vec::new();
    for path in files::expand(paths, &mut refusal) {
        let Some(Identified {
            source,
            sha256,
            surplus,
        }) = identify::identify(&path, &mut refusal)
        else {
            continue;
        };
        for sheet in &source.sheets {
            let table = sheet.layout.table;
            let mut sheets = found.iter().flat_map(|source| &source.sheets);
            if let Some(first) = sheets.find(|other| other.layout.table == table) {
                let expected = format!(
                    "one file of {table} in a return; {} is one already",
                    first.shown
                );
                refusal.add(Fault::of_file(&sheet.shown, expected));
            }
        }
        let counts = read(&source, year, &mut refusal);
        remarks.extend(surplus.iter().map(|(table, name)| {
            let expected = "only the columns of the table; this one is kept and not used";
            remark(*table, "SURPLUS_COLUMN", Some(name), expected)
        }));
        for (sheet, rows) in source.sheets.iter().zip(counts) {
            if rows == 0 {
                let expected = "rows behind the header";
                remarks.push(remark(sheet.layout.table, "NO_ROWS", None, expected));
            }
            files.push(IncomingFile {
                table: sheet.layout.table,
                name: sheet.name(&path),
                sha256: sha256.clone(),
                encoding: source.encoding.name(),
                rows,
            });
        }
        found.push(source);
    }
    if found.is_empty() && refusal.is_empty() {
        refusal.add(Fault::of_file("(nothing)", "at least one file of a return"));
    }
    if !refusal.is_empty() {
        return Err(refusal);
    }
    files.sort_by_key(|file| rows::order(file.table));
    found.sort_by_key(|source| {
        let tables = source.sheets.iter().map(|sheet| sheet.layout.table);
        tables.map(rows::order).min()
    });
    Ok(Checked {
        year,
        files,
        remarks,
        sources: found,
    })
}

/// Reads a file through, for its faults and the number of rows of each table in it.
fn read(source: &Source, year: CollectionYear, refusal: &mut Refusal) -> Vec<u64> {
    let mut fit = YearFit::default();
    let mut counts = [0; Table::ALL.len()];
    let outcome = Reading::open(source).and_then(|mut reading| {
        while let Some(row) = reading.next(source)? {
            let table = row.source.layout.table;
            if let Some(count) = counts.get_mut(rows::order(table)) {
                *count += 1;
            }
            row.faults(|fault| refusal.add(fault));
            if table == Table::Episodes
                && let Some(decom) = row.date("DECOM")
            {
                fit.count(year, decom, row.date("DEC"));
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        refusal.add(error.fault(&source.shown));
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
    let tables = source.sheets.iter().map(|sheet| sheet.layout.table);
    tables
        .map(|table| counts.get(rows::order(table)).copied().unwrap_or(0))
        .collect()
}

fn remark(table: Table, rule: &'static str, value: Option<&String>, expected: &str) -> Issue {
    Issue {
        rule,
        severity: Severity::Warning,
        table,
        row: None,
        column: None,
        value: value.cloned(),
        expected: expected.to_owned(),
    }
}
