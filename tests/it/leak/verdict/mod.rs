//! Holds an answer against the oracle: section by section, text by text.

mod announced;
mod due;
mod fault;
mod history;
mod may;
mod readings;
mod summary;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::{
    cells::{Marks, Ruling, View},
    expected::Expected,
    oracle::{Key, Known, Oracle, Who, id},
    rows::Row,
    schema::Schema,
};
use announced::{Announced, announced};
pub use fault::Fault;
use fault::{leak, wrong};
pub use may::acts_of;
pub use told::{CANARY, canaries_of_page};
use told::{Told, canaries, difference, sealed_texts, tells_too_much};

use crate::support::server::Answer;

/// What one person may see of the whole record.
pub struct Sight<'a> {
    pub oracle: &'a Oracle,
    pub schema: &'a Schema,
    pub who: Who,
    pub known: Option<Known>,
    /// Names of people whose readings the person may know of; by class of cell.
    reader: Option<String>,
    /// Ids of children by key, and back.
    pub ids: BTreeMap<Key, String>,
    /// The children within reach, by id, with the standings held on them.
    views: BTreeMap<String, Key>,
    standings: BTreeMap<Key, BTreeSet<&'static str>>,
    /// What each section must answer; of parts of placements and versions of plans, with their number.
    due: BTreeMap<(Key, String, Option<i64>), Expected>,
    /// The same in a version of the plan summary.
    served: BTreeMap<(Key, String, Option<i64>), Expected>,
    /// The instants of the versions that the person may know of, in order.
    pub versions: BTreeMap<Key, Vec<DateTime<Utc>>>,
    readings: BTreeMap<Key, Ruling>,
    allowed: BTreeSet<String>,
    /// The ids of the deadlines that the person may be shown.
    deadlines: BTreeSet<String>,
    changes: BTreeMap<String, Announced>,
}

/// What a section belongs to: a child, or a placement or a version of the plan with the row of it.
#[derive(Clone, Copy)]
struct Owner<'b> {
    key: Key,
    row: Option<&'b Row>,
    /// In a version of the plan summary.
    is_served: bool,
}

fn is_version(summary: &Map<String, Value>) -> bool {
    summary.get("version").is_some_and(Value::is_object)
}

/// How the name of an operation begins that does something, and is answered as `Mutation`.
pub const ACT: &str = "act: ";
/// Beside the classes: what was done with a version of a plan.
const HISTORY: &str = "history of a version";

/// Not values of a record: places in lists, and what an answer says of itself.
const NOT_VALUES: [&str; 10] = [
    "__typename",
    "id",
    "basis",
    "asAt",
    "pageInfo",
    "totalCount",
    "cursor",
    "child",
    // Of the version, not of what it says: held against the moves elsewhere.
    "revision",
    "viewerMay",
];

impl<'a> Sight<'a> {
    pub fn of(oracle: &'a Oracle, schema: &'a Schema, who: Who) -> Self {
        let known = oracle.known(&who);
        let ids = oracle
            .children()
            .map(|(key, row)| (key, id(b'c', row)))
            .collect();
        let reader = known.as_ref().and_then(|known| {
            oracle
                .tables
                .with("professional", "id", known.person)
                .next()?
                .text("display_name")
                .map(str::to_owned)
        });
        let mut sight = Self {
            oracle,
            schema,
            who,
            known,
            reader,
            ids,
            views: BTreeMap::new(),
            standings: BTreeMap::new(),
            due: BTreeMap::new(),
            served: BTreeMap::new(),
            versions: BTreeMap::new(),
            readings: BTreeMap::new(),
            allowed: BTreeSet::new(),
            deadlines: BTreeSet::new(),
            changes: BTreeMap::new(),
        };
        let keys: Vec<Key> = sight.ids.keys().copied().collect();
        keys.into_iter().for_each(|key| sight.look_at(key));
        sight.deadlines = sight.deadlines_due();
        let all = sight.due.values().chain(sight.served.values());
        let shown = all.filter_map(|it| match it {
            Expected::Shown { values, .. } => Some(values),
            _ => None,
        });
        sight.allowed = shown
            .flatten()
            .flat_map(|text| canaries(text))
            .map(str::to_owned)
            .collect();
        sight
    }

