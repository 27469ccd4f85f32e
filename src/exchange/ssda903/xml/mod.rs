//! The return as one XML file: a CHILD at a time becomes the rows that the CSV files would hold, so that everything
//! behind the reading is shared. Elements may stand in any order; an empty one and none are alike.

mod elements;

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::path::Path;

use super::Encoding;
use super::tables;
use super::text::Survey;
use crate::domain::care::Table;
use crate::domain::care::cells;
use elements::Elements;
pub use elements::Malformed;
use elements::Step;

/// The only cell of the form that no column of the CSV files has: whether the child has a row of UASC.
pub const UASC: &str = "UASC";
/// Names that no table has; a file that has more is no return.
pub const MOST_UNKNOWN: usize = 100;

type Cell = (String, String);

/// A row as the CSV file of its table would have it.
#[derive(Debug)]
pub struct Found {
    pub table: Table,
    /// Which of its table's records it is, as if the first stood in row 2 below a header.
    pub row: u64,
    pub cells: Vec<Cell>,
}

pub struct Records {
    elements: Elements,
    ready: VecDeque<Found>,
    counts: [u64; Table::ALL.len()],
    unknown: BTreeSet<String>,
    begun: bool,
}

/// Whether to read the file as XML: by its name, or by how it begins.
pub fn is_xml(path: &Path, survey: &Survey) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("xml"))
        || super::text::begins_with(path, survey.encoding, '<').unwrap_or(false)
}

/// A file's encoding: what its bytes show, unless the declaration knows better.
pub fn encoding(path: &Path, seen: Encoding) -> std::io::Result<Result<Encoding, String>> {
    let Some(label) = Elements::open(path, seen)?.declared() else {
        return Ok(Ok(seen));
    };
    let named = encoding_rs::Encoding::for_label(label.as_bytes());
    let is_ascii = label.to_ascii_lowercase().contains("ascii");
    Ok(match seen {
        Encoding::Utf8WithMark | Encoding::Utf16Le | Encoding::Utf16Be => Ok(seen),
        Encoding::Utf8 | Encoding::Windows1252 if is_ascii => Ok(seen),
        Encoding::Utf8 | Encoding::Windows1252 if named == Some(encoding_rs::WINDOWS_1252) => {
            Ok(Encoding::Windows1252)
        }
        Encoding::Utf8 if is_unicode(named) => Ok(seen),
        Encoding::Windows1252 if is_unicode(named) => {
            Err(format!("text in {label}, which the file says that it is"))
        }
        _ => Err(format!(
            "us-ascii, utf-8, utf-16 or windows-1252 as its encoding, not {label}"
        )),
    })
}

fn is_unicode(named: Option<&'static encoding_rs::Encoding>) -> bool {
    let unicode = [
        encoding_rs::UTF_8,
        encoding_rs::UTF_16LE,
        encoding_rs::UTF_16BE,
    ];
    named.is_some_and(|named| unicode.contains(&named))
}

impl Records {
    pub fn open(path: &Path, encoding: Encoding) -> std::io::Result<Self> {
        Ok(Self {
            elements: Elements::open(path, encoding)?,
            ready: VecDeque::new(),
            counts: [0; Table::ALL.len()],
            unknown: BTreeSet::new(),
            begun: false,
        })
    }

    pub fn too_many(&self) -> Malformed {
        let expected = format!("no more than {MOST_UNKNOWN} elements that no table has");
        self.elements.malformed(expected)
    }

    /// Elements beside the children, which belong to nobody and are not kept.
    pub fn beside_children(self) -> BTreeSet<String> {
        self.unknown
    }

