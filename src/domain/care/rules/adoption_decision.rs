//! The decision that a child should be placed for adoption (PlacedAdoption) against the episodes. DATE_PLACED is the
//! day of the decision, not of the placement. A placement for adoption is a stretch of episodes in A3 to A6.

use super::Check;
use super::Family;
use super::Found;
use super::Rule;
use super::child::ChildRows;
use super::child::Row;
use super::child::each;
use crate::domain::care::Episode;
use crate::domain::care::Table;

const DECISION: Rule = Rule::of(
    Family::AdoptionDecision,
    &[Table::Episodes, Table::PlacedAdoption],
    Check::Reading,
);
const DECISION_ALONE: Rule = Rule::of(
    Family::AdoptionDecision,
    &[Table::PlacedAdoption],
    Check::Reading,
);

pub const RULES: &[Rule] = &[
    Rule {
        number: "408",
        columns: &["LS", "PLACE"],
        broken_when: "PLACE is A5 or A6 (placed with an order) and LS is neither E1 nor D1",
        expected: "E1 (or D1, a freeing order), because the placement is one with an order",
        fix: "Enter E1 if the order was made; else A3 or A4 (placed with consent).",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                matches!(l.this.place.as_deref(), Some("A5" | "A6"))
                    && !matches!(l.this.ls.as_deref(), Some("E1" | "D1"))
            }));
        }),
        ..Rule::of(Family::AdoptionDecision, &[Table::Episodes], Check::Reading)
    },
    Rule {
        number: "521",
        columns: &["DATE_INT", "PLACE", "DECOM"],
        broken_when: "DATE_INT lies after the start of the child's last placement for adoption",
        expected: "a day on or before the start of the placement for adoption",
        fix: "Correct DATE_INT, or the start of the first episode in A3 to A6.",
        check: Check::Child(|child, found| {
            let Some(placed_on) = child.stretches(Episode::is_adoptive).last().and_then(began)
            else {
                return;
            };
            let late = |row: &Row<'_>| row.date("DATE_INT").is_some_and(|day| day > placed_on);
            found.every(child.of(Table::Ad1).filter(late));
        }),
        ..Rule::of(
            Family::AdoptionDecision,
            &[Table::Episodes, Table::Ad1],
            Check::Reading,
        )
    },
    Rule {
        number: "522",
        columns: &["DATE_PLACED", "DATE_PLACED_CEASED"],
        broken_when: "DATE_PLACED lies after DATE_PLACED_CEASED",
        expected: "a decision on or before the day on which it was reversed",
        fix: "Correct the two dates; they may have been swapped.",
        check: Check::Child(|child, found| {
            found.every(child.of(Table::PlacedAdoption).filter(|row| {
                let dates = (row.date("DATE_PLACED"), row.date("DATE_PLACED_CEASED"));
                matches!(dates, (Some(placed), Some(ceased)) if placed > ceased)
            }));
        }),
        ..DECISION_ALONE
    },
    Rule {
        number: "551",
        columns: &["PLACE", "DATE_PLACED"],
        broken_when: "PLACE is A3 to A6 and the child has no DATE_PLACED",
        expected: "the day of the decision in PlacedAdoption, because the child is placed for adoption",
        fix: "Add the decision to PlacedAdoption, or correct PLACE.",
        check: Check::Child(|child, found| {
            if child.first_decision().is_none() {
                found.every(each(child, |l| l.this.is_adoptive()));
            }
        }),
        ..DECISION
    },
    Rule {
        number: "552",
        columns: &["DECOM", "DATE_PLACED"],
        broken_when: "a placement for adoption began before the child's first decision",
        expected: "a start on or after the day of the decision (DATE_PLACED)",
        fix: "Correct DATE_PLACED, or the start of the placement for adoption.",
        check: Check::Child(|child, found| before_decision(child, found, Episode::is_adoptive)),
        ..DECISION
    },
    Rule {
        number: "553",
        columns: &["LS", "DATE_PLACED"],
        broken_when: "LS is E1 and the child has no DATE_PLACED",
        expected: "the day of the decision in PlacedAdoption, because a placement order was made",
        fix: "Add the decision to PlacedAdoption, or correct LS.",
        check: Check::Child(|child, found| {
            if child.first_decision().is_none() {
                found.every(each(child, |l| has_order(l.this)));
            }
        }),
        ..DECISION
    },
    Rule {
        number: "554",
        columns: &["DECOM", "DATE_PLACED", "LS"],
        broken_when: "a placement order (LS E1) began before the child's first decision",
        expected: "an order on or after the day of the decision (DATE_PLACED)",
        fix: "Correct DATE_PLACED, or the start of the first episode under E1.",
        check: Check::Child(|child, found| before_decision(child, found, has_order)),
        ..DECISION
    },
    Rule {
        number: "557",
        columns: &["DATE_PLACED_CEASED", "REASON_PLACED_CEASED", "REC"],
        broken_when: "care ended on or after a decision otherwise than by adoption, and the reversal's day or reason is blank",
        expected: "the day and the reason of the reversal, because care ended without adoption",
        fix: "Enter when and why the decision was reversed; or correct REC if the child was adopted.",
        check: Check::Child(left_unadopted),
        ..DECISION
    },
    Rule {
        number: "558",
        columns: &["DATE_PLACED_CEASED", "REC"],
        broken_when: "the child was adopted, and the last decision is said to be reversed",
        expected: "no reversal of the last decision, because the child was adopted",
        fix: "Clear DATE_PLACED_CEASED and its reason, or correct REC.",
        check: Check::Child(|child, found| {
            if child.links().any(|link| link.this.ends_in_adoption()) {
                let last = decisions(child).pop();
                found.every(
                    last.into_iter()
                        .filter(|row| row.date("DATE_PLACED_CEASED").is_some()),
                );
            }
        }),
        ..DECISION
    },
    Rule {
        number: "579",
        columns: &["DATE_PLACED", "DATE_PLACED_CEASED"],
        broken_when: "the decision before is not reversed, or was reversed after this one was made",
        expected: "a decision made on or after the day on which the one before was reversed",
        fix: "Enter the reversal of the earlier decision, correct the dates, or take out a row that repeats.",
        check: Check::Child(|child, found| {
            for pair in decisions(child).windows(2) {
                let [before, this] = pair else { continue };
                let open_or_later = match before.date("DATE_PLACED_CEASED") {
                    Some(ceased) => this
                        .date("DATE_PLACED")
                        .is_some_and(|placed| placed < ceased),
                    None => true,
                };
                if open_or_later {
                    found.at(*this);
                }
            }
        }),
        ..DECISION_ALONE
    },
];

