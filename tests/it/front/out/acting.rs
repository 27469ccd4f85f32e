//! Nobody who was shut out finishes what they had begun, and nobody chooses them for anything.

use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::*;
use crate::{acts::Council, support::cast::today};

async fn one_connection(db: &TestDatabase) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(&db.url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

on_both! {
    async fn who_is_shut_out_in_the_middle_of_an_act_does_not_finish_it(db: TestDatabase) {
        let council = Council::open(&db).await;
        let child = council.child(Kind::Own).to_owned();
        let query = "mutation($input: RecordVoiceInput!) { recordVoice(input: $input) { id problems { code } } }";
        let said = |words: &str| json!({ "input": {
            "childId": child, "idempotencyKey": uuid::Uuid::new_v4(), "saidOn": today(), "words": words,
        } });
        let worker = council.viewer("social-worker");
        let done = council.app.ask(&worker, query, said("I like it here")).await;
        assert_eq!(done.body["data"]["recordVoice"]["problems"], json!([]), "{}", done.text);

        // The act waits between being let in and its unit of work: on SQLite for the one who writes, on PostgreSQL for
        // the rows of standings, which nobody reads to be let in.
        let held = one_connection(&db).await;
        let begin: &[&str] = match db.backend {
            Backend::Sqlite => &["begin immediate"],
            Backend::Postgres => &["begin", "lock table standing in access exclusive mode"],
        };
        for sql in begin {
            held.execute_unprepared(sql).await.unwrap();
        }
        let subject = &worker.subject;
        held.execute_unprepared(&format!("update professional set inactive_at = '2026-06-01T10:00:00Z' \
            where id = (select professional_id from identity where subject = '{subject}')")).await.unwrap();
        let (acted, ()) = tokio::join!(council.app.ask(&worker, query, said("I want a dog")), async {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            held.execute_unprepared("commit").await.unwrap();
        });
        assert_eq!(acted.code(), Some("UNAUTHENTICATED"), "{}", acted.text);
        let voices = "select count(*) as voices from voice where words = 'I want a dog'";
        let row = held.query_one_raw(sea_orm::Statement::from_string(held.get_database_backend(), voices)).await;
        assert_eq!(row.unwrap().unwrap().try_get::<i64>("", "voices").unwrap(), 0);
        is_out(&council.app, &worker).await;
    }

    async fn nobody_is_offered_or_given_a_child_who_is_out_and_their_name_stays_where_it_stands(db: TestDatabase) {
        let council = Council::open(&db).await;
        let hand = Hand::of(&council.cast);
        let child = council.child(Kind::Own).to_owned();
        let team = "query($id: ID!) { child(by: { id: $id }) { ... on Child { team { \
            ... on Team { socialWorker { name } } ... on Withheld { withheldBecause } } } } }";
        let worker = council.viewer("social-worker");
        let name = name(&council.app, &worker).await;
        let id = council.colleague("team-manager", "SOCIAL_WORKER", &name).await;
        let before = council.ask("team-manager", team, json!({ "id": child })).await;
        assert!(before.to_string().contains(&name), "{before}");

        hand.deactivate(&worker).await;
        let listed = council.listed("team-manager", "SOCIAL_WORKER").await;
        assert!(!listed.is_empty() && !listed.contains(&name), "{listed:?}");
        let input = json!({ "childId": child, "workerId": id, "idempotencyKey": uuid::Uuid::new_v4() });
        let refused = council.act("team-manager", "allocateWorker", input, "child { id }").await;
        assert_eq!(refused["problems"][0]["field"], json!(["workerId"]), "{refused}");
        let after = council.ask("team-manager", team, json!({ "id": child })).await;
        assert_eq!(after, before, "what was, was");
    }
}
