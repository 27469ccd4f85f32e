//! The collection year of a return: 1 April to 31 March, named by its last day because published
//! labels disagree about whether "2017" begins or ends in 2017.

use std::fmt;

use chrono::Datelike;
use chrono::NaiveDate;
use thiserror::Error;

use super::dates;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CollectionYear {
    year: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a collection year ends on 31 March, not on {}", dates::show(*.0))]
pub struct NotAYearEnd(pub NaiveDate);

impl CollectionYear {
    pub fn ending(day: NaiveDate) -> Result<Self, NotAYearEnd> {
        if (day.month(), day.day()) == (3, 31) {
            Ok(Self { year: day.year() })
        } else {
            Err(NotAYearEnd(day))
        }
    }

    /// The year that a day falls in.
    pub fn of(day: NaiveDate) -> Self {
        let year = if day.month() < 4 {
            day.year()
        } else {
            day.year() + 1
        };
        Self { year }
    }

    pub fn before(self) -> Self {
        Self {
            year: self.year - 1,
        }
    }

    /// The year of its last day: 2018 for 1 April 2017 to 31 March 2018.
    pub fn number(self) -> i32 {
        self.year
    }

    pub fn starts_on(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year - 1, 4, 1).unwrap_or(NaiveDate::MIN)
    }

    pub fn ends_on(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 3, 31).unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for CollectionYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to {}",
            dates::show(self.starts_on()),
            dates::show(self.ends_on())
        )
    }
}

/// How well the episodes of a return fit its year, counted as they are read.
///
/// Every episode of a return overlaps its year, so one that ended before it, began after it or ends
/// after it speaks against the year given. An open episode from before the year's end says nothing.
/// A few such rows are slips (rules 354 and 385) and are kept; a return in which most of the episodes
/// that say something say no is another year's.
#[derive(Debug, Clone, Default)]
pub struct YearFit {
    inside: u64,
    outside: u64,
    undated: u64,
    by_year: std::collections::BTreeMap<i32, u64>,
}

impl YearFit {
    pub fn count(&mut self, year: CollectionYear, decom: NaiveDate, dec: Option<NaiveDate>) {
        let last = dec.unwrap_or(decom);
        if dec.is_none() && decom <= year.ends_on() {
            self.undated += 1;
            return;
        }
        // One day's grace: an end on the day after the year is a common slip, not another year.
        let late = decom > year.ends_on() || last > year.ends_on() + chrono::Days::new(1);
        if late || last < year.starts_on() {
            self.outside += 1;
        } else {
            self.inside += 1;
        }
        *self
            .by_year
            .entry(CollectionYear::of(last).number())
            .or_default() += 1;
    }

    /// The share that speaks against the year, and the year that the dates point to instead.
    pub fn contradicts(&self) -> Option<Contradiction> {
        if self.outside <= self.inside {
            return None;
        }
        let (likely, _) = self.by_year.iter().max_by_key(|(_, rows)| **rows)?;
        Some(Contradiction {
            outside: self.outside,
            dated: self.outside + self.inside,
            likely: CollectionYear { year: *likely },
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction {
    pub outside: u64,
    pub dated: u64,
    pub likely: CollectionYear,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        dates::parse(text).unwrap()
    }

    fn year() -> CollectionYear {
        CollectionYear::ending(day("31/03/2018")).unwrap()
    }

    #[test]
    fn a_year_is_named_by_its_last_day() {
        assert_eq!(year().number(), 2018);
        assert_eq!(year().to_string(), "01/04/2017 to 31/03/2018");
        assert!(CollectionYear::ending(day("31/12/2018")).is_err());
        assert_eq!(CollectionYear::of(day("01/04/2017")), year());
        assert_eq!(CollectionYear::of(day("31/03/2018")), year());
    }

    #[test]
    fn a_return_of_another_year_points_to_its_own() {
        let mut fit = YearFit::default();
        for _ in 0..3 {
            fit.count(year(), day("01/05/2018"), Some(day("01/06/2018")));
        }
        fit.count(year(), day("01/05/2016"), None);
        let against = fit.contradicts().unwrap();
        assert_eq!(
            (against.outside, against.dated, against.likely.number()),
            (3, 3, 2019)
        );
    }

    #[test]
    fn a_slip_of_a_day_is_no_contradiction() {
        let mut fit = YearFit::default();
        fit.count(year(), day("01/05/2017"), Some(day("01/04/2018")));
        fit.count(year(), day("01/05/2016"), None);
        assert_eq!(fit.contradicts(), None);
    }
}
