//! The screens of a portal, each one operation for every role, over HTTP.

mod costs;
mod pages;
mod priced;
mod screens;
mod statuses;
mod sync;
mod worklist;

use std::sync::{Arc, Mutex};

use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::support::{
    cast::{Canaries, Cast},
    database::{Backend, TestDatabase},
    server::{Answer, Rules, TestApp},
};

const CASELOAD: &str = include_str!("operations/caseload.graphql");
const CHILD_PAGE: &str = include_str!("operations/child-page.graphql");
const COURT_LIST: &str = include_str!("operations/court-list.graphql");
const PLAN_REVIEW: &str = include_str!("operations/plan-review.graphql");
const WORKLIST: &str = include_str!("operations/worklist.graphql");
const SYNC: &str = include_str!("operations/sync.graphql");
const CASE_STATUSES: &str = include_str!("operations/case-statuses.graphql");

/// The council with a portal before it, and what its database is asked.
struct Portal {
    cast: Cast,
    app: TestApp,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Portal {
    async fn over(database: &TestDatabase, children: u32) -> Self {
        let cast = Cast::speaking(database, Canaries, children).await;
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = heard.clone();
        let store = cast
            .store
            .clone()
            .watched(move |sql| listener.lock().unwrap().push(sql.to_owned()));
        let app = TestApp::over(store, Rules::default());
        Self { cast, app, heard }
    }

    async fn ask(&self, who: &str, operation: &str, variables: Value) -> Answer {
        self.heard.lock().unwrap().clear();
        self.app
            .ask(&self.cast.viewer(who), operation, variables)
            .await
    }

    /// An answer without an error.
    async fn read(&self, who: &str, operation: &str, variables: Value) -> Value {
        let answer = self.ask(who, operation, variables).await;
        assert_eq!(answer.status, 200, "{who}: {}", answer.body["errors"]);
        assert!(
            answer.body["errors"].is_null(),
            "{who}: {}",
            answer.body["errors"]
        );
        answer.body["data"].clone()
    }

    /// Takes every other child out of everybody's reach.
    async fn keep_only(&self, database: &TestDatabase, child: &str) {
        let hex: String = permanence::domain::ids::decode(child)
            .unwrap()
            .1
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let bytes = match database.backend {
            Backend::Postgres => format!("decode('{hex}', 'hex')"),
            Backend::Sqlite => format!("x'{hex}'"),
        };
        let sql = format!(
            "update standing set replaced_at = recorded_at where replaced_at is null and child_id <> \
             (select id from child where public_id = {bytes})"
        );
        let connection = database.connect().await;
        connection.execute_unprepared(&sql).await.unwrap();
    }

    /// How many statements the last question cost.
    fn statements(&self) -> usize {
        self.heard.lock().unwrap().len()
    }
}

fn ids(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().into_iter().flatten();
    nodes
        .map(|node| node["id"].as_str().unwrap().to_owned())
        .collect()
}
