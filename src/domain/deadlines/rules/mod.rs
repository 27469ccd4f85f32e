//! The table of time limits, a family a file. Every number that the engine counts with stands here, with where it
//! comes from and how sure it is; nothing else in the program repeats one.

pub mod adoption;
pub mod contact;
pub mod court;
pub mod health;
pub mod placements;
pub mod planning;
pub mod reviews;
pub mod visits;

use super::limit::Limit;
use super::rule::Rule;
use crate::domain::access::ClassSet;

/// The families by name.
pub const FAMILIES: [(&str, &[Rule]); 8] = [
    ("Plans, appointments and records", planning::RULES),
    ("Placements", placements::RULES),
    ("Reviews", reviews::RULES),
    ("Visits", visits::RULES),
    ("Health and education", health::RULES),
    ("Adoption", adoption::RULES),
    ("Court", court::RULES),
    ("Contact", contact::RULES),
];

/// Every rule, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flat_map(|(_, rules)| rules)
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The age at which a child is a child no longer (Children Act 1989, section 105) [V].
pub const ADULT_AGE: u16 = 18;

/// What is due within so many working days is due soon [P].
pub const SOON: Limit = Limit::working_days(10).before();

/// Every class that a deadline tells of.
pub fn classes() -> ClassSet {
    all().flat_map(|rule| rule.classes().iter()).collect()
}
