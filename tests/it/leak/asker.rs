//! Asks everything, as one person, by every path, and tells what was wrong with the answers.

use std::collections::BTreeSet;

use permanence::domain::access::Viewer;
use serde_json::{Value, json};

use super::{
    expected::Expected,
    oracle::{Key, id},
    schema::Schema,
    verdict::{Fault, Sight},
};
use crate::support::server::{Answer, TestApp};

/// How many whole children an operation may ask for within the limits of the front.
const AT_ONCE: usize = 3;

/// The operations, generated from the schema.
pub struct Operations {
    child: String,
    summary_of_child: String,
    plan: String,
    case: String,
    summary: String,
    connection: String,
    viewer: String,
    visibility: String,
    lookup: String,
    apply: String,
}

impl Operations {
    pub fn of(schema: &Schema) -> Self {
        let whole = |name: &str, skip: &[&str]| schema.all_of(name, skip);
        let child = whole("Child", &["Child.planSummary"]);
        let summary = whole("PlanSummary", &[]);
        let in_plan = whole("Child", &["Child.planSummary", "Child.plan"]);
        let plan = whole("Plan", &["Plan.child"]);
        for asked in [
            "Child.planSummary",
            "Plan.child",
            "ChildConnection.edges",
            "ChildConnection.nodes",
            "ChildConnection.pageInfo",
            "ChildConnection.totalCount",
            "ChildEdge.cursor",
            "ChildEdge.node",
            "Node.id",
            "Query.child",
            "Query.children",
            "Query.node",
            "Query.nodes",
            "Query.plan",
            "Query.planSummary",
            "Query.proceedings",
            "Query.viewer",
            "Query.visibility",
        ] {
            schema.asked(asked);
        }
        Self {
            summary_of_child: format!("{{ __typename id planSummary {summary} }}"),
            plan: format!("{{ child {in_plan} {}", plan.trim_start_matches('{')),
            case: whole("Proceedings", &[]),
            connection: format!(
                "{{ totalCount pageInfo {} edges {{ cursor node {{ __typename id viewerStandings }} }} nodes {{ __typename id }} }}",
                whole("PageInfo", &[])
            ),
            viewer: whole("Viewer", &[]),
            visibility: whole("ClassVisibility", &[]),
            lookup: format!(
                "... on NotFoundOrNotPermitted {}",
                whole("NotFoundOrNotPermitted", &[])
            ),
            apply: format!(
                "... on AccessByApplication {}",
                whole("AccessByApplication", &[])
            ),
            child,
            summary,
        }
    }
}

/// One person asking.
pub struct Asker<'a> {
    pub app: &'a TestApp,
    pub sight: &'a Sight<'a>,
    pub viewer: Viewer,
    pub operations: &'a Operations,
    /// Stop at the first leak: enough for a mutant.
    pub is_hasty: bool,
    pub faults: Vec<Fault>,
}

