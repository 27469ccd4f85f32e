//! A plan from its draft to its first review, by the people who may.

use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{Council, key, problems};
use crate::{on_both, support::cast::today};

const PLAN: &str = "plan { id revision state } child { id viewerMay { act isOpen closedBy } }";

fn content() -> Value {
    json!({
        "options": [
            { "option": "SPECIAL_GUARDIANSHIP", "part": "PRIMARY" },
            { "option": "LONG_TERM_FOSTER", "part": "CONTINGENCY" },
        ],
        "targetOn": today() + chrono::Days::new(180),
        "rationale": "The grandmother has cared for the child since birth",
        "siblingAssessment": "Together with the sister",
        "parentsViews": "Mother agrees; father does not",
        "noChildsViewReason": "Not yet two years old",
    })
}

/// A version as somebody read it.
struct Version {
    id: String,
    revision: String,
}

impl Version {
    fn of(payload: &Value) -> Self {
        let text = |field: &str| payload["plan"][field].as_str().unwrap().to_owned();
        Self {
            id: text("id"),
            revision: text("revision"),
        }
    }

    fn input(&self, more: Value) -> Value {
        let mut input = json!({ "planId": self.id, "expectedRevision": self.revision });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    }
}

async fn drafted(council: &Council) -> Version {
    let input = json!({ "childId": council.child(Kind::LittleRecorded), "idempotencyKey": key(), "content": content() });
    let drafted = council.act("social-worker", "draftPlan", input, PLAN).await;
    assert_eq!(problems(&drafted), Vec::<String>::new(), "{drafted}");
    assert_eq!(drafted["plan"]["state"], "DRAFT");
    Version::of(&drafted)
}

async fn done(council: &Council, who: &str, act: &str, version: &Version, more: Value) -> Version {
    let payload = council.act(who, act, version.input(more), PLAN).await;
    assert_eq!(
        problems(&payload),
        Vec::<String>::new(),
        "{who} {act} {payload}"
    );
    Version::of(&payload)
}

