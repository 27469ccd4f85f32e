//! What each has to see to next, over all their children.

use serde_json::{Value, json};

use super::{CASELOAD, Portal, WORKLIST, ids};
use crate::{on_both, support::cast::today};

/// The whole worklist, a page of some size after the other.
async fn walk(portal: &Portal, who: &str, size: usize, filter: &Value) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let asked = json!({ "first": size, "after": after, "filter": filter });
        let page = portal.read(who, WORKLIST, asked).await["worklist"].take();
        let nodes = page["nodes"].as_array().unwrap();
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
        all.extend(nodes.iter().cloned());
        if page["pageInfo"]["hasNextPage"] != true {
            assert_eq!(page["totalCount"], all.len(), "{who}");
            return all;
        }
        assert_eq!(nodes.len(), size, "{who}");
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn days(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["deadline"]["dueOn"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn each_is_given_what_falls_to_them_the_most_urgent_first(database: TestDatabase) {
        let portal = Portal::over(&database, 60).await;
        for (who, kinds) in [
            ("social-worker", &["VISIT", "REVIEW", "HEALTH", "WEEKS_26"][..]),
            ("team-manager", &["VISIT", "REVIEW", "HEALTH", "OVERSIGHT"]),
            ("reviewing-officer", &["REVIEW"]),
            ("guardian", &["WEEKS_26"]),
            ("judge", &["WEEKS_26"]),
        ] {
            let all = walk(&portal, who, 100, &Value::Null).await;
            let days = days(&all);
            assert!(!days.is_empty() && days.is_sorted(), "{who}: {days:?}");
            for kind in kinds {
                assert!(all.iter().any(|it| it["deadline"]["kind"] == *kind), "{who} has no {kind}");
            }
            for item in &all {
                let deadline = &item["deadline"];
                assert_eq!(item["id"], deadline["id"]);
                let (due_on, act_by) = (deadline["dueOn"].as_str(), deadline["actBy"].as_str());
                assert!(act_by <= due_on, "{deadline}");
                let is_late = due_on < Some(today().to_string().as_str());
                assert_eq!(deadline["status"] == "OVERDUE", is_late, "{deadline}");
                assert_eq!(deadline["daysLate"] == 0, !is_late, "{deadline}");
                assert!(matches!(deadline["status"].as_str(), Some("DUE" | "DUE_SOON" | "OVERDUE")), "{deadline}");
                let steps = deadline["explanation"].as_array().unwrap();
                let says_so = |step: &Value| step.as_str().unwrap().contains(due_on.unwrap());
                assert!(steps.iter().any(says_so), "{deadline}");
            }
            // What others have to see to is not among it.
            let is_court = ["guardian", "judge"].contains(&who);
            assert!(!is_court || all.iter().all(|it| it["deadline"]["kind"] != "VISIT"), "{who}");
        }
        // By which act each meets it, if it is theirs: the manager is not the one who visits.
        for (who, kind, act) in [
            ("social-worker", "VISIT", json!("RECORD_VISIT")),
            ("team-manager", "VISIT", Value::Null),
            ("team-manager", "OVERSIGHT", json!("RECORD_OVERSIGHT")),
            ("reviewing-officer", "REVIEW", json!("HOLD_REVIEW")),
            ("social-worker", "HEALTH", Value::Null),
        ] {
            let all = walk(&portal, who, 100, &Value::Null).await;
            let of_kind = || all.iter().filter(|it| it["deadline"]["kind"] == kind);
            assert!(of_kind().any(|it| it["act"] == act), "{who} {kind}: {:?}", of_kind().next());
        }
        for who in ["court-staff", "duty-officer", "analyst", "guardian-not-appointed"] {
            let none = walk(&portal, who, 100, &Value::Null).await;
            assert!(none.is_empty(), "{who}: {none:?}");
        }
    }

    async fn the_worklist_is_the_same_in_pages_and_can_be_narrowed(database: TestDatabase) {
        let portal = Portal::over(&database, 30).await;
        let all = walk(&portal, "social-worker", 100, &Value::Null).await;
        assert_eq!(ids(&json!(all)), ids(&json!(walk(&portal, "social-worker", 7, &Value::Null).await)));
        let day = today().to_string();
        let narrowed = async |filter: Value, holds: &dyn Fn(&Value) -> bool| {
            let told = ids(&json!(walk(&portal, "social-worker", 100, &filter).await));
            let wanted: Vec<&Value> = all.iter().filter(|it| holds(&it["deadline"])).collect();
            assert!(!wanted.is_empty() && wanted.len() < all.len(), "{filter}: {}", wanted.len());
            assert_eq!(told, ids(&json!(wanted)), "{filter}");
        };
        narrowed(json!({ "dueBefore": day }), &|it| it["dueOn"].as_str() < Some(&day)).await;
        narrowed(json!({ "kind": ["VISIT"] }), &|it| it["kind"] == "VISIT").await;
        narrowed(json!({ "kind": ["VISIT", "REVIEW"], "dueBefore": day }), &|it| {
            it["dueOn"].as_str() < Some(&day) && (it["kind"] == "VISIT" || it["kind"] == "REVIEW")
        })
        .await;
        let none = walk(&portal, "social-worker", 100, &json!({ "kind": [] })).await;
        assert!(none.is_empty(), "of no kind there is nothing");

        // A cursor is of this person, and of this list.
        let first = portal.read("social-worker", WORKLIST, json!({ "first": 2 })).await["worklist"].take();
        let cursor = &first["pageInfo"]["endCursor"];
        for (who, asked, code) in [
            ("team-manager", json!({ "after": cursor }), "CURSOR_INVALID"),
            ("social-worker", json!({ "after": cursor, "filter": { "kind": ["VISIT"] } }), "CURSOR_INVALID"),
            ("social-worker", json!({ "after": "x" }), "CURSOR_INVALID"),
            ("social-worker", json!({ "first": 101 }), "BAD_USER_INPUT"),
            ("social-worker", json!({ "first": -1 }), "BAD_USER_INPUT"),
            ("social-worker", json!({ "filter": { "dueBefore": "+12345-01-01" } }), "BAD_USER_INPUT"),
            ("social-worker", json!({ "filter": { "dueBefore": "soon" } }), "BAD_USER_INPUT"),
            ("social-worker", json!({ "filter": { "kind": ["BIRTHDAY"] } }), "BAD_USER_INPUT"),
        ] {
            let answer = portal.ask(who, WORKLIST, asked.clone()).await;
            assert_eq!(answer.code(), Some(code), "{who} {asked}: {}", answer.text);
        }
    }

    async fn what_is_due_of_very_many_children_is_asked_for_by_the_statements_of_one(database: TestDatabase) {
        let portal = Portal::over(&database, 640).await;
        let questions = [
            ("worklist", WORKLIST, json!({ "first": 50 })),
            ("overdue", OVERDUE, json!({ "filter": { "isOverdue": true } })),
            ("by next due", OVERDUE, json!({ "order": { "field": "NEXT_DUE", "direction": "ASC" } })),
            ("caseload", CASELOAD, json!({ "first": 50 })),
        ];
        let who = "team-manager";
        let mut of_many = Vec::new();
        for (name, operation, asked) in &questions {
            let told = portal.read(who, operation, asked.clone()).await;
            let (_, list) = told.as_object().unwrap().iter().next().unwrap();
            let found = list["nodes"].as_array().unwrap();
            assert!(found.len() > 20, "{name}: {}", found.len());
            of_many.push(portal.heard.lock().unwrap().clone());
        }
        let one = portal.cast.child(permanence::exchange::synthetic::Kind::Own);
        portal.keep_only(&database, one).await;
        for ((name, operation, asked), many) in questions.iter().zip(of_many) {
            let told = portal.read(who, operation, asked.clone()).await;
            let (_, list) = told.as_object().unwrap().iter().next().unwrap();
            let found = list["nodes"].as_array().unwrap();
            assert!(!found.is_empty(), "{name}");
            let child = |it: &Value| it["child"]["id"].as_str().or(it["id"].as_str()) == Some(one);
            assert!(found.iter().all(child), "{name}");
            let heard = portal.heard.lock().unwrap().clone();
            assert!(heard.len() > 5, "{name}: {}", heard.len());
            for (at, (one, many)) in heard.iter().zip(&many).enumerate() {
                assert_eq!(shape(one), shape(many), "{name}, statement {at}");
            }
            assert_eq!(heard.len(), many.len(), "{name}");
        }
    }
}

/// A statement but for the number of rows that it enters in the ledger.
fn shape(sql: &str) -> &str {
    match sql.starts_with("INSERT INTO \"ledger_child\"") {
        true => sql.split(" VALUES ").next().unwrap_or(sql),
        false => sql,
    }
}

/// Children with all that is late of them, and why.
const OVERDUE: &str = "query($filter: ChildFilter, $order: ChildOrder) { \
    children(first: 50, filter: $filter, orderBy: $order) { totalCount nodes { id \
    deadlines(status: [OVERDUE], first: 10) { totalCount nodes { id kind dueOn daysLate explanation } } } } }";
