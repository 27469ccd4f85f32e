//! The leak test: every field of the schema, asked by everybody, for every kind of child, on both databases.
//!
//! Every stored text names the child and the class that it is of. An oracle reads the policy's file and the raw
//! rows and works out what each answer must hold; it shares no code with the product.

mod acted;
mod announced;
mod asker;
pub mod cells;
mod changed;
mod deadlines;
pub mod expected;
mod guessing;
mod ledger_down;
mod ledger_kept;
mod mutants;
pub mod oracle;
mod pages;
mod returned;
pub mod rows;
pub mod schema;
mod unnoticed;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use acted::Acted;
use asker::{Asker, Operations};
use chrono::Duration;
use futures_util::{StreamExt, stream};
use oracle::{Oracle, Who};
use permanence::{
    domain::access::Viewer, graphql::document::Limits, store::deadlines::bring_up_to_date,
};
use rows::Tables;
use schema::Schema;
use verdict::{CANARY, Fault, Sight};

use crate::{
    on_both,
    support::{
        cast::{Canaries, Cast, Seeded, issuer_of, now},
        database::TestDatabase,
        server::{Rules, TestApp, logged},
    },
};

/// The policy as a file: the oracle does not take it from the product.
pub const POLICY: &str = include_str!("../../../src/domain/access/policy.default.csv");

/// The council, its cast, and what each of them may see.
struct Stage {
    cast: Cast,
    schema: Schema,
    operations: Operations,
    acted: Vec<Acted>,
    oracle: Oracle,
    /// By issuer and subject, from where each reads the feed.
    cursors: BTreeMap<(String, String), String>,
}

impl Stage {
    async fn in_database(database: &TestDatabase) -> Self {
        // One of each kind, every adversarial row, and a few of the many.
        let cast = Cast::speaking(database, Canaries, 38).await;
        let schema = Schema::read(&permanence::graphql::sdl());
        let operations = Operations::of(&schema);
        returned::by_the_council(database).await;
        let filed = Tables::read(database).await;
        changed::since_filing(database).await;
        // Nobody has said by what the deadlines were reckoned: all of them are, anew, from what has changed.
        let random = Seeded::new(5);
        bring_up_to_date(&cast.store, &random).await.unwrap();
        acted::on_every_plan(database, &filed).await;
        let cursors = announced::cursors(&cast).await;
        let acted = acted::by_the_cast(&cast, &schema, &filed).await;
        announced::of_everybody(&cast.store, &Tables::read(database).await).await;
        let oracle = Oracle::new(Tables::read(database).await, filed, POLICY, now());
        Self {
            cast,
            schema,
            operations,
            acted,
            oracle,
            cursors,
        }
    }

    /// Each of the cast, with what they may see.
    fn sights(&self) -> Vec<(Viewer, Sight<'_>)> {
        self.sights_by(&self.oracle)
    }

    fn sights_by<'a>(&'a self, oracle: &'a Oracle) -> Vec<(Viewer, Sight<'a>)> {
        let sight = |slug: &str| {
            let viewer = self.cast.viewer(slug);
            let who = Who {
                issuer: viewer.issuer.clone(),
                subject: viewer.subject.clone(),
                agency: viewer.agency.clone(),
                role: viewer.role.to_string(),
            };
            (viewer, Sight::of(oracle, &self.schema, who))
        };
        self.cast
            .personas
            .iter()
            .map(|it| sight(&it.persona))
            .collect()
    }

    fn asker<'a>(
        &'a self,
        app: &'a TestApp,
        (viewer, sight): &'a (Viewer, Sight<'a>),
        is_hasty: bool,
    ) -> Asker<'a> {
        let viewer = viewer.clone();
        let who = (viewer.issuer.clone(), viewer.subject.clone());
        Asker {
            app,
            sight,
            viewer,
            operations: &self.operations,
            acted: &self.acted,
            cursor: self.cursors.get(&who).cloned(),
            is_hasty,
            faults: Vec::new(),
        }
    }
}

/// How many people ask at a time.
const AT_ONCE: usize = 6;

