//! Who may do which act: a table as data, complete by construction.

use std::sync::LazyLock;

use super::Act;
use crate::domain::{
    access::{Class, Role, Standing, StandingSet},
    vocabulary::{UnknownWord, vocabulary},
};

const TEXT: &str = include_str!("acts.csv");

vocabulary! {
    /// What an act is about.
    Subject, "subject of an act" {
        Child = "CHILD",
        Plan = "PLAN",
        Case = "CASE",
        /// Not a child yet: the council of the one who acts.
        Council = "COUNCIL",
    }
}

/// One act: what it is about, the class in which it tells of the child, and who may do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRule {
    pub act: Act,
    pub subject: Subject,
    pub class: Class,
    pub standings: StandingSet,
    /// What it does, in words.
    pub about: String,
}

/// Every act once, in the order of the file.
#[derive(Debug, Clone)]
pub struct Table(Vec<ActRule>);

#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("row {row} has {found} cells where {expected} are expected")]
    Width {
        row: usize,
        found: usize,
        expected: usize,
    },
    #[error("row {row}: {cause}")]
    Word { row: usize, cause: UnknownWord },
    #[error("row {row}, {standing}: `{cell}` is neither `y` nor `-`")]
    Cell {
        row: usize,
        standing: Standing,
        cell: String,
    },
    #[error("{0} has no row, or more than one")]
    Incomplete(Act),
}

impl Table {
    /// The table that is compiled in. A test reads it; were it damaged, nobody might do anything.
    pub fn of_the_product() -> &'static Self {
        static TABLE: LazyLock<Table> =
            LazyLock::new(|| Table::parse(TEXT).unwrap_or(Table(Vec::new())));
        &TABLE
    }

    pub fn text() -> &'static str {
        TEXT
    }

    /// Reads `act,subject,class,SW,...,about`. Only the last cell may hold a comma, and then stands in quotes.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let mut lines = text.lines();
        let heading: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let expected = heading.len();
        let standings = heading
            .iter()
            .take(expected.saturating_sub(1))
            .skip(3)
            .map(|word| {
                word.parse::<Standing>()
                    .map_err(|cause| TableError::Word { row: 1, cause })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut rules = Vec::new();
        for (index, line) in lines.enumerate() {
            let row = index + 2;
            let cells: Vec<&str> = line.splitn(expected, ',').collect();
            let found = cells.len();
            let [act, subject, class, may @ .., about] = &cells[..] else {
                return Err(TableError::Width {
                    row,
                    found,
                    expected,
                });
            };
            if found != expected {
                return Err(TableError::Width {
                    row,
                    found,
                    expected,
                });
            }
            let wrong = |cause| TableError::Word { row, cause };
            rules.push(ActRule {
                act: act.parse().map_err(wrong)?,
                subject: subject.parse().map_err(wrong)?,
                class: class.parse().map_err(wrong)?,
                standings: allowed(row, &standings, may)?,
                about: about.trim_matches('"').to_owned(),
            });
        }
        for act in Act::ALL.iter().copied() {
            if rules.iter().filter(|rule| rule.act == act).count() != 1 {
                return Err(TableError::Incomplete(act));
            }
        }
        Ok(Self(rules))
    }

    pub fn rules(&self) -> &[ActRule] {
        &self.0
    }

    pub fn rule(&self, act: Act) -> Option<&ActRule> {
        self.0.iter().find(|rule| rule.act == act)
    }

    /// The standing under which somebody who holds these may do it: the first that the act names.
    pub fn standing_for(&self, act: Act, held: StandingSet) -> Option<Standing> {
        let rule = self.rule(act)?;
        held.iter()
            .find(|standing| rule.standings.contains(*standing))
    }

    /// May a person in this role do it at all? Asked of acts on what is no child yet.
    pub fn role_may(&self, act: Act, role: Role) -> bool {
        self.of_role(role).any(|rule| rule.act == act)
    }

    /// What a person in a role may do on some child.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &ActRule> {
        let held: StandingSet = role.standings().iter().copied().collect();
        self.0
            .iter()
            .filter(move |rule| rule.standings.0 & held.0 != 0)
    }
}

/// The standings whose cell says yes.
fn allowed(row: usize, standings: &[Standing], cells: &[&str]) -> Result<StandingSet, TableError> {
    let mut may = Vec::new();
    for (standing, cell) in standings.iter().copied().zip(cells) {
        match *cell {
            "y" => may.push(standing),
            "-" => {}
            other => {
                return Err(TableError::Cell {
                    row,
                    standing,
                    cell: other.to_owned(),
                });
            }
        }
    }
    Ok(may.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_act_once() {
        let table = Table::parse(TEXT).unwrap();
        assert_eq!(table.rules().len(), Act::ALL.len());
        let adjourn = table.rule(Act::AdjournPlanReview).unwrap();
        assert_eq!(
            adjourn.about,
            "Adjourn the review of a plan, once (Care Planning Regulations 2010, regulation 36(2))"
        );
    }

    #[test]
    fn a_faulty_row_is_named() {
        let text = TEXT.replacen("y,", "x,", 1);
        let error = Table::parse(&text).unwrap_err();
        assert_eq!(error.to_string(), "row 2, SW: `x` is neither `y` nor `-`");
        let text = format!("{TEXT}DRAFT_PLAN,CHILD\n");
        let error = Table::parse(&text).unwrap_err();
        assert!(
            error.to_string().contains("has 2 cells where 20"),
            "{error}"
        );
    }

    #[test]
    fn a_table_without_an_act_is_refused() {
        let short: Vec<&str> = TEXT
            .lines()
            .filter(|line| !line.starts_with("SEAL_RECORD"))
            .collect();
        let error = Table::parse(&short.join("\n")).unwrap_err();
        assert!(
            error.to_string().starts_with("SEAL_RECORD has no row"),
            "{error}"
        );
    }
}
