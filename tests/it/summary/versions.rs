//! Each service makes a version, and two of them can be laid side by side.

use permanence::{domain::access::Class, exchange::synthetic::Kind};
use serde_json::{Value, json};

use super::{Office, by_id};
use crate::on_both;

const SUMMARY: &str = "query($by: PlanSummaryReference!) { planSummary(by: $by) { __typename ... on PlanSummary { id asAt
    version { id number filedOn } versions { id number servedAt filedOn }
    planNarrative { __typename ... on PlanNarrative { basis rationale } ... on Withheld { withheldBecause } }
    plan { __typename ... on PlanRecord { basis current { targetOn } } ... on Withheld { withheldBecause } } } } }";

const DIFFERENCE: &str = "query($from: ID!, $to: ID!) { planSummaryDifference(from: $from, to: $to) { __typename
    ... on PlanSummaryDifference { child from { number } to { number }
        plan { __typename ... on PlanChanges { changes { item field before after } } ... on Withheld { withheldBecause } }
        planNarrative { __typename ... on PlanNarrativeChanges { changes { item field before after } } ... on Withheld { withheldBecause } }
        reviews { __typename ... on ReviewChanges { changes { field } } ... on Withheld { withheldBecause } } } } }";

async fn summary(office: &Office, slug: &str, by: Value) -> Value {
    office.ask(slug, SUMMARY, by).await["planSummary"].clone()
}

/// The words of the plan are changed and filed a second time.
async fn file_again(office: &Office) {
    let mine = office.mine();
    office.run(&format!("update plan_version set rationale = 'The aunt has come forward.', target_on = '2026-12-01' where {mine}")).await;
    let version = office
        .number(&format!(
            "select max(item_id) as n from shared_item where class = {} and {mine}",
            Class::Plan as u8
        ))
        .await;
    office
        .file(
            &[(Class::Plan, version), (Class::PlanNarrative, version)],
            "BEFORE_COURT",
            "2026-05-30",
        )
        .await;
}

