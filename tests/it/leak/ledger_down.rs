//! No entry, no answer: with the ledger gone, locked or read-only nothing of a child leaves the service.

use futures_util::future::join_all;
use permanence::{
    domain::ids::{self, encode},
    exchange::synthetic::Kind,
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use serde_json::{Value, json};

use crate::{
    on_both,
    support::{cast::Cast, database::TestDatabase, server::TestApp},
};

const HELD: &str = "... on Withheld { withheldBecause }";

/// Everything that names a child, finds one, or finds nothing.
fn questions(cast: &Cast) -> Vec<(String, Value)> {
    let child = cast.child(Kind::Own).to_owned();
    let nobody = cast.child(Kind::Sealed).to_owned();
    let identity = format!("identity {{ ... on Identity {{ familyName }} {HELD} }}");
    let on_child = format!("__typename ... on Child {{ id {identity} }}");
    let summary = format!("__typename ... on PlanSummary {{ id {identity} }}");
    let by_id = format!("query($id: ID!) {{ child(by: {{ id: $id }}) {{ {on_child} }} }}");
    let by_number = format!(
        "query($value: String!) {{ child(by: {{ localIdentifier: {{ authorityCode: \"E08000999\", value: $value }} }}) {{ {on_child} }} }}"
    );
    vec![
        (by_id.clone(), json!({ "id": child })),
        (by_id, json!({ "id": nobody })),
        (by_number, json!({ "value": "nobody's number" })),
        (
            format!("{{ children {{ nodes {{ id {identity} }} }} }}"),
            Value::Null,
        ),
        ("{ children { totalCount } }".to_owned(), Value::Null),
        (
            format!("query($id: ID!) {{ node(id: $id) {{ {on_child} }} }}"),
            json!({ "id": child }),
        ),
        (
            format!("query($id: ID!) {{ nodes(ids: [$id]) {{ {on_child} }} }}"),
            json!({ "id": child }),
        ),
        (
            format!("query($id: ID!) {{ planSummary(by: {{ child: $id }}) {{ {summary} }} }}"),
            json!({ "id": child }),
        ),
        (
            "query($id: ID!) { planSummaryDifference(from: $id, to: $id) { __typename } }"
                .to_owned(),
            json!({ "id": encode(ids::Kind::PlanSummary, &cast.public_id(Kind::Own)) }),
        ),
        (
            "query($id: ID!) { plan(id: $id) { __typename } }".to_owned(),
            json!({ "id": nobody }),
        ),
        (
            "{ proceedings(by: { caseNumber: \"ZE26C50999\" }) { __typename } }".to_owned(),
            Value::Null,
        ),
    ]
}

async fn nothing_is_shown(cast: &Cast) {
    let app = TestApp::over(cast.store.clone(), crate::leak::lifted());
    let worker = cast.viewer("social-worker");
    let questions = questions(cast);
    let answers = join_all(
        questions
            .iter()
            .map(|(query, variables)| app.ask(&worker, query, variables.clone())),
    )
    .await;
    for ((query, _), answer) in questions.iter().zip(answers) {
        assert_eq!(
            answer.code(),
            Some("UNAVAILABLE"),
            "{query}: {}",
            answer.text
        );
        let shown = answer.text.contains("canary/") || answer.text.contains("__typename");
        assert!(!shown, "{query}: {}", answer.text);
    }
    // The plan summary as a page.
    let summary = encode(ids::Kind::PlanSummary, &cast.public_id(Kind::Own));
    let (status, _, page) = app.page(&worker, &summary).await;
    assert_eq!(status, 503, "{page}");
    assert!(
        page.contains("UNAVAILABLE") && !page.contains("canary/"),
        "{page}"
    );
    // A restricted child, and somebody with a right to it: being told to apply is an answer, too.
    let query = "query($id: ID!) { child(by: { id: $id }) { __typename } }";
    let told = app
        .ask(
            &cast.viewer("guardian"),
            query,
            json!({ "id": cast.child(Kind::Restricted) }),
        )
        .await;
    assert_eq!(told.code(), Some("UNAVAILABLE"), "{}", told.text);

    let viewer = app.ask(&worker, "{ viewer { role } }", Value::Null).await;
    assert_eq!(
        viewer.body["data"]["viewer"]["role"], "SOCIAL_WORKER",
        "{}",
        viewer.text
    );
}

async fn run(connection: &DatabaseConnection, statements: &[&str]) {
    for statement in statements {
        connection
            .execute_unprepared(statement)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

on_both! {
    async fn nothing_is_shown_without_the_ledgers_tables(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let connection = database.connect().await;
        run(&connection, &["drop table ledger_child", "drop table ledger_entry", "drop table ledger_batch"]).await;
        nothing_is_shown(&cast).await;
    }

    async fn nothing_is_shown_while_the_ledger_is_locked(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let connection = database.connect().await;
        let lock = match database.backend {
            // One connection for all statements: what is not committed holds the lock.
            Backend::Sqlite => vec!["begin immediate"],
            Backend::Postgres => vec!["begin", "lock table ledger_batch, ledger_entry, ledger_child in exclusive mode"],
        };
        let held = one_connection(&database, &lock).await;
        nothing_is_shown(&cast).await;
        drop(held);
        drop(connection);
    }

    async fn nothing_is_shown_while_the_ledger_is_read_only(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let connection = database.connect().await;
        let refuse: &[&str] = match database.backend {
            Backend::Sqlite => &["create trigger read_only before insert on ledger_batch begin select raise(abort, 'read-only'); end"],
            Backend::Postgres => &[
                "create function read_only() returns trigger language plpgsql as $$ begin raise exception 'read-only'; end $$",
                "create trigger read_only before insert on ledger_batch for each row execute function read_only()",
            ],
        };
        run(&connection, refuse).await;
        nothing_is_shown(&cast).await;
        run(&connection, &[match database.backend {
            Backend::Sqlite => "drop trigger read_only",
            Backend::Postgres => "drop trigger read_only on ledger_batch",
        }]).await;
        // As soon as it can be written again, answers come again.
        let app = TestApp::over(cast.store.clone(), crate::leak::lifted());
        let answer = app.ask(&cast.viewer("social-worker"), "{ children { totalCount } }", Value::Null).await;
        assert!(answer.body["data"]["children"]["totalCount"].as_u64() > Some(0), "{}", answer.text);
    }
}

/// A connection that keeps what the statements began.
async fn one_connection(database: &TestDatabase, statements: &[&str]) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(&database.url);
    options
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await.unwrap();
    run(&connection, statements).await;
    connection
}
