//! The disk is full: a clear error, nothing half there, and nothing missing that was acknowledged.

use std::collections::HashSet;

use permanence::{
    domain::ids::{self, Kind as Id},
    exchange::synthetic::Kind,
    store::{Store, ledger},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use super::server::patience;
use crate::{
    acts::key,
    support::{
        cast::{Cast, today},
        database::{Backend, TestDatabase},
        server::{Answer, Rules, TestApp},
    },
};

const VISIT: &str = "mutation($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id } problems { code } } }";

/// How many pages the file may have from now on: so many more than it has.
async fn leave_room(store: &Store, pages: i64) {
    let connection = store.for_migration();
    let count = Statement::from_string(DbBackend::Sqlite, "pragma page_count");
    let row = connection.query_one_raw(count).await.unwrap().unwrap();
    let most = row.try_get::<i64>("", "page_count").unwrap() + pages;
    let limit = format!("pragma max_page_count = {most}");
    connection.execute_unprepared(&limit).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_forgets_nothing_that_it_took() {
    let db = TestDatabase::new(Backend::Sqlite).await;
    let cast = Cast::founded_in(&db).await;
    let store = Store::open_within(&db.url, 4, patience()).await.unwrap();
    let app = TestApp::over(store.clone(), Rules::default());
    let viewer = cast.viewer("social-worker");
    let child = cast.child(Kind::Own);
    let ask = async |input: &Value| app.ask(&viewer, VISIT, json!({ "input": input })).await;
    let id = |answer: &Answer| {
        answer.body["data"]["recordVisit"]["visit"]["id"]
            .as_str()
            .map(str::to_owned)
    };
    let long = "All is well. ".repeat(700);
    let (mut taken, mut refused) = (HashSet::new(), Vec::new());
    for round in 0..40 {
        // Every other round has room for some of what an act writes, more each time, so that it breaks off at
        // different places.
        leave_room(&store, if round % 2 == 0 { 1_000 } else { round / 8 }).await;
        let input = json!({ "childId": child, "idempotencyKey": key(), "heldOn": today(),
            "wasSeen": true, "seenAlone": "YES", "note": long });
        let answer = ask(&input).await;
        match id(&answer) {
            Some(id) => drop(taken.insert(id)),
            None => {
                assert_eq!(answer.code(), Some("UNAVAILABLE"), "{}", answer.text);
                assert!(
                    !answer.text.contains("full"),
                    "nothing internal: {}",
                    answer.text
                );
                refused.push(input);
            }
        }
    }
    assert!(
        taken.len() >= 15 && refused.len() >= 5,
        "{} taken, {} refused",
        taken.len(),
        refused.len()
    );
    // An act may have been done of which nothing could be told, because there was no room to enter in the ledger that it
    // was: whoever asks again with the same key learns of the one that was done.
    leave_room(&store, 1_000).await;
    for input in &refused {
        let answer = ask(input).await;
        taken.insert(id(&answer).unwrap_or_else(|| panic!("{}", answer.text)));
    }
    assert_eq!(taken.len(), 40, "each was done once");
    drop(app);

    // As another process finds it.
    let connection = db.connect().await;
    let rows_of = async |sql: &str| {
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        connection.query_all_raw(statement).await.unwrap()
    };
    let rows = rows_of(
        "select v.public_id from visit v join act_event e on e.linked_kind = 'VISIT' \
        and e.council_id = v.council_id and e.linked_id = v.id",
    )
    .await;
    let there: HashSet<String> = rows
        .iter()
        .map(|row| ids::encode(Id::Visit, &row.try_get::<Vec<u8>>("", "public_id").unwrap()))
        .collect();
    let lost: Vec<_> = taken.difference(&there).collect();
    let unasked: Vec<_> = there.difference(&taken).collect();
    assert!(
        lost.is_empty() && unasked.is_empty(),
        "lost {lost:?}, there though nobody asked {unasked:?}"
    );
    let half = rows_of("select 1 as one from visit v where v.note like 'All is well%' and not exists \
        (select 1 from act_event e where e.linked_kind = 'VISIT' and e.council_id = v.council_id and e.linked_id = v.id)").await;
    assert!(half.is_empty(), "{} visits without their act", half.len());
    assert_eq!(ledger::verify(&cast.store).await.unwrap().fault, None);
}
