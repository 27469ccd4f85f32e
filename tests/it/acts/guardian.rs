//! Guardians: asked for, appointed, replaced and ended, and what they write.

use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{
    Council,
    court::{NOTHING, ago, ahead, issued, later},
    key, problems,
};
use crate::{
    on_both,
    support::cast::{counts, today},
};

const CLEMENCE: &str = "Clémence Adebayo";
const EUAN: &str = "Euan Blackadder";

impl Council {
    async fn officer(&self, name: &str) -> String {
        self.colleague("cafcass-manager", "GUARDIAN", name).await
    }

    /// What somebody reads of the guardian's record.
    async fn guardians_record(&self, who: &str, child: &str) -> Value {
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { guardianAnalysis { __typename \
            ... on GuardianAnalysisRecord { evidenceFeedback { rating points } analyses { nodes { id text position filedOn } } } \
            ... on Withheld { withheldBecause } } } } }";
        let data = self.ask(who, query, json!({ "id": child })).await;
        data["child"]["guardianAnalysis"].clone()
    }
}

fn texts(record: &Value) -> Vec<&str> {
    let nodes = record["analyses"]["nodes"].as_array();
    let nodes = nodes.map(Vec::as_slice).unwrap_or_default();
    nodes
        .iter()
        .map(|it| it["text"].as_str().unwrap())
        .collect()
}

fn analysis(child: &str, case: &Value) -> Value {
    json!({
        "childId": child, "idempotencyKey": key(), "proceedingsId": case["id"], "kind": "FINAL",
        "position": "SUPPORTS", "text": "The plan is right for this child",
    })
}

