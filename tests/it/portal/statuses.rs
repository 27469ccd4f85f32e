//! How it stands with many children, asked by a partner in one operation.

use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{CASE_STATUSES, Portal, ids};
use crate::{on_both, support::cast::counts};

const MINE: &str = "query($first: Int) { children(first: $first) { nodes { id } } }";

fn kinds(answers: &Value) -> Vec<&str> {
    let answers = answers["caseStatuses"].as_array().unwrap();
    answers
        .iter()
        .map(|it| it["answer"]["__typename"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn many_statuses_cost_the_statements_of_one(database: TestDatabase) {
        let portal = Portal::over(&database, 320).await;
        let mine = ids(&portal.read("team-manager", MINE, json!({ "first": 100 })).await["children"]["nodes"]);
        let count = i64::try_from(mine.len()).unwrap();
        assert!(count > 80, "{count} of her own");
        portal.read("team-manager", CASE_STATUSES, json!({ "ids": mine[..1] })).await;
        let for_one = portal.statements();
        let before = counts(&database, &["ledger_child", "ledger_entry"]).await;
        let told = portal.read("team-manager", CASE_STATUSES, json!({ "ids": mine })).await;
        assert!(for_one > 5 && portal.statements() == for_one, "{for_one} and {}", portal.statements());
        let asked: Vec<&str> = mine.iter().map(String::as_str).collect();
        let answered: Vec<String> = ids(&told["caseStatuses"]);
        assert_eq!(answered, asked, "in the order asked");
        assert!(kinds(&told).iter().all(|it| *it == "Child"));
        let after = counts(&database, &["ledger_child", "ledger_entry"]).await;
        assert_eq!(after["ledger_child"] - before["ledger_child"], count, "a row a child");
        assert_eq!(after["ledger_entry"] - before["ledger_entry"], 1);
        let one_more: Vec<&str> = asked.iter().copied().cycle().take(101).collect();
        let refused = portal.ask("team-manager", CASE_STATUSES, json!({ "ids": one_more })).await;
        assert_eq!(refused.code(), Some("BAD_USER_INPUT"), "{}", refused.text);
    }

    async fn whatever_is_not_ones_own_is_answered_alike_and_in_its_place(database: TestDatabase) {
        let portal = Portal::over(&database, 30).await;
        let (own, elsewhere, sealed) = (
            portal.cast.child(Kind::Own),
            portal.cast.child(Kind::OtherCouncil),
            portal.cast.child(Kind::Sealed),
        );
        let unknown = permanence::domain::ids::encode(permanence::domain::ids::Kind::Child, &[9; 16]);
        let of_another_type = permanence::domain::ids::encode(permanence::domain::ids::Kind::Plan, &[9; 16]);
        let asked = json!({ "ids": [elsewhere, own, sealed, unknown, "not an id", of_another_type, own, ""] });
        let told = portal.read("guardian", CASE_STATUSES, asked.clone()).await;
        let answers = told["caseStatuses"].as_array().unwrap();
        assert_eq!(kinds(&told)[1], "Child");
        assert_eq!(answers[1], answers[6], "asked twice, told twice");
        for place in [0, 2, 3, 4, 5, 7] {
            assert_eq!(answers[place]["answer"], answers[0]["answer"]);
            assert_eq!(answers[place]["id"], asked["ids"][place]);
        }
        assert_eq!(kinds(&told)[0], "NotFoundOrNotPermitted");
        let restricted = json!({ "ids": [portal.cast.child(Kind::Restricted), own] });
        let told = portal.read("judge", CASE_STATUSES, restricted.clone()).await;
        assert_eq!(kinds(&told), ["AccessByApplication", "Child"]);
        let told = portal.read("inspector", CASE_STATUSES, restricted).await;
        assert_eq!(kinds(&told)[0], "NotFoundOrNotPermitted");
    }
}
