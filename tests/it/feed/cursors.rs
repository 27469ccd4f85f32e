//! A cursor is of one reader, and for 90 days; and a page asks as much of the database whatever is on it.

use std::sync::{Arc, Mutex};

use chrono::Duration;
use permanence::{domain::access::Class, exchange::synthetic::Kind};
use serde_json::json;

use super::desk::{CHANGES, Desk};
use crate::{
    on_both,
    support::{
        cast::now,
        server::{Rules, TestApp},
    },
};

on_both! {
    async fn a_cursor_is_of_no_use_to_others_and_not_for_ever(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let cursor = desk.cursor("social-worker").await;
        for (who, asked, code) in [
            ("team-manager", json!({ "after": cursor }), "CURSOR_INVALID"),
            ("guardian", json!({ "after": cursor }), "CURSOR_INVALID"),
            ("social-worker", json!({ "after": "x" }), "CURSOR_INVALID"),
            ("social-worker", json!({ "after": format!("{}A", cursor.as_str().unwrap()) }), "CURSOR_INVALID"),
            ("social-worker", json!({ "first": 101 }), "BAD_USER_INPUT"),
            ("social-worker", json!({ "first": -1 }), "BAD_USER_INPUT"),
        ] {
            let answer = desk.try_read(who, asked.clone()).await;
            assert_eq!(answer.code(), Some(code), "{who} {asked}: {}", answer.text);
        }
        // That of another list is none of this one.
        let list = "{ children(first: 1) { pageInfo { endCursor } } }";
        let answer = desk.app.ask(&desk.cast.viewer("social-worker"), list, json!({})).await;
        let other = &answer.body["data"]["children"]["pageInfo"]["endCursor"];
        let answer = desk.try_read("social-worker", json!({ "after": other })).await;
        assert_eq!(answer.code(), Some("CURSOR_INVALID"), "{}", answer.text);

        desk.set_clock(now() + Duration::days(90));
        let answer = desk.try_read("social-worker", json!({ "after": cursor })).await;
        assert_eq!(answer.code(), None, "{}", answer.text);
        let renewed = answer.body["data"]["changes"]["cursor"].clone();
        desk.set_clock(now() + Duration::days(91));
        let answer = desk.try_read("social-worker", json!({ "after": cursor })).await;
        assert_eq!((answer.status, answer.code()), (422, Some("CURSOR_EXPIRED")), "{}", answer.text);
        let answer = desk.try_read("social-worker", json!({ "after": renewed })).await;
        assert_eq!(answer.code(), None, "whoever reads goes on");
    }

    async fn a_page_of_none_says_whether_there_is_any(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let cursor = desk.cursor("social-worker").await;
        assert_eq!(desk.page("social-worker", &cursor, 0).await["hasMore"], false);
        desk.changed(Kind::Own, &[Class::Plan]).await;
        let page = desk.page("social-worker", &cursor, 0).await;
        assert_eq!((&page["changes"], &page["hasMore"]), (&json!([]), &json!(true)));
        assert_eq!(desk.walk("social-worker", &page["cursor"], 9).await.0.len(), 1);
    }

    async fn who_lists_nobody_is_told_of_nobody(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        for who in ["duty-officer", "analyst", "guardian-not-appointed"] {
            let mut cursor = desk.cursor(who).await;
            desk.changed(Kind::Own, &[Class::Identity]).await;
            assert_eq!(desk.news(who, &mut cursor).await, [], "{who}");
        }
    }

    async fn a_page_of_many_changes_takes_the_statements_of_one(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let ear = heard.clone();
        let store = desk.cast.store.clone().watched(move |sql| ear.lock().unwrap().push(sql.to_owned()));
        let app = TestApp::over(store, Rules::default());
        let who = desk.cast.viewer("social-worker");
        let start = desk.cursor("social-worker").await;
        let mut statements = Vec::new();
        for (more, many) in [(&[Kind::Own][..], 1), (&Kind::ALL[6..], 13)] {
            for kind in more {
                desk.changed(*kind, &[Class::Plan, Class::Identity]).await;
            }
            heard.lock().unwrap().clear();
            let answer = app.ask(&who, CHANGES, json!({ "after": start, "first": 100 })).await;
            let told = answer.body["data"]["changes"]["changes"].as_array().unwrap().len();
            assert!(told >= many, "{told} of {many}");
            statements.push(heard.lock().unwrap().len());
        }
        assert!(statements[0] > 3, "{statements:?}");
        assert_eq!(statements[0], statements[1], "{statements:?}");
    }

    async fn a_change_on_record_stays_as_it_is(db: TestDatabase) {
        use sea_orm::ConnectionTrait;
        let desk = Desk::open(&db).await;
        desk.changed(Kind::Own, &[Class::Plan]).await;
        for sql in ["update change set seq = seq + 1", "delete from change"] {
            assert!(desk.connection.execute_unprepared(sql).await.is_err(), "{sql}");
        }
    }
}
