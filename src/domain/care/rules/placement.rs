//! Where the child was placed. A temporary placement (T0 to T4) lies inside a placement to which the child returns.

use super::Check;
use super::Family;
use super::Found;
use super::Rule;
use super::child::ChildRows;
use super::child::each;
use crate::domain::care::Episode;
use crate::domain::care::Table;

const PLACEMENT: Rule = Rule::of(Family::Placement, &[Table::Episodes], Check::Reading);

pub const RULES: &[Rule] = &[
    Rule {
        number: "225",
        columns: &["REASON_PLACE_CHANGE"],
        broken_when: "the next episode is a change of placement (RNE P, T, B or U), neither is temporary, and the reason is blank",
        expected: "why the placement ended, because the next episode is in another",
        fix: "Enter the reason on the episode that ends.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                let changes =
                    |after: &Episode| after.rne_in(&["P", "T", "B", "U"]) && !after.is_temporary();
                l.this.continues()
                    && !l.this.is_temporary()
                    && l.this.reason_place_change.is_none()
                    && l.after.is_some_and(changes)
            }));
        }),
        ..PLACEMENT
    },
    Rule {
        number: "378",
        columns: &["PLACE", "LS"],
        broken_when: "PLACE is P1 (with parents) and LS is V2 (section 20)",
        expected: "a placement other than P1, or a legal status other than V2",
        fix: "Correct PLACE or LS: a child who lives with the parents is not accommodated under section 20.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                l.this.place.as_deref() == Some("P1") && l.this.ls.as_deref() == Some("V2")
            }));
        }),
        ..PLACEMENT
    },
    Rule {
        number: "380",
        columns: &["PLACE", "RNE"],
        broken_when: "RNE is S and PLACE is temporary (T0 to T4)",
        expected: "a placement that is not temporary, because the period of care begins here",
        fix: "Enter the placement that the child came from or was to return to, or correct RNE.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                l.this.starts_care() && l.this.is_temporary()
            }));
        }),
        ..PLACEMENT
    },
    Rule {
        number: "381",
        columns: &["PLACE", "REC"],
        broken_when: "REC ends care and PLACE is temporary (T0 to T4)",
        expected: "a placement that is not temporary, because care ends here",
        fix: "Leave the temporary move out and end the placement that it interrupted, or correct REC.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                l.this.is_temporary() && l.this.left_care_by().is_some()
            }));
        }),
        ..PLACEMENT
    },
    Rule {
        number: "383",
        columns: &["PLACE", "RNE", "PL_POST"],
        broken_when: "the episode after a temporary placement is not a return (RNE P) to the PLACE and PL_POST before it",
        expected: "after it a return, with P, to the placement that it interrupted",
        fix: "If the child went back, correct the next episode's RNE, PLACE and PL_POST; if not, this move was not temporary.",
        check: Check::Child(returns),
        ..PLACEMENT
    },
    Rule {
        number: "526",
        columns: &["PLACE_PROVIDER", "PLACE"],
        broken_when: "PLACE is neither temporary nor Z1, Z11 to Z14, and the provider is blank",
        expected: "who provides the placement, PR0 to PR5",
        fix: "Enter the provider's code; only temporary and listed other placements have none.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                let place = l.this.place.as_deref();
                l.this.place_provider.is_none()
                    && !l.this.is_temporary()
                    && place.is_some_and(|place| !place.starts_with("Z1"))
            }));
        }),
        ..PLACEMENT
    },
];

/// A change of legal status within the temporary placement is no return yet; care that ends in one is rule 381's.
fn returns(child: &ChildRows<'_>, found: &mut Found<'_>) {
    let same = |a: &Episode, b: &Episode| a.same_placement(b);
    let stays: Vec<_> = child
        .episodes
        .chunk_by(|(_, a), (_, b)| same(a, b))
        .collect();
    for stay in stays.windows(3) {
        let [[.., (_, before)], [.., (row, this)], [(_, after), ..]] = stay else {
            continue;
        };
        let back =
            after.rne_in(&["P"]) && after.place == before.place && after.pl_post == before.pl_post;
        if this.is_temporary() && this.left_care_by().is_none() && !back {
            found.at(*row);
        }
    }
}
