//! Lists, filters and sorts: what they find is what the person may know.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Asker, texts};
use crate::leak::{cells::Scope, expected::Expected, oracle::Key};

impl Asker<'_> {
    /// A person in these roles looks children up, or does not see them at all; they never list.
    pub(super) fn lists(&self) -> bool {
        !["DUTY_OFFICER", "ANALYST"].contains(&self.sight.who.role.as_str())
    }

    /// The children that a list must hold, in the order of the record.
    pub(super) fn listed(&self, is_in: impl Fn(&Self, Key) -> bool) -> Vec<Key> {
        let mut keys: Vec<Key> = self
            .sight
            .reached()
            .filter(|key| self.lists() && is_in(self, *key))
            .collect();
        keys.sort_unstable();
        keys
    }

    pub(super) async fn listing(&mut self, of: &str, arguments: Value, due: Vec<Key>) {
        if self.is_done() {
            return;
        }
        let query = format!(
            "query($filter: ChildFilter, $order: ChildOrder) {{ children(first: 100, filter: $filter, orderBy: $order) {} }}",
            self.operations.connection
        );
        let data = self.read(of, &query, arguments).await;
        let found = texts(&data["children"]["nodes"], "id");
        let due = self.ids(&due);
        let surplus: Vec<&String> = found.iter().filter(|id| !due.contains(id)).collect();
        if !surplus.is_empty() || data["children"]["totalCount"].as_u64() > Some(due.len() as u64) {
            self.fault(of, format!("finds {surplus:?} besides"), true);
        }
        self.same(
            of,
            data["children"]["totalCount"].as_u64(),
            Some(due.len() as u64),
        );
        self.same(of, found, due);
    }

    /// A filter or sort that the role can never use.
    pub(super) async fn is_refused(&mut self, of: &str, class: &str, arguments: &Value) -> bool {
        if self.sight.oracle.can_ever_see(&self.sight.who.role, class) {
            return false;
        }
        let query = "query($filter: ChildFilter, $order: ChildOrder) { children(filter: $filter, orderBy: $order) { totalCount } }";
        let answer = self.ask(of, query, arguments.clone()).await;
        self.same(of, answer.code(), Some("FILTER_NOT_PERMITTED"));
        true
    }

    pub(super) async fn filter(
        &mut self,
        class: &str,
        filter: Value,
        is_in: impl Fn(&Self, Key) -> bool,
    ) {
        let of = format!("children with {filter}");
        let arguments = json!({ "filter": filter });
        if !self.is_refused(&of, class, &arguments).await {
            let due = self.listed(is_in);
            self.listing(&of, arguments, due).await;
        }
    }

    pub(super) async fn sort(
        &mut self,
        class: &str,
        field: &str,
        value: impl Fn(&Self, Key) -> Option<String>,
    ) {
        for direction in ["ASC", "DESC"] {
            let of = format!("children by {field} {direction}");
            let arguments = json!({ "order": { "field": field, "direction": direction } });
            if self.is_refused(&of, class, &arguments).await {
                continue;
            }
            let seen = |key: &Key| value(self, *key).filter(|_| self.sees_all_of(*key, class));
            let mut keys: Vec<(Option<String>, Key)> = self
                .listed(|_, _| true)
                .into_iter()
                .map(|key| (seen(&key), key))
                .collect();
            keys.sort();
            if direction == "DESC" {
                keys.reverse();
            }
            keys.sort_by_key(|(value, _)| value.is_none());
            self.listing(
                &of,
                arguments,
                keys.into_iter().map(|(_, key)| key).collect(),
            )
            .await;
        }
    }

    pub(super) fn sees_all_of(&self, key: Key, class: &str) -> bool {
        !matches!(self.sight.due(key, class), Expected::Withheld { .. })
    }

    /// The plan that is shown as the current one: its state and primary option.
    pub(super) fn current_plan(&self, key: Key) -> Option<(String, Option<String>)> {
        let view = self.sight.view(key)?;
        let scope = self.plan_scope(key)?;
        let (row, state) = view.versions(scope).into_iter().next()?;
        let is_current = scope == Scope::Shared || row.is("is_in_force") || row.is("is_preparing");
        is_current.then(|| {
            (
                state,
                view.option_of(row, "PRIMARY", scope)
                    .first()
                    .map(|it| (*it).to_owned()),
            )
        })
    }

    pub(super) async fn lists_and_filters(&mut self) {
        let oracle = self.sight.oracle;
        self.listing("children", json!({}), self.listed(|_, _| true))
            .await;
        let everybody: Vec<Key> = self.sight.ids.keys().copied().collect();
        self.listing(
            "children by ids",
            json!({ "filter": { "ids": self.ids(&everybody) } }),
            self.listed(|_, _| true),
        )
        .await;
        let column = |table, column: &'static str| -> BTreeSet<String> {
            oracle
                .tables
                .of(table)
                .iter()
                .filter_map(|row| row.text(column))
                .map(str::to_owned)
                .collect()
        };
        let mut states = column("plan_version", "state");
        states.extend(column("shared_item", "as_filed_state"));
        for state in &states {
            let of = |it: &Self, key| {
                it.current_plan(key)
                    .is_some_and(|(current, _)| current == *state)
            };
            self.filter("PLAN", json!({ "planState": [state] }), of)
                .await;
        }
        for option in column("plan_option", "permanence_option") {
            let of = |it: &Self, key| {
                it.current_plan(key)
                    .is_some_and(|(_, current)| current.as_ref() == Some(&option))
            };
            self.filter("PLAN", json!({ "primaryOption": [option] }), of)
                .await;
        }
        for code in column("legal_spell", "code") {
            let of = |it: &Self, key: Key| {
                let mut spells = oracle.tables.at("legal_spell", key.0, "child_id", key.1);
                it.sees_all_of(key, "LEGAL_STATUS")
                    && spells.any(|row| oracle.runs(row) && row.word("code") == code)
            };
            self.filter("LEGAL_STATUS", json!({ "legalStatus": [code] }), of)
                .await;
        }
        for open in [true, false] {
            let of = |it: &Self, key| {
                let is_open = oracle
                    .covering(key)
                    .any(|case| case.day("closed_on").is_none_or(|day| oracle.today < day));
                it.sees_all_of(key, "PROCEEDINGS") && is_open == open
            };
            self.filter("PROCEEDINGS", json!({ "hasOpenProceedings": open }), of)
                .await;
        }
        if !self.is_hasty {
            for number in column("proceedings", "case_number") {
                let of = |it: &Self, key| {
                    it.sees_all_of(key, "PROCEEDINGS")
                        && oracle
                            .covering(key)
                            .any(|case| case.text("case_number") == Some(&number))
                };
                self.filter("PROCEEDINGS", json!({ "caseNumber": number }), of)
                    .await;
            }
        }
        self.sort("IDENTITY", "NAME", |_, key| {
            let current = oracle
                .tables
                .at("child_name", key.0, "child_id", key.1)
                .find(|row| row.text("replaced_at").is_none());
            current
                .and_then(|row| row.text("sort_key"))
                .map(str::to_owned)
        })
        .await;
        self.sort("PROCEEDINGS", "NEXT_HEARING", |_, key| {
            let cases = oracle.covering(key);
            let hearings = cases.flat_map(|case| {
                oracle
                    .tables
                    .at("hearing", key.0, "proceedings_id", case.number("id"))
            });
            let ahead = hearings.filter(|row| {
                row.word("status") == "LISTED"
                    && row.day("listed_on").is_some_and(|day| oracle.today <= day)
            });
            ahead
                .filter_map(|row| row.text("listed_on"))
                .min()
                .map(str::to_owned)
        })
        .await;
        self.sort("LEGAL_STATUS", "BECAME_LOOKED_AFTER", |_, key| {
            let periods = oracle.tables.at("period_of_care", key.0, "child_id", key.1);
            periods
                .filter(|row| oracle.runs(row))
                .filter_map(|row| row.text("starts_on"))
                .max()
                .map(str::to_owned)
        })
        .await;
    }
}
