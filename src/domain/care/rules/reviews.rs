//! Reviews and how the child took part. A child under four takes part by being there (PN0).

use super::Check;
use super::Family;
use super::Found;
use super::Rule;
use super::child::ChildRows;
use super::child::age;
use crate::domain::care::Table;
use crate::domain::care::dates;

const REVIEWS: Rule = Rule::of(Family::Reviews, &[Table::Reviews], Check::Reading);

/// From this birthday on the child's own part is recorded.
const OLD_ENOUGH: i32 = 4;

pub const RULES: &[Rule] = &[
    Rule {
        number: "166",
        columns: &["REVIEW"],
        date: Some("REVIEW"),
        broken_when: "REVIEW is blank or no real date (an impossible date refuses the return)",
        expected: dates::EXPECTED,
        fix: "Enter the day on which the review was held, or take the row out.",
        ..REVIEWS
    },
    Rule {
        number: "167",
        columns: &["REVIEW_CODE"],
        broken_when: "REVIEW_CODE is blank or none of PN0 to PN7, or stands without a REVIEW",
        expected: "one of PN0 to PN7, with the day of the review",
        fix: "Enter how the child took part, and the day of the review.",
        // An unknown or blank code is seen in reading; here only the code that has no day.
        check: Check::Child(|child, found| {
            found.every(child.of(Table::Reviews).filter(|row| {
                let known = |code: &str| {
                    let number = code.strip_prefix("PN").unwrap_or_default();
                    matches!(number.as_bytes(), [b'0'..=b'7'])
                };
                row.cells.text("REVIEW").is_none()
                    && row
                        .cells
                        .code("REVIEW_CODE")
                        .is_some_and(|code| known(&code))
            }));
        }),
        ..REVIEWS
    },
    Rule {
        number: "440",
        columns: &["REVIEW_CODE", "REVIEW", "DOB"],
        broken_when: "REVIEW_CODE is PN0 and the child was four or over at the review",
        expected: "one of PN1 to PN7, because the child was four or over",
        fix: "Enter how the child took part; or correct the day of the review or the date of birth.",
        check: Check::Child(|child, found| {
            by_age(child, found, |code, age| code == "PN0" && age >= OLD_ENOUGH);
        }),
        ..REVIEWS
    },
    Rule {
        number: "441",
        columns: &["REVIEW_CODE", "REVIEW", "DOB"],
        broken_when: "REVIEW_CODE is filled and not PN0, and the child was under four at the review",
        expected: "PN0, because the child was under four",
        fix: "Enter PN0; or correct the day of the review or the date of birth.",
        check: Check::Child(|child, found| {
            by_age(child, found, |code, age| code != "PN0" && age < OLD_ENOUGH);
        }),
        ..REVIEWS
    },
];

fn by_age(child: &ChildRows<'_>, found: &mut Found<'_>, broken: fn(&str, i32) -> bool) {
    for row in child.of(Table::Reviews) {
        let born_on = row.date("DOB").or_else(|| child.born_on());
        let (Some(born_on), Some(held_on), Some(code)) =
            (born_on, row.date("REVIEW"), row.cells.code("REVIEW_CODE"))
        else {
            continue; // rules 166 and 167 tell
        };
        if broken(&code, age(born_on, held_on)) {
            found.at(row);
        }
    }
}
