//! Proceedings from their opening to their close, and who sees the child meanwhile.

use chrono::{Days, NaiveDate};
use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{Council, key, problems};
use crate::{
    on_both,
    support::cast::{counts, now, today},
};

const NORTHMOOR: &str = "Family Court at Northmoor";
const NUMBER: &str = "NM26C00417";
pub const NOTHING: [&str; 0] = [];

pub fn ahead(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

pub fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

/// A day later, at the same hour.
pub fn later(council: &Council, days: u64) {
    council.app.set_clock(now() + Days::new(days));
}

/// The manager of the sibling who is in no case issues care proceedings about them.
pub async fn issued(council: &Council) -> (String, String) {
    let child = council.child(Kind::OutsideSibling).to_owned();
    let input = opening(council, &child).await;
    let done = council
        .act(
            "manager-tollgate",
            "openProceedings",
            input,
            "id child { id }",
        )
        .await;
    assert_eq!(problems(&done), NOTHING);
    assert_eq!(done["child"]["id"], json!(child));
    (child, done["id"].as_str().unwrap().to_owned())
}

async fn opening(council: &Council, child: &str) -> Value {
    json!({
        "childId": child, "idempotencyKey": key(), "kind": "CARE", "begunOn": ago(3), "caseNumber": NUMBER,
        "courtId": council.court(NORTHMOOR).await,
    })
}

async fn list(council: &Council, case: &str, on: NaiveDate) -> Value {
    let judge = council
        .colleague(
            "court-staff",
            "JUDGE",
            "His Honour Judge Aurelio Finch-Hatton",
        )
        .await;
    let adviser = council
        .colleague("court-staff", "LEGAL_ADVISER", "Imogen Sørby")
        .await;
    let input = json!({
        "proceedingsId": case, "idempotencyKey": key(), "kind": "CMH", "listedOn": on, "judgeId": judge,
        "legalAdviserId": adviser,
    });
    council
        .act("court-staff", "listHearing", input, "id child { id }")
        .await
}

fn order(case: &str, kind: &str, children: &[&str]) -> Value {
    json!({
        "proceedingsId": case, "idempotencyKey": key(), "kind": kind, "madeOn": today(), "isFinal": true,
        "childIds": children,
    })
}

fn closing(case: &str, outcome: &str) -> Value {
    json!({ "proceedingsId": case, "closedOn": today(), "outcome": outcome })
}

on_both! {
    async fn an_application_opens_the_record_to_its_court_and_to_no_other(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::OutsideSibling).to_owned();
        for who in ["court-staff", "court-liaison", "judge", "other-court-judge"] {
            assert!(!council.finds(who, &child).await, "{who}");
        }
        let (child, case) = issued(&council).await;
        assert!(council.finds("court-staff", &child).await);
        assert!(council.finds("court-liaison", &child).await);
        for who in ["judge", "legal-adviser", "other-court-judge", "guardian"] {
            assert!(!council.finds(who, &child).await, "{who}");
        }
        let seen = council.case("court-staff", &child, "CARE").await;
        assert_eq!(seen["id"], json!(case));
        assert_eq!(seen["caseNumber"], NUMBER);
    }

    async fn what_is_wrong_with_an_application_is_told_at_once_and_nothing_is_opened(database: TestDatabase) {
        let council = Council::open(&database).await;
        let tables = ["proceedings", "proceedings_child", "case_court", "act_event"];
        let before = counts(&database, &tables).await;
        let child = council.child(Kind::OutsideSibling);
        let refused = |input: Value| council.act("manager-tollgate", "openProceedings", input, "id");

        let mut input = opening(&council, child).await;
        input["begunOn"] = json!(ahead(1));
        input["courtId"] = Value::Null;
        input["caseNumber"] = Value::Null;
        assert_eq!(problems(&refused(input).await), ["OUT_OF_RANGE", "REQUIRED", "REQUIRED"]);

        let mut input = opening(&council, child).await;
        input["kind"] = json!("PRE_PROCEEDINGS");
        assert_eq!(problems(&refused(input).await), ["INVALID", "INVALID"]);

        let mut input = opening(&council, child).await;
        input["caseNumber"] = json!("--");
        assert_eq!(problems(&refused(input).await), ["INVALID"]);

        let mut input = opening(&council, child).await;
        input["courtId"] = json!("nothing");
        assert_eq!(problems(&refused(input).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);

        // Whoever does not find the child opens nothing about them.
        let input = opening(&council, child).await;
        let done = council.act("team-manager", "openProceedings", input, "id").await;
        assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        assert_eq!(counts(&database, &tables).await, before);
    }

    async fn a_case_number_and_an_open_case_of_a_kind_are_there_once(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (child, _) = issued(&council).await;
        let mut input = opening(&council, &child).await;
        input["kind"] = json!("PLACEMENT");
        input["caseNumber"] = json!(format!(" {} ", NUMBER.to_lowercase()));
        let done = council.act("manager-tollgate", "openProceedings", input, "id").await;
        assert_eq!(problems(&done), ["DUPLICATE"]);

        let mut input = opening(&council, &child).await;
        input["caseNumber"] = json!("NM26C00418");
        let done = council.act("manager-tollgate", "openProceedings", input.clone(), "id").await;
        assert_eq!(problems(&done), ["DUPLICATE"]);
        input["kind"] = json!("DISCHARGE");
        input["isOfCouncil"] = json!(false);
        let done = council.act("court-liaison", "openProceedings", input, "id").await;
        assert_eq!(problems(&done), NOTHING);
    }

    async fn pre_proceedings_are_before_no_court(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::OutsideSibling);
        let input = json!({
            "childId": child, "idempotencyKey": key(), "kind": "PRE_PROCEEDINGS", "begunOn": ago(20),
        });
        let done = council.act("manager-tollgate", "openProceedings", input, "id").await;
        assert_eq!(problems(&done), NOTHING);
        let case = done["id"].as_str().unwrap().to_owned();
        assert!(council.finds("court-liaison", child).await);
        assert!(!council.finds("court-staff", child).await);

        let listing = json!({
            "proceedingsId": case, "idempotencyKey": key(), "kind": "CMH", "listedOn": ahead(9),
        });
        let done = council.act("court-liaison", "listHearing", listing, "id").await;
        assert_eq!(problems(&done), ["STATE_NOT_ALLOWED"]);
        let done = council
            .act("court-liaison", "closeProceedings", closing(&case, "REFUSED"), "child { id }")
            .await;
        assert_eq!(problems(&done), ["INVALID"]);
        let done = council
            .act("court-liaison", "closeProceedings", closing(&case, "NO_ORDER"), "child { id }")
            .await;
        assert_eq!(problems(&done), NOTHING);
        // The case was all that led the council's lawyers to the child.
        assert!(done["child"].is_null());
        assert!(!council.finds("court-liaison", child).await);
    }

    async fn whoever_is_listed_sees_from_fourteen_days_before_and_not_once_it_is_vacated(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (child, case) = issued(&council).await;
        let done = list(&council, &case, ahead(20)).await;
        assert_eq!(problems(&done), NOTHING);
        for (days, sees) in [(5, false), (6, true)] {
            later(&council, days);
            assert_eq!(council.finds("judge", &child).await, sees, "after {days} days");
            assert_eq!(council.finds("legal-adviser", &child).await, sees, "after {days} days");
        }
        let hearing = council.case("judge", &child, "CARE").await["hearings"]["nodes"][0].clone();
        assert_eq!(hearing["id"], done["id"]);
        assert_eq!(hearing["judge"], "His Honour Judge Aurelio Finch-Hatton");

        let became = |outcome: &str| json!({ "proceedingsId": case, "hearingId": hearing["id"], "became": outcome });
        let early = council.act("judge", "recordHearing", became("HELD"), "child { id }").await;
        assert_eq!(problems(&early), ["OUT_OF_RANGE"]);
        let done = council.act("judge", "recordHearing", became("VACATED"), "child { id }").await;
        assert_eq!(problems(&done), NOTHING);
        assert!(done["child"].is_null());
        assert!(!council.finds("judge", &child).await);
        let again = council.act("court-staff", "recordHearing", became("VACATED"), "child { id }").await;
        assert_eq!(problems(&again), ["ALREADY_DONE"]);
        let held = council.act("court-staff", "recordHearing", became("HELD"), "child { id }").await;
        assert_eq!(problems(&held), ["STATE_NOT_ALLOWED"]);
    }

    async fn the_court_names_its_own_people_and_nobody_else_names_them(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (_, case) = issued(&council).await;
        let judge = council
            .colleague("court-staff", "JUDGE", "His Honour Judge Aurelio Finch-Hatton")
            .await;
        let worker = council
            .colleague("team-manager", "SOCIAL_WORKER", "Nadia Okonjo-Reyes")
            .await;
        let listing = |field: &str, person: &str| {
            let mut input = json!({
                "proceedingsId": case, "idempotencyKey": key(), "kind": "IRH", "listedOn": ahead(30),
            });
            input[field] = json!(person);
            input
        };
        let by_council = council
            .act("court-liaison", "listHearing", listing("judgeId", &judge), "id")
            .await;
        assert_eq!(problems(&by_council), ["PRACTICE_RULE NAMED_BY_THE_COURT"]);
        for (field, person) in [("judgeId", &worker), ("legalAdviserId", &judge)] {
            let done = council
                .act("court-staff", "listHearing", listing(field, person), "id")
                .await;
            assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED"]);
            assert_eq!(done["problems"][0]["field"], json!([field]));
        }
        let mut early = listing("judgeId", &judge);
        early["listedOn"] = json!(ago(4));
        let done = council.act("court-staff", "listHearing", early, "id").await;
        assert_eq!(problems(&done), ["OUT_OF_RANGE"]);
    }

    async fn a_direction_is_given_by_the_court_and_met_once(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (child, case) = issued(&council).await;
        let direction = json!({
            "proceedingsId": case, "idempotencyKey": key(), "givenOn": today(), "dueOn": ahead(14),
            "text": "File the plan of the placement",
        });
        let refused = council
            .act("court-liaison", "giveDirection", direction.clone(), "id")
            .await;
        assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
        let mut wrong = direction.clone();
        wrong["text"] = json!(" ");
        wrong["dueOn"] = json!(ago(1));
        let refused = council.act("court-staff", "giveDirection", wrong, "id").await;
        assert_eq!(problems(&refused), ["REQUIRED", "OUT_OF_RANGE"]);
        let done = council.act("court-staff", "giveDirection", direction, "id").await;
        assert_eq!(problems(&done), NOTHING);

        let met = |on: NaiveDate| json!({ "proceedingsId": case, "directionId": done["id"], "metOn": on });
        let early = council.act("court-liaison", "recordDirectionMet", met(ago(1)), "child { id }").await;
        assert_eq!(problems(&early), ["OUT_OF_RANGE"]);
        let first = council.act("court-liaison", "recordDirectionMet", met(today()), "child { id }").await;
        assert_eq!(problems(&first), NOTHING);
        let again = council.act("court-staff", "recordDirectionMet", met(today()), "child { id }").await;
        assert_eq!(problems(&again), ["ALREADY_DONE"]);
        let seen = council.case("court-staff", &child, "CARE").await;
        assert_eq!(seen["directions"][0]["metOn"], json!(today()));
    }

    async fn a_case_is_decided_when_each_of_its_children_is(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (sibling, case) = issued(&council).await;
        let child = council.child(Kind::Own).to_owned();
        let cover = json!({
            "childId": child, "idempotencyKey": key(), "proceedingsId": case, "from": today(),
        });
        // The manager of one of them does not reach the other.
        let done = council.act("manager-tollgate", "coverChild", cover.clone(), "id").await;
        assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        let done = council.act("head-of-service", "coverChild", cover.clone(), "id").await;
        assert_eq!(problems(&done), NOTHING);
        let mut again = cover.clone();
        again["idempotencyKey"] = json!(key());
        let done = council.act("head-of-service", "coverChild", again, "id").await;
        assert_eq!(problems(&done), ["ALREADY_DONE"]);

        let made = |who: &'static str, input: Value| council.act(who, "recordOrder", input, "id child { id }");
        let first = made("court-staff", order(&case, "CARE", &[&sibling])).await;
        assert_eq!(problems(&first), NOTHING);
        let again = made("court-staff", order(&case, "CARE", &[&sibling])).await;
        assert_eq!(problems(&again), ["ALREADY_DONE"]);
        let close = |outcome: &str| council.act("court-staff", "closeProceedings", closing(&case, outcome), "child { id }");
        assert_eq!(problems(&close("ORDER").await), ["PRACTICE_RULE FINAL_ORDER_MADE"]);

        let second = made("court-staff", order(&case, "SPECIAL_GUARDIANSHIP", &[&child])).await;
        assert_eq!(problems(&second), NOTHING);
        assert_eq!(problems(&close("WITHDRAWN").await), ["PRACTICE_RULE FINAL_ORDER_MADE"]);
        assert_eq!(problems(&close("ORDER").await), NOTHING);
        assert_eq!(problems(&close("ORDER").await), ["ALREADY_DONE"]);

        later(&council, 28);
        assert!(council.finds("court-staff", &sibling).await);
        later(&council, 29);
        assert!(!council.finds("court-staff", &sibling).await);
    }

    async fn no_order_is_recorded_that_does_not_fit(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (sibling, case) = issued(&council).await;
        let other = council.child(Kind::Own).to_owned();
        let before = counts(&database, &["court_order", "act_event"]).await;
        let made = |input: Value| council.act("court-staff", "recordOrder", input, "id");

        let adoption = made(order(&case, "ADOPTION", &[&sibling])).await;
        assert_eq!(problems(&adoption), ["PRACTICE_RULE ORDER_OF_THE_PROCEEDINGS"]);
        let interim = made(order(&case, "INTERIM_CARE", &[&sibling])).await;
        assert_eq!(problems(&interim), ["INVALID"]);
        assert_eq!(problems(&made(order(&case, "CARE", &[])).await), ["REQUIRED"]);
        // Within reach, and not in this case.
        let stranger = made(order(&case, "CARE", &[&sibling, &other])).await;
        assert_eq!(problems(&stranger), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        let mut expiring = order(&case, "CARE", &[&sibling]);
        expiring["expiresOn"] = json!(ahead(100));
        expiring["madeOn"] = json!(ago(4));
        assert_eq!(problems(&made(expiring).await), ["OUT_OF_RANGE", "INVALID"]);
        // Not theirs to record.
        let input = order(&case, "CARE", &[&sibling]);
        let done = council.act("court-liaison", "recordOrder", input, "id").await;
        assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
        assert_eq!(counts(&database, &["court_order", "act_event"]).await, before);
    }

    async fn an_appeal_opens_a_closed_case_again(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (child, case) = issued(&council).await;
        let appeal = |step: &str, on: NaiveDate| {
            let input = json!({ "proceedingsId": case, "step": step, "on": on });
            council.act("court-staff", "recordAppeal", input, "child { id }")
        };
        assert_eq!(problems(&appeal("LODGED", today()).await), ["STATE_NOT_ALLOWED"]);
        let close = |outcome: &str| council.act("court-staff", "closeProceedings", closing(&case, outcome), "child { id }");
        assert_eq!(problems(&close("REFUSED").await), NOTHING);
        assert!(!council.finds("court-liaison", &child).await);
        assert_eq!(problems(&appeal("ENDED", today()).await), ["STATE_NOT_ALLOWED"]);
        assert_eq!(problems(&appeal("LODGED", ago(1)).await), ["OUT_OF_RANGE"]);
        assert_eq!(problems(&appeal("LODGED", today()).await), NOTHING);
        assert!(council.finds("court-liaison", &child).await);
        assert_eq!(problems(&appeal("LODGED", today()).await), ["ALREADY_DONE"]);
        assert_eq!(problems(&close("REFUSED").await), ["PRACTICE_RULE NO_APPEAL_PENDING"]);
        assert_eq!(problems(&appeal("ENDED", today()).await), NOTHING);
        assert_eq!(problems(&close("ORDER").await), ["PRACTICE_RULE FINAL_ORDER_MADE"]);
        assert_eq!(problems(&close("REFUSED").await), NOTHING);
    }

    async fn a_judge_acts_on_the_cases_on_which_they_sit(database: TestDatabase) {
        let council = Council::open(&database).await;
        // In this child's care case sits the judge; in the case for a placement order nobody was listed yet.
        let child = council.child(Kind::TwoCases);
        let direction = |case: &Value| json!({
            "proceedingsId": case["id"], "idempotencyKey": key(), "givenOn": today(), "text": "File the analysis",
        });
        let care = council.case("judge", child, "CARE").await;
        let placement = council.case("judge", child, "PLACEMENT").await;
        let done = council.act("judge", "giveDirection", direction(&care), "id").await;
        assert_eq!(problems(&done), NOTHING);
        let done = council.act("judge", "giveDirection", direction(&placement), "id").await;
        assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
    }
}
