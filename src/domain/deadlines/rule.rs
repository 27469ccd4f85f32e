//! What a row of the table says.

use std::fmt;

use chrono::NaiveDate;

use super::fact_kind::FactKind;
use super::limit::Limit;
use super::limit::birthday;
use super::words::Basis;
use super::words::Bound;
use super::words::Counting;
use super::words::DeadlineKind;
use super::words::Mark;
use crate::domain::access::Class;

/// One line of a rule: most have a single one, without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// How it is asked for, as in `7c` or `UNDER_5`.
    pub name: &'static str,
    pub when: &'static str,
    /// Counted one after the other.
    pub limits: &'static [Limit],
    /// It applies once so long has passed since the arrangement began.
    pub once: Option<Limit>,
    /// It applies from the first age to before the second.
    pub ages: Option<(u16, u16)>,
    /// Where it has a source and a mark of its own.
    pub source: Option<(&'static str, Mark)>,
}

impl Case {
    pub const fn of(limits: &'static [Limit]) -> Self {
        Self {
            name: "",
            when: "",
            limits,
            once: None,
            ages: None,
            source: None,
        }
    }

    pub const fn named(name: &'static str, when: &'static str, limits: &'static [Limit]) -> Self {
        Self {
            name,
            when,
            ..Self::of(limits)
        }
    }

    pub const fn from(self, source: &'static str, mark: Mark) -> Self {
        Self {
            source: Some((source, mark)),
            ..self
        }
    }

    pub const fn once(self, after: Limit) -> Self {
        Self {
            once: Some(after),
            ..self
        }
    }

    pub const fn aged(self, from: u16, to: u16) -> Self {
        Self {
            ages: Some((from, to)),
            ..self
        }
    }

    /// The first of its limits, which most have alone.
    pub fn limit(&self) -> Limit {
        self.limits.first().copied().unwrap_or(Limit::AS_STATED)
    }

    /// Is a child born on this day, on that day, of the ages of the case?
    pub fn suits(&self, born_on: NaiveDate, on: NaiveDate) -> bool {
        self.ages.is_none_or(|(from, to)| {
            let reached = |years| birthday(born_on, years).is_some_and(|day| day <= on);
            (from == 0 || reached(from)) && !reached(to)
        })
    }

    /// The limits in words.
    pub fn words(&self) -> String {
        let mut said = String::new();
        for limit in self.limits {
            if !said.is_empty() {
                let joint = match limit.counting {
                    Counting::Before => " in the ",
                    _ => ", then ",
                };
                said.push_str(joint);
            }
            said.push_str(&limit.words());
        }
        said
    }
}

/// A fact that somebody who asks for a date can or must give besides the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub name: &'static str,
    pub needed: bool,
    pub means: &'static str,
}

pub const fn needed(name: &'static str, means: &'static str) -> Asked {
    Asked {
        name,
        needed: true,
        means,
    }
}

pub const fn may(name: &'static str, means: &'static str) -> Asked {
    Asked {
        name,
        needed: false,
        means,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub id: &'static str,
    /// What is due.
    pub title: &'static str,
    /// What it counts from.
    pub trigger: &'static str,
    pub case: Case,
    /// Further lines; the first is `case`.
    pub others: &'static [Case],
    /// What comes after it is met; blank where it is due once.
    pub repeats: &'static str,
    pub exceptions: &'static str,
    pub bound: Bound,
    pub kind: DeadlineKind,
    /// The class of what is due.
    pub due_class: Class,
    /// The class of what set it off. Both must be visible for the deadline to be.
    pub set_off_class: Class,
    pub basis: Basis,
    pub source: &'static str,
    pub mark: Mark,
    /// The facts that meet it. Empty where it is only computed when asked for.
    pub met_by: &'static [FactKind],
    pub asks: &'static [Asked],
}

impl Rule {
    /// What most rows have in common.
    pub(super) const fn of(kind: DeadlineKind, due: Class, set_off: Class, basis: Basis) -> Self {
        Self {
            id: "",
            title: "",
            trigger: "",
            case: Case::of(&[Limit::AS_STATED]),
            others: &[],
            repeats: "",
            exceptions: "",
            bound: Bound::NotAfter,
            kind,
            due_class: due,
            set_off_class: set_off,
            basis,
            source: "",
            mark: Mark::Verified,
            met_by: &[],
            asks: &[],
        }
    }

    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        std::iter::once(&self.case).chain(self.others)
    }

    pub fn source_of(&self, case: &Case) -> &'static str {
        case.source.map_or(self.source, |(source, _)| source)
    }

    pub fn mark_of(&self, case: &Case) -> Mark {
        case.source.map_or(self.mark, |(_, mark)| mark)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule {}", self.id)
    }
}
