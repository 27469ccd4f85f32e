//! Many write while one reads, is cut off, and reads again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use permanence::{
    domain::{access::Class, changes::ChangeKind, children::ChildKey},
    exchange::synthetic::Kind,
    store::{
        Store,
        changes::{Note, note},
    },
};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::desk::Desk;
use crate::{
    on_both,
    support::{
        cast::{Seeded, now, today},
        database::{Backend, TestDatabase},
    },
};

/// Two people write at once, and who began first ends last.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_begun_first_and_ended_last_is_not_missed() {
    let Some(database) = TestDatabase::try_new(Backend::Postgres).await else {
        return;
    };
    let desk = Desk::open(&database).await;
    let mut cursor = desk.cursor("social-worker").await;
    let random = Seeded::new(41);
    let store = &desk.cast.store;
    let mut slow = store.unit(&random).await.unwrap();
    note(
        &mut slow,
        desk.of(Kind::Own, ChangeKind::RecordChanged, &[Class::Plan])
            .await,
    );
    slow.next_id(1).await.unwrap();
    desk.changed(Kind::TwoCases, &[Class::Family]).await;
    let first = desk.news("social-worker", &mut cursor).await;
    assert_eq!(
        first,
        [desk.told("RECORD_CHANGED", Kind::TwoCases, &["FAMILY"])]
    );
    slow.commit().await.unwrap();
    let then = desk.news("social-worker", &mut cursor).await;
    assert_eq!(then, [desk.told("RECORD_CHANGED", Kind::Own, &["PLAN"])]);
}

/// A source of numbers that need only be spread.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % many
    }
}

async fn write(
    store: Store,
    keys: Vec<ChildKey>,
    seed: u64,
    is_over: Arc<AtomicBool>,
    written: Arc<AtomicUsize>,
) {
    let (random, mut dice) = (Seeded::new(seed), Dice(seed));
    while !is_over.load(Ordering::Relaxed) {
        let mut unit = store.unit(&random).await.unwrap();
        for _ in 0..=dice.below(3) {
            let classes = [Class::Plan, Class::Family, Class::Reviews][dice.below(3)];
            let key = keys[dice.below(keys.len())];
            note(
                &mut unit,
                Note::of(
                    key,
                    ChangeKind::RecordChanged,
                    [classes].into_iter().collect(),
                    now(),
                ),
            );
        }
        tokio::time::sleep(std::time::Duration::from_millis(dice.below(4) as u64)).await;
        if dice.below(5) > 0 {
            unit.commit().await.unwrap();
            written.fetch_add(1, Ordering::Relaxed);
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

on_both! {
    async fn a_reader_who_is_cut_off_fifty_times_misses_nothing_and_hears_nothing_twice(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let steady = [Kind::Own, Kind::TwoCases, Kind::Adoptive, Kind::Confidential];
        let wavering = [Kind::Unallocated, Kind::Released];
        let (mut keys, mut names) = (Vec::new(), BTreeMap::new());
        for kind in steady.iter().chain(&wavering) {
            keys.push(desk.key(*kind).await);
            names.insert(desk.cast.child(*kind).to_owned(), *kind);
        }
        let worker = desk.person("social-worker").await;
        let mut cursor = desk.cursor("social-worker").await;
        let (is_over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let writers: Vec<_> = (0..4)
            .map(|seed| {
                let store = desk.cast.store.clone();
                tokio::spawn(write(store, keys.clone(), 100 + seed, is_over.clone(), written.clone()))
            })
            .collect();
        let mut dice = Dice(9);
        let mut told: Vec<Value> = Vec::new();
        let mut cut_off = 0;
        while cut_off < 50 {
            if dice.below(4) == 0 {
                // Two children come and go.
                let key = keys[steady.len() + dice.below(wavering.len())];
                let of = format!("professional_id = {worker} and council_id = {} and child_id = {}", key.council, key.child);
                let sql = match desk.numbers(&format!("select count(*) from exclusion where {of}")).await[0] {
                    0 => format!("insert into exclusion (professional_id, council_id, child_id, starts_on) values ({worker}, {}, {}, '{}')", key.council, key.child, today()),
                    _ => format!("delete from exclusion where {of}"),
                };
                // On SQLite the writers may be in the way for longer than a connection waits.
                while desk.connection.execute_unprepared(&sql).await.is_err() {}
            }
            let page = desk.page("social-worker", &cursor, 1 + dice.below(9)).await;
            if dice.below(3) == 0 {
                // The connection breaks before the page is kept: the reader asks again from where they were.
                cut_off += 1;
                continue;
            }
            told.extend(page["changes"].as_array().unwrap().iter().cloned());
            cursor = page["cursor"].clone();
        }
        is_over.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        let (rest, cursor) = desk.walk("social-worker", &cursor, 7).await;
        told.extend(rest);
        assert_eq!(desk.walk("social-worker", &cursor, 7).await.0, [] as [Value; 0]);
        assert!(written.load(Ordering::Relaxed) > 50, "the writers wrote little: {written:?}");

        let ids: Vec<&str> = told.iter().map(|it| it["id"].as_str().unwrap()).collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "something is told twice");
        for kind in steady {
            let key = desk.key(kind).await;
            let due = desk.recorded(&format!("council_id = {} and child_id = {}", key.council, key.child)).await;
            let heard: Vec<&Value> = told.iter().filter(|it| it["childId"] == desk.cast.child(kind)).collect();
            let heard: Vec<&str> = heard.iter().map(|it| it["id"].as_str().unwrap()).collect();
            assert_eq!(heard, due, "{kind:?}");
            assert!(!due.is_empty());
        }
        let mut comings = 0;
        for kind in wavering {
            // At the start it is theirs; each ending is followed by nothing until it is new again.
            let mut is_theirs = true;
            for it in told.iter().filter(|it| it["childId"] == desk.cast.child(kind)) {
                let word = it["kind"].as_str().unwrap();
                assert_eq!(word != "NEW_TO_YOU", is_theirs, "{it} out of turn");
                assert_eq!(it["child"]["id"].is_string(), word != "NO_LONGER_YOURS", "{it}");
                is_theirs = word != "NO_LONGER_YOURS";
                comings += usize::from(!is_theirs);
            }
            let key = desk.key(kind).await;
            let excluded = desk.numbers(&format!("select count(*) from exclusion where professional_id = {worker} and council_id = {} and child_id = {}", key.council, key.child)).await[0];
            assert_eq!(is_theirs, excluded == 0, "{kind:?}");
        }
        assert!(comings > 1, "nobody came and went");
        // The numbers have no gap, whatever was rolled back.
        let council = keys[0].council;
        let all = desk.numbers(&format!("select seq from change where council_id = {council} order by seq")).await;
        assert_eq!(all, (1..=all.len() as i64).collect::<Vec<_>>());
        assert_eq!(desk.numbers(&format!("select last from change_head where council_id = {council}")).await, [all.len() as i64]);
        assert_eq!(names.len(), keys.len());
    }
}
