//! Asks everything, as one person, by every path, and tells what was wrong with the answers.

mod acts;
mod feed;
mod filters;
mod guesses;
mod lists;
mod operations;
mod pages;
mod paths;
mod versions;
mod wrong;

use permanence::domain::access::Viewer;
use serde_json::{Value, json};

use super::{
    acted::Acted,
    oracle::Key,
    verdict::{Fault, Sight},
};
use crate::support::server::{Answer, TestApp};
pub use operations::Operations;

/// How many whole children an operation may ask for within the limits of the front.
const AT_ONCE: usize = 3;

/// One person asking.
pub struct Asker<'a> {
    pub app: &'a TestApp,
    pub sight: &'a Sight<'a>,
    pub viewer: Viewer,
    pub operations: &'a Operations,
    /// What the cast has done already.
    pub acted: &'a [Acted],
    /// From where the person reads the feed.
    pub cursor: Option<String>,
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
        self.worklist().await;
        self.numbers().await;
        for chunk in self.chunks() {
            if self.is_done() {
                return;
            }
            self.whole_children(&chunk).await;
        }
        self.feed().await;
        if !self.is_done() {
            self.acts_of_others().await;
        }
    }

    pub async fn ask_everything(&mut self) {
        self.ask_in_haste().await;
        for key in self.sight.ids.keys().copied().collect::<Vec<_>>() {
            self.look_up(key).await;
        }
        self.acts_again().await;
        self.summary_pages().await;
        self.summary_versions().await;
        self.statuses().await;
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
}

fn texts(items: &Value, field: &str) -> Vec<String> {
    let found = items.as_array().into_iter().flatten();
    found
        .filter_map(|it| it[field].as_str())
        .map(str::to_owned)
        .collect()
}
