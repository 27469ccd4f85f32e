//! The same request is done once; what went wrong leaves nothing behind.

use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{Council, key, problems};
use crate::{
    on_both,
    support::cast::{counts, now, today},
};

const VISIT: &str = "visit { id heldOn wasSeen } child { id }";

fn visit(child: &str, key: &str) -> Value {
    json!({
        "childId": child, "idempotencyKey": key, "heldOn": today(), "wasSeen": true, "seenAlone": "YES",
        "note": "Drew a picture of the new school",
    })
}

on_both! {
    async fn ten_identical_requests_at_once_record_one_visit_and_get_one_answer(database: TestDatabase) {
        let council = Council::open(&database).await;
        let input = visit(council.child(Kind::Own), &key());
        let before = counts(&database, &["visit", "act_event"]).await;

        let asked = (0..10).map(|_| council.act("social-worker", "recordVisit", input.clone(), VISIT));
        let answers = futures_util::future::join_all(asked).await;

        for answer in &answers {
            assert_eq!(problems(answer), Vec::<String>::new());
            assert_eq!(answer, &answers[0]);
        }
        assert_eq!(answers[0]["visit"]["heldOn"], json!(today()));
        let after = counts(&database, &["visit", "act_event"]).await;
        assert_eq!(after["visit"], before["visit"] + 1);
        assert_eq!(after["act_event"], before["act_event"] + 1);
    }

    async fn a_key_that_was_used_for_another_request_is_refused(database: TestDatabase) {
        let council = Council::open(&database).await;
        let mut input = visit(council.child(Kind::Own), &key());
        council
            .act("social-worker", "recordVisit", input.clone(), VISIT)
            .await;
        input["note"] = json!("Drew a picture of the old school");
        let again = council
            .act("social-worker", "recordVisit", input, VISIT)
            .await;
        assert_eq!(problems(&again), ["DUPLICATE"]);
        assert!(again["visit"].is_null());
    }

    async fn what_is_refused_leaves_nothing_and_frees_the_key(database: TestDatabase) {
        let council = Council::open(&database).await;
        let tables = ["visit", "act_event", "idempotency_key"];
        let before = counts(&database, &tables).await;
        let mut input = visit(council.child(Kind::Own), &key());
        input["heldOn"] = json!(today().succ_opt().unwrap());
        input["note"] = json!("  ");
        let refused = council
            .act("social-worker", "recordVisit", input.clone(), VISIT)
            .await;
        assert_eq!(problems(&refused), ["OUT_OF_RANGE", "REQUIRED"]);
        assert_eq!(refused["problems"][0]["field"], json!(["heldOn"]));
        assert_eq!(counts(&database, &tables).await, before);

        input["heldOn"] = json!(today());
        input["note"] = json!("Seen at school");
        let done = council
            .act("social-worker", "recordVisit", input, VISIT)
            .await;
        assert_eq!(problems(&done), Vec::<String>::new());
        assert!(done["visit"]["id"].is_string());
    }

    async fn nobody_acts_on_a_child_whom_they_cannot_see_or_beyond_their_standing(database: TestDatabase) {
        let council = Council::open(&database).await;
        let tables = ["visit", "act_event"];
        let before = counts(&database, &tables).await;
        for (who, kind, expected) in [
            ("judge", Kind::Own, "NOT_FOUND_OR_NOT_PERMITTED STANDING"),
            ("guardian", Kind::Own, "NOT_FOUND_OR_NOT_PERMITTED STANDING"),
            ("social-worker", Kind::Sealed, "NOT_FOUND_OR_NOT_PERMITTED"),
            (
                "social-worker",
                Kind::Excluded,
                "NOT_FOUND_OR_NOT_PERMITTED",
            ),
            (
                "social-worker",
                Kind::OtherCouncil,
                "NOT_FOUND_OR_NOT_PERMITTED",
            ),
        ] {
            let input = visit(council.child(kind), &key());
            let refused = council.act(who, "recordVisit", input, VISIT).await;
            assert_eq!(problems(&refused), [expected], "{who} {kind:?}");
            assert!(refused["child"].is_null());
        }
        assert_eq!(counts(&database, &tables).await, before);
    }

    async fn a_key_is_remembered_for_seven_days(database: TestDatabase) {
        let council = Council::open(&database).await;
        let input = visit(council.child(Kind::Own), &key());
        let first = council.act("social-worker", "recordVisit", input.clone(), VISIT).await;
        council.app.set_clock(now() + chrono::Duration::days(7));
        let again = council.act("social-worker", "recordVisit", input.clone(), VISIT).await;
        assert_eq!(again["visit"]["id"], first["visit"]["id"]);
        council.app.set_clock(now() + chrono::Duration::days(7) + chrono::Duration::seconds(1));
        let another = council.act("social-worker", "recordVisit", input, VISIT).await;
        assert_eq!(problems(&another), Vec::<String>::new());
        assert_ne!(another["visit"]["id"], first["visit"]["id"]);
    }
}
