//! How a version may move: `transitions.csv`, read once.

use std::sync::LazyLock;

use super::{Guard, State};
use crate::domain::{
    access::{Standing, StandingSet},
    acts::Act,
    vocabulary::UnknownWord,
};

const TEXT: &str = include_str!("transitions.csv");
const COLUMNS: &str = "no,from,to,act,standing,guards,record";

/// One way for a version to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Its number on the printed page.
    pub no: String,
    /// None: a version is begun.
    pub from: Option<State>,
    pub to: State,
    /// The act that moves it. Where the product itself moves it, the acts from which that follows.
    pub acts: Vec<Act>,
    /// Empty: the product itself; it follows from an act on another version, or from the record of an order.
    pub standings: StandingSet,
    /// All must hold.
    pub guards: Vec<Guard>,
    /// What is kept of it, in words.
    pub record: String,
}

impl Transition {
    pub fn is_the_products(&self) -> bool {
        self.standings == StandingSet::default()
    }

    pub fn leaves(&self, from: Option<State>, act: Act) -> bool {
        self.from == from && self.acts.contains(&act)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    #[error("the table of transitions begins with the row `{COLUMNS}`")]
    Heading,
    #[error("row {row} has {found} cells where 7 are expected")]
    Width { row: usize, found: usize },
    #[error("row {row}: {cause}")]
    Word { row: usize, cause: UnknownWord },
    #[error("row {row}: {no} names no act, or stands twice")]
    Unclear { row: usize, no: String },
}

/// The table that is compiled in. A test reads it; were it damaged, nothing might move.
pub fn transitions() -> &'static [Transition] {
    static TABLE: LazyLock<Vec<Transition>> = LazyLock::new(|| parse(TEXT).unwrap_or_default());
    &TABLE
}

/// Reads `no,from,to,act,standing,guards,record`; several words of a cell are parted by spaces, `-` is none.
pub fn parse(text: &str) -> Result<Vec<Transition>, TransitionError> {
    let mut lines = text.lines();
    if lines.next() != Some(COLUMNS) {
        return Err(TransitionError::Heading);
    }
    let mut table: Vec<Transition> = Vec::new();
    for (index, line) in lines.enumerate() {
        let row = index + 2;
        let cells: Vec<&str> = line.split(',').collect();
        let [no, from, to, acts, standings, guards, record] = cells[..] else {
            let found = cells.len();
            return Err(TransitionError::Width { row, found });
        };
        let wrong = |cause| TransitionError::Word { row, cause };
        let transition = Transition {
            no: no.to_owned(),
            from: words(from)
                .next()
                .map(str::parse)
                .transpose()
                .map_err(wrong)?,
            to: to.parse().map_err(wrong)?,
            acts: words(acts)
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map_err(wrong)?,
            standings: words(standings)
                .map(str::parse::<Standing>)
                .collect::<Result<_, _>>()
                .map_err(wrong)?,
            guards: words(guards)
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map_err(wrong)?,
            record: record.to_owned(),
        };
        let is_twice = table.iter().any(|other| other.no == transition.no);
        if is_twice || transition.acts.is_empty() {
            let no = transition.no;
            return Err(TransitionError::Unclear { row, no });
        }
        table.push(transition);
    }
    Ok(table)
}

fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split_whitespace().filter(|word| *word != "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_every_guard_guards_something() {
        let table = parse(TEXT).unwrap();
        assert_eq!(table.len(), TEXT.lines().count() - 1);
        for guard in Guard::ALL {
            assert!(
                table.iter().any(|it| it.guards.contains(guard)),
                "{guard} stands in no row"
            );
        }
    }

    #[test]
    fn a_faulty_row_is_named() {
        let with = |row: &str| parse(&format!("{COLUMNS}\n{row}")).unwrap_err().to_string();
        assert_eq!(with("1,-,DRAFT"), "row 2 has 3 cells where 7 are expected");
        assert!(with("1,-,DRAFT,DRAFT_PLAN,SW,CHILD_IN_SCOP,x").contains("row 2: `CHILD_IN_SCOP`"));
        assert!(with("1,-,DRAFT,-,SW,,x").contains("names no act"));
        assert_eq!(parse("no,from").unwrap_err(), TransitionError::Heading);
    }
}