fn has_order(episode: &Episode) -> bool {
    episode.ls.as_deref() == Some("E1")
}

fn began(stretch: &&[(Row<'_>, &Episode)]) -> Option<chrono::NaiveDate> {
    stretch.first().map(|(_, first)| first.decom)
}

/// The dated decisions in the order of their days, then of their rows.
fn decisions<'a>(child: &ChildRows<'a>) -> Vec<Row<'a>> {
    let mut dated: Vec<_> = (child.of(Table::PlacedAdoption))
        .filter_map(|row| Some((row.date("DATE_PLACED")?, row.number, row)))
        .collect();
    dated.sort_by_key(|(day, number, _)| (*day, *number));
    dated.into_iter().map(|(_, _, row)| row).collect()
}

/// The first row of each stretch that began before any decision was made.
fn before_decision(child: &ChildRows<'_>, found: &mut Found<'_>, holds: fn(&Episode) -> bool) {
    let Some(decided_on) = child.first_decision() else {
        return; // rules 551 and 553 tell
    };
    for stretch in child.stretches(holds) {
        if let Some((row, first)) = stretch.first()
            && first.decom < decided_on
        {
            found.at(*row);
        }
    }
}

fn left_unadopted(child: &ChildRows<'_>, found: &mut Found<'_>) {
    for row in decisions(child) {
        let left = |episode: &Episode| {
            let after = row.date("DATE_PLACED") <= episode.dec;
            episode.left_care_by().is_some() && !episode.ends_in_adoption() && after
        };
        let day = row.cells.text("DATE_PLACED_CEASED").is_none();
        let reason = row.cells.text("REASON_PLACED_CEASED").is_none();
        if (day || reason) && child.links().any(|link| left(link.this)) {
            let column = if day {
                "DATE_PLACED_CEASED"
            } else {
                "REASON_PLACED_CEASED"
            };
            let expected =
                "the day and the reason of the reversal, because care ended without adoption";
            found.expecting(row, column, expected);
        }
    }
}
