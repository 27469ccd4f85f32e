//! What is stored is what the engine makes of the facts, whatever was entered, corrected or taken back, in any order.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chrono::{Days, Months, NaiveDate};
use permanence::{
    domain::{
        access::ClassSet,
        deadlines::{Deadline, Explanation, Key, Reason, State, Status},
    },
    store::deadlines::{Sight, differences, explanations, of_children, rewrite},
};
use proptest::test_runner::{Config, TestRunner};

use super::{
    EVERYTHING,
    entries::{FIRST, Told, enter, told},
    life::{Life, World},
};
use crate::support::{
    cast::Seeded,
    cluster::{Server, server},
    database::{Backend, TestDatabase},
};

const UNGUARDED: Sight = Sight {
    seen: ClassSet::ALL,
    seen_guarded: ClassSet::EMPTY,
};

/// What is stored of a child, with the public ids.
async fn stored(
    world: &World,
    life: &Life,
    sight: Sight,
    today: NaiveDate,
    with_past: bool,
) -> BTreeMap<Key, (Deadline, Vec<u8>)> {
    let mut found = of_children(&world.store, &[(life.key, sight)], today, with_past)
        .await
        .unwrap();
    let rows = found.take(life.key);
    let count = rows.len();
    let by_key: BTreeMap<_, _> = rows
        .into_iter()
        .map(|it| (it.deadline.key(), (it.deadline, it.public_id)))
        .collect();
    assert_eq!(by_key.len(), count, "no deadline twice");
    by_key
}

/// As a row holds it: without the steps, which are reckoned again where they are asked for.
fn as_stored(deadline: &Deadline) -> Deadline {
    Deadline {
        explanation: Explanation::default(),
        placements: Vec::new(),
        ..deadline.clone()
    }
}

/// Names what two lists of deadlines do not have alike.
fn assert_same(found: &BTreeMap<Key, Deadline>, wanted: &BTreeMap<Key, Deadline>, what: &str) {
    let differ: Vec<String> = found
        .keys()
        .chain(wanted.keys().filter(|key| !found.contains_key(*key)))
        .filter(|key| found.get(*key) != wanted.get(*key))
        .map(|key| format!("found {:#?}\nwanted {:#?}", found.get(key), wanted.get(key)))
        .collect();
    assert!(differ.is_empty(), "{what}: {}", differ.join("\n"));
}

fn is_open(deadline: &Deadline, today: NaiveDate) -> bool {
    use Status as S;
    matches!(
        deadline.status(today),
        S::Due | S::DueSoon | S::Overdue | S::NotComputed
    )
}

/// How often what a test must meet was met, so that it cannot pass by meeting nothing.
#[derive(Debug, Default)]
struct Met {
    guarded: usize,
    not_recorded: usize,
    late: usize,
    changed: usize,
}

/// Holds what is stored of a child against what the engine makes of the same facts.
async fn is_true(world: &World, life: &Life, came_on: NaiveDate, met: &mut Met) {
    let made = life.deadlines(world);
    let all: BTreeMap<Key, Deadline> = made.iter().map(|it| (it.key(), as_stored(it))).collect();
    let kept = |found: BTreeMap<Key, (Deadline, Vec<u8>)>| -> BTreeMap<Key, Deadline> {
        found.into_iter().map(|(key, (it, _))| (key, it)).collect()
    };
    let found = kept(stored(world, life, EVERYTHING, came_on, true).await);
    assert_same(&found, &all, "all");
    // On any day, without a write in between: what is open is just what the engine says is open then.
    for days in [0, 30, 200, 700, 7_000] {
        let today = came_on + Days::new(days);
        let mut open = all.clone();
        open.retain(|_, deadline| is_open(deadline, today));
        let found = kept(stored(world, life, EVERYTHING, today, false).await);
        assert_same(&found, &open, &format!("open on {today}"));
    }
    let mut plain = all.clone();
    for deadline in &made {
        // A placement that borders on a confidential one shares a day with it.
        let of = |id: &i64| life.facts.placements.iter().find(|it| it.id == *id);
        let touches = |id: &i64| {
            life.confidential.iter().any(|flagged| {
                flagged == id
                    || of(id).zip(of(flagged)).is_some_and(|(own, flagged)| {
                        own.ends_on == Some(flagged.starts_on)
                            || flagged.ends_on == Some(own.starts_on)
                    })
            })
        };
        if deadline.placements.iter().any(touches) {
            plain.remove(&deadline.key());
        }
    }
    let found = kept(stored(world, life, UNGUARDED, came_on, true).await);
    assert_same(
        &found,
        &plain,
        "without those that would date a confidential placement",
    );
    let steps = explanations(&world.store, &[life.key]).await.unwrap();
    for deadline in &made {
        let said = &steps[&(life.key, deadline.key())];
        assert_eq!(*said, deadline.explanation);
    }
    let found = differences(&world.store, life.key.council, &[life.key.child]).await;
    assert_eq!(found.unwrap(), []);
    met.guarded += all.len() - plain.len();
    for deadline in &made {
        let status = deadline.status(came_on);
        met.late += usize::from(status == Status::MetLate);
        let is_unknown = matches!(
            deadline.state,
            State::NotApplicable {
                reason: Reason::NotRecordedHere,
                ..
            }
        );
        met.not_recorded += usize::from(is_unknown);
    }
}