on_both! {
    async fn a_second_filing_makes_a_second_version_and_the_first_stays(database: TestDatabase) {
        let office = Office::open(&database).await;
        let first = summary(&office, "judge", json!({ "by": { "child": office.child() } })).await;
        let versions = first["versions"].as_array().unwrap();
        assert_eq!(versions.len(), 1, "{first}");
        assert_eq!(first["version"], Value::Null);
        let words = first["planNarrative"]["rationale"].clone();
        let one = versions[0]["id"].as_str().unwrap().to_owned();
        file_again(&office).await;
        office.run(&format!("update plan_version set rationale = 'Not yet filed.' where {}", office.mine())).await;

        for slug in ["judge", "legal-adviser", "guardian", "court-liaison"] {
            let now = summary(&office, slug, json!({ "by": { "child": office.child() } })).await;
            let numbers: Vec<&Value> = now["versions"].as_array().unwrap().iter().map(|it| &it["number"]).collect();
            assert_eq!(numbers, [&json!(2), &json!(1)], "{slug}: {now}");
            let two = now["versions"][0]["id"].as_str().unwrap();
            let (old, new) = (summary(&office, slug, by_id(&one)).await, summary(&office, slug, by_id(two)).await);
            assert_eq!((&old["id"], &old["version"]["number"]), (&json!(one), &json!(1)), "{slug}");
            assert_eq!(old["planNarrative"]["rationale"], words, "{slug}");
            assert_eq!(new["planNarrative"]["rationale"], "The aunt has come forward.", "{slug}");
            assert_eq!(old["plan"]["basis"], "AS_FILED");
            assert_eq!(new["plan"]["current"]["targetOn"], "2026-12-01", "{slug}");
            let live = if slug == "court-liaison" { "Not yet filed." } else { "The aunt has come forward." };
            assert_eq!(now["planNarrative"]["rationale"], live, "{slug}");
            // By the day: the last that had been served by then.
            let as_of = |at: &str| json!({ "by": { "childAsOf": { "child": office.child(), "asOf": at } } });
            assert_eq!(summary(&office, slug, as_of("2026-05-30T08:59:59Z")).await["id"], json!(one), "{slug}");
            assert_eq!(summary(&office, slug, as_of("2026-05-30T09:00:00Z")).await["id"], json!(two), "{slug}");
            let never = summary(&office, slug, as_of("2001-01-01T00:00:00Z")).await;
            assert_eq!(never["__typename"], "NotFoundOrNotPermitted", "{slug}");

            let changed = office.ask(slug, DIFFERENCE, json!({ "from": one, "to": two })).await["planSummaryDifference"].clone();
            assert_eq!(changed["planNarrative"]["changes"], json!([
                { "item": "The plan in words", "field": "Why this plan", "before": words, "after": "The aunt has come forward." }
            ]), "{slug}");
            let plan = changed["plan"]["changes"].as_array().unwrap();
            let target = plan.iter().find(|it| it["field"] == "To be achieved by").unwrap();
            assert_eq!(target["after"], "1 December 2026", "{slug}");
            assert_eq!(changed["reviews"]["changes"], json!([]), "{slug}");
            let none = office.ask(slug, DIFFERENCE, json!({ "from": two, "to": two })).await["planSummaryDifference"].clone();
            assert_eq!((&none["plan"]["changes"], &none["planNarrative"]["changes"]), (&json!([]), &json!([])), "{slug}");
        }
    }

    async fn a_class_that_is_withheld_is_not_even_said_to_have_changed(database: TestDatabase) {
        let office = Office::open(&database).await;
        file_again(&office).await;
        let judge = summary(&office, "judge", json!({ "by": { "child": office.child() } })).await;
        let (two, one) = (judge["versions"][0]["id"].clone(), judge["versions"][1]["id"].clone());
        // A manager of guardians sees plans and not their words.
        let told = office.ask("cafcass-manager", DIFFERENCE, json!({ "from": one, "to": two })).await["planSummaryDifference"].clone();
        assert_eq!(told["plan"]["__typename"], "PlanChanges", "{told}");
        assert_eq!(told["planNarrative"], json!({ "__typename": "Withheld", "withheldBecause": "STANDING" }));
        // Court staff see no plan: to them there are no versions.
        let told = office.ask("court-staff", DIFFERENCE, json!({ "from": one, "to": two })).await["planSummaryDifference"].clone();
        assert_eq!(told["__typename"], "NotFoundOrNotPermitted");
        let staff = summary(&office, "court-staff", json!({ "by": { "child": office.child() } })).await;
        assert_eq!(staff["versions"], json!([]));
        // Taken back, the second filing is gone from the list, and its id finds nothing.
        office.run(&format!("update shared_item set withdrawn_at = shared_at where shared_at >= '2026-05-30 00:00:00' and {}", office.mine())).await;
        let judge = summary(&office, "judge", json!({ "by": { "child": office.child() } })).await;
        assert_eq!(judge["versions"].as_array().unwrap().len(), 1);
        assert_eq!(summary(&office, "judge", by_id(two.as_str().unwrap())).await["__typename"], "NotFoundOrNotPermitted");
        let told = office.ask("judge", DIFFERENCE, json!({ "from": one, "to": two })).await["planSummaryDifference"].clone();
        assert_eq!(told["__typename"], "NotFoundOrNotPermitted");
        // Two summaries of different children are not compared.
        let other = office.ask("social-worker", SUMMARY, json!({ "by": { "child": office.cast.child(Kind::TwoCases) } })).await;
        let told = office.ask("social-worker", DIFFERENCE, json!({ "from": one, "to": other["planSummary"]["id"] })).await;
        assert_eq!(told["planSummaryDifference"]["__typename"], "NotFoundOrNotPermitted");
    }

    async fn the_ledger_names_the_version_of_the_plan_that_was_shown(database: TestDatabase) {
        let office = Office::open(&database).await;
        let last = "select max(plan_version_id) as n from ledger_child where batch_no = (select max(batch_no) from ledger_child)";
        let filed = office.number(&format!("select max(item_id) as n from shared_item where class = {} and {}", Class::Plan as u8, office.mine())).await;
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { planNarrative { ... on PlanNarrative { rationale } ... on Withheld { withheldBecause } } } } }";
        office.ask("judge", query, json!({ "id": office.child() })).await;
        assert_eq!(office.number(last).await, filed, "the words alone");
        let page = office.app.page(&office.cast.viewer("judge"), &office.summary_id()).await;
        assert_eq!((page.0, office.number(last).await), (200, filed), "the page");
        // What changed: the classes that were compared are entered as shown, those withheld as withheld.
        let id = office.summary_id();
        office.ask("cafcass-manager", DIFFERENCE, json!({ "from": id, "to": id })).await;
        let entered = "select cast(l.shown as bigint) * 1000000 + l.withheld as n from ledger_entry e join ledger_child l on l.chain_id = e.chain_id \
            and l.batch_no = e.batch_no and l.ord = e.ord where e.operation = 'planSummaryDifference'";
        let withheld = Class::PlanNarrative.bit() | Class::Reviews.bit();
        let due = i64::from(Class::Plan.bit()) * 1_000_000 + i64::from(withheld);
        assert_eq!(office.number(entered).await, due);
        let purpose = "select count(*) as n from ledger_entry where operation = 'planSummaryPage' and outcome = 'SHOWN'";
        assert_eq!(office.number(purpose).await, 1);
        office.app.page(&office.cast.viewer("guardian-not-appointed"), &office.summary_id()).await;
        let nothing = "select count(*) as n from ledger_entry where operation = 'planSummaryPage' and outcome = 'NOT_FOUND'";
        assert_eq!(office.number(nothing).await, 1);
    }
}
