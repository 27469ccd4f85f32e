//! Servers in which one class is opened to everybody, or one rule taken away: the leak test must notice each.

use std::path::Path;

use futures_util::{StreamExt, stream};
use permanence::{
    casework::access::policy,
    domain::access::{Guard, Guards},
};

use super::{POLICY, Stage};
use crate::support::{
    database::{Backend, TestDatabase},
    server::{Rules, TestApp},
};

/// What is changed in the server alone.
struct Mutant {
    name: String,
    rules: Rules,
}

fn class_opened(class: &str) -> Mutant {
    let mut text = String::new();
    for line in POLICY.lines() {
        let mut words: Vec<&str> = line.split(',').collect();
        if words[0] == class {
            words[1..].fill("R");
        }
        text.push_str(&words.join(","));
        text.push('\n');
    }
    let rules = Rules {
        policy: policy(&text).unwrap(),
        ..crate::leak::lifted()
    };
    Mutant {
        name: format!("class `{class}` open to every standing"),
        rules,
    }
}

fn rule_removed(guard: Guard) -> Mutant {
    let rules = Rules {
        guards: Guards::without(guard),
        ..crate::leak::lifted()
    };
    Mutant {
        name: format!("rule `{guard:?}` taken away"),
        rules,
    }
}

fn mutants() -> Vec<Mutant> {
    let classes = POLICY
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    classes
        .map(class_opened)
        .chain(Guard::ALL.iter().copied().map(rule_removed))
        .collect()
}

/// People who are kept from most come first: the sooner a mutant is caught.
const ORDER: [&str; 8] = [
    "demo-data-protection-officer",
    "demo-judge",
    "demo-guardian",
    "demo-team-colleague",
    "demo-duty-officer",
    "demo-cafcass-manager",
    "demo-inspector",
    "demo-guardian-ended",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mutant_is_caught() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let stage = Stage::in_database(&database).await;
    let mut sights = stage.sights();
    sights.sort_by_key(|it| {
        ORDER
            .iter()
            .position(|subject| *subject == it.0.subject)
            .unwrap_or(ORDER.len())
    });
    let catch = async |rules: Rules| {
        let app = TestApp::over(stage.cast.store.clone(), rules);
        for sight in &sights {
            let mut asker = stage.asker(&app, sight, true);
            asker.ask_in_haste().await;
            if let Some(fault) = asker.faults.into_iter().find(|fault| fault.is_leak) {
                return Some(fault.what);
            }
        }
        None
    };
    // The true server must pass what the mutants are caught by. Its readings are there to be seen, too.
    assert_eq!(catch(crate::leak::lifted()).await, None);
    let lived: Vec<Option<String>> = stream::iter(mutants())
        .map(|mutant| async {
            let caught = catch(mutant.rules).await;
            caught.is_none().then_some(mutant.name)
        })
        .buffer_unordered(4)
        .collect()
        .await;
    let lived: Vec<String> = lived.into_iter().flatten().collect();
    assert!(lived.is_empty(), "not noticed: {lived:#?}");
}

#[test]
fn the_page_lists_the_mutants_that_are_tried() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/mutants.md");
    let rows: String = mutants()
        .iter()
        .map(|it| format!("- {}\n", it.name))
        .collect();
    let due = format!("{HEAD}{rows}");
    if std::env::var_os("TEST_WRITE_PAGES").is_some() {
        std::fs::write(&page, &due).unwrap();
    }
    let found = std::fs::read_to_string(&page).unwrap();
    assert_eq!(
        found, due,
        "write it again with TEST_WRITE_PAGES=1 cargo test the_page_lists_the_mutants"
    );
}

const HEAD: &str = "\
# Servers that the leak test must catch

The leak test asks every field of the schema, as everybody, about every kind of child, and holds the answers against
an oracle that reads the policy's file and the raw rows by itself. A test is only worth what it notices: so each run
also builds the servers below, in which one thing is wrong, and fails if the leak test does not see one of them tell
too much. Everything else, and the oracle, stays as it is. The faulty servers run on SQLite; the true one is asked on both
databases.

The first part opens one class to every standing. The second takes away one rule: row scope, the overrides, or the
meaning of one letter of the policy (`src/domain/access/guards.rs`).

";
