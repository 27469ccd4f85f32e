//! Days pass, and nothing is written: how a deadline stands is told by the day on which it is asked for.

use chrono::{Days, NaiveDate};
use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::office::Office;
use crate::{on_both, support::cast::today};

fn day(value: &Value) -> NaiveDate {
    value.as_str().unwrap().parse().unwrap()
}

/// The same deadline among these.
fn same<'a>(all: &'a [Value], id: &Value) -> &'a Value {
    all.iter()
        .find(|it| it["id"] == *id)
        .expect("it keeps its id")
}

on_both! {
    async fn a_deadline_comes_near_and_passes(database: TestDatabase) {
        let office = Office::open(&database).await;
        let child = office.cast.child(Kind::Own);
        let open = office.due(child, json!({ "status": ["DUE"], "kind": ["REVIEW"] })).await;
        let review = open.iter().find(|it| day(&it["dueOn"]) > today() + Days::new(20)).unwrap();
        let due_on = day(&review["dueOn"]);
        let rows = office.rows("deadline").await;
        for (on, status, late) in [
            (due_on - Days::new(20), "DUE", 0),
            // Ten working days are at least two weeks.
            (due_on - Days::new(13), "DUE_SOON", 0),
            (due_on, "DUE_SOON", 0),
            (due_on + Days::new(1), "OVERDUE", 1),
            (due_on + Days::new(30), "OVERDUE", 30),
        ] {
            office.on(on);
            let all = office.due(child, json!({})).await;
            let told = same(&all, &review["id"]);
            assert_eq!((&told["status"], &told["daysLate"]), (&json!(status), &json!(late)), "{on}");
            assert_eq!(told["dueOn"], review["dueOn"]);
            let late = office.listed(json!({ "isOverdue": true, "ids": [child] })).await;
            let any = all.iter().any(|it| it["status"] == "OVERDUE");
            assert_eq!(late.len(), usize::from(any), "{on}");
            let soon = office.listed(json!({ "dueBefore": due_on, "ids": [child] })).await;
            let any = all.iter().any(|it| {
                ["DUE", "DUE_SOON", "OVERDUE"].contains(&it["status"].as_str().unwrap()) && day(&it["dueOn"]) < due_on
            });
            assert_eq!(soon.len(), usize::from(any), "{on}");
        }
        assert_eq!(office.rows("deadline").await, rows, "nothing was written");
    }

    async fn late_is_late_for_ever(database: TestDatabase) {
        let office = Office::open(&database).await;
        let mut late = Vec::new();
        for kind in Kind::ALL {
            let met = json!({ "status": ["MET_LATE"] });
            if let Some(it) = office.try_due(office.cast.child(*kind), met).await.first() {
                late.push((office.cast.child(*kind), it.clone()));
            }
        }
        assert!(late.len() > 3, "{late:?}");
        office.on(today() + Days::new(60));
        for (child, before) in late {
            let days = (day(&before["metBy"]["on"]) - day(&before["dueOn"])).num_days();
            assert!(days > 0 && before["daysLate"] == days, "{before}");
            let all = office.due(child, json!({})).await;
            assert_eq!(*same(&all, &before["id"]), before);
        }
    }

    async fn on_the_eighteenth_birthday_what_is_open_no_longer_applies(database: TestDatabase) {
        let office = Office::open(&database).await;
        let child = office.cast.child(Kind::Own);
        let birthday: NaiveDate = "2026-07-07".parse().unwrap();
        office.born(child, "2008-07-07").await;
        let open = json!({ "status": ["DUE", "DUE_SOON", "OVERDUE", "NOT_COMPUTED"] });
        office.on(birthday - Days::new(1));
        let eve = office.due(child, open.clone()).await;
        let of_care = |it: &&Value| ["VISIT", "REVIEW"].contains(&it["kind"].as_str().unwrap());
        assert!(eve.iter().filter(of_care).count() > 1, "{eve:?}");
        let rows = office.rows("deadline").await;

        office.on(birthday);
        let left = office.due(child, open.clone()).await;
        assert_eq!(left.iter().filter(of_care).count(), 0, "{left:?}");
        let all = office.due(child, json!({})).await;
        for it in eve.iter().filter(of_care) {
            let told = same(&all, &it["id"]);
            assert_eq!(told["status"], "NOT_APPLICABLE", "{told}");
            assert_eq!(told["notApplicableBecause"], "ADULT", "{told}");
            assert_eq!(told["notApplicableSince"], "2026-07-07", "{told}");
            let late = (birthday - day(&it["dueOn"])).num_days().max(0);
            assert_eq!(told["daysLate"], late, "it keeps how late it was: {told}");
        }
        assert_eq!(office.rows("deadline").await, rows, "nothing was written");
    }
}
