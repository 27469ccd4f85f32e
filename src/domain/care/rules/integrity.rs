//! Whether the tables speak of the same children. The number is the published validator's own, not the DfE's.

use super::Check;
use super::Family;
use super::Rule;
use crate::domain::care::Table;

pub const RULES: &[Rule] = &[Rule {
    number: "INT03",
    columns: &["CHILD"],
    broken_when: "an episode's child is not in the Header",
    expected: "a child that the Header names",
    fix: "Add the child to the Header, or correct the id; until then the rows wait and no record shows them.",
    ..Rule::of(
        Family::Integrity,
        &[Table::Episodes, Table::Header],
        Check::Matching,
    )
}];
