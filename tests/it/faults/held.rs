//! Another writer holds what an act needs: waited for briefly, then given up, and nothing is written.

use std::time::{Duration, Instant};

use permanence::{exchange::synthetic::Kind, store::Store};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;

use super::server::patience;
use crate::{
    acts::key,
    on_both,
    support::{
        cast::{Cast, counts, today},
        server::{Rules, TestApp},
    },
};

const VOICE: &str =
    "mutation($input: RecordVoiceInput!) { recordVoice(input: $input) { id problems { code } } }";

on_both! {
    async fn a_lock_of_somebody_else_is_waited_for_so_long_and_no_longer(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let store = Store::open_within(&db.url, 4, patience()).await.unwrap();
        let app = TestApp::over(store, Rules::default());
        let viewer = cast.viewer("social-worker");
        let child = cast.child(Kind::Own);
        let input = json!({ "childId": child, "idempotencyKey": key(), "saidOn": today(), "words": "I waited" });
        let other = db.connect().await;
        let held = other.begin().await.unwrap();
        let take = match db.backend {
            Backend::Postgres => "lock table voice in access exclusive mode",
            Backend::Sqlite => "update id_counter set next_id = next_id",
        };
        held.execute_unprepared(take).await.unwrap();
        let before = Instant::now();
        let answer = app.ask(&viewer, VOICE, json!({ "input": input })).await;
        let took = before.elapsed();
        assert_eq!(answer.code(), Some("UNAVAILABLE"), "{}", answer.text);
        assert!(took > Duration::from_millis(900) && took < Duration::from_secs(5), "{took:?}");
        held.rollback().await.unwrap();
        let there = counts(&db, &["voice"]).await["voice"];
        // The same again, with the same key: it was not done before, and is done once now.
        for _ in 0..2 {
            let answer = app.ask(&viewer, VOICE, json!({ "input": input })).await;
            assert_eq!(answer.body["data"]["recordVoice"]["problems"], json!([]), "{}", answer.text);
        }
        assert_eq!(counts(&db, &["voice"]).await["voice"], there + 1);
    }
}
