//! The attacks on a list: guessing a refused value a letter at a time, and reading it off places, counts and cursors.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use permanence::domain::access::{Guard, Guards};
use sea_orm::ConnectionTrait;

use super::{AT_ONCE, Stage, oracle::Key};
use crate::{
    on_both,
    support::{
        database::{Backend, TestDatabase},
        server::{Rules, TestApp},
    },
};

/// What is changed of a child where a class is kept from the asker: class, table, and the other value.
const OTHER_VALUES: [(&str, &str, &str); 8] = [
    (
        "IDENTITY",
        "child_name",
        "sort_key = 'zz' || sort_key, family_name = 'zz' || family_name",
    ),
    ("IDENTITY", "child", "born_on = '2001-01-01'"),
    (
        "IDENTIFIERS",
        "child_identifier",
        "folded = 'ZZ' || folded, value = 'zz' || value",
    ),
    (
        "PLACEMENT_LOCATION",
        "placement_location",
        "postcode = 'zz' || postcode",
    ),
    ("PLACEMENT", "placement", "type_code = 'P1'"),
    ("REVIEWS", "review", "held_on = null, due_on = '2020-01-01'"),
    ("LEGAL_STATUS", "period_of_care", "starts_on = '2019-03-04'"),
    ("PLAN", "plan_version", "target_on = '2041-01-01'"),
];

impl Stage {
    /// Children of whom a class is kept from somebody.
    async fn change_what_is_kept(&self, database: &TestDatabase, kept: &BTreeSet<(&str, Key)>) {
        let connection = database.connect().await;
        for (class, table, values) in OTHER_VALUES {
            let keys = kept.iter().filter(|it| it.0 == class).map(|it| it.1);
            let number = if table == "child" { "id" } else { "child_id" };
            let rows: Vec<String> = keys
                .map(|(council, child)| format!("(council_id = {council} and {number} = {child})"))
                .collect();
            if !rows.is_empty() {
                let sql = format!("update {table} set {values} where {}", rows.join(" or "));
                connection.execute_unprepared(&sql).await.unwrap();
            }
        }
    }
}

on_both! {
    async fn a_refused_value_cannot_be_guessed_letter_by_letter(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let sights = stage.sights();
        let tried: Vec<usize> = stream::iter(&sights)
            .map(|sight| async {
                let mut asker = stage.asker(&app, sight, false);
                let tried = asker.guess_letter_by_letter().await;
                assert!(asker.faults.is_empty(), "{:#?}", &asker.faults[..asker.faults.len().min(10)]);
                tried
            })
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        assert!(tried.iter().sum::<usize>() > 1_000, "little is kept from anybody: {tried:?}");
    }

    async fn no_list_changes_with_what_it_keeps(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        for sight in stage.sights() {
            let mut asker = stage.asker(&app, &sight, false);
            let keys: Vec<Key> = sight.1.ids.keys().copied().collect();
            let kept: BTreeSet<(&str, Key)> = OTHER_VALUES
                .iter()
                .flat_map(|(class, ..)| keys.iter().map(|key| (*class, *key)))
                .filter(|(class, key)| asker.is_kept(*key, class))
                .collect();
            assert!(!kept.is_empty(), "nothing is kept from {}", sight.0.subject);
            let before = asker.all_that_lists_tell().await;
            stage.change_what_is_kept(&database, &kept).await;
            let after = asker.all_that_lists_tell().await;
            for (before, after) in before.iter().zip(&after) {
                assert_eq!(before, after, "{} {}", sight.0.role, sight.0.subject);
            }
        }
    }
}

/// The same attack where the rules are off: it must find something.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_attack_succeeds_where_a_rule_is_taken_away() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let stage = Stage::in_database(&database).await;
    for guard in [Guard::FilterScope, Guard::NegationScope, Guard::RowScope] {
        let rules = Rules {
            guards: Guards::without(guard),
            ..crate::leak::lifted()
        };
        let app = TestApp::over(stage.cast.store.clone(), rules);
        let mut found = 0;
        for sight in stage.sights() {
            let mut asker = stage.asker(&app, &sight, false);
            asker.guess_letter_by_letter().await;
            found += asker.faults.len();
            if found > 0 {
                break;
            }
        }
        assert!(found > 0, "nothing could be guessed without {guard:?}");
    }
}
