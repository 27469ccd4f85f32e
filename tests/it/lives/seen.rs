//! All that anybody is answered, once with what one child's record gives to ask by; as strings, those about the child apart.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, Type, TypeKind, TypeSystemDefinition},
};
use permanence::{
    domain::ids::{self, Kind},
    graphql::sdl,
};
use serde_json::{Value, json};

use crate::acts::Council;

/// People of the tests beside the cast.
const BESIDE: [&str; 3] = ["head-of-service", "manager-tollgate", "guardian-south"];

/// Fields that lead in a circle, or are asked for by themselves, with what is asked of them here.
const SHORT: [(&str, &str); 5] = [
    ("Plan.child", "{ __typename id }"),
    ("Child.planSummary", "{ __typename id }"),
    ("ChildEdge.node", "{ __typename id }"),
    ("WorkItem.child", "{ __typename id }"),
    ("Change.child", "{ __typename ... on Child { id } }"),
];

/// What leads to the child: numbers and ids as they were handed out.
#[derive(Debug, Clone)]
pub struct Handles {
    pub child: String,
    pub local_identifier: String,
    pub plans: Vec<String>,
    pub cases: Vec<String>,
    pub case_numbers: Vec<String>,
}

/// Strings that were told.
#[derive(Debug, Default)]
pub struct Told {
    /// In answers about the child, and in whatever part of another answer is about them.
    pub of_child: BTreeSet<String>,
    pub of_others: BTreeSet<String>,
    /// By which name others' files have the child.
    pub names: BTreeSet<String>,
    /// The summary as a page, to each.
    pub pages: Vec<String>,
}

/// The requests, made from the schema: together they read every field of a child, a plan, a case, a summary and a list.
pub struct Everything {
    types: BTreeMap<String, Vec<(String, String, bool)>>,
    unions: BTreeMap<String, Vec<String>>,
}

impl Everything {
    pub fn read() -> Self {
        let (mut types, mut unions) = (BTreeMap::new(), BTreeMap::new());
        for definition in parse_schema(sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(it) => {
                    let fields = it.fields.iter().map(|field| {
                        let mut arguments = field.node.arguments.iter();
                        let is_paged = arguments.any(|it| it.node.name.node == "first");
                        (
                            field.node.name.node.to_string(),
                            base(&field.node.ty.node),
                            is_paged,
                        )
                    });
                    types.insert(name, fields.collect());
                }
                TypeKind::Union(it) => {
                    unions.insert(
                        name,
                        it.members.iter().map(|it| it.node.to_string()).collect(),
                    );
                }
                _ => {}
            }
        }
        Self { types, unions }
    }

    fn of(&self, name: &str) -> String {
        if let Some(members) = self.unions.get(name) {
            let parts = members
                .iter()
                .map(|it| format!(" ... on {it} {}", self.of(it)));
            return format!("{{ __typename{} }}", parts.collect::<String>());
        }
        let Some(fields) = self.types.get(name) else {
            return String::new();
        };
        let mut text = "{ __typename".to_owned();
        for (field, output, is_paged) in fields {
            let coordinate = format!("{name}.{field}");
            let short = SHORT.iter().find(|it| it.0 == coordinate);
            let beneath = short.map_or_else(|| self.of(output), |it| it.1.to_owned());
            let page = if *is_paged { "(first: 16)" } else { "" };
            text.push_str(&format!(" {field}{page} {beneath}"));
        }
        text + " }"
    }

    /// What is asked about the child, with what the record gave.
    fn about(&self, handles: &Handles) -> Vec<(String, Value)> {
        let child = self.of("ChildLookup");
        let mut asked = vec![
            (
                format!("query($id: ID!) {{ child(by: {{ id: $id }}) {child} }}"),
                json!({ "id": handles.child }),
            ),
            (
                format!(
                    "query($number: String!) {{ child(by: {{ localIdentifier: {{ authorityCode: \"E08000999\", value: $number }} }}) {child} }}"
                ),
                json!({ "number": handles.local_identifier }),
            ),
            (
                format!(
                    "query($id: ID!) {{ planSummary(by: {{ child: $id }}) {} }}",
                    self.of("PlanSummaryLookup")
                ),
                json!({ "id": handles.child }),
            ),
            // The id as it was asked by is told again: it is not asked for.
            (
                format!("query($id: ID!) {{ caseStatuses(ids: [$id]) {{ answer {child} }} }}"),
                json!({ "id": handles.child }),
            ),
            (
                "query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }".to_owned(),
                json!({ "id": handles.child }),
            ),
        ];
        let plan = self.of("PlanLookup");
        asked.extend(handles.plans.iter().map(|id| {
            (
                format!("query($id: ID!) {{ plan(id: $id) {plan} node(id: $id) {{ id }} }}"),
                json!({ "id": id }),
            )
        }));
        let case = self.of("ProceedingsLookup");
        let by = |field: &str, value: &String| {
            (
                format!("query($by: ProceedingsReference!) {{ proceedings(by: $by) {case} }}"),
                json!({ "by": { field: value } }),
            )
        };
        asked.extend(handles.cases.iter().map(|it| by("id", it)));
        asked.extend(handles.case_numbers.iter().map(|it| by("caseNumber", it)));
        asked
    }

    fn at_work(&self, cursor: &Value) -> Vec<(String, Value)> {
        let children = self.of("ChildConnection");
        vec![
            (
                format!(
                    "{{ child(by: {{ id: \"nobody\" }}) {} }}",
                    self.of("ChildLookup")
                ),
                Value::Null,
            ),
            (
                format!("{{ children(first: 100) {children} }}"),
                Value::Null,
            ),
            (
                format!(
                    "{{ worklist(first: 100) {} }}",
                    self.of("WorkItemConnection")
                ),
                Value::Null,
            ),
            (
                format!(
                    "query($after: String) {{ changes(after: $after, first: 100) {} }}",
                    self.of("ChangePage")
                ),
                json!({ "after": cursor }),
            ),
            (
                format!(
                    "{{ viewer {} courts {} deadlineRules {} professionals(role: SOCIAL_WORKER, first: 100) {} }}",
                    self.of("Viewer"),
                    self.of("Court"),
                    self.of("DeadlineRule"),
                    self.of("ColleagueConnection")
                ),
                Value::Null,
            ),
        ]
    }
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

