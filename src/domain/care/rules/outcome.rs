//! Asked and kept, asked and broken, or not asked, and why: three answers that must not be confused.

use super::Rule;
use crate::domain::care::CollectionYear;
use crate::domain::care::Table;

/// What is held of the return of the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Previous {
    Held,
    NoReturn,
    NoEpisodes,
}

/// What can be asked of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub year: CollectionYear,
    /// The tables that the return holds.
    pub tables: Vec<Table>,
    pub previous: Previous,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Broken(u64),
    /// Not asked, and why.
    Skipped(String),
}

impl Outcome {
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Passed => "PASSED",
            Outcome::Broken(_) => "BROKEN",
            Outcome::Skipped(_) => "SKIPPED",
        }
    }

    pub fn findings(&self) -> u64 {
        match self {
            Outcome::Broken(findings) => *findings,
            _ => 0,
        }
    }

    pub fn reason(&self) -> Option<&str> {
        match self {
            Outcome::Skipped(reason) => Some(reason),
            _ => None,
        }
    }
}

impl Scope {
    /// Why the rule is not asked of this return; none where it is.
    pub fn skips(&self, rule: &Rule) -> Option<String> {
        let year = self.year.number();
        if let Some(from) = rule.from.filter(|from| year < *from) {
            return Some(format!(
                "the rule came in with the return of {from}, and this is that of {year}"
            ));
        }
        if let Some(to) = rule.to.filter(|to| year > *to) {
            return Some(format!(
                "the rule was last asked of the return of {to}, and this is that of {year}"
            ));
        }
        let absent: Vec<&str> = (rule.tables.iter())
            .filter(|table| !self.tables.contains(table))
            .map(|table| table.name())
            .collect();
        if !absent.is_empty() {
            return Some(format!("the return has no {}", absent.join(" and no ")));
        }
        if rule.two_years {
            let before = year - 1;
            match self.previous {
                Previous::Held => {}
                Previous::NoReturn => {
                    return Some(format!("no return of the year before ({before}) is held"));
                }
                Previous::NoEpisodes => {
                    return Some(format!(
                        "the return of the year before ({before}) that is held has no Episodes"
                    ));
                }
            }
        }
        None
    }

    pub fn outcome(&self, rule: &Rule, findings: u64) -> Outcome {
        match self.skips(rule) {
            Some(reason) => Outcome::Skipped(reason),
            None if findings == 0 => Outcome::Passed,
            None => Outcome::Broken(findings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::super::Family;
    use super::*;

    const OF_A_TIME: Rule = Rule {
        from: Some(2019),
        to: Some(2024),
        ..Rule::of(Family::Placement, &[Table::Episodes], Check::Reading)
    };

    fn scope(year: i32) -> Scope {
        let last_day = chrono::NaiveDate::from_ymd_opt(year, 3, 31).unwrap();
        Scope {
            year: CollectionYear::ending(last_day).unwrap(),
            tables: vec![Table::Episodes],
            previous: Previous::NoReturn,
        }
    }

    #[test]
    fn a_rule_is_not_asked_of_a_year_that_it_does_not_have() {
        let reason = |year| {
            scope(year)
                .outcome(&OF_A_TIME, 0)
                .reason()
                .map(str::to_owned)
        };
        assert_eq!(
            reason(2018).as_deref(),
            Some("the rule came in with the return of 2019, and this is that of 2018")
        );
        assert_eq!(
            reason(2025).as_deref(),
            Some("the rule was last asked of the return of 2024, and this is that of 2025")
        );
        assert_eq!(scope(2019).outcome(&OF_A_TIME, 0), Outcome::Passed);
        assert_eq!(scope(2024).outcome(&OF_A_TIME, 3), Outcome::Broken(3));
        assert_eq!(OF_A_TIME.years(), "2019 to 2024");
    }
}
