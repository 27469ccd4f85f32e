//! Deadlines, wherever in an answer they stand: each only where every class that it tells of is shown as it is now.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    Sight,
    fault::{Fault, leak},
};
use crate::leak::{
    cells::{Marks, Scope, View},
    oracle::{Key, id},
    rows::Row,
};

impl Sight<'_> {
    pub(super) fn deadlines_due(&self) -> BTreeSet<String> {
        let keys: Vec<Key> = self.reached().collect();
        let of = |key: &Key| -> Vec<String> {
            let rows = self.due_rows(*key).into_iter();
            rows.map(|row| id(b't', row)).collect()
        };
        keys.iter().flat_map(of).collect()
    }

    /// The deadlines of a child that the person may be shown.
    pub fn due_rows(&self, key: Key) -> Vec<&Row> {
        let Some(view) = self.view(key) else {
            return Vec::new();
        };
        let rows = self.oracle.tables.at("deadline", key.0, "child_id", key.1);
        rows.filter(|row| self.is_shown(&view, row)).collect()
    }

    /// Where it would date a confidential placement, the flag counts for every class.
    fn is_shown(&self, view: &View<'_>, row: &Row) -> bool {
        let marks = Marks {
            is_confidential: row.is("is_guarded"),
            is_adoptive: false,
        };
        let mask = row.number("class_mask");
        let told = (0..).zip(&self.oracle.classes);
        told.filter(|(place, _)| mask & (1 << place) != 0)
            .all(|(_, class)| {
                let scope = view.rule(class, marks).scope();
                matches!(scope, Some(Scope::All | Scope::Settled))
            })
    }

    pub(super) fn deadline(&self, fields: &Map<String, Value>, faults: &mut Vec<Fault>) {
        let Some(id) = fields.get("id").and_then(Value::as_str) else {
            return;
        };
        if !self.deadlines.contains(id) {
            let rule = &fields["ruleId"];
            faults.push(leak(format!("shows the deadline {id}, {rule}")));
        }
    }
}