async fn lives(world: &mut World, heard: &Mutex<Vec<String>>, told: &Told, met: &mut Met) {
    let came_on = told.came_on;
    let mut life = Life::born(world, told.born_on).await;
    let records_from = Some(came_on + Days::new(60));
    life.recorded_from(world, records_from, Some(came_on)).await;
    life.looked_after(world, came_on).await;
    life.status(world, came_on, "C1").await;
    life.placed(world, came_on, "U4", false).await;
    world.reckon(&life).await;
    is_true(world, &life, came_on, met).await;
    for (on, entry) in &told.entries {
        let before = stored(world, &life, EVERYTHING, came_on, true).await;
        enter(world, &mut life, *on, entry).await;
        world.reckon(&life).await;
        is_true(world, &life, came_on, met).await;
        for (key, (deadline, id)) in stored(world, &life, EVERYTHING, came_on, true).await {
            if let Some((had, had_id)) = before.get(&key) {
                assert_eq!(*had_id, id, "{key:?} has another id");
                met.changed += usize::from(*had != deadline);
            }
        }
    }
    heard.lock().unwrap().clear();
    world.reckon(&life).await;
    let heard = heard.lock().unwrap().clone();
    let is_write = |sql: &&String| !sql.trim_start().to_lowercase().starts_with("select");
    let writes: Vec<&String> = heard.iter().filter(is_write).collect();
    assert!(
        heard.len() > 10 && writes.is_empty(),
        "nothing has changed, and yet: {writes:?}"
    );
}

fn hold(backend: Backend, cases: u32) -> Met {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let database = runtime.block_on(TestDatabase::new(backend));
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let mut world = runtime.block_on(World::in_database(&database));
    let listener = heard.clone();
    world.store = world
        .store
        .watched(move |sql| listener.lock().unwrap().push(sql.to_owned()));
    let (world, met) = (RefCell::new(world), RefCell::new(Met::default()));
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let held = TestRunner::new(config).run(&told(), |told| {
        let (mut world, mut met) = (world.borrow_mut(), met.borrow_mut());
        runtime.block_on(lives(&mut world, &heard, &told, &mut met));
        Ok(())
    });
    held.unwrap_or_else(|error| panic!("{error}"));
    met.into_inner()
}

#[test]
fn what_is_stored_follows_from_the_facts_on_sqlite() {
    let met = hold(Backend::Sqlite, 60);
    let all = [met.guarded, met.not_recorded, met.late, met.changed];
    assert!(
        all.iter().all(|count| *count > 10),
        "too little was met: {met:?}"
    );
}

#[test]
fn what_is_stored_follows_from_the_facts_on_postgres() {
    if let Server::At(_) = server() {
        hold(Backend::Postgres, 8);
    }
}

crate::on_both! {
    async fn a_row_that_was_tampered_with_is_named_and_put_right(database: TestDatabase) {
        let mut world = World::in_database(&database).await;
        let came_on: NaiveDate = FIRST.parse().unwrap();
        let mut life = Life::born(&mut world, came_on - Months::new(70)).await;
        life.recorded_from(&world, Some(came_on), Some(came_on)).await;
        life.looked_after(&mut world, came_on).await;
        life.placed(&mut world, came_on, "U4", false).await;
        world.reckon(&life).await;
        let named = async |world: &World| -> Vec<(String, bool)> {
            let found = differences(&world.store, life.key.council, &[life.key.child]).await.unwrap();
            assert!(found.iter().all(|it| it.child == life.key));
            found.into_iter().map(|it| (it.rule, it.is_stored)).collect()
        };
        assert_eq!(named(&world).await, []);
        let ids = stored(&world, &life, EVERYTHING, came_on, true).await;

        world.run("update deadline set due_on = '2030-01-01' where rule = 'REVIEW_1'").await;
        assert_eq!(named(&world).await, [("REVIEW_1".to_owned(), true)], "put off");
        world.reckon(&life).await;
        assert_eq!(named(&world).await, []);

        world.run("update deadline set is_guarded = true where rule = 'IRO_APPOINT'").await;
        assert_eq!(named(&world).await, [("IRO_APPOINT".to_owned(), true)], "hidden");
        world.reckon(&life).await;

        world.run("delete from deadline where rule = 'IHA'").await;
        assert_eq!(named(&world).await, [("IHA".to_owned(), false)], "taken away");
        world.reckon(&life).await;

        world.run("update deadline set set_off_id = 99 where rule = 'REVIEW_1'").await;
        let both = [("REVIEW_1".to_owned(), true), ("REVIEW_1".to_owned(), false)];
        assert_eq!(named(&world).await, both, "of a fact that is not there");
        world.reckon(&life).await;
        assert_eq!(named(&world).await, []);

        let after = stored(&world, &life, EVERYTHING, came_on, true).await;
        assert_eq!(ids.len(), after.len());
    }

    async fn a_change_that_is_given_up_leaves_the_deadlines_as_they_were(database: TestDatabase) {
        let mut world = World::in_database(&database).await;
        let came_on: NaiveDate = FIRST.parse().unwrap();
        let mut life = Life::born(&mut world, came_on - Months::new(70)).await;
        life.looked_after(&mut world, came_on).await;
        world.reckon(&life).await;
        let before = stored(&world, &life, EVERYTHING, came_on, true).await;
        life.placed(&mut world, came_on, "U4", false).await;
        let random = Seeded::new(3);
        let mut unit = world.store.unit(&random).await.unwrap();
        rewrite(&mut unit, life.key.council, &[life.key.child]).await.unwrap();
        drop(unit);
        assert_eq!(stored(&world, &life, EVERYTHING, came_on, true).await, before);
    }
}
