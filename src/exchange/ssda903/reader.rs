//! The records of one file behind its header, one at a time.

use std::io::Read;
use std::path::Path;

use csv::StringRecord;

use super::Encoding;
use super::tables;
use super::text;
use super::text::Text;
use crate::domain::care::cells;

pub struct Records {
    csv: csv::Reader<std::io::Chain<std::io::Cursor<Vec<u8>>, Text>>,
    record: StringRecord,
}

impl Records {
    /// Opens the file and reads its header; none where there is nothing but blanks in it.
    pub fn open(path: &Path, encoding: Encoding) -> csv::Result<Option<(Self, Vec<String>)>> {
        let mut text = text::open(path, encoding)?;
        let start = first_lines(&mut text)?;
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(&start))
            .from_reader(std::io::Cursor::new(start).chain(text));
        let mut records = Self {
            csv,
            record: StringRecord::new(),
        };
        let header = records
            .next()?
            .map(|(_, record)| record.iter().map(tables::fold).collect());
        Ok(header.map(|header| (records, header)))
    }

    /// The next row with anything in it, and the line it stands on.
    pub fn next(&mut self) -> csv::Result<Option<(u64, &StringRecord)>> {
        while self.csv.read_record(&mut self.record)? {
            if self
                .record
                .iter()
                .any(|cell| cells::present(cell).is_some())
            {
                // The record's own position is where the blank lines before it begin; the reader stands
                // at the start of the next line, because every line of a `Text` ends.
                let line = self.csv.position().line().saturating_sub(1);
                return Ok(Some((line, &self.record)));
            }
        }
        Ok(None)
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
