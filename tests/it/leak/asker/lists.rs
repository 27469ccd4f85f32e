//! Lists, filters and sorts: what they find is what the person may know.

use serde_json::{Value, json};

use super::{Asker, texts};
use crate::leak::{expected::Expected, oracle::Key};

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
        // An order that follows what is withheld tells of it.
        let is_out_of_order = surplus.is_empty() && found.len() == due.len() && found != due;
        if is_out_of_order {
            self.fault(of, "puts them in another order", true);
        }
        self.same(
            of,
            data["children"]["totalCount"].as_u64(),
            Some(due.len() as u64),
        );
        self.same(of, found, due);
    }

    /// What there is to do, of deadlines that the person may see alone.
    pub(super) async fn worklist(&mut self) {
        let query = format!("{{ worklist(first: 100) {} }}", self.operations.work);
        self.read("worklist", &query, Value::Null).await;
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

    /// A filter and its negation: whoever is not shown the class of a child finds the child by neither.
    pub(super) async fn filter(
        &mut self,
        class: &str,
        filter: Value,
        is_so: impl Fn(&Self, Key) -> bool,
    ) {
        for negated in [false, true] {
            let filter = match negated {
                true => json!({ "not": filter }),
                false => filter.clone(),
            };
            let of = format!("children with {filter}");
            let arguments = json!({ "filter": filter });
            if !self.is_refused(&of, class, &arguments).await {
                let due =
                    self.listed(|it, key| it.sees_all_of(key, class) && is_so(it, key) != negated);
                self.listing(&of, arguments, due).await;
            }
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
}
