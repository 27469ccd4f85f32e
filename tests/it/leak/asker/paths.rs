//! One child, plan or case by every way to it.

use serde_json::{Value, json};

use super::{AT_ONCE, Asker, Operations, texts};
use crate::leak::{
    cells::Scope,
    expected::Expected,
    oracle::{Key, id},
};

impl Asker<'_> {
    pub(super) async fn whole_children(&mut self, keys: &[Key]) {
        let query = format!(
            "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename ... on Child {} }} }}",
            self.operations.with_deadlines
        );
        let data = self
            .read("nodes", &query, json!({ "ids": self.ids(keys) }))
            .await;
        let told: Vec<bool> = data["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(Value::is_object)
            .collect();
        let due: Vec<bool> = keys.iter().map(|key| self.sight.reaches(*key)).collect();
        self.same("nodes", told, due);
    }

    /// One child by every reference.
    pub(super) async fn look_up(&mut self, key: Key) {
        let due = match (&self.sight.known, self.sight.reaches(key)) {
            (_, true) => "Child",
            (Some(known), _) if self.sight.oracle.must_apply(known, key) => "AccessByApplication",
            _ => "NotFoundOrNotPermitted",
        };
        let Operations {
            child,
            lookup,
            apply,
            summary,
            ..
        } = self.operations;
        let named = self.sight.ids[&key].clone();
        let by = "query($by: ChildReference!)";
        let query = format!(
            "{by} {{ child(by: $by) {{ __typename ... on Child {child} {apply} {lookup} }} }}"
        );
        let data = self
            .read("child", &query, json!({ "by": { "id": named } }))
            .await;
        self.same(
            "child by id",
            data["child"]["__typename"].as_str(),
            Some(due),
        );

        self.by_number(key).await;
        let due = if due == "AccessByApplication" {
            "NotFoundOrNotPermitted"
        } else {
            due
        };
        let due = if due == "Child" { "PlanSummary" } else { due };
        let query = format!(
            "query($by: PlanSummaryReference!) {{ planSummary(by: $by) {{ __typename ... on PlanSummary {summary} {lookup} }} }}"
        );
        let data = self
            .read("planSummary", &query, json!({ "by": { "child": named } }))
            .await;
        self.same(
            "planSummary of a child",
            data["planSummary"]["__typename"].as_str(),
            Some(due),
        );
        let own = id(b's', self.sight.oracle.child(key));
        let data = self
            .read("planSummary", &query, json!({ "by": { "id": own } }))
            .await;
        self.same(
            "planSummary by id",
            data["planSummary"]["__typename"].as_str(),
            Some(due),
        );

        for (tag, kind, selection) in [(b'c', "Child", child), (b's', "PlanSummary", summary)] {
            let query = format!(
                "query($id: ID!) {{ node(id: $id) {{ __typename id ... on {kind} {selection} }} }}"
            );
            let named = id(tag, self.sight.oracle.child(key));
            let data = self.read("node", &query, json!({ "id": named })).await;
            self.same(
                "node",
                data["node"]["__typename"].as_str(),
                self.sight.reaches(key).then_some(kind),
            );
        }
    }

    pub(super) async fn numbers(&mut self) {
        for key in self.sight.ids.keys().copied().collect::<Vec<_>>() {
            if !self.is_done() {
                self.by_number(key).await;
            }
        }
    }

    /// A number finds a child for those who are shown it, and for those on duty.
    async fn by_number(&mut self, key: Key) {
        let tables = &self.sight.oracle.tables;
        let council = tables.with("council", "id", key.0).next().unwrap();
        let local = tables
            .at("child_identifier", key.0, "child_id", key.1)
            .find(|row| row.word("kind") == "LOCAL");
        let Some(local) = local else { return };
        let shown = |key| match self.sight.due(key, "IDENTIFIERS") {
            Expected::Shown { values, .. } => values.contains(local.word("value")),
            _ => false,
        };
        let on_duty = self.sight.who.role == "DUTY_OFFICER";
        let is_found = self.sight.reaches(key) && (on_duty || shown(key));
        let by = json!({ "by": { "localIdentifier": {
            "authorityCode": council.word("gss_code"), "value": local.word("value") } } });
        let Operations {
            lookup,
            apply,
            summary_of_child,
            ..
        } = self.operations;
        let query = format!(
            "query($by: ChildReference!) {{ child(by: $by) {{ __typename ... on Child {summary_of_child} {apply} {lookup} }} }}"
        );
        let data = self.read("child by number", &query, by).await;
        let told = data["child"]["__typename"].as_str().map(str::to_owned);
        if told.as_deref() == Some("Child") && !is_found {
            self.fault("child by number", "is found", true);
        }
        let due = if is_found {
            "Child"
        } else {
            "NotFoundOrNotPermitted"
        };
        self.same("child by number", told.as_deref(), Some(due));
    }

    /// All one's children, whole, page after page.
    pub(super) async fn pages_of_whole_children(&mut self) {
        let query = format!(
            "query($after: String) {{ children(first: {AT_ONCE}, after: $after) {{ pageInfo {{ hasNextPage endCursor }} nodes {} }} }}",
            self.operations.child
        );
        let mut after = Value::Null;
        let mut found: Vec<String> = Vec::new();
        loop {
            let data = self
                .read("children", &query, json!({ "after": after }))
                .await;
            let page = &data["children"];
            found.extend(texts(&page["nodes"], "id"));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != true || self.is_done() {
                break;
            }
        }
        let due = self.ids(&self.listed(|_, _| true));
        self.same("children, page after page", found, due);
    }

    pub(super) async fn plans(&mut self) {
        let rows = self.sight.oracle.tables.of("plan_version");
        let query = format!(
            "query($id: ID!) {{ plan(id: $id) {{ __typename ... on Plan {plan} {lookup} }} node(id: $id) {{ __typename id ... on Plan {plan} }} }}",
            plan = self.operations.plan,
            lookup = self.operations.lookup
        );
        for row in rows {
            let key = (row.number("council_id"), row.number("child_id"));
            let is_seen = self.plan_scope(key).is_some_and(|scope| {
                let view = self.sight.view(key).unwrap();
                view.versions(scope)
                    .iter()
                    .any(|(it, _)| it.number("id") == row.number("id"))
            });
            let data = self
                .read("plan", &query, json!({ "id": id(b'p', row) }))
                .await;
            let due = if is_seen {
                "Plan"
            } else {
                "NotFoundOrNotPermitted"
            };
            self.same("plan", data["plan"]["__typename"].as_str(), Some(due));
            self.same(
                "node of a plan",
                data["node"]["__typename"].as_str(),
                is_seen.then_some("Plan"),
            );
        }
    }

    pub(super) fn plan_scope(&self, key: Key) -> Option<Scope> {
        self.sight
            .view(key)?
            .rule("PLAN", Default::default())
            .scope()
    }

    pub(super) async fn cases(&mut self) {
        let Operations { case, lookup, .. } = self.operations;
        let query = format!(
            "query($by: ProceedingsReference!, $id: ID!) {{ proceedings(by: $by) {{ __typename ... on Proceedings {case} {lookup} }} \
             node(id: $id) {{ __typename id ... on Proceedings {case} }} }}"
        );
        for row in self.sight.oracle.tables.of("proceedings") {
            let covers = |key: &Key| {
                key.0 == row.number("council_id")
                    && self
                        .sight
                        .oracle
                        .covering(*key)
                        .any(|it| it.number("id") == row.number("id"))
            };
            let is_seen =
                self.sight.reached().filter(covers).any(|key| {
                    matches!(self.sight.due(key, "PROCEEDINGS"), Expected::Shown { .. })
                });
            let due = if is_seen {
                "Proceedings"
            } else {
                "NotFoundOrNotPermitted"
            };
            let named = id(b'x', row);
            for by in [
                json!({ "id": named }),
                json!({ "caseNumber": row.text("case_number") }),
            ] {
                let data = self
                    .read("proceedings", &query, json!({ "by": by, "id": named }))
                    .await;
                self.same(
                    "proceedings",
                    data["proceedings"]["__typename"].as_str(),
                    Some(due),
                );
                self.same(
                    "node of a case",
                    data["node"]["__typename"].as_str(),
                    is_seen.then_some("Proceedings"),
                );
            }
        }
    }

    /// Page after page within a section: the same items, and a cursor that is of no use in another list.
    pub(super) async fn pages_within_a_section(&mut self) {
        for key in self.sight.reached().collect::<Vec<_>>() {
            let Expected::Shown { values, .. } = self.sight.due(key, "REVIEWS") else {
                continue;
            };
            let due = values
                .iter()
                .filter(|it| it.contains("review decisions"))
                .count();
            let query = "query($id: ID!, $after: String) { child(by: { id: $id }) { __typename ... on Child { __typename id reviews { __typename \
                         ... on Withheld { withheldBecause } ... on ReviewRecord { reviews(first: 1, after: $after) { \
                         pageInfo { hasNextPage endCursor } nodes { decisions } } } } } } }";
            let (mut after, mut found) = (Value::Null, 0);
            for _ in 0..10 {
                let answer = self
                    .app
                    .ask(
                        &self.viewer,
                        query,
                        json!({ "id": self.sight.ids[&key], "after": after }),
                    )
                    .await;
                let page = &answer.body["data"]["child"]["reviews"]["reviews"];
                found += page["nodes"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|it| it["decisions"].is_string())
                    .count();
                after = page["pageInfo"]["endCursor"].clone();
                if page["pageInfo"]["hasNextPage"] != true {
                    break;
                }
            }
            self.same("reviews, page after page", found, due);
            let query = "query($after: String) { children(after: $after) { totalCount } }";
            let answer = self
                .ask("a cursor of another list", query, json!({ "after": after }))
                .await;
            self.same(
                "a cursor of another list",
                answer.code(),
                Some("CURSOR_INVALID"),
            );
            return;
        }
    }

    pub(super) async fn about_oneself(&mut self) {
        let query = format!(
            "{{ viewer {} visibility {} deadlineRules {} courts {} officerTeams professionals(role: JUDGE) {} acts {} apiLimits {} }}",
            self.operations.viewer,
            self.operations.visibility,
            self.operations.rules,
            self.operations.court,
            self.operations.colleagues,
            self.operations.acts,
            self.operations.limits,
        );
        let data = self.read("viewer", &query, Value::Null).await;
        let cells = data["visibility"].as_array().map_or(0, Vec::len);
        let due = self.sight.oracle.classes.len() * 16;
        self.same("visibility", cells, due);
    }
}
