//! The children of whom there is always one because a date, a count or a rule goes wrong on them first.

use chrono::{Datelike, Days, NaiveDate};

use super::{Kind, Wanted, life::after};

/// A row that every invented council holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Adversarial {
    BornOn29February,
    EnteredBeforeEaster,
    EnteredBeforeChristmas,
    TwoOpenCases,
    SiblingOutsideTheCase,
    NoContingency,
    Unallocated,
    WorkerLeftMidCase,
    ThreeNamesWithDiacritics,
    AdoptedByTheCarer,
    BackAfterAdoption,
    Eighteen,
    Died,
    CourtOnTheFirstDay,
}

impl Adversarial {
    pub const ALL: &'static [Self] = &[
        Self::BornOn29February,
        Self::EnteredBeforeEaster,
        Self::EnteredBeforeChristmas,
        Self::TwoOpenCases,
        Self::SiblingOutsideTheCase,
        Self::NoContingency,
        Self::Unallocated,
        Self::WorkerLeftMidCase,
        Self::ThreeNamesWithDiacritics,
        Self::AdoptedByTheCarer,
        Self::BackAfterAdoption,
        Self::Eighteen,
        Self::Died,
        Self::CourtOnTheFirstDay,
    ];

    /// The child of the cast that is this row already.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::TwoOpenCases => Some(Kind::TwoCases),
            Self::SiblingOutsideTheCase => Some(Kind::OutsideSibling),
            Self::Unallocated => Some(Kind::Unallocated),
            _ => None,
        }
    }

    pub const fn shows(self) -> &'static str {
        match self {
            Self::BornOn29February => "born on 29 February",
            Self::EnteredBeforeEaster => "entered care before Easter",
            Self::EnteredBeforeChristmas => "entered care before Christmas",
            Self::TwoOpenCases => Kind::TwoCases.shows(),
            Self::SiblingOutsideTheCase => Kind::OutsideSibling.shows(),
            Self::NoContingency => "no contingency",
            Self::Unallocated => Kind::Unallocated.shows(),
            Self::WorkerLeftMidCase => "worker left mid-case",
            Self::ThreeNamesWithDiacritics => "three names with diacritics",
            Self::AdoptedByTheCarer => "placed for adoption by the carer",
            Self::BackAfterAdoption => "back in care after adoption",
            Self::Eighteen => "turned 18 in proceedings",
            Self::Died => "died",
            Self::CourtOnTheFirstDay => "proceedings issued on the first day",
        }
    }

    pub const fn is_for(self) -> &'static str {
        match self {
            Self::BornOn29February => "ages and birthdays in years without that day",
            Self::EnteredBeforeEaster => "working days over Good Friday and Easter Monday",
            Self::EnteredBeforeChristmas => "working days over Christmas and New Year",
            Self::TwoOpenCases => "one child, two case numbers: neither may hide or open the other",
            Self::SiblingOutsideTheCase => {
                "a guardian or judge of one child must not find the other"
            }
            Self::NoContingency => {
                "a plan without a fallback is found as such, and shown as not recorded"
            }
            Self::Unallocated => "still found by the manager of the team that holds the case",
            Self::WorkerLeftMidCase => "the earlier worker's access ends, the visits stay theirs",
            Self::ThreeNamesWithDiacritics => "order and search of names that are not ASCII",
            Self::AdoptedByTheCarer => {
                "A5: the foster carer is the prospective adopter, so the name is withheld as such"
            }
            Self::BackAfterAdoption => {
                "the record before is sealed, and nothing joins it to this one"
            }
            Self::Eighteen => "care ends on the birthday, the case goes on",
            Self::Died => "nothing falls due any more; the record is kept",
            Self::CourtOnTheFirstDay => "an interim order and a plan before any review",
        }
    }

    pub fn slug(self) -> String {
        self.shows().to_lowercase().replace(' ', "-")
    }

    /// Born, and entered care, on days that make the row what it is.
    pub fn days(self, wanted: &Wanted) -> (NaiveDate, NaiveDate) {
        let today = wanted.today;
        let born = after(today, -3100);
        match self {
            Self::BornOn29February => (leap_day(today), after(today, -260)),
            Self::EnteredBeforeEaster => (born, after(last(today, easter), -10)),
            Self::EnteredBeforeChristmas => (born, last(today, before_christmas)),
            Self::Eighteen => {
                let birthday = after(today, -30);
                (years_before(birthday, 18), after(today, -200))
            }
            Self::BackAfterAdoption => (after(today, -2900), after(today, -150)),
            Self::AdoptedByTheCarer => (after(today, -1200), after(today, -900)),
            _ => (born, after(today, -220)),
        }
    }
}

fn years_before(day: NaiveDate, years: i32) -> NaiveDate {
    day.with_year(day.year() - years).unwrap_or(day)
}

/// The last 29 February on which a child of some years was born.
fn leap_day(today: NaiveDate) -> NaiveDate {
    let mut years = (4..16).filter_map(|back| NaiveDate::from_ymd_opt(today.year() - back, 2, 29));
    years.next().unwrap_or(today)
}

fn last(today: NaiveDate, of_year: fn(i32) -> NaiveDate) -> NaiveDate {
    let limit = today.checked_sub_days(Days::new(60)).unwrap_or(today);
    let this = of_year(today.year());
    if this <= limit {
        this
    } else {
        of_year(today.year() - 1)
    }
}

fn before_christmas(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 10).unwrap_or_default()
}

/// Easter Sunday (the anonymous Gregorian computus).
pub fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    let (month, day) = (
        u32::try_from(month).unwrap_or(4),
        u32::try_from(day).unwrap_or(1),
    );
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_calendar_has_it() {
        for (year, day) in [
            (2019, "2019-04-21"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
        ] {
            assert_eq!(easter(year).to_string(), day);
        }
    }
}
