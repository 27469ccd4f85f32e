//! A page costs the same list of statements however many children are on it.

use std::sync::{Arc, Mutex};

use permanence::graphql::document::Limits;
use serde_json::Value;

use super::schema::Schema;
use crate::{
    on_both,
    support::{
        cast::{Canaries, Cast},
        server::{Rules, TestApp},
    },
};

on_both! {
    async fn pages_of_1_25_and_100_children_make_the_same_statements(database: TestDatabase) {
        let cast = Cast::speaking(&database, Canaries, 640).await;
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = heard.clone();
        let store = cast.store.clone().watched(move |sql| listener.lock().unwrap().push(sql.to_owned()));
        // A hundred whole children are more than one operation may ask for: the limit is lifted for this test.
        let limits = Limits { cost: u64::MAX, ..Limits::default() };
        let app = TestApp::over(store, Rules { limits, ..Rules::default() });
        let schema = Schema::read(&permanence::graphql::sdl());
        let (child, summary) = (schema.all_of("Child", &["Child.planSummary"]), schema.all_of("PlanSummary", &[]));
        for slug in ["team-manager", "inspector", "judge"] {
            let viewer = cast.viewer(slug);
            let mut lists = Vec::new();
            for page in [1, 25, 100] {
                heard.lock().unwrap().clear();
                let query = format!(
                    "{{ children(first: {page}) {{ totalCount nodes {child} edges {{ node {{ planSummary {summary} }} }} }} }}"
                );
                let answer = app.ask(&viewer, &query, Value::Null).await;
                assert!(answer.body["errors"].is_null(), "{}", answer.body["errors"]);
                let found = answer.body["data"]["children"]["nodes"].as_array().unwrap().len();
                assert!(found == page || slug != "team-manager" || found > 50, "{found} children on a page of {page}");
                let statements: Vec<String> = heard.lock().unwrap().iter().map(|sql| without_rows(sql)).collect();
                lists.push(statements);
            }
            assert!(lists[0].len() > 25, "{slug}: only {} statements are heard", lists[0].len());
            assert_eq!(lists[0], lists[1], "{slug}: 1 and 25");
            assert_eq!(lists[1], lists[2], "{slug}: 25 and 100");
        }
    }
}

/// The ledger writes a row a child with one statement, which has as many places as there are rows.
fn without_rows(sql: &str) -> String {
    match sql.find(" VALUES ") {
        Some(at) if sql.starts_with("INSERT INTO \"ledger_") => sql[..at].to_owned(),
        _ => sql.to_owned(),
    }
}
