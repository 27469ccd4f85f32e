//! How visits stand against what was due: by the law, by the council's own interval, and against the fewest that the law
//! asks for.

use chrono::{Days, NaiveDate};

use super::VisitCounts;
use crate::domain::deadlines::{Standard, VisitFrequency};

/// Over how many days visits are counted. They end yesterday: of what is due today nobody can tell yet.
pub const DAYS_COUNTED: u64 = 365;

/// The first of the days that are counted on a day.
pub fn counted_from(today: NaiveDate) -> NaiveDate {
    today
        .checked_sub_days(Days::new(DAYS_COUNTED))
        .unwrap_or(NaiveDate::MIN)
}

/// A visit that was or is to be made by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitDue {
    pub standard: Standard,
    pub due_on: NaiveDate,
    /// None while it is still to be made.
    pub made_on: Option<NaiveDate>,
}

/// Visits against one standard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AgainstStandard {
    /// The sum of the three below.
    pub due: i64,
    pub in_time: i64,
    /// Made, and after the day.
    pub late: i64,
    /// Not made, and the day is past.
    pub overdue: i64,
    /// The first day by which a visit is still to be made; past, where one is overdue.
    pub next_due_on: Option<NaiveDate>,
}

impl AgainstStandard {
    /// Of what was due on the days counted, and of what is still to be made, however long it has been due.
    pub fn of(visits: &[VisitDue], standard: Standard, today: NaiveDate) -> Self {
        let mut against = Self::default();
        let counted = counted_from(today)..today;
        for visit in visits.iter().filter(|it| it.standard == standard) {
            match visit.made_on {
                Some(made_on) if counted.contains(&visit.due_on) => {
                    let is_late = made_on > visit.due_on;
                    against.late += i64::from(is_late);
                    against.in_time += i64::from(!is_late);
                }
                Some(_) => {}
                None => {
                    against.overdue += i64::from(visit.due_on < today);
                    let next = against.next_due_on.unwrap_or(visit.due_on);
                    against.next_due_on = Some(next.min(visit.due_on));
                }
            }
        }
        against.due = against.in_time + against.late + against.overdue;
        against
    }
}

/// What only the record as it is now can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    pub statutory: AgainstStandard,
    /// None where the council has no interval of its own.
    pub local: Option<AgainstStandard>,
    /// None where it was not asked for, and where no visits are recorded.
    pub frequency: Option<VisitFrequency>,
}

impl Measured {
    /// Was a visit due, or is one?
    pub fn tells_something(&self) -> bool {
        let all = [Some(self.statutory), self.local];
        all.into_iter()
            .flatten()
            .any(|it| it.due > 0 || it.next_due_on.is_some())
    }
}

/// Visits in numbers, as they are shown.
#[derive(Debug, Clone)]
pub struct VisitFigures {
    pub counts: VisitCounts,
    /// None where they are shown as filed, and where they would date a confidential placement.
    pub measured: Option<Measured>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn due(due_on: &str, made_on: Option<&str>) -> VisitDue {
        VisitDue {
            standard: Standard::Statutory,
            due_on: day(due_on),
            made_on: made_on.map(day),
        }
    }

    #[test]
    fn a_visit_is_in_time_on_its_day_late_after_it_and_overdue_from_the_next() {
        let today = day("2026-06-01");
        let visits = [
            due("2026-01-10", Some("2026-01-10")),
            due("2026-02-20", Some("2026-02-21")),
            due("2026-05-31", None),
            due("2026-06-01", None),
        ];
        let against = AgainstStandard::of(&visits, Standard::Statutory, today);
        let numbers = (against.due, against.in_time, against.late, against.overdue);
        assert_eq!(numbers, (3, 1, 1, 1));
        assert_eq!(against.next_due_on, Some(day("2026-05-31")));
        let local = AgainstStandard::of(&visits, Standard::Local, today);
        assert_eq!(local, AgainstStandard::default());
    }

    #[test]
    fn the_days_counted_are_a_year_that_ended_yesterday() {
        let today = day("2026-06-01");
        assert_eq!(counted_from(today), day("2025-06-01"));
        let made = |on: &str| {
            AgainstStandard::of(&[due(on, Some("2025-05-20"))], Standard::Statutory, today).due
        };
        assert_eq!([made("2025-05-31"), made("2025-06-01")], [0, 1]);
        assert_eq!([made("2026-05-31"), made("2026-06-01")], [1, 0]);
    }

    #[test]
    fn what_was_never_made_is_overdue_however_long_ago_it_was_due() {
        let forgotten = [due("2024-01-01", None)];
        let against = AgainstStandard::of(&forgotten, Standard::Statutory, day("2026-06-01"));
        assert_eq!((against.due, against.overdue), (1, 1));
    }
}