    pub fn next(&mut self) -> Result<Option<Found>, Malformed> {
        if !self.begun {
            self.begin()?;
        }
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Ok(Some(found));
            }
            match self.elements.next()? {
                Step::Start(name) if name == "CHILD" => {
                    self.elements.next_child();
                    self.child()?;
                }
                Step::Start(name) => self.beside(name)?,
                Step::End(_) => {}
                Step::Done => return Ok(None),
            }
        }
    }

    fn begin(&mut self) -> Result<(), Malformed> {
        self.begun = true;
        match self.elements.next()? {
            Step::Start(name) if name == "EXPSSDA903" => Ok(()),
            Step::Start(name) => {
                let mut other = self
                    .elements
                    .malformed("the return, whose outermost element is EXPSSDA903");
                other.found = Some(format!("<{name}>"));
                Err(other)
            }
            Step::End(_) | Step::Done => Err(self
                .elements
                .malformed("the element EXPSSDA903; the file is empty")),
        }
    }

    fn child(&mut self) -> Result<(), Malformed> {
        let mut rows: Vec<(Table, Vec<Cell>)> = Vec::new();
        // What stands in the CHILD beside its parts is kept with its Header.
        let mut beside = Vec::new();
        let mut header: Option<Vec<Cell>> = None;
        loop {
            match self.elements.next()? {
                Step::Start(name) if name == "HEADER" && header.is_some() => {
                    return Err(self.elements.malformed("one HEADER in a CHILD"));
                }
                Step::Start(name) if name == "HEADER" => {
                    header = Some(self.record(Table::Header, &mut rows)?);
                }
                Step::Start(name) if name == "EPISODE" => {
                    let cells = self.record(Table::Episodes, &mut rows)?;
                    rows.push((Table::Episodes, cells));
                }
                Step::Start(name) => self.cell(name, Table::Header, &mut beside)?,
                Step::End(_) | Step::Done => break,
            }
        }
        let Some(mut header) = header else {
            return Err(self
                .elements
                .malformed("a CHILD with a HEADER; the one that ends here has none"));
        };
        header.append(&mut beside);
        self.lay_out(header, rows);
        Ok(())
    }

    /// The cells of one record. Records within it, which only a HEADER has, are laid beside it.
    fn record(
        &mut self,
        table: Table,
        rows: &mut Vec<(Table, Vec<Cell>)>,
    ) -> Result<Vec<Cell>, Malformed> {
        let mut cells: Vec<Cell> = Vec::new();
        loop {
            match self.elements.next()? {
                Step::Start(name) => match part(&name).filter(|_| table == Table::Header) {
                    Some(part) => {
                        let within = self.record(part, rows)?;
                        rows.push((part, within));
                    }
                    None => self.cell(name, table, &mut cells)?,
                },
                Step::End(_) | Step::Done => return Ok(cells),
            }
        }
    }

    /// Reads an element that is no record. What no table knows may hold more elements; their texts are kept by path.
    fn cell(&mut self, name: String, table: Table, cells: &mut Vec<Cell>) -> Result<(), Malformed> {
        let mut path = vec![name];
        while !path.is_empty() {
            match self.elements.next()? {
                Step::Start(name) => path.push(name),
                Step::End(text) => {
                    let name = path.join("/");
                    path.pop();
                    if cells::present(&text).is_some() {
                        self.add(name, text, table, cells)?;
                    }
                }
                Step::Done => break,
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        name: String,
        text: String,
        table: Table,
        cells: &mut Vec<Cell>,
    ) -> Result<(), Malformed> {
        match cells.iter_mut().find(|(known, _)| *known == name) {
            None => cells.push((name, text)),
            Some((_, known)) if home(&name, table).is_none() => {
                known.push_str("; ");
                known.push_str(&text);
            }
            Some(_) => {
                let mut twice = self
                    .elements
                    .malformed(format!("{name} once in a record; it is there twice"));
                twice.found = Some(text);
                return Err(twice);
            }
        }
        Ok(())
    }

    fn beside(&mut self, name: String) -> Result<(), Malformed> {
        let mut ignored = Vec::new();
        self.cell(name.clone(), Table::Header, &mut ignored)?;
        self.unknown.insert(name);
        if self.unknown.len() > MOST_UNKNOWN {
            return Err(self.too_many());
        }
        Ok(())
    }

    /// One child's rows, each table's with the child's identity where its columns have it.
    fn lay_out(&mut self, header: Vec<Cell>, rows: Vec<(Table, Vec<Cell>)>) {
        let identity: Vec<Cell> = header
            .iter()
            .filter(|(name, _)| is_identity(name))
            .cloned()
            .collect();
        let flagged = (header.iter()).any(|(name, text)| {
            name == UASC && cells::present(text).is_some_and(|cell| cells::code(cell) == "1")
        });
        let mut own: [(Table, Vec<Cell>); 4] =
            [Table::Header, Table::Uasc, Table::Oc3, Table::Ad1].map(|table| (table, Vec::new()));
        for cell in header {
            let table = home(&cell.0, Table::Header).unwrap_or(Table::Header);
            if let Some((_, cells)) = own.iter_mut().find(|(known, _)| *known == table) {
                cells.push(cell);
            }
        }
        for (table, cells) in own.into_iter().chain(rows) {
            let stands =
                !cells.is_empty() || table == Table::Header || (table == Table::Uasc && flagged);
            if stands {
                self.found(table, cells, &identity);
            }
        }
    }

    fn found(&mut self, table: Table, mut cells: Vec<Cell>, identity: &[Cell]) {
        if table != Table::Header {
            let layout = tables::layout(table);
            let shared = identity.iter().filter(|(name, _)| layout.has(name));
            cells.retain(|(name, _)| !is_identity(name));
            cells.extend(shared.cloned());
        }
        if let Some(count) = self.counts.get_mut(super::rows::order(table)) {
            *count += 1;
            self.ready.push_back(Found {
                table,
                row: *count + 1,
                cells,
            });
        }
    }
}

/// Said once of a child, in its HEADER; the CSV files say it in every table.
pub fn is_identity(column: &str) -> bool {
    matches!(column, "CHILD" | "SEX" | "DOB")
}

/// The records that stand within a HEADER.
fn part(name: &str) -> Option<Table> {
    Some(match name {
        "AMISSING" => Table::Missing,
        "AREVIEW" => Table::Reviews,
        "PERMANENCE" => Table::PrevPerm,
        "OC2" => Table::Oc2,
        "AD_PLACED" => Table::PlacedAdoption,
        _ => return None,
    })
}

/// The table that an element belongs to where it stands; none where it is not known there.
fn home(name: &str, within: Table) -> Option<Table> {
    let candidates: &[Table] = match within {
        Table::Header => &[Table::Header, Table::Uasc, Table::Oc3, Table::Ad1],
        _ => &[within],
    };
    (candidates.iter().copied())
        .find(|table| tables::layout(*table).has(name))
        .or((within == Table::Header && name == UASC).then_some(Table::Header))
}
