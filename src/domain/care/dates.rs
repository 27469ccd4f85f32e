//! The dates of a return. Day first or ISO, never month first, never two-digit years: a date that can
//! be read two ways is a fault, not a guess.

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

/// What a date cell should have held; shown to the operator next to the value.
pub const EXPECTED: &str = "a real date as dd/mm/yyyy or yyyy-mm-dd";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not {EXPECTED}")]
pub struct NotADate;

/// Reads `dd/mm/yyyy` or `yyyy-mm-dd`, either with a midnight time behind it (spreadsheets add one).
pub fn parse(text: &str) -> Result<NaiveDate, NotADate> {
    let text = text.trim();
    let day = match text.split_once([' ', 'T']) {
        Some((day, time)) if is_midnight(time.trim()) => day,
        Some(_) => return Err(NotADate),
        None => text,
    };
    let (year, month, day) = match *day.as_bytes() {
        [_, _, b'/', _, _, b'/', _, _, _, _] => (&day[6..10], &day[3..5], &day[0..2]),
        [_, _, _, _, b'-', _, _, b'-', _, _] => (&day[0..4], &day[5..7], &day[8..10]),
        _ => return Err(NotADate),
    };
    let year = digits(year)?;
    if !(1900..=2199).contains(&year) {
        return Err(NotADate);
    }
    NaiveDate::from_ymd_opt(year as i32, digits(month)?, digits(day)?).ok_or(NotADate)
}

fn is_midnight(time: &str) -> bool {
    let time = time.strip_suffix('Z').unwrap_or(time);
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    matches!(clock, "00:00" | "00:00:00" | "0:00" | "0:00:00")
        && fraction.bytes().all(|b| b == b'0')
}

fn digits(text: &str) -> Result<u32, NotADate> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| NotADate)
    } else {
        Err(NotADate)
    }
}

/// A date of which the day, or the day and the month, or all of it is not known (`zz/06/2014`).
/// DATE_PERM alone may hold one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartialDate {
    pub year: Option<i32>,
    pub month: Option<u32>,
    pub day: Option<u32>,
}

impl PartialDate {
    pub const EXPECTED: &'static str = "a date as dd/mm/yyyy, zz/mm/yyyy, zz/zz/yyyy or zz/zz/zzzz";

    pub fn parse(text: &str) -> Result<Self, NotADate> {
        if let Ok(date) = parse(text) {
            use chrono::Datelike;
            return Ok(Self {
                year: Some(date.year()),
                month: Some(date.month()),
                day: Some(date.day()),
            });
        }
        let text = text.trim().to_ascii_uppercase();
        let mut parts = text.split('/');
        let (Some(day), Some(month), Some(year), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADate);
        };
        match (day, month, year) {
            ("ZZ", "ZZ", "ZZZZ") => Ok(Self::default()),
            ("ZZ", "ZZ", year) => Ok(Self {
                year: Some(first_of(year, "01")?),
                ..Self::default()
            }),
            ("ZZ", month, year) => {
                let year = first_of(year, month)?;
                Ok(Self {
                    year: Some(year),
                    month: Some(digits(month)?),
                    day: None,
                })
            }
            _ => Err(NotADate),
        }
    }
}

/// The year, once the first of that month proves to be a real day.
fn first_of(year: &str, month: &str) -> Result<i32, NotADate> {
    use chrono::Datelike;
    parse(&format!("01/{month}/{year}")).map(|date| date.year())
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            Some(day) => write!(f, "{day:02}/")?,
            None => f.write_str("zz/")?,
        }
        match self.month {
            Some(month) => write!(f, "{month:02}/")?,
            None => f.write_str("zz/")?,
        }
        match self.year {
            Some(year) => write!(f, "{year:04}"),
            None => f.write_str("zzzz"),
        }
    }
}

/// How the return itself writes a date.
pub fn show(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn both_spellings_of_a_day_are_read_the_same() {
        for text in [
            "02/01/2018",
            " 02/01/2018 ",
            "2018-01-02",
            "2018-01-02 00:00:00",
            "2018-01-02T00:00:00.000",
        ] {
            assert_eq!(parse(text), Ok(day(2018, 1, 2)), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_day_is_refused() {
        for text in [
            "31/02/2018",
            "29/02/2019",
            "2018-13-01",
            "1/2/2018",
            "01/02/18",
            "02-01-2018",
            "2018/01/02",
            "43101",
            "+1/02/2018",
            "01/02/2018 09:30",
            "",
            "zz/01/2018",
            "01/02/0018",
            "é1/02/201",
        ] {
            assert_eq!(parse(text), Err(NotADate), "{text}");
        }
    }

    #[test]
    fn a_partial_date_keeps_what_is_known_and_no_more() {
        for text in ["zz/06/2014", "zz/zz/2014", "zz/zz/zzzz", "05/06/2014"] {
            assert_eq!(
                PartialDate::parse(text).map(|d| d.to_string()),
                Ok(text.to_owned())
            );
        }
        assert_eq!(
            PartialDate::parse("ZZ/06/2014"),
            PartialDate::parse("zz/06/2014")
        );
        for text in [
            "zz/13/2014",
            "05/zz/2014",
            "zz/06/zzzz",
            "zz/06",
            "zz/06/14",
            "zz/zz/2014/1",
        ] {
            assert_eq!(PartialDate::parse(text), Err(NotADate), "{text}");
        }
    }
}