impl Asker<'_> {
    async fn ask(&mut self, of: &str, query: &str, variables: Value) -> Answer {
        let answer = self.app.ask(&self.viewer, query, variables).await;
        self.faults.extend(self.sight.faults(&answer, of));
        answer
    }

    /// An answer that must come without an error.
    async fn read(&mut self, of: &str, query: &str, variables: Value) -> Value {
        let answer = self.ask(of, query, variables).await;
        if answer.status != 200 || !answer.body["errors"].is_null() {
            self.fault(
                of,
                format!("{} {}", answer.status, answer.body["errors"]),
                false,
            );
        }
        answer.body["data"].clone()
    }

    fn fault(&mut self, of: &str, what: impl std::fmt::Display, is_leak: bool) {
        let who = &self.sight.who;
        let what = format!("{} {}: {of}: {what}", who.role, who.subject);
        self.faults.push(Fault { is_leak, what });
    }

    pub fn is_done(&self) -> bool {
        self.is_hasty && self.faults.iter().any(|fault| fault.is_leak)
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, of: &str, told: T, due: T) {
        if told != due {
            self.fault(of, format!("{told:?} instead of {due:?}"), false);
        }
    }

    /// A person in these roles looks children up, or does not see them at all; they never list.
    fn lists(&self) -> bool {
        !["DUTY_OFFICER", "ANALYST"].contains(&self.sight.who.role.as_str())
    }

    /// The children that a list must hold, in the order of the record.
    fn listed(&self, is_in: impl Fn(&Self, Key) -> bool) -> Vec<Key> {
        let mut keys: Vec<Key> = self
            .sight
            .reached()
            .filter(|key| self.lists() && is_in(self, *key))
            .collect();
        keys.sort_unstable();
        keys
    }

    fn ids(&self, keys: &[Key]) -> Vec<String> {
        keys.iter().map(|key| self.sight.ids[key].clone()).collect()
    }

    /// Only whom the person finds.
    pub async fn ask_whom_one_finds(&mut self) {
        self.listing("children", json!({}), self.listed(|_, _| true))
            .await;
        let keys: Vec<Key> = self.sight.ids.keys().copied().collect();
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Child { id viewerStandings } } }";
        let data = self
            .read("nodes", query, json!({ "ids": self.ids(&keys) }))
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

    /// Lists, filters and whole children: whatever a rule keeps is in here.
    pub async fn ask_in_haste(&mut self) {
        self.lists_and_filters().await;
        for chunk in self.chunks() {
            if self.is_done() {
                return;
            }
            self.whole_children(&chunk).await;
        }
    }

    pub async fn ask_everything(&mut self) {
        self.ask_in_haste().await;
        for key in self.sight.ids.keys().copied().collect::<Vec<_>>() {
            self.look_up(key).await;
        }
        self.pages_of_whole_children().await;
        self.plans().await;
        self.cases().await;
        self.pages_within_a_section().await;
        self.about_oneself().await;
        self.errors().await;
    }

    fn chunks(&self) -> Vec<Vec<Key>> {
        let keys: Vec<Key> = self.sight.ids.keys().copied().collect();
        keys.chunks(AT_ONCE).map(<[Key]>::to_vec).collect()
    }

    async fn whole_children(&mut self, keys: &[Key]) {
        let query = format!(
            "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename ... on Child {} }} }}",
            self.operations.child
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
    async fn look_up(&mut self, key: Key) {
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
            summary_of_child,
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

        let due = if due == "Child" {
            "Child"
        } else {
            "NotFoundOrNotPermitted"
        };
        let tables = &self.sight.oracle.tables;
        let council = tables
            .with("council", "id", key.0)
            .next()
            .unwrap()
            .word("gss_code");
        let local = tables
            .at("child_identifier", key.0, "child_id", key.1)
            .find(|row| row.word("kind") == "LOCAL");
        if let Some(local) = local {
            let by_number = json!({ "by": { "localIdentifier": { "authorityCode": council, "value": local.word("value") } } });
            let query = format!(
                "{by} {{ child(by: $by) {{ __typename ... on Child {summary_of_child} {apply} {lookup} }} }}"
            );
            let data = self.read("child by number", &query, by_number).await;
            self.same(
                "child by number",
                data["child"]["__typename"].as_str(),
                Some(due),
            );
        }

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

    /// All one's children, whole, page after page.
    async fn pages_of_whole_children(&mut self) {
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

    async fn plans(&mut self) {
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

    fn plan_scope(&self, key: Key) -> Option<super::cells::Scope> {
        self.sight
            .view(key)?
            .rule("PLAN", Default::default())
            .scope()
    }

    async fn cases(&mut self) {
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
    async fn pages_within_a_section(&mut self) {
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

    async fn about_oneself(&mut self) {
        let query = format!(
            "{{ viewer {} visibility {} }}",
            self.operations.viewer, self.operations.visibility
        );
        let data = self.read("viewer", &query, Value::Null).await;
        let cells = data["visibility"].as_array().map_or(0, Vec::len);
        let due = self.sight.oracle.classes.len() * 16;
        self.same("visibility", cells, due);
    }

    async fn listing(&mut self, of: &str, arguments: Value, due: Vec<Key>) {
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
    async fn is_refused(&mut self, of: &str, class: &str, arguments: &Value) -> bool {
        if self.sight.oracle.can_ever_see(&self.sight.who.role, class) {
            return false;
        }
        let query = "query($filter: ChildFilter, $order: ChildOrder) { children(filter: $filter, orderBy: $order) { totalCount } }";
        let answer = self.ask(of, query, arguments.clone()).await;
        self.same(of, answer.code(), Some("FILTER_NOT_PERMITTED"));
        true
    }

    async fn filter(&mut self, class: &str, filter: Value, is_in: impl Fn(&Self, Key) -> bool) {
        let of = format!("children with {filter}");
        let arguments = json!({ "filter": filter });
        if !self.is_refused(&of, class, &arguments).await {
            let due = self.listed(is_in);
            self.listing(&of, arguments, due).await;
        }
    }

    async fn sort(
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

    fn sees_all_of(&self, key: Key, class: &str) -> bool {
        !matches!(self.sight.due(key, class), Expected::Withheld { .. })
    }

    /// The plan that is shown as the current one: its state and primary option.
    fn current_plan(&self, key: Key) -> Option<(String, Option<String>)> {
        let view = self.sight.view(key)?;
        let scope = self.plan_scope(key)?;
        let (row, state) = view.versions(scope).into_iter().next()?;
        let is_current =
            scope == super::cells::Scope::Shared || row.is("is_in_force") || row.is("is_preparing");
        is_current.then(|| {
            (
                state,
                view.option_of(row, "PRIMARY")
                    .first()
                    .map(|it| (*it).to_owned()),
            )
        })
    }

    async fn lists_and_filters(&mut self) {
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

    /// What is refused tells nothing either.
    async fn errors(&mut self) {
        let hidden: Vec<Key> = self
            .sight
            .ids
            .keys()
            .copied()
            .filter(|key| !self.sight.reaches(*key))
            .collect();
        let hidden = self.ids(&hidden).into_iter().next().unwrap_or_default();
        for wrong in [
            "",
            "x",
            "Y2hpbGQ6MQ",
            &hidden[..hidden.len().saturating_sub(1)],
            &hidden,
        ] {
            let query = "query($id: ID!) { node(id: $id) { __typename } plan(id: $id) { __typename } child(by: { id: $id }) { __typename } \
                         planSummary(by: { id: $id }) { __typename } proceedings(by: { id: $id }) { __typename } }";
            self.ask("a wrong id", query, json!({ "id": wrong })).await;
        }
        for cursor in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            let query = "query($after: String) { children(after: $after) { totalCount } }";
            let answer = self
                .ask("a wrong cursor", query, json!({ "after": cursor }))
                .await;
            self.same("a wrong cursor", answer.code(), Some("CURSOR_INVALID"));
        }
        for query in [
            "{ children(first: 1000) { totalCount } }",
            "{ child(by: {}) { __typename } }",
            "{ children { nodes { id identity { __typename } } } }",
            "{ children { nodes { nothing } } }",
            "{ children(filter: { planState: [NOTHING] }) { totalCount } }",
        ] {
            let answer = self.ask("a wrong operation", query, Value::Null).await;
            if answer.code().is_none() {
                self.fault(query, "was not refused", false);
            }
        }
    }

    /// A cursor to the end of one's own first page, for somebody else to try.
    pub async fn cursor(&mut self) -> Option<String> {
        let data = self
            .read(
                "children",
                "{ children(first: 1) { pageInfo { endCursor } } }",
                Value::Null,
            )
            .await;
        data["children"]["pageInfo"]["endCursor"]
            .as_str()
            .map(str::to_owned)
    }

    pub async fn try_stolen(&mut self, cursor: &str) {
        let query = "query($after: String) { children(first: 1, after: $after) { totalCount nodes { id } } }";
        let answer = self
            .ask("a stolen cursor", query, json!({ "after": cursor }))
            .await;
        self.same("a stolen cursor", answer.code(), Some("CURSOR_INVALID"));
    }
}

fn texts(items: &Value, field: &str) -> Vec<String> {
    let found = items.as_array().into_iter().flatten();
    found
        .filter_map(|it| it[field].as_str())
        .map(str::to_owned)
        .collect()
}
