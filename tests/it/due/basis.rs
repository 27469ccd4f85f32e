//! What deadlines are reckoned by: a council that sets another standard has them reckoned anew, and until then nothing
//! is served.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};
use permanence::{
    domain::deadlines::{LocalStandards, Standard},
    store::{
        Store,
        deadlines::{Reckoning, bring_up_to_date, differences, is_outdated, of_children},
    },
};

use super::{
    EVERYTHING,
    life::{Life, World},
};
use crate::{
    demo::running::PROGRAM,
    on_both,
    support::{cast::Seeded, database::TestDatabase},
};

/// The same database with other days between visits.
fn visiting_every(store: &Store, days: u16) -> Store {
    let by = Reckoning {
        local: LocalStandards {
            visit_days: Some(days),
            ..LocalStandards::default()
        },
        ..store.reckoning().clone()
    };
    store.clone().reckoning_by(by)
}

/// Runs the program over this database, for a council that visits every so many days: whether it did what it was told,
/// and what it said. One that goes on, as a server that starts would, is stopped.
fn permanence(database: &TestDatabase, visit_days: u16, arguments: &[&str]) -> (bool, String) {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .current_dir(std::env::temp_dir())
        .env("PERMANENCE_DATABASE_URL", &database.url)
        .env("PERMANENCE_DEADLINES_VISIT_DAYS", visit_days.to_string())
        .env("PERMANENCE_SERVER_LISTEN", "127.0.0.1:0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status.success(), said)
}

/// By when the child is to be visited next, by the council's own standard.
async fn next_visit(store: &Store, life: &Life) -> NaiveDate {
    let mut found = of_children(
        store,
        &[(life.key, EVERYTHING)],
        life.facts.care[0].starts_on,
        false,
    )
    .await
    .unwrap();
    let mut local = found.take(life.key).into_iter().filter(|it| {
        it.deadline.standard == Standard::Local && it.deadline.rule.id == "VISIT_LATER"
    });
    local.next().unwrap().deadline.due_on.unwrap()
}

/// A child visited on the day after it was placed.
async fn visited(world: &mut World) -> (Life, NaiveDate) {
    let came_on: NaiveDate = "2026-01-05".parse().unwrap();
    let mut life = Life::born(world, came_on - Days::new(2_000)).await;
    life.recorded_from(world, Some(came_on), Some(came_on))
        .await;
    life.looked_after(world, came_on).await;
    life.placed(world, came_on, "U4", false).await;
    let visited_on = came_on + Days::new(1);
    life.visited(world, visited_on, true).await;
    world.reckon(&life).await;
    (life, visited_on)
}

on_both! {
    async fn another_standard_of_the_council_is_reckoned_by_once_it_is_brought_in(database: TestDatabase) {
        let mut world = World::in_database(&database).await;
        let (life, visited_on) = visited(&mut world).await;
        let (one, other) = (visiting_every(&world.store, 28), visiting_every(&world.store, 14));
        let random = Seeded::new(5);
        bring_up_to_date(&one, &random).await.unwrap();
        assert_eq!(next_visit(&one, &life).await, visited_on + Days::new(28));
        assert!(!is_outdated(&one).await.unwrap());
        assert!(is_outdated(&other).await.unwrap());
        let differ = differences(&other, life.key.council, &[life.key.child]).await.unwrap();
        assert!(!differ.is_empty(), "the rows are those of the old standard");

        bring_up_to_date(&other, &random).await.unwrap();
        assert_eq!(next_visit(&other, &life).await, visited_on + Days::new(14));
        assert!(!is_outdated(&other).await.unwrap());
        assert!(is_outdated(&one).await.unwrap());
        let differ = differences(&other, life.key.council, &[life.key.child]).await.unwrap();
        assert_eq!(differ, []);
    }

    async fn nothing_is_served_by_an_old_standard(database: TestDatabase) {
        let mut world = World::in_database(&database).await;
        let (life, visited_on) = visited(&mut world).await;
        assert_eq!(permanence(&database, 28, &["migrate"]), (true, String::new()));

        for command in [&["serve"][..], &["generate", "--children", "1"]] {
            let (is_done, said) = permanence(&database, 21, command);
            assert!(!is_done, "{command:?}");
            for told in ["reckoned by other rules, bank holidays or standards", "permanence migrate"] {
                assert!(said.contains(told), "{command:?}: {said}");
            }
        }
        assert_eq!(next_visit(&world.store, &life).await, visited_on + Days::new(28), "nothing has moved");

        assert_eq!(permanence(&database, 21, &["migrate"]), (true, String::new()));
        assert_eq!(next_visit(&world.store, &life).await, visited_on + Days::new(21));
        assert!(!is_outdated(&visiting_every(&world.store, 21)).await.unwrap());
    }
}
