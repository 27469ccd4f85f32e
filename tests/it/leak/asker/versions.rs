//! Versions of the plan summary by every way to them, and what changed between two.

use serde_json::json;

use super::{Asker, Operations, pages::CARRIED};
use crate::leak::{
    expected::Expected,
    oracle::{Key, id},
};

impl Asker<'_> {
    pub(super) async fn summary_versions(&mut self) {
        let oracle = self.sight.oracle;
        for row in oracle.tables.of("plan_summary_version") {
            let key: Key = (row.number("council_id"), row.number("child_id"));
            let at = row.instant("served_at").unwrap();
            let known = self.sight.versions.get(&key);
            let is_known = known.is_some_and(|it| it.contains(&at));
            let is_last = known.is_some_and(|it| it.last() == Some(&at));
            self.one_version(key, &id(b'f', row), is_known).await;
            let as_of = json!({ "childAsOf": { "child": self.sight.ids[&key], "asOf": at } });
            let before = at - chrono::Duration::seconds(1);
            let sooner = json!({ "childAsOf": { "child": self.sight.ids[&key], "asOf": before } });
            self.summary("the last version by then", as_of, is_known)
                .await;
            let has_older = known.is_some_and(|it| it.iter().any(|it| *it < at));
            self.summary("before it was served", sooner, has_older)
                .await;
            let now = id(b's', oracle.child(key));
            self.difference(key, &id(b'f', row), &now, is_known).await;
            if is_last {
                let same = id(b'f', row);
                self.difference(key, &same, &same, is_known).await;
            }
        }
    }

    async fn one_version(&mut self, key: Key, named: &str, is_known: bool) {
        self.summary("a version", json!({ "id": named }), is_known)
            .await;
        let summary = &self.operations.summary;
        let query = format!(
            "query($id: ID!) {{ node(id: $id) {{ __typename id ... on PlanSummary {summary} }} }}"
        );
        let data = self
            .read("a version as a node", &query, json!({ "id": named }))
            .await;
        let due = is_known.then_some("PlanSummary");
        self.same(
            "a version as a node",
            data["node"]["__typename"].as_str(),
            due,
        );
        if is_known {
            self.same("whose version", self.sight.reaches(key), true);
        }
    }

    async fn summary(&mut self, of: &str, by: serde_json::Value, is_known: bool) {
        let Operations {
            summary, lookup, ..
        } = self.operations;
        let query = format!(
            "query($by: PlanSummaryReference!) {{ planSummary(by: $by) {{ __typename ... on PlanSummary {summary} {lookup} }} }}"
        );
        let data = self.read(of, &query, json!({ "by": by })).await;
        let due = if is_known {
            "PlanSummary"
        } else {
            "NotFoundOrNotPermitted"
        };
        self.same(of, data["planSummary"]["__typename"].as_str(), Some(due));
        if is_known {
            self.same(of, data["planSummary"]["version"].is_object(), true);
        }
    }

    async fn difference(&mut self, key: Key, from: &str, to: &str, is_known: bool) {
        let Operations {
            difference, lookup, ..
        } = self.operations;
        let query = format!(
            "query($from: ID!, $to: ID!) {{ planSummaryDifference(from: $from, to: $to) {{ __typename ... on PlanSummaryDifference {difference} {lookup} }} }}"
        );
        let data = self
            .read("what changed", &query, json!({ "from": from, "to": to }))
            .await;
        let told = &data["planSummaryDifference"];
        let due = if is_known {
            "PlanSummaryDifference"
        } else {
            "NotFoundOrNotPermitted"
        };
        self.same("what changed", told["__typename"].as_str(), Some(due));
        if !is_known {
            return;
        }
        let parts = [
            ("PLAN", "plan", "PlanChanges"),
            ("PLAN_NARRATIVE", "planNarrative", "PlanNarrativeChanges"),
            ("REVIEWS", "reviews", "ReviewChanges"),
        ];
        for (class, field, shown) in parts {
            assert!(CARRIED.contains(&class));
            let (before, after) = (
                self.sight.due_as_served(key, class),
                if from == to {
                    self.sight.due_as_served(key, class)
                } else {
                    self.sight.due(key, class)
                },
            );
            let is_withheld = |it: &Expected| matches!(it, Expected::Withheld { .. });
            let is_empty = |it: &Expected| matches!(it, Expected::NotRecorded);
            let due = match (before, after) {
                (before, after) if is_withheld(before) || is_withheld(after) => "Withheld",
                (before, after) if is_empty(before) && is_empty(after) => "NotRecorded",
                _ => shown,
            };
            let changed = told[field]["changes"].as_array().map(Vec::len);
            // The council has changed all three since; whoever sees them as filed sees no change.
            let is_changed = due == shown && before != after;
            if told[field]["__typename"].as_str() != Some(due) {
                let is_leak = due == "Withheld";
                self.fault(
                    "what changed",
                    format!("{class}: {} instead of {due}", told[field]),
                    is_leak,
                );
            }
            if due == shown {
                self.same(class, changed.is_some_and(|it| it > 0), is_changed);
            }
        }
    }
}
