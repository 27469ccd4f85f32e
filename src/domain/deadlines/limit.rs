//! A number, its unit and the way of counting; and what comes of them on a day.

use chrono::Datelike;
use chrono::Days;
use chrono::Months;
use chrono::NaiveDate;
use chrono::Weekday;

use super::count::Counted;
use super::step::Step;
use super::words::Counting;
use super::words::Unit;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub number: u16,
    pub unit: Unit,
    pub counting: Counting,
}

const HOURS_OF_A_DAY: u16 = 24;
const DAYS_OF_A_WEEK: u16 = 7;
const MONTHS_OF_A_YEAR: u16 = 12;

impl Limit {
    pub const fn working_days(number: u16) -> Self {
        Self::of(number, Unit::WorkingDays)
    }

    pub const fn days(number: u16) -> Self {
        Self::of(number, Unit::Days)
    }

    pub const fn weeks(number: u16) -> Self {
        Self::of(number, Unit::Weeks)
    }

    pub const fn months(number: u16) -> Self {
        Self::of(number, Unit::Months)
    }

    pub const fn years(number: u16) -> Self {
        Self::of(number, Unit::Years)
    }

    pub const fn hours(number: u16) -> Self {
        Self::of(number, Unit::Hours)
    }

    pub const fn birthday(number: u16) -> Self {
        Self::of(number, Unit::Birthday)
    }

    const fn of(number: u16, unit: Unit) -> Self {
        Self {
            number,
            unit,
            counting: Counting::Day0,
        }
    }

    /// No number: the date is stated.
    pub const AS_STATED: Self = Self {
        number: 0,
        unit: Unit::AsStated,
        counting: Counting::AsStated,
    };

    pub const AS_COUNCIL_SETS: Self = Self {
        number: 0,
        unit: Unit::AsCouncilSets,
        counting: Counting::Day0,
    };

    /// The same number, with the day that sets it off as Day 1.
    pub const fn day_1(self) -> Self {
        Self {
            counting: Counting::Day1,
            ..self
        }
    }

    /// The same number, the day that sets it off being the first of it.
    pub const fn beginning_with(self) -> Self {
        Self {
            counting: Counting::BeginningWith,
            ..self
        }
    }

    /// The same number backwards.
    pub const fn before(self) -> Self {
        Self {
            counting: Counting::Before,
            ..self
        }
    }

    /// The limit in words, as in `26 weeks`, `Day 12` or `2 working days before`.
    pub fn words(self) -> String {
        let said = super::step::units(self.number, self.unit);
        match (self.counting, self.unit) {
            (Counting::Day1, _) => format!("Day {}", self.number),
            (Counting::Before, Unit::Birthday) => format!("before {said}"),
            (Counting::Before, _) if self.number == 0 => "the day itself, or before".to_owned(),
            (Counting::Before, _) => format!("{said} before"),
            _ => said,
        }
    }

    /// Counts where no working day is asked for, which needs no calendar. Nothing where it is, where there is no
    /// number, or where the years of the machine end.
    pub fn in_calendar_days(self, from: NaiveDate) -> Option<Counted> {
        let steps = match self.unit {
            Unit::Days => self.in_days(from, self.number)?,
            Unit::Weeks => self.in_days(from, self.number.checked_mul(DAYS_OF_A_WEEK)?)?,
            Unit::Months => self.in_months(from, self.number)?,
            Unit::Years => self.in_months(from, self.number.checked_mul(MONTHS_OF_A_YEAR)?)?,
            Unit::Hours => self.in_hours(from)?,
            Unit::Birthday => self.at_birthday(from)?,
            Unit::WorkingDays | Unit::AsStated | Unit::AsCouncilSets => return None,
        };
        let on = match steps.iter().rev().find_map(reached) {
            Some(on) => on,
            None => from,
        };
        Some(Counted { on, steps })
    }

    fn in_days(self, from: NaiveDate, number: u16) -> Option<Vec<Step>> {
        let number = i64::from(number);
        let days = match self.counting {
            Counting::BeginningWith => (number - 1).max(0),
            Counting::Before => -number,
            _ => number,
        };
        let to = shifted(from, days)?;
        Some(vec![Step::Days {
            from,
            number: self.number,
            unit: self.unit,
            days,
            to,
        }])
    }

    fn in_months(self, from: NaiveDate, number: u16) -> Option<Vec<Step>> {
        let months = Months::new(u32::from(number));
        let backwards = self.counting == Counting::Before;
        let to = if backwards {
            from.checked_sub_months(months)?
        } else {
            from.checked_add_months(months)?
        };
        let clamped = to.day() != from.day();
        let months = i32::from(number) * if backwards { -1 } else { 1 };
        let mut steps = vec![Step::Months {
            from,
            months,
            clamped,
            to,
        }];
        // Where the corresponding day is missing, the month's last day is itself the last of the period.
        if self.counting == Counting::BeginningWith && !clamped {
            let on = to.pred_opt()?;
            steps.push(Step::Eve { of: to, on });
        }
        Some(steps)
    }

    /// Hours begin at a moment that a date does not tell. They end on the date that many days later at the same
    /// time of day; where the clocks go back in between, they may end on the evening before, and that day is given.
    fn in_hours(self, from: NaiveDate) -> Option<Vec<Step>> {
        let whole = i64::from(self.number / HOURS_OF_A_DAY);
        let back = clocks_go_back(from.year())?;
        let shortened = from <= back && back < shifted(from, whole)?;
        let days = if shortened { whole - 1 } else { whole };
        let to = shifted(from, days)?;
        let mut steps = vec![Step::Days {
            from,
            number: self.number,
            unit: self.unit,
            days,
            to,
        }];
        let remark = if days < whole {
            "the clocks go back in between, so that the hours may end on the evening of that day: take the moment from the record"
        } else {
            "at the time of day at which the hours began: take the moment from the record"
        };
        steps.push(Step::Remark(remark.to_owned()));
        Some(steps)
    }

    fn at_birthday(self, born_on: NaiveDate) -> Option<Vec<Step>> {
        let on = birthday(born_on, self.number)?;
        let mut steps = vec![Step::Birthday {
            born_on,
            years: self.number,
            on,
        }];
        if self.counting == Counting::Before {
            steps.push(Step::Eve {
                of: on,
                on: on.pred_opt()?,
            });
        }
        Some(steps)
    }
}

/// The day that a step leads to; nothing for one that only tells something.
pub fn reached(step: &Step) -> Option<NaiveDate> {
    match step {
        Step::From { on, .. }
        | Step::FirstDay { on, .. }
        | Step::Birthday { on, .. }
        | Step::Eve { on, .. }
        | Step::Stated { on, .. }
        | Step::Earlier { on, .. }
        | Step::Later { on, .. } => Some(*on),
        Step::WorkingDays { to, .. } | Step::Days { to, .. } | Step::Months { to, .. } => Some(*to),
        Step::Switched { .. } | Step::Remark(_) => None,
    }
}

fn shifted(from: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 {
        from.checked_sub_days(by)
    } else {
        from.checked_add_days(by)
    }
}

/// The day on which a child reaches this age. Who was born on 29 February does so on 1 March in other years.
pub fn birthday(born_on: NaiveDate, years: u16) -> Option<NaiveDate> {
    let year = born_on.year().checked_add(i32::from(years))?;
    born_on
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// The last Sunday of October.
fn clocks_go_back(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 10, 31)?
        .week(Weekday::Sun)
        .checked_first_day()
}
