//! One small return as data, and its two written forms. A single cell can be written otherwise than it is.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::PathBuf;

use super::Officer;

/// A table's name and columns.
pub struct Shape {
    pub table: &'static str,
    pub columns: &'static [&'static str],
}

macro_rules! shapes {
    ($($table:literal: $($column:literal)+;)+) => {
        pub const SHAPES: &[Shape] = &[$(Shape { table: $table, columns: &[$($column),+] }),+];
    };
}

shapes! {
    "Header": "CHILD" "SEX" "DOB" "ETHNIC" "UPN" "MOTHER" "MC_DOB";
    "Episodes": "CHILD" "DECOM" "RNE" "LS" "CIN" "PLACE" "PLACE_PROVIDER" "DEC" "REC" "REASON_PLACE_CHANGE" "HOME_POST" "PL_POST" "URN";
    "Reviews": "CHILD" "DOB" "REVIEW" "REVIEW_CODE";
    "UASC": "CHILD" "SEX" "DOB" "DUC";
    "OC2": "CHILD" "DOB" "SDQ_SCORE" "SDQ_REASON" "CONVICTED" "HEALTH_CHECK" "IMMUNISATIONS" "TEETH_CHECK" "HEALTH_ASSESSMENT" "SUBSTANCE_MISUSE" "INTERVENTION_RECEIVED" "INTERVENTION_OFFERED";
    "OC3": "CHILD" "DOB" "IN_TOUCH" "ACTIV" "ACCOM";
    "AD1": "CHILD" "DOB" "DATE_INT" "DATE_MATCH" "FOSTER_CARE" "NB_ADOPTR" "SEX_ADOPTR" "LS_ADOPTR";
    "PlacedAdoption": "CHILD" "DOB" "DATE_PLACED" "DATE_PLACED_CEASED" "REASON_PLACED_CEASED";
    "PrevPerm": "CHILD" "DOB" "PREV_PERM" "LA_PERM" "DATE_PERM";
    "Missing": "CHILD" "DOB" "MISSING" "MIS_START" "MIS_END";
}

#[derive(Debug, Clone)]
pub struct Line {
    pub table: usize,
    pub cells: Vec<String>,
}

impl Line {
    pub fn of(table: &str, cells: &[&str]) -> Self {
        let at = SHAPES
            .iter()
            .position(|shape| shape.table == table)
            .expect("a table");
        assert_eq!(cells.len(), SHAPES[at].columns.len(), "{table}");
        Self {
            table: at,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }
    }

    pub fn child(&self) -> &str {
        &self.cells[0]
    }

    pub fn columns(&self) -> &'static [&'static str] {
        SHAPES[self.table].columns
    }

    pub fn name(&self) -> &'static str {
        SHAPES[self.table].table
    }
}

/// The rows of each child together, its Header first.
#[derive(Debug, Clone)]
pub struct Written(pub Vec<Line>);

/// A cell written otherwise: which line, which column, and how.
#[derive(Debug, Clone)]
pub struct Change {
    pub line: usize,
    pub column: usize,
    pub text: String,
    /// Put into a CSV file as it is, without quotes where they are needed.
    pub raw: bool,
}

impl Written {
    /// The row that a line stands in, in either form.
    pub fn row(&self, line: usize) -> u64 {
        let table = self.0[line].table;
        self.0[..=line]
            .iter()
            .filter(|other| other.table == table)
            .count() as u64
            + 1
    }

    pub fn file_name(&self, line: usize, form: Form) -> String {
        match form {
            Form::Csv => format!("{}.csv", self.0[line].name().to_lowercase()),
            Form::Xml(_) => format!("return.xml ({})", self.0[line].name()),
        }
    }

    pub fn save(&self, jo: &Officer, form: Form, change: Option<&Change>) -> Vec<PathBuf> {
        match form {
            Form::Csv => (0..SHAPES.len())
                .filter_map(|table| {
                    let line = self.0.iter().position(|line| line.table == table)?;
                    Some(jo.file(&self.file_name(line, form), self.csv(table, change)))
                })
                .collect(),
            Form::Xml(seed) => vec![jo.file("return.xml", self.xml(seed, change))],
        }
    }

