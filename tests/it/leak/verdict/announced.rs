//! Changes as the feed tells them: each only with the classes that the person sees, in the way that it is meant for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    Sight,
    fault::{Fault, leak, wrong},
};
use crate::leak::{
    cells::{Marks, Scope, View},
    oracle::id,
    rows::Row,
};

/// What a person is told of a change.
pub(super) struct Announced {
    classes: BTreeSet<String>,
    kind: String,
}

/// The changes of a child of which the person sees a class, by id.
pub(super) fn announced(view: &View<'_>) -> BTreeMap<String, Announced> {
    let rows = view
        .oracle
        .tables
        .at("change", view.key.0, "child_id", view.key.1);
    let told = rows.map(|row| (id(b'z', row), of_row(view, row)));
    told.filter(|(_, it)| !it.classes.is_empty()).collect()
}

fn of_row(view: &View<'_>, row: &Row) -> Announced {
    let marks = Marks {
        is_confidential: row.number("marks") & 1 != 0,
        is_adoptive: row.number("marks") & 2 != 0,
    };
    let is_told = |class: &str| {
        let scope = view.rule(class, marks).scope();
        match row.word("seen_as") {
            "LIVE" => scope == Some(Scope::All),
            "SETTLED" => matches!(scope, Some(Scope::All | Scope::Settled)),
            _ => {
                let is_ours = row.word("reader_kind") == view.known.agency_kind;
                is_ours && scope == Some(Scope::Shared)
            }
        }
    };
    let mask = row.number("class_mask");
    let classes: BTreeSet<String> = (0..)
        .zip(&view.oracle.classes)
        .filter(|(place, class)| mask & (1 << place) != 0 && is_told(class))
        .map(|(_, class)| class.clone())
        .collect();
    let tells_of = match row.word("kind") {
        "REVIEW_HELD" => "REVIEWS",
        "HEARING_LISTED" | "HEARING_CHANGED" => "PROCEEDINGS",
        _ => "PLAN",
    };
    let kind = match classes.contains(tells_of) {
        true => row.word("kind"),
        false => "RECORD_CHANGED",
    };
    Announced {
        kind: kind.to_owned(),
        classes,
    }
}

impl Sight<'_> {
    /// The ids of the changes that the person is told of.
    pub fn changes_due(&self) -> BTreeSet<String> {
        self.changes.keys().cloned().collect()
    }

    pub(super) fn change(&self, fields: &Map<String, Value>, faults: &mut Vec<Fault>) {
        let (kind, child) = (&fields["kind"], &fields["childId"]);
        let due = fields["id"].as_str().and_then(|id| self.changes.get(id));
        let Some(due) = due else {
            return faults.push(leak(format!("tells {kind} of {child}")));
        };
        let told = fields["classes"].as_array().into_iter().flatten();
        let told = told.filter_map(|class| class.as_str().map(str::to_owned));
        let told: BTreeSet<String> = told.collect();
        let what = format!("change of {child}: {told:?}, not {:?}", due.classes);
        if !told.is_subset(&due.classes) {
            faults.push(leak(what));
        } else if told != due.classes {
            faults.push(wrong(what));
        }
        if kind.as_str() != Some(&due.kind) {
            faults.push(leak(format!("{kind} of {child} for {}", due.kind)));
        }
    }
}
