//! What permanence the child had before this period of care (PrevPerm).

use chrono::NaiveDate;

use super::Check;
use super::Family;
use super::Rule;
use super::child::Row;
use crate::domain::care::PartialDate;
use crate::domain::care::Table;

const WITH_EPISODES: Rule = Rule::of(
    Family::PreviousPermanence,
    &[Table::Episodes, Table::PrevPerm],
    Check::Reading,
);

pub const RULES: &[Rule] = &[
    Rule {
        number: "630",
        columns: &["RNE"],
        broken_when: "RNE is S within the collection year, and the child has no PREV_PERM",
        expected: "the child's PREV_PERM, because care started in this year",
        fix: "Add the child to PrevPerm; Z1 says that there was no permanence before.",
        check: Check::Child(|child, found| {
            let known = |row: Row<'_>| row.cells.text("PREV_PERM").is_some();
            if !child.of(Table::PrevPerm).any(known) {
                let started = child.links().filter(|link| {
                    link.this.starts_care() && link.this.decom >= child.year.starts_on()
                });
                found.every(started.map(|link| link.row));
            }
        }),
        ..WITH_EPISODES
    },
    Rule {
        number: "631",
        columns: &["PREV_PERM"],
        broken_when: "PREV_PERM is blank or not a code of the year",
        expected: "one of P1 to P4, or Z1",
        fix: "Enter the code of the permanence that the child had before, Z1 for none.",
        ..Rule::of(
            Family::PreviousPermanence,
            &[Table::PrevPerm],
            Check::Reading,
        )
    },
    Rule {
        number: "632",
        columns: &["DATE_PERM", "DECOM"],
        date: Some("DATE_PERM"),
        broken_when: "DATE_PERM is neither a date nor a partial one (the return is refused), or does not lie before care began",
        expected: "a day before this period of care began",
        fix: "Correct DATE_PERM; write zz for a part that is not known.",
        // What cannot be told of a partial date is not held against it: its first possible day counts.
        check: Check::Child(|child, found| {
            let first = child.episodes.first().map(|(_, first)| first.decom);
            let Some(began) = child.care_began().or(first) else {
                return;
            };
            let late = |row: &Row<'_>| earliest(row).is_some_and(|day| day >= began);
            found.every(child.of(Table::PrevPerm).filter(late));
        }),
        ..WITH_EPISODES
    },
];

fn earliest(row: &Row<'_>) -> Option<NaiveDate> {
    let date = PartialDate::parse(row.cells.text("DATE_PERM")?).ok()?;
    NaiveDate::from_ymd_opt(date.year?, date.month.unwrap_or(1), date.day.unwrap_or(1))
}