    pub fn csv(&self, table: usize, change: Option<&Change>) -> String {
        let mut text = format!("{}\n", SHAPES[table].columns.join(","));
        for (at, line) in self
            .0
            .iter()
            .enumerate()
            .filter(|(_, line)| line.table == table)
        {
            let cells: Vec<String> = (line.cells.iter().enumerate())
                .map(|(column, cell)| match change {
                    Some(change) if (change.line, change.column) == (at, column) => {
                        if change.raw {
                            change.text.clone()
                        } else {
                            quoted(&change.text)
                        }
                    }
                    _ => quoted(cell),
                })
                .collect();
            text += &cells.join(",");
            text.push('\n');
        }
        text
    }

    /// The XML form, its elements in an order that the seed decides; records of a table keep theirs.
    pub fn xml(&self, seed: u64, change: Option<&Change>) -> String {
        let mut text = "<?xml version='1.0' encoding='us-ascii'?>\n<EXPSSDA903>".to_owned();
        for header in self.0.iter().filter(|line| line.table == 0) {
            let mut in_header = Vec::new();
            let mut in_child = Vec::new();
            let own = self
                .0
                .iter()
                .enumerate()
                .filter(|(_, line)| line.child() == header.child());
            for (at, line) in own {
                let mut cells = Vec::new();
                for (column, (name, cell)) in line.columns().iter().zip(&line.cells).enumerate() {
                    let changed =
                        change.filter(|change| (change.line, change.column) == (at, column));
                    let cell = changed.map_or(cell, |change| &change.text);
                    let name = match *name {
                        "CHILD" => "CHILDID",
                        "PLACE" => "PL",
                        name => name,
                    };
                    let is_identity = matches!(name, "CHILDID" | "SEX" | "DOB");
                    if line.table == 0 || !is_identity {
                        cells.push((name, element(name, cell, seed)));
                    }
                }
                let part = match line.name() {
                    "Header" | "OC3" | "AD1" => {
                        in_header.extend(cells);
                        continue;
                    }
                    "UASC" => {
                        in_header.extend(cells);
                        in_header.push(("UASC", "<UASC>1</UASC>".to_owned()));
                        continue;
                    }
                    "Episodes" => "EPISODE",
                    "Reviews" => "AREVIEW",
                    "OC2" => "OC2",
                    "PlacedAdoption" => "AD_PLACED",
                    "PrevPerm" => "PERMANENCE",
                    _ => "AMISSING",
                };
                let record = (part, format!("<{part}>{}</{part}>", arranged(cells, seed)));
                if part == "EPISODE" {
                    in_child.push(record)
                } else {
                    in_header.push(record)
                }
            }
            let header = format!("<HEADER>{}</HEADER>", arranged(in_header, seed));
            in_child.push(("HEADER", header));
            text += &format!("<CHILD>{}</CHILD>\n", arranged(in_child, seed));
        }
        text + "</EXPSSDA903>"
    }
}

/// CSV, or XML with the order of its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Xml(u64),
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn element(name: &str, cell: &str, seed: u64) -> String {
    let text = cell
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    match hash(name, seed) % 3 {
        0 if cell.is_empty() => String::new(),
        1 if cell.is_empty() => format!("<{name}/>"),
        2 => format!("\n  <{name}>{text}</{name}>"),
        _ => format!("<{name}>{text}</{name}>"),
    }
}

fn arranged(mut parts: Vec<(&'static str, String)>, seed: u64) -> String {
    if seed != 0 {
        parts.sort_by_key(|(name, _)| hash(name, seed));
    }
    parts.into_iter().map(|(_, text)| text).collect()
}

fn hash(name: &str, seed: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, seed).hash(&mut hasher);
    hasher.finish()
}