on_both! {
    async fn a_plan_is_drafted_proposed_authorised_and_reviewed_by_four_eyes_and_more(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::LittleRecorded).to_owned();
        let version = drafted(&council).await;
        let version = done(&council, "social-worker", "proposePlan", &version, json!({})).await;
        let alone = council.act("team-manager", "authorisePlan", version.input(json!({})), PLAN).await;
        assert_eq!(problems(&alone), ["PRACTICE_RULE MANAGEMENT_NOTE"]);
        let note = json!({ "managementNote": "Discussed in supervision" });
        let version = done(&council, "team-manager", "authorisePlan", &version, note).await;

        let early = version.input(json!({ "outcome": "AGREED" }));
        let early = council.act("reviewing-officer", "recordPlanReview", early, PLAN).await;
        assert_eq!(problems(&early), ["PRACTICE_RULE REVIEW_HELD"]);
        let review = json!({
            "childId": child, "idempotencyKey": key(), "kind": "LAC", "heldOn": today(), "participation": "PN1",
            "isPlanConsidered": true, "decisions": "The plan goes ahead",
        });
        let held = council.act("reviewing-officer", "holdReview", review, "review { id heldOn }").await;
        assert_eq!(problems(&held), Vec::<String>::new());
        assert_eq!(held["review"]["heldOn"], json!(today()));
        let agreed = json!({ "outcome": "DISAGREED", "reason": "The grandmother was not assessed" });
        done(&council, "reviewing-officer", "recordPlanReview", &version, agreed).await;

        let query = "query($id: ID!) { plan(id: $id) { ... on Plan { state reviewOutcome reviewedOn history { \
            ... on PlanHistory { events { act standing by { name } fromState toState \
            reason { ... on PlanReason { text } ... on Withheld { withheldBecause } } \
            managementNote { ... on ManagementNote { text } ... on Withheld { withheldBecause } } } } \
            ... on Withheld { withheldBecause } } } } }";
        let read = council.ask("social-worker", query, json!({ "id": version.id })).await;
        let plan = &read["plan"];
        assert_eq!(plan["state"], "REVIEWED");
        assert_eq!(plan["reviewOutcome"], "DISAGREED");
        let events = plan["history"]["events"].as_array().unwrap();
        let told: Vec<String> = events
            .iter()
            .map(|it| format!("{} {} {}", it["act"], it["standing"], it["toState"]).replace('"', ""))
            .collect();
        assert_eq!(told, [
            "DRAFT_PLAN SW DRAFT",
            "PROPOSE_PLAN SW PROPOSED",
            "AUTHORISE_PLAN TM AUTHORISED",
            "RECORD_PLAN_REVIEW IRO REVIEWED",
        ]);
        assert_eq!(events[2]["managementNote"]["text"], "Discussed in supervision");
        assert_eq!(events[3]["reason"]["text"], "The grandmother was not assessed");
    }

    async fn of_two_reviewing_officers_at_once_one_succeeds_and_one_is_told_of_the_other(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::LittleRecorded).to_owned();
        let version = drafted(&council).await;
        let version = done(&council, "social-worker", "proposePlan", &version, json!({})).await;
        let note = json!({ "managementNote": "Discussed in supervision" });
        let version = done(&council, "team-manager", "authorisePlan", &version, note).await;
        let review = json!({
            "childId": child, "idempotencyKey": key(), "kind": "LAC", "heldOn": today(), "participation": "PN1",
            "isPlanConsidered": true, "decisions": "The plan goes ahead",
        });
        council.act("reviewing-officer", "holdReview", review, "review { id }").await;
        let input = version.input(json!({ "outcome": "AGREED" }));
        let both = (0..2).map(|_| council.act("reviewing-officer", "recordPlanReview", input.clone(), PLAN));
        let mut answers: Vec<Vec<String>> =
            futures_util::future::join_all(both).await.iter().map(problems).collect();
        answers.sort();
        assert_eq!(answers, [Vec::<String>::new(), vec!["REVISION_CONFLICT".to_owned()]]);
    }

    async fn a_portal_is_told_which_buttons_to_draw_and_what_closes_the_others(database: TestDatabase) {
        let council = Council::open(&database).await;
        let version = drafted(&council).await;
        let query = "query($id: ID!) { plan(id: $id) { ... on Plan { viewerMay { act isOpen closedBy } } } }";
        let may = |read: Value| -> Vec<String> {
            let list = read["plan"]["viewerMay"].as_array().unwrap().clone();
            let told = list.iter().map(|it| format!("{} {} {}", it["act"], it["isOpen"], it["closedBy"]));
            told.map(|it| it.replace('"', "")).collect()
        };
        let worker = council.ask("social-worker", query, json!({ "id": version.id })).await;
        let told = may(worker);
        for expected in ["REVISE_PLAN true []", "PROPOSE_PLAN true []", "WITHDRAW_PLAN true []"] {
            assert!(told.contains(&expected.to_owned()), "{expected} in {told:?}");
        }
        let manager = council.ask("team-manager", query, json!({ "id": version.id })).await;
        let told = may(manager);
        assert!(told.contains(&"WITHDRAW_PLAN true []".to_owned()), "{told:?}");
        assert!(!told.iter().any(|it| it.starts_with("PROPOSE_PLAN")), "{told:?}");
    }

    async fn each_reserved_approval_is_asked_for_and_given(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::OutsideSibling).to_owned();
        let officer = council.colleague("manager-tollgate", "NOMINATED_OFFICER", "Leocadia Finch").await;
        for kind in ["REG11", "REG18", "REG19", "REG25", "REG39"] {
            let input = json!({ "childId": child, "idempotencyKey": key(), "kind": kind, "officerId": officer, "reason": "It is needed" });
            let asked = council.act("manager-tollgate", "referApproval", input, "child { id }").await;
            assert_eq!(problems(&asked), Vec::<String>::new(), "{kind}");
            let input = json!({ "childId": child, "kind": kind, "isApproved": true, "reasons": "It is right" });
            let given = council.act("nominated-officer", "decideApproval", input.clone(), "child { id }").await;
            assert_eq!(problems(&given), Vec::<String>::new(), "{kind}");
            let again = council.act("nominated-officer", "decideApproval", input, "child { id }").await;
            assert_eq!(problems(&again), ["STATE_NOT_ALLOWED"], "{kind}");
        }
    }
}
