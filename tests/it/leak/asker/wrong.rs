//! Wrong ids, wrong and stolen cursors, refused operations: an error tells nothing either.

use serde_json::{Value, json};

use super::Asker;
use crate::leak::oracle::Key;

impl Asker<'_> {
    /// What is refused tells nothing either.
    pub(super) async fn errors(&mut self) {
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