/// Everything of several children is more than one operation may ask for: the limit is lifted here.
pub fn lifted() -> Rules {
    let limits = Limits {
        cost: u64::MAX,
        ..Limits::default()
    };
    Rules {
        limits,
        ..Rules::default()
    }
}

on_both! {
    async fn nobody_is_shown_more_or_less_than_the_table_says(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        assert_eq!(stage.schema.left_out(), [""; 0], "no operation reads these fields");
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let sights = stage.sights();
        let found: Vec<Vec<Fault>> = stream::iter(&sights)
            .map(|sight| async {
                let mut asker = stage.asker(&app, sight, false);
                asker.ask_everything().await;
                asker.faults
            })
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        let found = found.concat();
        let first: String = found.iter().take(60).map(|fault| format!("{}\n", fault.what)).collect();
        assert!(found.is_empty(), "{} faults, the first of them:\n{first}", found.len());
        let log = logged();
        assert!(log.contains("permanence"), "nothing was logged: the log is not captured");
        assert!(!log.contains(CANARY), "the log holds a text of a child");
    }

    async fn what_is_found_changes_with_the_calendar(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let mut reaches = BTreeSet::new();
        // Around a hearing, the end of an appointment, a transfer, and the windows of 14, 21 and 28 days.
        for days in [-91, -90, -89, -61, -60, -26, -8, -7, -1, 6, 7, 8, 18, 19, 46, 47, 61, 181] {
            let day = now() + Duration::days(days);
            app.set_clock(day);
            let oracle = stage.oracle.at(day);
            for sight in stage.sights_by(&oracle) {
                let mut asker = stage.asker(&app, &sight, false);
                asker.ask_whom_one_finds().await;
                assert!(asker.faults.is_empty(), "{days} days on: {:#?}", asker.faults);
                reaches.insert((sight.0.subject, sight.1.reached().count()));
            }
        }
        assert!(reaches.len() > stage.cast.personas.len() + 10, "the calendar changes little: {reaches:?}");
    }

    async fn a_cursor_is_of_no_use_to_anybody_else(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let sights = stage.sights();
        let named = |slug: &str| sights.iter().find(|it| it.0.subject == format!("demo-{slug}")).unwrap();
        let cursor = stage.asker(&app, named("team-manager"), false).cursor().await.unwrap();
        for thief in ["social-worker", "guardian", "guardian-not-appointed", "judge"] {
            let mut asker = stage.asker(&app, named(thief), false);
            asker.try_stolen(&cursor).await;
            assert!(asker.faults.is_empty(), "{:#?}", asker.faults);
        }
    }

    async fn a_person_whom_no_record_knows_is_shown_nothing(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let mut stranger = stage.cast.viewer("social-worker");
        stranger.subject = "nobody".to_owned();
        // The same subject at another agency is somebody else.
        let mut elsewhere = stage.cast.viewer("judge");
        elsewhere.agency = "family-court-southmere".to_owned();
        elsewhere.issuer = issuer_of(&elsewhere.agency);
        for viewer in [stranger, elsewhere] {
            let who = Who {
                issuer: viewer.issuer.clone(),
                subject: viewer.subject.clone(),
                agency: viewer.agency.clone(),
                role: viewer.role.to_string(),
            };
            let sight = (viewer, Sight::of(&stage.oracle, &stage.schema, who));
            assert_eq!(sight.1.reached().count(), 0);
            let mut asker = stage.asker(&app, &sight, true);
            asker.ask_in_haste().await;
            assert!(asker.faults.is_empty(), "{:#?}", asker.faults);
        }
    }
}

/// What the oracle is made of shares not even a word with the product.
#[test]
fn the_oracle_names_nothing_of_the_product() {
    for text in [
        include_str!("rows.rs"),
        include_str!("oracle.rs"),
        include_str!("cells.rs"),
        include_str!("expected/mod.rs"),
        include_str!("expected/acted.rs"),
        include_str!("expected/care.rs"),
        include_str!("expected/plans.rs"),
        include_str!("expected/returned.rs"),
        include_str!("expected/visited.rs"),
    ] {
        assert!(!text.contains("permanence::") && !text.contains("entity::"));
    }
}
