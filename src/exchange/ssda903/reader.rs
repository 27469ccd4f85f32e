//! The records of one CSV file behind its header, one at a time.

use std::io::Chain;
use std::io::Cursor;
use std::io::Error;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;

use csv::StringRecord;

use super::Encoding;
use super::tables;
use super::text;
use super::text::Text;
use super::unread::Unread;
use crate::domain::care::cells;

pub struct Records {
    csv: csv::Reader<Bounded<Marked>>,
    record: StringRecord,
}

/// The file, and behind it a line that no file has. A quotation mark that nobody closed takes all behind it into its
/// cell, that line too: so it is told from a row that merely stands last.
type Marked = Chain<Chain<Cursor<Vec<u8>>, Text>, &'static [u8]>;
const MARK: &str = "\u{0}";
const MARK_LINE: &[u8] = b"\0\n";

/// No row of a return comes near it: thirteen short cells are the most.
const LARGEST_ROW: u64 = 1024 * 1024;

impl Records {
    /// Opens the file and reads its header; none where there is nothing but blanks in it.
    pub fn open(path: &Path, encoding: Encoding) -> Result<Option<(Self, Vec<String>)>, Unread> {
        let mut text = text::open(path, encoding)?;
        let start = first_lines(&mut text)?;
        let delimiter = delimiter(&start);
        let marked = Cursor::new(start).chain(text).chain(MARK_LINE);
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(Bounded {
                source: marked,
                left: 0,
            });
        let mut records = Self {
            csv,
            record: StringRecord::new(),
        };
        let header = records
            .next()?
            .map(|(_, record)| record.iter().map(tables::fold).collect());
        Ok(header.map(|header| (records, header)))
    }

    /// The next row with anything in it, and the line it begins on.
    pub fn next(&mut self) -> Result<Option<(u64, &StringRecord)>, Unread> {
        loop {
            let from = self.csv.position().line();
            if !self.read(from)? {
                return Ok(None);
            }
            if self.record.len() == 1 && self.record.get(0) == Some(MARK) {
                return match self.read(from)? {
                    false => Ok(None),
                    true => Err(row(from, "cells, not a control character")),
                };
            }
            let breaks = |cell: &str| cell.bytes().filter(|byte| *byte == b'\n').count() as u64;
            let within: u64 = self.record.iter().map(breaks).sum();
            // The reader stands at the start of the next line, because every line of a `Text` ends. The record's own
            // position would be where the blank lines before it begin.
            let behind = self.csv.position().line();
            let last = self.record.iter().next_back();
            if last.is_some_and(|cell| cell.as_bytes().ends_with(MARK_LINE)) {
                let expected = "a quotation mark at the end of a cell that begins with one";
                return Err(row(behind.saturating_sub(within), expected));
            }
            let present = |cell| cells::present(cell).is_some();
            if self.record.iter().any(present) {
                return Ok(Some((behind.saturating_sub(1 + within), &self.record)));
            }
        }
    }

    fn read(&mut self, from: u64) -> Result<bool, Unread> {
        self.csv.get_mut().left = LARGEST_ROW;
        self.csv
            .read_record(&mut self.record)
            .map_err(|error| match Error::from(error) {
                error if error.kind() == ErrorKind::FileTooLarge => {
                    row(from, format!("a row of no more than {LARGEST_ROW} bytes"))
                }
                other => Unread::Io(other),
            })
    }
}

fn row(line: u64, expected: impl Into<String>) -> Unread {
    Unread::Row {
        line,
        expected: expected.into(),
    }
}

/// Ends a row that never ends, before it fills the memory.
struct Bounded<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        let count = self.source.read(buffer)?;
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

const START: u64 = 8 * 1024;

fn first_lines(text: &mut Text) -> std::io::Result<Vec<u8>> {
    let mut start = Vec::new();
    text.take(START).read_to_end(&mut start)?;
    Ok(start)
}

/// "Unicode text" from a spreadsheet has tabs; some settings write semicolons.
fn delimiter(start: &[u8]) -> u8 {
    let filled = |line: &&[u8]| line.iter().any(|byte| byte.is_ascii_alphabetic());
    let header = start
        .split(|byte| *byte == b'\n')
        .find(filled)
        .unwrap_or_default();
    let count = |mark: u8| header.iter().filter(|byte| **byte == mark).count();
    [b',', b'\t', b';']
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}
