//! Working days in England and Wales. Bank holidays are listed, not computed: days are moved and added by
//! proclamation. Outside the years of the list the calendar refuses to count rather than guess.

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::Weekday;

const BANK_HOLIDAYS: &str = include_str!("bank_holidays.csv");

/// Bank holidays, Good Friday and Christmas Day between the first and the last day that the list covers.
#[derive(Debug, Clone)]
pub struct Calendar {
    first: NaiveDate,
    complete_to: NaiveDate,
    holidays: BTreeMap<NaiveDate, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("line {line} of the bank holidays is not `from|to|holiday,YYYY-MM-DD,name`: {found}")]
    Line { line: usize, found: String },
    #[error("the list of bank holidays does not say from when and to when it is complete")]
    NoRange,
    #[error("{on} is listed twice, has no name, or lies outside the years of the list")]
    Misplaced { on: NaiveDate },
}

/// Why no date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    #[error("the calendar of working days begins on {first}, and nothing before it is computed")]
    BeforeCalendar { first: NaiveDate },
    #[error(
        "the calendar of working days is complete to {complete_to}, and nothing past it is computed"
    )]
    PastCalendar { complete_to: NaiveDate },
    #[error(
        "the rule gives no number: the date is stated by an order, a person or a review, and nobody has stated it"
    )]
    NotStated,
}

impl Refused {
    /// As it is stored and served.
    pub const fn word(self) -> &'static str {
        match self {
            Refused::BeforeCalendar { .. } => "BEFORE_CALENDAR",
            Refused::PastCalendar { .. } => "PAST_CALENDAR",
            Refused::NotStated => "NOT_STATED",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub on: NaiveDate,
    pub name: String,
}

/// The days that a count of working days stepped over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped {
    pub weekend_days: u16,
    /// Those that fell on a weekday.
    pub holidays: Vec<Holiday>,
}

impl Skipped {
    pub fn is_empty(&self) -> bool {
        self.weekend_days == 0 && self.holidays.is_empty()
    }
}

enum Day<'a> {
    Working,
    Weekend,
    Holiday(&'a str),
}

impl Calendar {
    /// The list that is compiled in.
    pub fn england_and_wales() -> Result<Self, CalendarError> {
        Self::parse(BANK_HOLIDAYS)
    }

    /// Reads `what,date,name` rows: one `from`, one `to`, and a `holiday` a day.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let (mut first, mut complete_to) = (None, None);
        let mut listed = Vec::new();
        let rows = text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line.trim()));
        for (line, row) in rows.filter(|(_, row)| !row.is_empty() && !row.starts_with('#')) {
            if row == "what,date,name" {
                continue;
            }
            let fault = || CalendarError::Line {
                line,
                found: row.to_owned(),
            };
            let mut cells = row.splitn(3, ',').map(str::trim);
            let (Some(what), Some(date), Some(name)) = (cells.next(), cells.next(), cells.next())
            else {
                return Err(fault());
            };
            let on: NaiveDate = date.parse().map_err(|_| fault())?;
            match what {
                "from" if first.is_none() => first = Some(on),
                "to" if complete_to.is_none() => complete_to = Some(on),
                "holiday" => listed.push((on, name.to_owned())),
                _ => return Err(fault()),
            }
        }
        let (Some(first), Some(complete_to)) = (first, complete_to) else {
            return Err(CalendarError::NoRange);
        };
        let mut holidays = BTreeMap::new();
        for (on, name) in listed {
            let misplaced = name.is_empty() || on < first || on > complete_to;
            if misplaced || holidays.insert(on, name).is_some() {
                return Err(CalendarError::Misplaced { on });
            }
        }
        Ok(Self {
            first,
            complete_to,
            holidays,
        })
    }

    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// The last day for which the list is complete.
    pub fn complete_to(&self) -> NaiveDate {
        self.complete_to
    }

    /// The listed days, in order.
    pub fn holidays(&self) -> impl Iterator<Item = (NaiveDate, &str)> {
        self.holidays.iter().map(|(on, name)| (*on, name.as_str()))
    }

    /// The day itself, where the list covers it.
    pub fn within(&self, on: NaiveDate) -> Result<NaiveDate, Refused> {
        if on < self.first {
            Err(self.too_early())
        } else if on > self.complete_to {
            Err(self.too_late())
        } else {
            Ok(on)
        }
    }

    pub(super) fn too_early(&self) -> Refused {
        Refused::BeforeCalendar { first: self.first }
    }

    pub(super) fn too_late(&self) -> Refused {
        Refused::PastCalendar {
            complete_to: self.complete_to,
        }
    }

    fn day(&self, on: NaiveDate) -> Result<Day<'_>, Refused> {
        self.within(on)?;
        Ok(match on.weekday() {
            Weekday::Sat | Weekday::Sun => Day::Weekend,
            _ => match self.holidays.get(&on) {
                Some(name) => Day::Holiday(name),
                None => Day::Working,
            },
        })
    }

    pub fn is_working_day(&self, on: NaiveDate) -> Result<bool, Refused> {
        Ok(matches!(self.day(on)?, Day::Working))
    }

    /// The `number`-th working day after `from`, which is day 0, whatever day of the week it is.
    pub fn working_days_after(
        &self,
        from: NaiveDate,
        number: u16,
    ) -> Result<(NaiveDate, Skipped), Refused> {
        self.walk(from, number, |on| {
            on.checked_add_days(Days::new(1)).ok_or(self.too_late())
        })
    }

    /// The `number`-th working day before `from`.
    pub fn working_days_before(
        &self,
        from: NaiveDate,
        number: u16,
    ) -> Result<(NaiveDate, Skipped), Refused> {
        self.walk(from, number, |on| {
            on.checked_sub_days(Days::new(1)).ok_or(self.too_early())
        })
    }

    fn walk(
        &self,
        from: NaiveDate,
        number: u16,
        step: impl Fn(NaiveDate) -> Result<NaiveDate, Refused>,
    ) -> Result<(NaiveDate, Skipped), Refused> {
        let mut skipped = Skipped::default();
        let mut on = self.within(from)?;
        let mut left = number;
        while left > 0 {
            on = step(on)?;
            match self.day(on)? {
                Day::Working => left -= 1,
                Day::Weekend => skipped.weekend_days += 1,
                Day::Holiday(name) => skipped.holidays.push(Holiday {
                    on,
                    name: name.to_owned(),
                }),
            }
        }
        Ok((on, skipped))
    }

    /// The day itself if it is a working day, else the next one, with what lies between.
    pub fn working_day_from(&self, on: NaiveDate) -> Result<(NaiveDate, Skipped), Refused> {
        if self.is_working_day(on)? {
            return Ok((on, Skipped::default()));
        }
        self.working_days_after(on, 1)
    }

    /// The day itself if it is a working day, else the last one before it: when to act for what is due that day.
    pub fn working_day_until(&self, on: NaiveDate) -> Result<NaiveDate, Refused> {
        if self.is_working_day(on)? {
            return Ok(on);
        }
        Ok(self.working_days_before(on, 1)?.0)
    }
}