on_both! {
    async fn a_manager_appoints_whom_the_court_asked_for_and_they_see_the_child(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::AwaitingGuardian);
        let case = council.case("cafcass-manager", child, "CARE").await;
        let appoint = |officer: &str, on| {
            let input = json!({ "proceedingsId": case["id"], "officerId": officer, "appointedOn": on });
            council.act("cafcass-manager", "appointGuardian", input, "child { id }")
        };
        let euan = council.officer(EUAN).await;
        assert!(!council.finds("guardian-not-appointed", child).await);
        assert_eq!(problems(&appoint(&euan, ahead(1)).await), ["OUT_OF_RANGE"]);
        assert_eq!(problems(&appoint(&euan, ago(15)).await), ["OUT_OF_RANGE"]);
        let manager = council
            .colleague("cafcass-manager", "CAFCASS_MANAGER", "Stellan Rowbotham")
            .await;
        assert_eq!(problems(&appoint(&manager, today()).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        let elsewhere = council.colleague("guardian-south", "GUARDIAN", "Perpetua Nowak").await;
        assert_eq!(problems(&appoint(&elsewhere, today()).await), ["PRACTICE_RULE OWN_TEAM"]);

        let done = appoint(&euan, today()).await;
        assert_eq!(problems(&done), NOTHING);
        assert_eq!(done["child"]["id"], json!(child));
        assert!(council.finds("guardian-not-appointed", child).await);
        assert!(!council.finds("guardian", child).await);
        let seen = council.case("judge", child, "CARE").await;
        assert_eq!(seen["guardian"]["name"], EUAN);
        // The request is met: there is nothing more to appoint.
        let clemence = council.officer(CLEMENCE).await;
        assert_eq!(problems(&appoint(&clemence, today()).await), ["STATE_NOT_ALLOWED"]);
    }

    async fn the_court_asks_a_team_once(database: TestDatabase) {
        let council = Council::open(&database).await;
        let (child, case) = issued(&council).await;
        assert!(!council.finds("cafcass-manager", &child).await);
        let ask = |who: &'static str, team: &str| {
            let input = json!({ "proceedingsId": case, "officerTeam": team });
            council.act(who, "requestGuardian", input, "child { id }")
        };
        let teams = council.ask("court-staff", "{ officerTeams }", json!({})).await;
        assert_eq!(teams["officerTeams"], json!(["North area", "South area"]));
        assert_eq!(problems(&ask("court-staff", "West area").await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        let refused = ask("court-liaison", "North area").await;
        assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
        assert_eq!(problems(&ask("court-staff", "North area").await), NOTHING);
        assert!(council.finds("cafcass-manager", &child).await);
        assert_eq!(problems(&ask("court-staff", "South area").await), ["ALREADY_DONE"]);
    }

    async fn who_takes_over_sees_and_who_went_does_not(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let case = council.case("cafcass-manager", child, "CARE").await;
        let (clemence, euan) = (council.officer(CLEMENCE).await, council.officer(EUAN).await);
        let replace = |officer: &str, by: &str, on| {
            let input = json!({ "proceedingsId": case["id"], "officerId": officer, "byId": by, "on": on });
            council.act("cafcass-manager", "replaceGuardian", input, "child { id }")
        };
        assert_eq!(problems(&replace(&euan, &clemence, today()).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        assert_eq!(problems(&replace(&clemence, &clemence, today()).await), ["ALREADY_DONE"]);
        assert_eq!(problems(&replace(&clemence, &euan, ago(60)).await), ["OUT_OF_RANGE"]);
        assert!(council.finds("guardian", child).await);

        assert_eq!(problems(&replace(&clemence, &euan, today()).await), NOTHING);
        assert!(!council.finds("guardian", child).await);
        assert!(council.finds("guardian-not-appointed", child).await);
        assert!(council.finds("cafcass-manager", child).await);

        later(&council, 1);
        let end = |officer: &str| {
            let input = json!({ "proceedingsId": case["id"], "officerId": officer, "endedOn": ahead(1) });
            council.act("cafcass-manager", "endGuardian", input, "child { id }")
        };
        assert_eq!(problems(&end(&clemence).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        let done = end(&euan).await;
        assert_eq!(problems(&done), NOTHING);
        // With the last guardian the manager's own standing ends.
        assert!(done["child"].is_null());
        for who in ["guardian-not-appointed", "cafcass-manager"] {
            assert!(!council.finds(who, child).await, "{who}");
        }
    }

    async fn a_guardian_sees_until_the_time_for_an_appeal_is_over_and_while_one_is_pending(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let case = council.case("judge", child, "CARE").await;
        let order = json!({
            "proceedingsId": case["id"], "idempotencyKey": key(), "kind": "CARE", "madeOn": today(),
            "isFinal": true, "childIds": [child],
        });
        let done = council.act("judge", "recordOrder", order, "id").await;
        assert_eq!(problems(&done), NOTHING);
        later(&council, 21);
        assert!(council.finds("guardian", child).await);
        later(&council, 22);
        assert!(!council.finds("guardian", child).await);
        let lodged = json!({ "proceedingsId": case["id"], "step": "LODGED", "on": ahead(22) });
        let done = council.act("court-staff", "recordAppeal", lodged, "child { id }").await;
        assert_eq!(problems(&done), NOTHING);
        assert!(council.finds("guardian", child).await);
        let ended = json!({ "proceedingsId": case["id"], "step": "ENDED", "on": ahead(22) });
        let done = council.act("court-staff", "recordAppeal", ended, "child { id }").await;
        assert_eq!(problems(&done), NOTHING);
        assert!(!council.finds("guardian", child).await);
    }

    async fn an_analysis_is_the_guardians_own_until_it_is_released(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::AnalysisKept);
        let case = council.case("guardian", child, "CARE").await;
        let done = council.act("guardian", "recordAnalysis", analysis(child, &case), "id").await;
        assert_eq!(problems(&done), NOTHING);
        let text = "The plan is right for this child";
        for who in ["guardian", "cafcass-manager"] {
            let record = council.guardians_record(who, child).await;
            assert!(texts(&record).contains(&text), "{who}: {record}");
        }
        for who in ["judge", "social-worker", "inspector"] {
            let record = council.guardians_record(who, child).await;
            assert_eq!(record["withheldBecause"], "NOT_FILED", "{who}: {record}");
        }
        let release = json!({ "childId": child, "analysisId": done["id"] });
        let by_worker = council.act("social-worker", "releaseAnalysis", release.clone(), "child { id }").await;
        assert_eq!(problems(&by_worker), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
        let released = council.act("guardian", "releaseAnalysis", release.clone(), "child { id }").await;
        assert_eq!(problems(&released), NOTHING);
        for who in ["judge", "social-worker", "inspector"] {
            let record = council.guardians_record(who, child).await;
            // The one that was released, and not the one that was kept.
            assert_eq!(texts(&record), [text], "{who}: {record}");
            assert_eq!(record["analyses"]["nodes"][0]["filedOn"], json!(today()));
        }
        let again = council.act("guardian", "releaseAnalysis", release, "child { id }").await;
        assert_eq!(problems(&again), ["ALREADY_DONE"]);
    }

    async fn nobody_releases_what_another_guardian_wrote_or_writes_in_another_case(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::AnalysisKept);
        let case = council.case("guardian", child, "CARE").await;
        let done = council.act("guardian", "recordAnalysis", analysis(child, &case), "id").await;
        let other = council.case("guardian", council.child(Kind::Own), "CARE").await;
        let elsewhere = council.act("guardian", "recordAnalysis", analysis(child, &other), "id").await;
        assert_eq!(problems(&elsewhere), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        let (clemence, euan) = (council.officer(CLEMENCE).await, council.officer(EUAN).await);
        let input = json!({ "proceedingsId": case["id"], "officerId": clemence, "byId": euan, "on": today() });
        council.act("cafcass-manager", "replaceGuardian", input, "child { id }").await;

        let before = counts(&database, &["shared_item", "filing"]).await;
        let release = json!({ "childId": child, "analysisId": done["id"] });
        let refused = council.act("guardian-not-appointed", "releaseAnalysis", release, "child { id }").await;
        assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        assert_eq!(counts(&database, &["shared_item", "filing"]).await, before);
    }

    async fn feedback_on_the_evidence_stays_with_cafcass(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::AnalysisReleased);
        let case = council.case("guardian", child, "CARE").await;
        let mut input = json!({
            "childId": child, "idempotencyKey": key(), "proceedingsId": case["id"], "givenOn": ahead(1),
            "rating": "POOR", "points": "",
        });
        let refused = council.act("guardian", "giveEvidenceFeedback", input.clone(), "id").await;
        assert_eq!(problems(&refused), ["OUT_OF_RANGE", "REQUIRED"]);
        input["givenOn"] = json!(today());
        input["points"] = json!("No assessment of the grandmother");
        let done = council.act("guardian", "giveEvidenceFeedback", input, "id").await;
        assert_eq!(problems(&done), NOTHING);
        for who in ["guardian", "cafcass-manager"] {
            let record = council.guardians_record(who, child).await;
            let expected = json!([{ "rating": "POOR", "points": "No assessment of the grandmother" }]);
            assert_eq!(record["evidenceFeedback"], expected, "{who}");
        }
        for who in ["judge", "social-worker", "inspector", "reviewing-officer"] {
            let record = council.guardians_record(who, child).await;
            assert_eq!(record["__typename"], "GuardianAnalysisRecord", "{who}");
            assert_eq!(record["evidenceFeedback"], json!([]), "{who}");
        }
    }

    async fn nobody_is_appointed_who_stands_too_near(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let case = council.case("cafcass-manager", child, "CARE").await;
        let (clemence, euan) = (council.officer(CLEMENCE).await, council.officer(EUAN).await);
        let conflict = json!({ "childId": child, "reason": "The carer is a cousin of mine" });
        let done = council.act("guardian", "declareExclusion", conflict, "child { id }").await;
        assert_eq!(problems(&done), NOTHING);
        let replace = |officer: &str, by: &str, on| {
            let input = json!({ "proceedingsId": case["id"], "officerId": officer, "byId": by, "on": on });
            council.act("cafcass-manager", "replaceGuardian", input, "child { id }")
        };
        assert_eq!(problems(&replace(&clemence, &euan, today()).await), NOTHING);
        later(&council, 1);
        let back = replace(&euan, &clemence, ahead(1)).await;
        assert_eq!(problems(&back), ["PRACTICE_RULE NO_CONFLICT_OF_INTEREST"]);
    }
}
