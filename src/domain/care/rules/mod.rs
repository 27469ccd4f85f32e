//! The published rules of the children looked after return that bear on episodes, placements, reviews and
//! permanence: one table, a family a file. A rule judges the rows of one child, of all tables, at a time, so that a
//! return of any size costs the memory of one child. Rules only report: none changes or drops a row.
//!
//! The numbers are the DfE's. Its split into errors of the first stage and queries of the second is recalled and
//! has not been verified; so is which rule belongs to which.

mod adoption;
mod adoption_decision;
mod boundary;
mod ceasing;
mod child;
mod episode_fields;
mod geography;
mod integrity;
mod outcome;
mod placement;
mod previous_permanence;
mod reviews;
mod rule;
mod sequence;

pub use child::ChildRows;
pub use child::Found;
pub use child::Row;
pub use outcome::Outcome;
pub use outcome::Previous;
pub use outcome::Scope;
pub use rule::Check;
pub use rule::Family;
pub use rule::Rule;
pub use rule::Stage;

use super::Issue;

const FAMILIES: [&[Rule]; 11] = [
    episode_fields::RULES,
    sequence::RULES,
    boundary::RULES,
    placement::RULES,
    geography::RULES,
    ceasing::RULES,
    reviews::RULES,
    adoption_decision::RULES,
    adoption::RULES,
    previous_permanence::RULES,
    integrity::RULES,
];

/// The rules of the table, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

pub fn numbered(number: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.number == number)
}

/// The rule that an impossible date in this column breaks. For it the return is refused before a rule is asked.
pub fn of_date(column: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.date == Some(column))
}

/// The rules that can be asked of a return.
pub fn asked(scope: &Scope) -> Vec<&'static Rule> {
    all()
        .chain(sequence::BESIDE)
        .filter(|rule| scope.skips(rule).is_none())
        .collect()
}

/// Everything that the child's rows break.
pub fn check(child: &ChildRows<'_>, asked: &[&'static Rule]) -> Vec<Issue> {
    let mut issues = Vec::new();
    for rule in asked {
        if let Check::Child(check) = rule.check {
            check(child, &mut Found::new(rule, &mut issues));
        }
    }
    issues
}