pub fn everybody(council: &Council) -> Vec<String> {
    let cast = council.cast.personas.iter().map(|it| it.persona.clone());
    cast.chain(BESIDE.map(str::to_owned)).collect()
}

/// Everybody asks everything. `cursors` says from where each reads the feed.
pub async fn told(
    council: &Council,
    everything: &Everything,
    handles: &Handles,
    cursors: &BTreeMap<String, Value>,
) -> Told {
    let mut told = Told::default();
    for who in everybody(council) {
        let viewer = council.viewer(&who);
        for (is_about_child, asked) in [
            (true, everything.about(handles)),
            (false, everything.at_work(&cursors[&who])),
        ] {
            for (query, variables) in asked {
                let answer = council.app.ask(&viewer, &query, variables).await;
                assert!(answer.body["errors"].is_null(), "{who}: {}", answer.text);
                told.take(&answer.body["data"], is_about_child, &handles.child);
            }
        }
        let summary = ids::encode(Kind::PlanSummary, &ids::decode(&handles.child).unwrap().1);
        told.pages.push(council.app.page(&viewer, &summary).await.2);
    }
    told
}

impl Told {
    fn take(&mut self, value: &Value, is_of_child: bool, child: &str) {
        match value {
            Value::String(text) if is_of_child => drop(self.of_child.insert(text.clone())),
            Value::String(text) => drop(self.of_others.insert(text.clone())),
            Value::Array(items) => items
                .iter()
                .for_each(|it| self.take(it, is_of_child, child)),
            Value::Object(fields) => {
                let named = [
                    &value["id"],
                    &value["childId"],
                    &value["child"],
                    &value["child"]["id"],
                ];
                let is_them = named.into_iter().any(|it| it == child);
                if is_them && value["__typename"] == "Sibling" {
                    self.names.extend(value["name"].as_str().map(str::to_owned));
                }
                // An entry of the ledger is of a reading, which is of all who were read at once.
                let is_entry = value["__typename"] == "LedgerEntry";
                for (name, field) in fields {
                    if name != "__typename" && !(is_entry && name == "id") {
                        self.take(field, is_of_child || is_them, child);
                    }
                }
            }
            _ => {}
        }
    }

    /// What can lead to the child: not a day, not a word or code of the schema, not what is told of others too.
    pub fn leading(&self) -> BTreeSet<&str> {
        let of_child = self.of_child.iter().map(String::as_str);
        let is_word = |text: &str| text.chars().all(|it| it.is_ascii_uppercase() || it == '_');
        let is_day = |text: &str| {
            let day = text.get(..10).unwrap_or(text);
            day.parse::<chrono::NaiveDate>().is_ok()
        };
        let is_leading = |it: &&str| {
            it.len() > 4 && !is_word(it) && !is_day(it) && !self.of_others.contains(*it)
        };
        let names = self.names.iter().map(String::as_str);
        of_child.filter(is_leading).chain(names).collect()
    }

    pub fn all(&self) -> BTreeSet<&str> {
        let all = self.of_child.iter().chain(&self.of_others);
        all.map(String::as_str).collect()
    }
}
