//! Why care ended. Reasons count on episodes that have ended; the REC of an open one is ignored.

use super::Check;
use super::Family;
use super::Rule;
use super::child::age;
use super::child::each;
use crate::domain::care::Episode;
use crate::domain::care::Table;

const WITH_BIRTH: Rule = Rule::of(
    Family::Ceasing,
    &[Table::Episodes, Table::Header],
    Check::Reading,
);

/// The age from which a child can no longer be adopted and no special guardianship order be made, by the two rules.
const ADULT: i32 = 18;

pub const RULES: &[Rule] = &[
    Rule {
        number: "386",
        columns: &["REC", "DEC"],
        broken_when: "REC is E11 or E12 and the child was 18 or over on DEC",
        expected: "a reason other than adoption, because the child had reached 18",
        fix: "Correct REC or DEC; or the date of birth in the Header.",
        check: Check::Child(|child, found| {
            let Some(born_on) = child.born_on() else {
                return;
            };
            for link in child.links().filter(|link| link.this.ends_in_adoption()) {
                if link.this.dec.is_some_and(|dec| age(born_on, dec) >= ADULT) {
                    found.at(link.row);
                }
            }
        }),
        ..WITH_BIRTH
    },
    Rule {
        number: "390",
        columns: &["REC", "PLACE"],
        broken_when: "REC is E11 or E12 and PLACE is not A3, A4, A5 or A6",
        expected: "adoption at the end of a placement for adoption (A3 to A6)",
        fix: "Add the episode in which the child was placed for adoption, or correct REC.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                l.this.ends_in_adoption() && !l.this.is_adoptive()
            }));
        }),
        ..Rule::of(Family::Ceasing, &[Table::Episodes], Check::Reading)
    },
    Rule {
        number: "407",
        columns: &["REC", "DEC"],
        broken_when: "REC is a special guardianship order (E43 to E48) and the child was 18 or over on DEC",
        expected: "a reason other than special guardianship, because the child had reached 18",
        fix: "Correct REC or DEC; or the date of birth in the Header.",
        check: Check::Child(|child, found| {
            let Some(born_on) = child.born_on() else {
                return;
            };
            for link in child.links().filter(|link| special_guardianship(link.this)) {
                if link.this.dec.is_some_and(|dec| age(born_on, dec) >= ADULT) {
                    found.at(link.row);
                }
            }
        }),
        ..WITH_BIRTH
    },
];

fn special_guardianship(episode: &Episode) -> bool {
    matches!(
        episode.left_care_by(),
        Some("E43" | "E44" | "E45" | "E46" | "E47" | "E48")
    )
}
