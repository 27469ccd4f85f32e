//! What a child answers about its deadlines, and the table that they come from.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::office::{Office, nodes};
use crate::{on_both, support::cast::today};

fn day(value: &Value) -> NaiveDate {
    value.as_str().unwrap().parse().unwrap()
}

on_both! {
    async fn deadlines_are_narrowed_by_how_they_stand_what_they_are_and_how_near(database: TestDatabase) {
        let office = Office::open(&database).await;
        let child = office.cast.child(Kind::Own);
        let all = office.due(child, json!({})).await;
        assert!(all.len() > 20, "{}", all.len());
        let narrowed = async |asked: Value, holds: &dyn Fn(&Value) -> bool| {
            let told = office.due(child, asked.clone()).await;
            let wanted: Vec<&Value> = all.iter().filter(|it| holds(it)).collect();
            assert!(!wanted.is_empty() && wanted.len() < all.len(), "{asked}: {}", wanted.len());
            assert_eq!(told.iter().collect::<Vec<_>>(), wanted, "{asked}");
        };
        let until = |days: u64| today() + Days::new(days);
        let by = |it: &Value, days: u64| it["dueOn"].is_string() && day(&it["dueOn"]) <= until(days);
        narrowed(json!({ "status": ["OVERDUE"] }), &|it| it["status"] == "OVERDUE").await;
        narrowed(json!({ "status": ["MET", "MET_LATE"] }), &|it| it["metBy"].is_object()).await;
        narrowed(json!({ "kind": ["VISIT"] }), &|it| it["kind"] == "VISIT").await;
        narrowed(json!({ "within": 0 }), &|it| by(it, 0)).await;
        narrowed(json!({ "within": 30, "status": ["DUE", "DUE_SOON"] }), &|it| {
            by(it, 30) && ["DUE", "DUE_SOON"].contains(&it["status"].as_str().unwrap())
        })
        .await;
        narrowed(json!({ "kind": ["REVIEW"], "status": ["MET"] }), &|it| it["kind"] == "REVIEW" && it["status"] == "MET").await;

        let paged = office.due_by(child, json!({}), 3).await;
        assert_eq!(paged, all, "three at a time");
        let last = office.ask(json!({ "id": child, "last": 2 })).await;
        assert_eq!(nodes(&last["deadlines"]), all[all.len() - 2..]);
        assert_eq!(last["deadlines"]["pageInfo"]["hasPreviousPage"], true);

        let first = office.ask(json!({ "id": child, "first": 3 })).await;
        let cursor = &first["deadlines"]["pageInfo"]["endCursor"];
        let other = office.cast.child(Kind::TwoCases);
        for (asked, code) in [
            (json!({ "within": -1 }), "BAD_USER_INPUT"),
            (json!({ "within": 3661 }), "BAD_USER_INPUT"),
            (json!({ "first": 101 }), "BAD_USER_INPUT"),
            (json!({ "first": 1, "last": 1 }), "BAD_USER_INPUT"),
            (json!({ "status": ["LATE"] }), "BAD_USER_INPUT"),
            (json!({ "kind": ["BIRTHDAY"] }), "BAD_USER_INPUT"),
            (json!({ "after": "x" }), "CURSOR_INVALID"),
            (json!({ "id": other, "after": cursor }), "CURSOR_INVALID"),
        ] {
            let mut asked = asked;
            if asked["id"].is_null() {
                asked["id"] = json!(child);
            }
            let answer = office.try_ask("social-worker", asked.clone()).await;
            assert_eq!(answer.code(), Some(code), "{asked}: {}", answer.text);
        }
        assert_eq!(office.due(child, json!({ "within": 3660 })).await.len(), all.iter().filter(|it| by(it, 3660)).count());
    }

    async fn each_deadline_says_what_it_rests_on_and_how_its_date_was_found(database: TestDatabase) {
        let office = Office::open(&database).await;
        let rules = office.rules().await;
        let rule = |id: &Value| rules.iter().find(|it| it["id"] == *id).unwrap();
        let mut kinds = BTreeSet::new();
        for kind in [Kind::Own, Kind::TwoCases, Kind::Adoptive] {
            for it in office.due(office.cast.child(kind), json!({})).await {
                let rule = rule(&it["ruleId"]);
                for field in ["kind", "title", "informationClass", "setOffByClass"] {
                    assert_eq!(it[field], rule[field], "{it}");
                }
                let lines = rule["lines"].as_array().unwrap();
                let line = lines.iter().find(|line| line["name"] == it["ruleLine"]).unwrap();
                assert_eq!(it["source"], line["source"], "{it}");
                let own = it["standard"] == "LOCAL";
                assert_eq!(it["basis"], if own { json!("LOCAL") } else { rule["basis"].clone() }, "{it}");
                let steps = it["explanation"].as_array().unwrap();
                if let Some(due_on) = it["dueOn"].as_str() {
                    assert!(steps.iter().any(|step| step.as_str().unwrap().contains(due_on)), "{it}");
                    assert!(it["actBy"].is_null() || day(&it["actBy"]) <= day(&it["dueOn"]), "{it}");
                }
                let is_over = it["status"] == "NOT_APPLICABLE";
                assert_eq!(it["notApplicableBecause"].is_string(), is_over, "{it}");
                assert_eq!(it["notApplicableSince"].is_string(), is_over, "{it}");
                assert_eq!(it["metBy"].is_object(), ["MET", "MET_LATE"].contains(&it["status"].as_str().unwrap()), "{it}");
                assert!(it["status"] != "NOT_COMPUTED" || it["notComputedBecause"].is_string(), "{it}");
                kinds.insert(it["kind"].to_string());
            }
        }
        assert!(kinds.len() >= 10, "{kinds:?}");
    }

    async fn the_table_of_time_limits_is_served_whole(database: TestDatabase) {
        let office = Office::open(&database).await;
        let mut told = BTreeSet::new();
        for rule in office.rules().await {
            for line in rule["lines"].as_array().unwrap() {
                let id = format!("{} {}", rule["id"].as_str().unwrap(), line["name"].as_str().unwrap());
                assert!(told.insert(id.trim().to_owned()), "{id} stands twice");
                assert!(line["limit"].as_str().is_some_and(|it| !it.is_empty()), "{rule}");
                assert!(line["source"].as_str().is_some_and(|it| !it.is_empty()), "{rule}");
            }
            let binds = ["STATUTE", "REGULATION", "RULES_OF_COURT"].contains(&rule["basis"].as_str().unwrap());
            assert_eq!(rule["isBinding"], binds, "a miss of guidance is no breach of law: {rule}");
        }
        let law: BTreeSet<String> = include_str!("../deadlines/ids.txt")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::to_owned)
            .collect();
        assert_eq!(told, law);
    }

    async fn whoever_is_shown_less_is_told_of_which_classes_deadlines_may_be_missing(database: TestDatabase) {
        let office = Office::open(&database).await;
        let child = office.cast.child(Kind::Own);
        let mut lengths = Vec::new();
        for (who, missing, not_missing) in [
            ("social-worker", &[][..], &["VISITS", "REVIEWS", "PROCEEDINGS"][..]),
            ("guardian", &["HEALTH", "OVERSIGHT"], &["VISITS", "REVIEWS", "PROCEEDINGS"]),
            ("judge", &["VISITS", "OVERSIGHT", "REVIEWS", "PLAN"], &["PROCEEDINGS"]),
        ] {
            let answer = office.try_ask(who, json!({ "id": child, "first": 100 })).await;
            let due = &answer.body["data"]["child"]["deadlines"];
            let withheld: Vec<&str> = due["withheldClasses"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            for class in missing {
                assert!(withheld.contains(class), "{who}: {class} is not among {withheld:?}");
            }
            for class in not_missing {
                assert!(!withheld.contains(class), "{who}: {class} is among {withheld:?}");
            }
            for it in nodes(due) {
                for class in ["informationClass", "setOffByClass"] {
                    assert!(!withheld.contains(&it[class].as_str().unwrap()), "{who}: {it}");
                }
            }
            lengths.push(due["totalCount"].as_i64().unwrap());
        }
        assert!(lengths[0] > lengths[1] && lengths[1] > lengths[2] && lengths[2] > 0, "{lengths:?}");
    }

    async fn a_summary_says_what_is_late_and_a_version_as_it_was_served_does_not(database: TestDatabase) {
        let office = Office::open(&database).await;
        let child = office.cast.child(Kind::Own);
        let asked = json!({ "by": { "child": child } });
        let summary = office.summary("social-worker", asked).await;
        let open = office.due(child, json!({ "status": ["DUE", "DUE_SOON", "OVERDUE"], "kind": ["REVIEW"] })).await;
        let review = open.iter().find(|it| it["setOffByClass"] == "REVIEWS" || it["setOffByClass"] == "LEGAL_STATUS");
        assert_eq!(summary["nextReview"]["id"], review.unwrap()["id"]);

        let late = office.due(child, json!({ "status": ["OVERDUE"] })).await;
        let carried = ["IDENTITY", "PLAN", "PLAN_NARRATIVE", "LEGAL_STATUS", "REVIEWS", "TEAM", "PROCEEDINGS"];
        let is_carried = |it: &&Value| {
            let classes = [&it["informationClass"], &it["setOffByClass"]];
            it["kind"] != "VISIT" && classes.iter().all(|class| carried.contains(&class.as_str().unwrap()))
        };
        let wanted: Vec<&Value> = late.iter().filter(is_carried).map(|it| &it["id"]).collect();
        let told: Vec<&Value> = summary["overdue"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
        assert_eq!(told, wanted);
        assert!(told.len() < late.len(), "where the child lives is not told by what is late");

        let version = summary["versions"][0]["id"].clone();
        let served = office.summary("social-worker", json!({ "by": { "id": version } })).await;
        assert_eq!(served["version"]["id"], version);
        assert_eq!((&served["overdue"], &served["nextReview"]), (&Value::Null, &Value::Null));
    }

    async fn the_weeks_of_a_case_are_counted_to_its_final_order_or_to_today(database: TestDatabase) {
        let office = Office::open(&database).await;
        let child = office.cast.child(Kind::Own);
        let cases = office.cases(child).await;
        let case = cases.iter().find(|it| it["kind"] == "CARE").unwrap();
        let weeks = (today() - day(&case["issuedOn"])).num_days() / 7;
        assert_eq!(case["weeksElapsed"], weeks);

        let later = today() + Days::new(7);
        office.on(later);
        let cases = office.cases(child).await;
        let case = cases.iter().find(|it| it["kind"] == "CARE").unwrap();
        assert_eq!(case["weeksElapsed"], weeks + 1);

        let final_order = day(&case["issuedOn"]) + Days::new(27);
        office.run(&format!("update proceedings set final_order_on = '{final_order}'")).await;
        let cases = office.cases(child).await;
        let case = cases.iter().find(|it| it["kind"] == "CARE").unwrap();
        assert_eq!(case["weeksElapsed"], 3, "27 days are three whole weeks");
    }
}
