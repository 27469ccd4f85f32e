//! Caseload, child, court list and plan review, as a guardian, a judge, a social worker and a reviewing officer.

use permanence::exchange::synthetic::Kind;
use serde_json::json;

use super::{CASELOAD, CHILD_PAGE, COURT_LIST, PLAN_REVIEW, Portal};
use crate::on_both;

on_both! {
    async fn the_caseload_is_one_operation_for_every_role(database: TestDatabase) {
        let portal = Portal::over(&database, 60).await;
        for (who, plan, reviews) in [
            ("guardian", "LIVE", "ReviewRecord"),
            ("judge", "AS_FILED", "Withheld"),
            ("social-worker", "LIVE", "ReviewRecord"),
            ("reviewing-officer", "LIVE", "ReviewRecord"),
        ] {
            let page = portal.read(who, CASELOAD, json!({ "first": 50 })).await["children"].take();
            let nodes = page["nodes"].as_array().unwrap();
            assert_eq!(page["totalCount"], nodes.len(), "{who}");
            let days: Vec<&str> = nodes
                .iter()
                .filter_map(|it| it["proceedings"]["nextHearing"]["listedOn"].as_str())
                .collect();
            assert!(days.len() > 3 && days.is_sorted(), "{who}: {days:?}");
            let own = nodes.iter().find(|it| it["id"] == portal.cast.child(Kind::Own)).unwrap();
            assert_eq!(own["identity"]["familyName"], "canary/own/IDENTITY/family name", "{who}");
            assert_eq!(own["plan"]["basis"], plan, "{who}");
            let told: Vec<&str> = nodes.iter().map(|it| it["reviews"]["__typename"].as_str().unwrap()).collect();
            assert!(told.contains(&reviews), "{who}: {told:?}");
            // The next review and what is late are of the record as it is: not for whom the review is only as filed.
            for node in nodes {
                let is_withheld = node["reviews"]["__typename"] == "Withheld";
                let next = &node["nextReview"]["nodes"][0];
                assert!(!is_withheld || next.is_null(), "{who}: {node}");
                let late = &node["deadlines"];
                let days = late["nodes"][0]["daysLate"].as_i64();
                assert_eq!(days.is_some_and(|days| days > 0), late["totalCount"] != 0, "{who}: {late}");
            }
            let with_review = nodes.iter().filter(|it| it["nextReview"]["nodes"][0]["dueOn"].is_string()).count();
            assert_eq!(with_review > 0, reviews == "ReviewRecord", "{who}: {with_review}");
        }
    }

    async fn a_childs_page_shows_each_role_its_sections_and_names_the_rest(database: TestDatabase) {
        let portal = Portal::over(&database, 30).await;
        let id = json!({ "id": portal.cast.child(Kind::Own) });
        for (who, sections) in [
            ("social-worker", ["HomeContact", "PlacementLocation", "LegalAdviceRecord", "OversightRecord"]),
            ("reviewing-officer", ["HomeContact", "PlacementLocation", "Withheld", "OversightRecord"]),
            ("guardian", ["Withheld", "PlacementLocation", "Withheld", "Withheld"]),
            ("judge", ["Withheld", "Withheld", "Withheld", "Withheld"]),
        ] {
            let child = portal.read(who, CHILD_PAGE, id.clone()).await["child"].take();
            assert_eq!(child["identity"]["givenNames"], "canary/own/IDENTITY/given names", "{who}");
            let told = ["homeContact", "placementLocation", "legalAdvice", "oversight"]
                .map(|section| child[section]["__typename"].as_str().unwrap());
            assert_eq!(told, sections, "{who}");
            let (due, nodes) = (&child["deadlines"], child["deadlines"]["nodes"].as_array().unwrap());
            assert_eq!(due["totalCount"], nodes.len(), "{who}");
            let days: Vec<&str> = nodes.iter().map(|it| it["dueOn"].as_str().unwrap()).collect();
            assert!(days.is_sorted(), "{who}: {days:?}");
            for node in nodes {
                assert!(!due["withheldClasses"].as_array().unwrap().contains(&node["informationClass"]), "{who}: {node}");
            }
            let weeks = &child["proceedings"]["cases"]["nodes"][0]["weeksElapsed"];
            assert!(weeks.as_i64().is_some_and(|weeks| weeks >= 0), "{who}: {weeks}");
        }
        let confidential = json!({ "id": portal.cast.child(Kind::Confidential) });
        let child = portal.read("guardian", CHILD_PAGE, confidential).await["child"].take();
        assert_eq!(child["placementLocation"]["withheldBecause"], "CONFIDENTIAL");
        let elsewhere = json!({ "id": portal.cast.child(Kind::OtherCouncil) });
        let nobody = portal.read("guardian", CHILD_PAGE, elsewhere).await["child"].take();
        assert_eq!(nobody["__typename"], "NotFoundOrNotPermitted");
    }

    async fn the_court_list_holds_what_is_served_and_lists_what_is_not(database: TestDatabase) {
        let portal = Portal::over(&database, 30).await;
        let page = portal.read("judge", COURT_LIST, json!({ "first": 25 })).await["children"].take();
        let nodes = page["nodes"].as_array().unwrap();
        let own = nodes.iter().find(|it| it["id"] == portal.cast.child(Kind::Own)).unwrap();
        let summary = &own["planSummary"];
        assert_eq!(summary["plan"]["basis"], "AS_FILED");
        assert_eq!(summary["plan"]["current"]["isFiled"], true);
        let withheld: Vec<&str> = summary["withheld"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["informationClass"].as_str().unwrap())
            .collect();
        for class in ["HOME_CONTACT", "PLACEMENT_LOCATION", "CARER_IDENTITY", "SENSITIVE_MATERIAL"] {
            assert!(withheld.contains(&class), "{class} is not among {withheld:?}");
        }
        // It is served on the parents: what is late tells of nothing but what the summary carries.
        let carried = ["IDENTITY", "PLAN", "PLAN_NARRATIVE", "LEGAL_STATUS", "REVIEWS", "TEAM", "PROCEEDINGS"];
        let late = nodes.iter().flat_map(|it| it["planSummary"]["overdue"].as_array().unwrap());
        let mut told = 0;
        for deadline in late {
            for class in [&deadline["informationClass"], &deadline["setOffByClass"]] {
                assert!(carried.contains(&class.as_str().unwrap()), "{deadline}");
            }
            told += 1;
        }
        assert!(told > 0, "no case is late");
        let drafts = nodes.iter().find(|it| it["id"] == portal.cast.child(Kind::DraftsOnly)).unwrap();
        assert_eq!(drafts["planSummary"]["plan"]["withheldBecause"], "NOT_FILED");
    }

    async fn a_plan_is_reviewed_from_one_screen(database: TestDatabase) {
        let portal = Portal::over(&database, 30).await;
        let own = json!({ "id": portal.cast.child(Kind::Own) });
        let child = portal.read("reviewing-officer", CHILD_PAGE, own).await["child"].take();
        let plan = json!({ "plan": child["plan"]["current"]["id"] });
        let screen = portal.read("reviewing-officer", PLAN_REVIEW, plan.clone()).await["plan"].take();
        assert_eq!(screen["narrative"]["__typename"], "PlanNarrative");
        assert_eq!(screen["child"]["id"], portal.cast.child(Kind::Own));
        assert_eq!(screen["child"]["oversight"]["__typename"], "OversightRecord");
        let guardian = portal.read("guardian", PLAN_REVIEW, plan.clone()).await["plan"].take();
        assert_eq!(guardian["child"]["oversight"]["withheldBecause"], "REQUEST_NEEDED");
        let stranger = portal.read("guardian-not-appointed", PLAN_REVIEW, plan).await["plan"].take();
        assert_eq!(stranger["__typename"], "NotFoundOrNotPermitted");
    }

    async fn a_screen_of_many_children_costs_the_statements_of_one_of_3(database: TestDatabase) {
        let portal = Portal::over(&database, 640).await;
        for (who, operation) in [("team-manager", CASELOAD), ("reviewing-officer", CASELOAD), ("court-staff", COURT_LIST)] {
            let mut statements = Vec::new();
            for first in [3, 20] {
                let page = portal.read(who, operation, json!({ "first": first })).await["children"].take();
                statements.push(portal.statements());
                assert_eq!(page["nodes"].as_array().unwrap().len(), first, "{who} has too few children");
            }
            assert!(statements[0] > 5 && statements[0] == statements[1], "{who}: {statements:?}");
        }
    }
}
