//! The adoption itself (AD1) against the episodes.

use super::Check;
use super::Family;
use super::Rule;
use super::child::Row;
use crate::domain::care::Episode;
use crate::domain::care::Table;

const ITEMS: [&str; 6] = [
    "DATE_INT",
    "DATE_MATCH",
    "FOSTER_CARE",
    "NB_ADOPTR",
    "SEX_ADOPTR",
    "LS_ADOPTR",
];

const ALONE: Rule = Rule::of(Family::Adoption, &[Table::Ad1], Check::Reading);
const WITH_EPISODES: Rule = Rule::of(
    Family::Adoption,
    &[Table::Episodes, Table::Ad1],
    Check::Reading,
);

pub const RULES: &[Rule] = &[
    Rule {
        number: "151",
        columns: &ITEMS,
        broken_when: "some of the six items are filled and some are blank",
        expected: "all six items of the adoption, or none",
        fix: "Enter the items that are blank; clear all six if the child was not adopted.",
        check: Check::Child(|child, found| {
            for row in child.of(Table::Ad1) {
                let blank = |item: &&&'static str| row.cells.text(item).is_none();
                let first = ITEMS.iter().find(blank);
                if let Some(first) = first.filter(|_| some_filled(&row)) {
                    found.expecting(row, first, "all six items of the adoption, or none");
                }
            }
        }),
        ..ALONE
    },
    Rule {
        number: "331",
        columns: &["DATE_MATCH", "DECOM", "REC"],
        broken_when: "DATE_MATCH lies after the start of the placement from which the child was adopted",
        expected: "a match on or before the start of the placement for adoption",
        fix: "Correct DATE_MATCH, or the start of the first episode in A3 to A6.",
        check: Check::Child(|child, found| {
            let placements = child.stretches(Episode::is_adoptive);
            let mut adopted = placements.iter().filter(|stretch| {
                stretch
                    .last()
                    .is_some_and(|(_, last)| last.ends_in_adoption())
            });
            let Some((_, first)) = adopted.next_back().and_then(|stretch| stretch.first()) else {
                return; // not adopted, or not from such a placement: rule 390 tells
            };
            let late = |row: &Row<'_>| row.date("DATE_MATCH").is_some_and(|day| day > first.decom);
            found.every(child.of(Table::Ad1).filter(late));
        }),
        ..WITH_EPISODES
    },
    Rule {
        number: "333",
        columns: &["DATE_INT", "DATE_MATCH"],
        broken_when: "DATE_INT lies after DATE_MATCH",
        expected: "a decision on or before the day of the match",
        fix: "Correct the two dates; they may have been swapped.",
        check: Check::Child(|child, found| {
            found.every(child.of(Table::Ad1).filter(|row| {
                let dates = (row.date("DATE_INT"), row.date("DATE_MATCH"));
                matches!(dates, (Some(decided), Some(matched)) if decided > matched)
            }));
        }),
        ..ALONE
    },
    Rule {
        number: "334",
        columns: &["DATE_INT", "DECOM", "RNE"],
        broken_when: "DATE_INT lies before the latest period of care began (the last RNE S of the return)",
        expected: "a day on or after the start of the period of care",
        fix: "Correct DATE_INT, or the start of the period of care.",
        check: Check::Child(|child, found| {
            let Some(began) = child.care_began() else {
                return;
            };
            let early = |row: &Row<'_>| row.date("DATE_INT").is_some_and(|day| day < began);
            found.every(child.of(Table::Ad1).filter(early));
        }),
        ..WITH_EPISODES
    },
    Rule {
        number: "601",
        columns: &[
            "REC",
            "DATE_INT",
            "DATE_MATCH",
            "FOSTER_CARE",
            "NB_ADOPTR",
            "SEX_ADOPTR",
            "LS_ADOPTR",
        ],
        broken_when: "an episode ended in adoption, and AD1 has nothing about the child",
        expected: "the child's adoption in AD1, because the episode ended in adoption",
        fix: "Add the adoption to AD1, or correct REC.",
        check: Check::Child(|child, found| {
            if !child.of(Table::Ad1).any(|row| some_filled(&row)) {
                let adopted = child.links().filter(|link| link.this.ends_in_adoption());
                found.every(adopted.map(|link| link.row));
            }
        }),
        ..WITH_EPISODES
    },
];

fn some_filled(row: &Row<'_>) -> bool {
    ITEMS.iter().any(|item| row.cells.text(item).is_some())
}
