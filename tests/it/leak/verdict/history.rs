//! What was done with a version of a plan, held against the acts on record.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    HISTORY, Owner, Sight,
    fault::{Fault, wrong},
    told::{Told, difference, tells_too_much},
};
use crate::leak::expected::{Deed, NOT_WRITTEN, withheld};

impl Sight<'_> {
    pub(super) fn history(&self, owner: Option<Owner<'_>>, value: &Value, faults: &mut Vec<Fault>) {
        let Some((owner, row)) = owner.and_then(|owner| Some((owner, owner.row?))) else {
            return faults.push(wrong(format!("a history of no version: {value}")));
        };
        let place = (owner.key, HISTORY.to_owned(), Some(row.number("id")));
        let due = &self.book(owner.is_served)[&place];
        let told = match value["__typename"].as_str() {
            Some("PlanHistory") => Told::Shown(
                value["basis"].as_str().unwrap_or_default().to_owned(),
                value["events"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(line)
                    .collect::<BTreeSet<_>>(),
            ),
            _ => self.told("PLAN", value),
        };
        if told != *due {
            let what = format!(
                "{} history: {}",
                self.slug(owner.key),
                difference(&told, due)
            );
            faults.push(Fault {
                is_leak: tells_too_much(&told, due),
                what,
            });
        }
    }
}

fn line(event: &Value) -> String {
    let word = |field: &str| event[field].as_str();
    let deed = Deed {
        id: word("id").unwrap_or_default().to_owned(),
        act: word("act").unwrap_or_default(),
        standing: word("standing"),
        by: event["by"]["name"].as_str().unwrap_or_default(),
        on: word("happenedOn").unwrap_or_default(),
        from: word("fromState"),
        to: word("toState"),
        reason: text(&event["reason"]),
        note: text(&event["managementNote"]),
    };
    deed.line()
}

fn text(told: &Value) -> String {
    match told["__typename"].as_str() {
        Some("Withheld") => withheld(told["withheldBecause"].as_str().unwrap_or_default()),
        Some("NotRecorded") => NOT_WRITTEN.to_owned(),
        _ => told["text"].as_str().unwrap_or_default().to_owned(),
    }
}
