//! How a date was found, step by step. The steps carry their numbers, so that they can be added up again.

use std::fmt;

use chrono::Datelike;
use chrono::NaiveDate;

use super::calendar::Skipped;
use super::words::Unit;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// What the next steps count from.
    From {
        what: String,
        on: NaiveDate,
    },
    /// The day given is no business day, so the next one is Day 1.
    FirstDay {
        given: NaiveDate,
        skipped: Skipped,
        on: NaiveDate,
    },
    /// `from` and the number of working days and the skipped days make `to`; backwards they are taken off.
    WorkingDays {
        from: NaiveDate,
        number: u16,
        backwards: bool,
        skipped: Skipped,
        to: NaiveDate,
    },
    /// `from` and `days` make `to`. `number` of `unit` is how the rule puts it.
    Days {
        from: NaiveDate,
        number: u16,
        unit: Unit,
        days: i64,
        to: NaiveDate,
    },
    /// The corresponding day of the month, or the month's last day where it has none.
    Months {
        from: NaiveDate,
        months: i32,
        clamped: bool,
        to: NaiveDate,
    },
    /// The day on which the child reaches an age.
    Birthday {
        born_on: NaiveDate,
        years: u16,
        on: NaiveDate,
    },
    /// The last day before one.
    Eve {
        of: NaiveDate,
        on: NaiveDate,
    },
    /// Nothing is counted: somebody stated the date.
    Stated {
        what: String,
        on: NaiveDate,
    },
    /// Another line of the rule applies from here on.
    Switched {
        to: String,
        on: NaiveDate,
    },
    /// The earlier of two days reached before.
    Earlier {
        one: NaiveDate,
        other: NaiveDate,
        on: NaiveDate,
    },
    /// The later of two days reached before.
    Later {
        one: NaiveDate,
        other: NaiveDate,
        on: NaiveDate,
    },
    Remark(String),
}

/// The steps to one date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation(pub Vec<Step>);

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{step}")?;
        }
        Ok(())
    }
}

/// A day with its name, as in `Thu 2019-04-18`.
pub fn day(on: NaiveDate) -> String {
    on.format("%a %Y-%m-%d").to_string()
}

fn plural(number: i64, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// The unit in words, for this many.
pub fn units(number: u16, unit: Unit) -> String {
    let one = match unit {
        Unit::WorkingDays => "working day",
        Unit::Days => "day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
        Unit::Hours => "hour",
        Unit::Birthday => return format!("birthday {number}"),
        Unit::AsStated => return "as stated".to_owned(),
        Unit::AsCouncilSets => return "as the council sets".to_owned(),
    };
    plural(i64::from(number), one)
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.weekend_days > 0 {
            parts.push(plural(i64::from(self.weekend_days), "weekend day"));
        }
        for holiday in &self.holidays {
            parts.push(format!("{} ({})", day(holiday.on), holiday.name));
        }
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::From { what, on } => write!(f, "counted from {} ({what})", day(*on)),
            Step::FirstDay { given, skipped, on } => {
                write!(
                    f,
                    "{} is no business day, so Day 1 is {}",
                    day(*given),
                    day(*on)
                )?;
                if !skipped.is_empty() {
                    write!(f, "; skipped on the way: {skipped}")?;
                }
                Ok(())
            }
            Step::WorkingDays {
                number,
                backwards,
                skipped,
                to,
                ..
            } => {
                let way = if *backwards { "before" } else { "after" };
                write!(
                    f,
                    "{} {way} that is {}",
                    units(*number, Unit::WorkingDays),
                    day(*to)
                )?;
                if !skipped.is_empty() {
                    write!(f, "; skipped: {skipped}")?;
                }
                Ok(())
            }
            Step::Days {
                number,
                unit,
                days,
                to,
                ..
            } => {
                let way = if *days < 0 { "before" } else { "after" };
                let counted = plural(days.abs(), "day");
                let said = units(*number, *unit);
                if said == counted {
                    write!(f, "{said} {way} that is {}", day(*to))
                } else {
                    write!(
                        f,
                        "{said}, counted as {counted} {way} that, is {}",
                        day(*to)
                    )
                }
            }
            Step::Months {
                from,
                months,
                clamped,
                to,
            } => {
                let way = if *months < 0 { "before" } else { "after" };
                let said = plural(i64::from(months.abs()), "month");
                write!(f, "{said} {way} that is {}", day(*to))?;
                if *clamped {
                    write!(
                        f,
                        "; that month has no day {}, so its last day stands in",
                        from.day()
                    )?;
                }
                Ok(())
            }
            Step::Birthday { born_on, years, on } => {
                write!(f, "born {}, aged {years} on {}", day(*born_on), day(*on))
            }
            Step::Eve { of, on } => write!(f, "the last day before {} is {}", day(*of), day(*on)),
            Step::Stated { what, on } => write!(f, "{what}: {}", day(*on)),
            Step::Switched { to, on } => write!(f, "from {} {to} applies", day(*on)),
            Step::Earlier { one, other, on } => write!(
                f,
                "the earlier of {} and {} is {}",
                day(*one),
                day(*other),
                day(*on)
            ),
            Step::Later { one, other, on } => write!(
                f,
                "the later of {} and {} is {}",
                day(*one),
                day(*other),
                day(*on)
            ),
            Step::Remark(text) => f.write_str(text),
        }
    }
}
