//! What a person is told that they may do: acts of a standing that they hold on the child, and no others.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    Owner, Sight,
    fault::{Fault, leak, wrong},
};

/// The table of acts as a file: who may is not taken from the product.
const TABLE: &str = include_str!("../../../../src/domain/acts/acts.csv");

/// The acts of these standings on a subject.
pub fn acts_of<'t>(subject: &str, held: &BTreeSet<&str>) -> BTreeSet<&'t str> {
    let mut lines = TABLE.lines().map(|line| line.split(','));
    let heading: Vec<&str> = lines.next().unwrap().collect();
    let mut acts = BTreeSet::new();
    for line in lines {
        let cells: Vec<&str> = line.collect();
        let mut may = heading.iter().zip(&cells).skip(3);
        if cells[1] == subject
            && may.any(|(standing, cell)| *cell == "y" && held.contains(standing))
        {
            acts.insert(cells[0]);
        }
    }
    acts
}

impl Sight<'_> {
    pub(super) fn may(
        &self,
        parent: &str,
        fields: &Map<String, Value>,
        owner: Option<Owner<'_>>,
        faults: &mut Vec<Fault>,
    ) {
        let (Some(Value::Array(told)), Some(owner)) = (fields.get("viewerMay"), owner) else {
            return;
        };
        let held = &self.standings[&owner.key];
        let told: BTreeSet<&str> = told.iter().filter_map(|it| it["act"].as_str()).collect();
        let due = acts_of(if parent == "Plan" { "PLAN" } else { "CHILD" }, held);
        let what = || {
            format!(
                "{} {parent}: may {told:?}, not {due:?}",
                self.slug(owner.key)
            )
        };
        if !told.is_subset(&due) {
            faults.push(leak(what()));
        } else if parent == "Child" && told != due {
            faults.push(wrong(what()));
        }
    }
}
