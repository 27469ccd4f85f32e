//! A page costs the same list of statements however many children are on it.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::{asker::Operations, schema::Schema};
use crate::{
    on_both,
    support::{
        cast::{Canaries, Cast},
        database::TestDatabase,
        server::{Rules, TestApp},
    },
};

on_both! {
    async fn pages_of_1_25_and_100_children_make_the_same_statements(database: TestDatabase) {
        let cast = Cast::speaking(&database, &Canaries, 320).await;
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = heard.clone();
        let store = cast.store.clone().watched(move |sql| listener.lock().unwrap().push(sql.to_owned()));
        let app = TestApp::over(store, Rules::default());
        let schema = Schema::read(&permanence::graphql::sdl());
        let sections = Operations::of(&schema).sections_of_a_child();
        for slug in ["team-manager", "inspector", "judge"] {
            let viewer = cast.viewer(slug);
            let mut lists = Vec::new();
            for page in [1, 25, 100] {
                heard.lock().unwrap().clear();
                let mut found = 0;
                // One operation for each section: a page of 100 whole children costs more than one may.
                for section in &sections {
                    let query = format!("{{ children(first: {page}) {{ totalCount nodes {{ id {section} }} }} }}");
                    let answer = app.ask(&viewer, &query, Value::Null).await;
                    assert!(answer.body["errors"].is_null(), "{section}: {}", answer.body["errors"]);
                    found = answer.body["data"]["children"]["nodes"].as_array().unwrap().len();
                }
                if slug == "team-manager" {
                    assert_eq!(found, page, "the page is full");
                }
                let statements: Vec<String> = heard.lock().unwrap().iter().map(|sql| without_rows(sql)).collect();
                lists.push(statements);
            }
            assert!(lists[0].len() > 50, "statements are heard");
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
