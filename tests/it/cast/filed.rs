//! A judge lists children by the placement that was filed: the one that ran, in London, on the day of the filing.

use chrono::Days;
use permanence::{
    casework::founding::found,
    domain::access::{Class, Windows},
    exchange::synthetic::{Kind, cast},
    store::Store,
};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{
    on_both,
    support::{
        cast::{Canaries, Cast, Seeded, invented, now, today},
        database::TestDatabase,
        server::{Rules, TestApp},
    },
};

const QUERY: &str = "query($id: ID!, $types: [String!]!) { \
    children(first: 5, filter: { ids: [$id], placementType: $types }) { totalCount } \
    child(by: { id: $id }) { ... on Child { placement { ... on PlacementRecord { current { type } } ... on Withheld { withheldBecause } } } } }";

/// The type that finds the child for the judge, and the type that the judge is shown.
async fn found_and_shown(app: &TestApp, cast: &Cast) -> (Vec<&'static str>, String) {
    let (mut found, mut shown) = (Vec::new(), String::new());
    for kind in ["U1", "U4"] {
        let variables = json!({ "id": cast.child(Kind::Own), "types": [kind] });
        let answer = app.ask(&cast.viewer("judge"), QUERY, variables).await;
        match answer.body["data"]["children"]["totalCount"].as_u64() {
            Some(0) => {}
            Some(1) => found.push(kind),
            _ => panic!("{}", answer.text),
        }
        let current = &answer.body["data"]["child"]["placement"]["current"]["type"];
        shown = current.as_str().unwrap_or_default().to_owned();
    }
    (found, shown)
}

/// The cast, of whom each had moved on a day.
async fn who_moved_on(database: &TestDatabase, day: &str) -> Cast {
    let (before, day) = (today() - Days::new(180), day.parse().unwrap());
    let mut founding = invented(Canaries, 0);
    let placements = founding
        .files
        .iter_mut()
        .flat_map(|file| &mut file.placements);
    for placement in placements {
        for end in [&mut placement.starts_on, &mut placement.ends_on] {
            if *end == before {
                *end = day;
            }
        }
    }
    let store = Store::open(&database.url, 4).await.unwrap();
    let windows = Windows::default();
    let register = found(&store, &Seeded::new(7), &founding, &windows, now())
        .await
        .unwrap();
    let personas = cast(&register).unwrap();
    Cast { store, personas }
}

/// Has the placements been filed at an instant.
async fn filed(database: &TestDatabase, at: &str) {
    let class = Class::Placement as i16;
    let sql = format!("update shared_item set shared_at = '{at}' where class = {class}");
    database
        .connect()
        .await
        .execute_unprepared(&sql)
        .await
        .unwrap();
}

on_both! {
    async fn a_placement_as_filed_is_that_of_the_day_of_the_filing(db: TestDatabase) {
        let cast = who_moved_on(&db, "2025-07-10").await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        assert_eq!(found_and_shown(&app, &cast).await, (vec!["U4"], "U4".to_owned()));
        // In July the day begins an hour before midnight UTC; the child moved on the tenth.
        filed(&db, "2025-07-09T22:30:00+00:00").await;
        assert_eq!(found_and_shown(&app, &cast).await, (vec!["U1"], "U1".to_owned()));
        filed(&db, "2025-07-09T23:30:00+00:00").await;
        assert_eq!(found_and_shown(&app, &cast).await, (vec!["U4"], "U4".to_owned()));
    }

    async fn in_winter_the_day_of_a_filing_begins_at_midnight(db: TestDatabase) {
        let cast = who_moved_on(&db, "2025-10-27").await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        // The last Sunday of October 2025 is the 26th: the clocks had gone back.
        filed(&db, "2025-10-26T23:30:00+00:00").await;
        assert_eq!(found_and_shown(&app, &cast).await, (vec!["U1"], "U1".to_owned()));
        filed(&db, "2025-10-27T00:30:00+00:00").await;
        assert_eq!(found_and_shown(&app, &cast).await, (vec!["U4"], "U4".to_owned()));
    }

    async fn a_move_that_was_not_filed_finds_nobody_for_the_judge(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let moved = "update placement set type_code = 'K2'";
        db.connect().await.execute_unprepared(moved).await.unwrap();
        assert_eq!(found_and_shown(&app, &cast).await, (vec!["U4"], "U4".to_owned()));
        let as_live = json!({ "id": cast.child(Kind::Own), "types": ["K2"] });
        let judge = app.ask(&cast.viewer("judge"), QUERY, as_live.clone()).await;
        assert_eq!(judge.body["data"]["children"]["totalCount"], 0, "{}", judge.text);
        let worker = app.ask(&cast.viewer("social-worker"), QUERY, as_live).await;
        assert_eq!(worker.body["data"]["children"]["totalCount"], 1, "{}", worker.text);
    }
}
