//! The change feed, read to its end.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Asker, texts};

impl Asker<'_> {
    /// Everything that was announced, as far as the person sees it, and nothing else. Of one who is not of the cast,
    /// nothing was announced: they begin here.
    pub(super) async fn feed(&mut self) {
        let query = format!(
            "query($after: String) {{ changes(after: $after, first: 100) {{ cursor hasMore changes {} }} }}",
            self.operations.change
        );
        let mut after = self.cursor.clone();
        let mut told = BTreeSet::new();
        loop {
            let data = self
                .read("changes", &query, json!({ "after": after }))
                .await;
            let page = &data["changes"];
            told.extend(texts(&page["changes"], "id"));
            after = page["cursor"].as_str().map(str::to_owned);
            if page["hasMore"] != Value::Bool(true) || self.is_done() {
                break;
            }
        }
        let due = match self.cursor.is_some() && self.lists() {
            true => self.sight.changes_due(),
            false => BTreeSet::new(),
        };
        if !self.is_done() {
            let missing: Vec<&String> = due.difference(&told).collect();
            let surplus: Vec<&String> = told.difference(&due).collect();
            self.same("changes that are missing", missing, Vec::new());
            self.same("changes besides", surplus, Vec::new());
        }
    }
}
