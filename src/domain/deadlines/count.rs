//! Dates that limits and facts make together, with the steps to them.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::calendar::Refused;
use super::limit::Limit;
use super::step::Step;
use super::words::Counting;
use super::words::Unit;

/// A date and the steps to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub on: NaiveDate,
    pub steps: Vec<Step>,
}

impl Calendar {
    /// The date that a limit leads to from a day. Calendar days are counted by themselves; whether the date lies
    /// within the calendar is for [`Calendar::within`] to say.
    pub fn count(&self, limit: Limit, from: NaiveDate) -> Result<Counted, Refused> {
        match limit.unit {
            Unit::AsStated | Unit::AsCouncilSets => Err(Refused::NotStated),
            Unit::WorkingDays => self.count_working_days(limit, from),
            _ => limit
                .in_calendar_days(from)
                .ok_or(if limit.counting == Counting::Before {
                    self.too_early()
                } else {
                    self.too_late()
                }),
        }
    }

    fn count_working_days(&self, limit: Limit, from: NaiveDate) -> Result<Counted, Refused> {
        let mut steps = Vec::new();
        let backwards = limit.counting == Counting::Before;
        let (from, number) = match limit.counting {
            Counting::Day1 => {
                let (first, skipped) = self.working_day_from(from)?;
                if first != from {
                    steps.push(Step::FirstDay {
                        given: from,
                        skipped,
                        on: first,
                    });
                }
                steps.push(Step::Remark(format!(
                    "Day 1 is {}",
                    super::step::day(first)
                )));
                (first, limit.number.saturating_sub(1))
            }
            Counting::BeginningWith => (from, limit.number.saturating_sub(1)),
            _ => (from, limit.number),
        };
        let (to, skipped) = if backwards {
            self.working_days_before(from, number)?
        } else {
            self.working_days_after(from, number)?
        };
        steps.push(Step::WorkingDays {
            from,
            number,
            backwards,
            skipped,
            to,
        });
        Ok(Counted { on: to, steps })
    }
}

impl Calendar {
    /// Limits one after the other, from a day that is called so.
    pub fn count_all(
        &self,
        what: &str,
        from: NaiveDate,
        limits: &[Limit],
    ) -> Result<Counted, Refused> {
        let mut counted = Counted {
            on: from,
            steps: vec![Step::From {
                what: what.to_owned(),
                on: from,
            }],
        };
        for limit in limits {
            let next = self.count(*limit, counted.on)?;
            counted.on = next.on;
            counted.steps.extend(next.steps);
        }
        Ok(counted)
    }
}

impl Counted {
    /// A date that nobody counted.
    pub fn stated(what: &str, on: NaiveDate) -> Self {
        Self {
            on,
            steps: vec![Step::Stated {
                what: what.to_owned(),
                on,
            }],
        }
    }

    /// This date, or another fact's if that is earlier.
    pub fn or_earlier(mut self, what: &str, other: Option<NaiveDate>) -> Self {
        if let Some(other) = other {
            let one = self.on;
            self.on = one.min(other);
            self.steps.push(Step::From {
                what: what.to_owned(),
                on: other,
            });
            self.steps.push(Step::Earlier {
                one,
                other,
                on: self.on,
            });
        }
        self
    }

    /// This date, or another fact's if that is later.
    pub fn or_later(mut self, what: &str, other: NaiveDate) -> Self {
        let one = self.on;
        self.on = one.max(other);
        self.steps.push(Step::From {
            what: what.to_owned(),
            on: other,
        });
        self.steps.push(Step::Later {
            one,
            other,
            on: self.on,
        });
        self
    }

    /// This date, or the one that another count leads to if that is earlier.
    pub fn or_earlier_count(mut self, other: Counted) -> Self {
        let one = self.on;
        self.on = one.min(other.on);
        self.steps.extend(other.steps);
        self.steps.push(Step::Earlier {
            one,
            other: other.on,
            on: self.on,
        });
        self
    }
}
