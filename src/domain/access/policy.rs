//! The visibility policy: which cell stands for which class and standing. Data, not code: a council's
//! data protection officer and a lead judge approve it and can change it without a release.

use std::collections::HashMap;

use super::{Cell, Class, Condition, Role, Standing, cell::CellError};
use crate::domain::vocabulary::UnknownWord;

const DEFAULT: &str = include_str!("policy.default.csv");

/// A complete table of cells. Built only from a text that names every class and every standing once.
#[derive(Debug, Clone)]
pub struct Policy {
    version: String,
    cells: HashMap<(Class, Standing), Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    #[error("the policy is empty: its first row names the standings")]
    Empty,
    #[error("policy row {row}: {cause}")]
    Word { row: usize, cause: UnknownWord },
    #[error("policy row {row}, {standing}: {cause}")]
    Cell {
        row: usize,
        standing: Standing,
        cause: CellError,
    },
    #[error("policy row {row} has {found} cells where {expected} are expected")]
    Width {
        row: usize,
        found: usize,
        expected: usize,
    },
    #[error("the policy says nothing of {class} for {standing}, or says it twice")]
    Incomplete { class: Class, standing: Standing },
}

impl Policy {
    /// The policy that is compiled in.
    pub fn default_text() -> &'static str {
        DEFAULT
    }

    /// Reads a table: a first row `class,SW,TM,...`, then a row a class.
    /// `version` names the text in the ledger; its hash serves well.
    pub fn parse(text: &str, version: &str) -> Result<Self, PolicyError> {
        let mut rows = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .map(|(row, line)| (row, line.split(',').map(str::trim).collect::<Vec<_>>()));
        let (row, heading) = rows.next().ok_or(PolicyError::Empty)?;
        let standings = heading
            .iter()
            .skip(1)
            .map(|word| {
                word.parse::<Standing>()
                    .map_err(|cause| PolicyError::Word { row, cause })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut cells = HashMap::new();
        let mut named = 0;
        for (row, words) in rows {
            let (expected, found) = (heading.len(), words.len());
            if found != expected {
                return Err(PolicyError::Width {
                    row,
                    found,
                    expected,
                });
            }
            let class = words[0]
                .parse::<Class>()
                .map_err(|cause| PolicyError::Word { row, cause })?;
            for (standing, text) in standings.iter().copied().zip(&words[1..]) {
                let cell = text.parse().map_err(|cause| PolicyError::Cell {
                    row,
                    standing,
                    cause,
                })?;
                cells.insert((class, standing), cell);
                named += 1;
            }
        }
        for class in Class::ALL.iter().copied() {
            for standing in Standing::ALL.iter().copied() {
                let twice = named != cells.len();
                if twice || !cells.contains_key(&(class, standing)) {
                    return Err(PolicyError::Incomplete { class, standing });
                }
            }
        }
        Ok(Self {
            version: version.to_owned(),
            cells,
        })
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    /// The cell of a class for a standing. What the table does not name is withheld.
    pub fn cell(&self, class: Class, standing: Standing) -> &Cell {
        static WITHHELD: std::sync::LazyLock<Cell> = std::sync::LazyLock::new(Cell::default);
        self.cells.get(&(class, standing)).unwrap_or(&WITHHELD)
    }

    /// Every cell, class by class.
    pub fn rows(&self) -> impl Iterator<Item = (Class, Standing, &Cell)> {
        Class::ALL.iter().flat_map(move |class| {
            Standing::ALL
                .iter()
                .map(move |standing| (*class, *standing, self.cell(*class, *standing)))
        })
    }

    /// Can a person in this role ever be shown the class? If not, filtering and sorting by it is refused.
    pub fn role_can_ever_see(&self, role: Role, class: Class) -> bool {
        role.standings()
            .iter()
            .any(|standing| self.cell(class, *standing).can_ever_show())
    }

    /// The standings of a role whose cell for the class holds the condition.
    pub fn standings_with(&self, role: Role, class: Class, condition: Condition) -> u32 {
        role.standings()
            .iter()
            .filter(|standing| self.cell(class, **standing).mentions(condition))
            .fold(0, |bits, standing| bits | standing.bit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_policy_names_every_class_and_standing() {
        let policy = Policy::parse(Policy::default_text(), "test").unwrap();
        assert_eq!(policy.rows().count(), 26 * 16);
        assert_eq!(
            policy
                .cell(Class::HomeContact, Standing::CourtLiaison)
                .text(),
            "K/Q"
        );
    }

    #[test]
    fn a_policy_that_leaves_a_class_out_or_names_it_twice_is_refused() {
        let short: String = Policy::default_text()
            .lines()
            .take(10)
            .map(|line| format!("{line}\n"))
            .collect();
        assert!(matches!(
            Policy::parse(&short, "x"),
            Err(PolicyError::Incomplete { .. })
        ));
        let last = Policy::default_text().lines().last().unwrap();
        let double = format!("{}{last}\n", Policy::default_text());
        assert!(matches!(
            Policy::parse(&double, "x"),
            Err(PolicyError::Incomplete { .. })
        ));
    }

    #[test]
    fn a_faulty_cell_is_named_by_row_and_standing() {
        let text = Policy::default_text().replacen("CO", "CX", 1);
        let fault = Policy::parse(&text, "x").unwrap_err().to_string();
        assert!(fault.contains("JDG") && fault.contains("CX"), "{fault}");
    }
}