    pub fn view(&self, key: Key) -> Option<View<'_>> {
        View::of(self.oracle, self.known.as_ref()?, key)
    }

    fn look_at(&mut self, key: Key) {
        let Some(view) = self.view(key) else { return };
        let known = self.known.as_ref().unwrap();
        let served = View::as_served(self.oracle, known, key).unwrap();
        let (due, as_served) = (self.whole(&view), self.whole(&served));
        let versions = served.versions_of_summary(&view);
        let readings = view.rule("ACCESS_LEDGER", Marks::default());
        let standings = view.reach.standings.clone();
        let changes = announced(&view);
        drop((view, served));
        self.due.extend(due);
        self.changes.extend(changes);
        self.served.extend(as_served);
        self.versions.insert(key, versions);
        self.readings.insert(key, readings);
        self.standings.insert(key, standings);
        self.views.insert(self.ids[&key].clone(), key);
    }

    /// Everything of one child.
    fn whole(&self, view: &View<'_>) -> BTreeMap<(Key, String, Option<i64>), Expected> {
        let mut due = BTreeMap::new();
        let (key, tables) = (view.key, &self.oracle.tables);
        for class in &self.oracle.classes {
            if class != "ACCESS_LEDGER" {
                due.insert((key, class.clone(), None), view.section(class));
            }
        }
        for placement in tables.at("placement", key.0, "child_id", key.1) {
            for class in ["PLACEMENT_DATES", "PLACEMENT_LOCATION", "CARER_IDENTITY"] {
                due.insert(
                    (key, class.to_owned(), Some(placement.number("id"))),
                    view.part(class, placement),
                );
            }
        }
        for version in tables.at("plan_version", key.0, "child_id", key.1) {
            let place = (key, "PLAN_NARRATIVE".to_owned(), Some(version.number("id")));
            due.insert(place, view.narrative(version));
            due.insert(
                (key, HISTORY.to_owned(), Some(version.number("id"))),
                view.history(version),
            );
        }
        due
    }

    /// The children within reach.
    pub fn reached(&self) -> impl Iterator<Item = Key> {
        self.views.values().copied()
    }

    pub fn reaches(&self, key: Key) -> bool {
        self.standings.contains_key(&key)
    }

    /// The standings held on a child; none where it is out of reach.
    pub fn standings_on(&self, key: Key) -> BTreeSet<&'static str> {
        self.standings.get(&key).cloned().unwrap_or_default()
    }

    /// What a section of a child must answer.
    pub fn due(&self, key: Key, class: &str) -> &Expected {
        &self.due[&(key, class.to_owned(), None)]
    }

    /// Everything that is wrong with an answer.
    pub fn faults(&self, answer: &Answer, of: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut texts = vec![answer.text.clone(), format!("{:?}", answer.headers)];
        sealed_texts(&answer.body, &mut texts);
        for text in &texts {
            for found in canaries(text) {
                if !self.allowed.contains(found) {
                    faults.push(leak(format!("holds {found}")));
                }
            }
            let hidden = self.ids.values().filter(|id| !self.views.contains_key(*id));
            faults.extend(
                hidden
                    .filter(|id| text.contains(id.as_str()))
                    .map(|id| leak(format!("names {id}"))),
            );
        }
        let root = match of.starts_with(ACT) {
            true => "Mutation",
            false => "Query",
        };
        self.walk(root, &answer.body["data"], None, &mut faults);
        let by = format!("{} {}", self.who.role, self.who.subject);
        for fault in &mut faults {
            fault.what = format!("{by}: {of}: {}", fault.what);
        }
        faults
    }

    /// `owner`: the child and the row (placement, version of a plan) that a guarded part belongs to.
    fn walk(&self, parent: &str, value: &Value, owner: Option<Owner<'_>>, faults: &mut Vec<Fault>) {
        match value {
            Value::Array(items) => items
                .iter()
                .for_each(|it| self.walk(parent, it, owner, faults)),
            Value::Object(fields) => {
                let parent = fields
                    .get("__typename")
                    .and_then(Value::as_str)
                    .unwrap_or(parent);
                let owner = self.owner(parent, fields, owner, faults);
                self.may(parent, fields, owner, faults);
                match parent {
                    "Deadline" => self.deadline(fields, faults),
                    "Change" => self.change(fields, faults),
                    _ => {}
                }
                for (name, value) in fields {
                    let Some(field) = self.schema.field(parent, name) else {
                        continue;
                    };
                    // What changed is held against both versions elsewhere.
                    if parent == "PlanSummaryDifference" {
                        continue;
                    }
                    if (parent, name.as_str()) == ("Plan", "history") {
                        self.history(owner, value, faults);
                        continue;
                    }
                    if let (Some(class), Some(owner)) = (&field.class, owner) {
                        self.section(owner, class, value, faults);
                    }
                    self.walk(&field.output, value, owner, faults);
                }
            }
            _ => {}
        }
    }

    fn owner<'b>(
        &'b self,
        parent: &str,
        fields: &Map<String, Value>,
        owner: Option<Owner<'b>>,
        faults: &mut Vec<Fault>,
    ) -> Option<Owner<'b>> {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let whole = |named: &str, is_served: bool| {
            let key = *self.views.get(text(named)?)?;
            let row = None;
            Some(Owner {
                key,
                row,
                is_served,
            })
        };
        let is_served = owner.is_some_and(|it| it.is_served);
        let found = match parent {
            "Child" => whole("id", is_served),
            "PlanSummary" => whole("child", is_version(fields)),
            "Placement" => return self.row_named("placement", b'l', text("id")?, is_served),
            "Plan" => return self.row_named("plan_version", b'p', text("id")?, is_served),
            _ => return owner,
        };
        let Some(Owner { key, .. }) = found else {
            faults.push(leak(format!("a {parent} of nobody in reach")));
            return None;
        };
        if let Some(Value::Array(told)) = fields.get("viewerStandings") {
            let told: BTreeSet<&str> = told.iter().filter_map(Value::as_str).collect();
            let due = &self.standings[&key];
            if told != *due {
                faults.push(wrong(format!(
                    "{}: standings {told:?} for {due:?}",
                    self.slug(key)
                )));
            }
        }
        if parent == "PlanSummary" {
            self.summary(key, fields, faults);
            self.versions_told(key, fields, faults);
        }
        found
    }

    fn row_named<'b>(
        &'b self,
        table: &'static str,
        tag: u8,
        named: &str,
        is_served: bool,
    ) -> Option<Owner<'b>> {
        let row = self
            .oracle
            .tables
            .of(table)
            .iter()
            .find(|row| id(tag, row) == named)?;
        let key = (row.number("council_id"), row.number("child_id"));
        let row = Some(row);
        self.reaches(key).then_some(Owner {
            key,
            row,
            is_served,
        })
    }

    fn book(&self, is_served: bool) -> &BTreeMap<(Key, String, Option<i64>), Expected> {
        if is_served { &self.served } else { &self.due }
    }

    /// What a section must answer in a version of the plan summary.
    pub fn due_as_served(&self, key: Key, class: &str) -> &Expected {
        &self.served[&(key, class.to_owned(), None)]
    }

    fn section(&self, owner: Owner<'_>, class: &str, value: &Value, faults: &mut Vec<Fault>) {
        let Owner {
            key,
            row,
            is_served,
        } = owner;
        if class == "ACCESS_LEDGER" {
            return self.readings(key, value, faults);
        }
        let due = &self.book(is_served)[&(key, class.to_owned(), row.map(|row| row.number("id")))];
        let told = self.told(class, value);
        if told != *due {
            let what = format!("{} {class}: {}", self.slug(key), difference(&told, due));
            faults.push(Fault {
                is_leak: tells_too_much(&told, due),
                what,
            });
        }
    }

    fn told(&self, class: &str, value: &Value) -> Told {
        match value["__typename"].as_str() {
            Some("Withheld") => {
                if value["informationClass"].as_str() != Some(class) {
                    return Told::Nothing {
                        instead: format!("withheld as {}", value["informationClass"]),
                    };
                }
                let may_be_requested = value["mayBeRequested"] == true;
                let grounds = value["requestBasis"].as_array().map_or(0, Vec::len);
                if may_be_requested != (grounds == 1) || value["requestFrom"].is_null() {
                    return Told::Nothing {
                        instead: "no way to ask for it is told".to_owned(),
                    };
                }
                Told::Withheld(
                    value["withheldBecause"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned(),
                    may_be_requested,
                )
            }
            Some("NotRecorded") => Told::NotRecorded,
            Some(section) => {
                let mut values = BTreeSet::new();
                self.values(section, value, &mut values);
                Told::Shown(
                    value["basis"].as_str().unwrap_or_default().to_owned(),
                    values,
                )
            }
            None => Told::Nothing {
                instead: value.to_string(),
            },
        }
    }

    /// The values of a section, without those of guarded parts within.
    fn values(&self, parent: &str, value: &Value, values: &mut BTreeSet<String>) {
        match value {
            Value::Null => {}
            Value::Array(items) => items.iter().for_each(|it| self.values(parent, it, values)),
            Value::Object(fields) => {
                let parent = fields
                    .get("__typename")
                    .and_then(Value::as_str)
                    .unwrap_or(parent);
                for (name, value) in fields {
                    let Some(field) = self.schema.field(parent, name) else {
                        continue;
                    };
                    if field.class.is_none() && !NOT_VALUES.contains(&name.as_str()) {
                        self.values(&field.output, value, values);
                    }
                }
            }
            Value::String(text) => drop(values.insert(text.clone())),
            Value::Number(number) => drop(values.insert(match number.as_i64() {
                Some(whole) => whole.to_string(),
                None => number.as_f64().unwrap().to_string(),
            })),
            Value::Bool(truth) => drop(values.insert(truth.to_string())),
        }
    }

    /// A child's name in messages of the test.
    pub fn slug(&self, key: Key) -> String {
        let names = self
            .oracle
            .tables
            .at("child_name", key.0, "child_id", key.1);
        names
            .filter_map(|row| row.text("given_names"))
            .next()
            .map_or(format!("{key:?}"), |name| {
                name.split('/').nth(1).unwrap_or(name).to_owned()
            })
    }
}
