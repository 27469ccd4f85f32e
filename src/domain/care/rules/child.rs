//! One child's rows of a return, and what rules ask of them again and again.

use chrono::Datelike;
use chrono::NaiveDate;

use super::Rule;
use crate::domain::care::Cells;
use crate::domain::care::CollectionYear;
use crate::domain::care::Episode;
use crate::domain::care::Issue;
use crate::domain::care::Table;

/// A row as it stands in its file.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub table: Table,
    pub number: u64,
    pub cells: &'a Cells,
}

impl Row<'_> {
    /// A day that can be read. One that cannot refuses the return before a rule is asked.
    pub fn date(&self, column: &str) -> Option<NaiveDate> {
        self.cells.date(column).ok().flatten()
    }
}

#[derive(Debug)]
pub struct ChildRows<'a> {
    pub year: CollectionYear,
    pub rows: Vec<Row<'a>>,
    /// The episodes with a start, one for each, in the order of [`Episode::order`].
    pub episodes: Vec<(Row<'a>, &'a Episode)>,
    /// The episodes of the year before in the same order, where a return of it is held.
    pub previous: &'a [Episode],
}

/// An episode between its neighbours.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    pub row: Row<'a>,
    pub before: Option<&'a Episode>,
    pub this: &'a Episode,
    pub after: Option<&'a Episode>,
    pub year: CollectionYear,
}

impl<'a> ChildRows<'a> {
    pub fn of(&self, table: Table) -> impl Iterator<Item = Row<'a>> + '_ {
        self.rows
            .iter()
            .copied()
            .filter(move |row| row.table == table)
    }

    pub fn links(&self) -> impl Iterator<Item = Link<'a>> + '_ {
        let neighbour = |at: Option<usize>| Some(self.episodes.get(at?)?.1);
        (self.episodes.iter().enumerate()).map(move |(at, (row, this))| Link {
            row: *row,
            before: neighbour(at.checked_sub(1)),
            this,
            after: neighbour(at.checked_add(1)),
            year: self.year,
        })
    }

    /// The child's date of birth by the Header.
    pub fn born_on(&self) -> Option<NaiveDate> {
        self.of(Table::Header).next()?.date("DOB")
    }

    /// The stretches of neighbouring episodes of which this holds.
    pub fn stretches(&self, holds: fn(&Episode) -> bool) -> Vec<&[(Row<'a>, &'a Episode)]> {
        (self.episodes)
            .chunk_by(|(_, a), (_, b)| holds(a) == holds(b))
            .filter(|stretch| stretch.first().is_some_and(|(_, first)| holds(first)))
            .collect()
    }

    /// The first decision that the child should be placed for adoption.
    pub fn first_decision(&self) -> Option<NaiveDate> {
        self.of(Table::PlacedAdoption)
            .filter_map(|row| row.date("DATE_PLACED"))
            .min()
    }

    /// The day on which the latest period of care of the return began, as far as the return says.
    pub fn care_began(&self) -> Option<NaiveDate> {
        let mut starts = self.episodes.iter().rev();
        starts
            .find(|(_, episode)| episode.starts_care())
            .map(|(_, episode)| episode.decom)
    }
}

/// Completed years on a day. Who was born on 29 February is a year older on 1 March.
pub fn age(born_on: NaiveDate, day: NaiveDate) -> i32 {
    let birthday_to_come = (day.month(), day.day()) < (born_on.month(), born_on.day());
    day.year() - born_on.year() - i32::from(birthday_to_come)
}

impl Episode {
    /// A3 to A6: placed for adoption.
    pub(super) fn is_adoptive(&self) -> bool {
        matches!(self.place.as_deref(), Some("A3" | "A4" | "A5" | "A6"))
    }

    /// E11 and E12: adopted.
    pub(super) fn ends_in_adoption(&self) -> bool {
        matches!(self.left_care_by(), Some("E11" | "E12"))
    }
}

/// Where a rule puts what it finds.
pub struct Found<'a> {
    rule: &'static Rule,
    issues: &'a mut Vec<Issue>,
}

impl<'a> Found<'a> {
    pub(super) fn new(rule: &'static Rule, issues: &'a mut Vec<Issue>) -> Self {
        Self { rule, issues }
    }

    /// In the rule's own column, with what the rule expects.
    pub fn at(&mut self, row: Row<'_>) {
        let column = self.rule.columns.first().copied().unwrap_or("CHILD");
        self.expecting(row, column, self.rule.expected);
    }

    pub fn expecting(&mut self, row: Row<'_>, column: &'static str, expected: impl Into<String>) {
        // Two columns at fault are named together, and so are their cells.
        let cells: Vec<&str> = column
            .split(", ")
            .filter_map(|column| row.cells.text(column))
            .collect();
        self.issues.push(Issue {
            rule: self.rule.number,
            severity: self.rule.stage.severity(),
            table: row.table,
            row: Some(row.number),
            column: Some(column),
            value: (!cells.is_empty()).then(|| cells.join(", ")),
            expected: expected.into(),
        });
    }

    pub fn every<'r>(&mut self, rows: impl Iterator<Item = Row<'r>>) {
        for row in rows {
            self.at(row);
        }
    }
}

/// The rows of the episodes of which this holds.
pub(super) fn each<'a>(
    child: &'a ChildRows<'a>,
    broken: fn(&Link<'_>) -> bool,
) -> impl Iterator<Item = Row<'a>> + 'a {
    child.links().filter(broken).map(|link| link.row)
}
