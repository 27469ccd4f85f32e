//! How often children were visited, as those who answer for it read it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use permanence::{
    domain::{
        access::Viewer,
        deadlines::LocalStandards,
        ids::{Kind as Id, encode},
    },
    exchange::synthetic::Kind,
    store::{
        Store,
        deadlines::{Reckoning, rewrite},
    },
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};

use crate::{
    on_both,
    support::{
        cast::{Cast, Seeded, today},
        database::TestDatabase,
        server::{Rules, TestApp},
    },
};

const COUNTS: &str = "query($id: ID!) { child(by: {id: $id}) { ... on Child { visitCounts { __typename \
    ... on Withheld { withheldBecause } ... on VisitCounts { basis heldCount onTimeCount lastHeldOn \
    statutory { dueCount inTimeCount lateCount overdueCount nextDueOn } \
    local { dueCount inTimeCount lateCount overdueCount nextDueOn } \
    frequencyOverMinimum madeCount minimumCount } } } } }";

/// Days before today on which a child is visited who is seen every 27 days: sooner than anybody asks.
const EVERY_27_DAYS: [i64; 14] = [
    364, 337, 310, 283, 256, 229, 202, 175, 148, 121, 94, 67, 40, 13,
];
/// Every 40 days: sooner than the law asks, and later than the council does.
const EVERY_40_DAYS: [i64; 9] = [335, 295, 255, 215, 175, 135, 95, 55, 15];
/// Every 27 days, but for the visit of day 94, which nobody made.
const ONE_LEFT_OUT: [i64; 13] = [364, 337, 310, 283, 256, 229, 202, 175, 148, 121, 67, 40, 13];

/// A council that has recorded its visits for a year. Every child of the cast came there 400 days ago and has lived
/// in the present placement for 180 days.
struct Council {
    cast: Cast,
    app: TestApp,
    connection: DatabaseConnection,
    /// Each time that deadlines are reckoned, from another.
    seed: AtomicU64,
}

impl Council {
    async fn open(database: &TestDatabase) -> Self {
        Self::with(database, |store| store).await
    }

    async fn with(database: &TestDatabase, of: impl FnOnce(Store) -> Store) -> Self {
        let mut cast = Cast::founded_in(database).await;
        cast.store = of(cast.store);
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let connection = database.connect().await;
        Self {
            cast,
            app,
            connection,
            seed: 11.into(),
        }
    }

    async fn run(&self, sql: &str) {
        let done = self.connection.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The council and the number of a child.
    async fn key(&self, kind: Kind) -> (i16, i64) {
        let hex: String = self
            .cast
            .public_id(kind)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let backend = self.connection.get_database_backend();
        let is_it = match backend {
            DbBackend::Postgres => format!("encode(public_id, 'hex') = '{hex}'"),
            _ => format!("lower(hex(public_id)) = '{hex}'"),
        };
        let sql =
            format!("select cast(council_id as bigint) as council, id from child where {is_it}");
        let statement = Statement::from_string(backend, sql);
        let row = self.connection.query_one_raw(statement).await;
        let row = row.unwrap().expect("the child is there");
        let council: i64 = row.try_get("", "council").unwrap();
        (
            i16::try_from(council).unwrap(),
            row.try_get("", "id").unwrap(),
        )
    }

    /// The child was visited on these days, so many before today, and on no others.
    async fn visited(&self, kind: Kind, days: &[i64]) {
        let (council, child) = self.key(kind).await;
        self.run(&format!(
            "delete from visit where council_id = {council} and child_id = {child}"
        ))
        .await;
        for ago in days {
            let id = 800_000_000 + child * 1_000 + ago;
            let bytes = format!("{id:032x}");
            let public_id = match self.connection.get_database_backend() {
                DbBackend::Postgres => format!("decode('{bytes}', 'hex')"),
                _ => format!("x'{bytes}'"),
            };
            let held_on = today() - chrono::Duration::days(*ago);
            self.run(&format!(
                "insert into visit (council_id, id, public_id, child_id, held_on, visitor_id, was_seen, seen_alone) \
                 select {council}, {id}, {public_id}, {child}, '{held_on}', min(id), true, 'YES' from professional"
            ))
            .await;
        }
        self.reckon(kind).await;
    }

    async fn reckon(&self, kind: Kind) {
        let (council, child) = self.key(kind).await;
        let random = Seeded::new(self.seed.fetch_add(1, Ordering::Relaxed));
        let mut unit = self.cast.store.unit(&random).await.unwrap();
        rewrite(&mut unit, council, &[child]).await.unwrap();
        unit.commit().await.unwrap();
    }

    async fn counts(&self, viewer: &Viewer, kind: Kind) -> Value {
        let id = encode(Id::Child, &self.cast.public_id(kind));
        let answer = self.app.ask(viewer, COUNTS, json!({ "id": id })).await;
        assert!(answer.body["errors"].is_null(), "{}", answer.body);
        answer.body["data"]["child"]["visitCounts"].clone()
    }

    /// What a persona reads of a child.
    async fn read_by(&self, slug: &str, kind: Kind) -> Value {
        self.counts(&self.cast.viewer(slug), kind).await
    }
}

const MEASURES: [&str; 5] = [
    "statutory",
    "local",
    "frequencyOverMinimum",
    "madeCount",
    "minimumCount",
];

#[track_caller]
fn assert_nothing_is_measured(counts: &Value) {
    for measure in MEASURES {
        assert_eq!(counts[measure], Value::Null, "{measure} of {counts}");
    }
}

on_both! {
    async fn a_team_manager_reads_97_per_cent_in_statutory_time_and_less_in_the_councils_own(database: TestDatabase) {
        let council = Council::open(&database).await;
        let team = [
            (Kind::Own, EVERY_27_DAYS.as_slice()),
            (Kind::ConsentGiven, EVERY_40_DAYS.as_slice()),
            (Kind::ConsentRefused, ONE_LEFT_OUT.as_slice()),
        ];
        let mut read = Vec::new();
        for (kind, days) in team {
            council.visited(kind, days).await;
            read.push(council.read_by("team-manager", kind).await);
        }
        // By the law: the first visit to the home of 180 days ago, and one after each visit but the last two, the next
        // of which are due from today on.
        assert_eq!(
            read[0]["statutory"],
            json!({ "dueCount": 13, "inTimeCount": 13, "lateCount": 0, "overdueCount": 0, "nextDueOn": "2026-06-30" })
        );
        assert_eq!(
            read[1]["local"],
            json!({ "dueCount": 8, "inTimeCount": 0, "lateCount": 8, "overdueCount": 0, "nextDueOn": "2026-06-14" })
        );
        let sum = |standard: &str, count: &str| -> i64 {
            read.iter().map(|counts| counts[standard][count].as_i64().unwrap()).sum()
        };
        let share = |standard| 100 * sum(standard, "inTimeCount") / sum(standard, "dueCount");
        assert_eq!((sum("statutory", "dueCount"), sum("statutory", "lateCount")), (34, 1));
        assert_eq!((sum("local", "dueCount"), sum("local", "lateCount")), (33, 9));
        assert_eq!((share("statutory"), share("local")), (97, 72));
    }

    async fn a_worker_who_visits_more_often_than_the_law_asks_has_a_ratio_above_one(database: TestDatabase) {
        let council = Council::open(&database).await;
        council.visited(Kind::Own, &EVERY_27_DAYS).await;
        let counts = council.read_by("social-worker", Kind::Own).await;
        // On days 365, 323, 281, 239 and 197 before today; 173, a week after the move; 131, 89, 47 and 5.
        assert_eq!((&counts["madeCount"], &counts["minimumCount"]), (&json!(14), &json!(10)));
        assert_eq!(counts["frequencyOverMinimum"], json!(1.4));
        council.visited(Kind::Own, &EVERY_40_DAYS).await;
        let counts = council.read_by("social-worker", Kind::Own).await;
        assert_eq!(counts["frequencyOverMinimum"], json!(0.9));
    }

    async fn a_child_whom_nobody_visited_is_told_of_as_overdue(database: TestDatabase) {
        let council = Council::open(&database).await;
        council.visited(Kind::Own, &[]).await;
        let counts = council.read_by("team-manager", Kind::Own).await;
        assert_eq!((&counts["heldCount"], &counts["lastHeldOn"]), (&json!(0), &Value::Null));
        // A week after the move of 3 December 2025.
        assert_eq!(
            counts["statutory"],
            json!({ "dueCount": 1, "inTimeCount": 0, "lateCount": 0, "overdueCount": 1, "nextDueOn": "2025-12-10" })
        );
        assert_eq!(counts["local"]["dueCount"], json!(0));
        assert_eq!(counts["frequencyOverMinimum"], json!(0.0));
    }

    async fn a_cafcass_manager_reads_the_counts_and_not_the_visits(database: TestDatabase) {
        let council = Council::open(&database).await;
        council.visited(Kind::Own, &EVERY_27_DAYS).await;
        let counts = council.read_by("cafcass-manager", Kind::Own).await;
        assert_eq!(counts["statutory"]["inTimeCount"], json!(13));
        assert_eq!(counts["frequencyOverMinimum"], json!(1.4));
        let id = council.cast.child(Kind::Own);
        let query = "query($id: ID!) { child(by: {id: $id}) { ... on Child { visits { __typename ... on Withheld { withheldBecause } } } } }";
        let answer = council.app.ask(&council.cast.viewer("cafcass-manager"), query, json!({ "id": id })).await;
        assert_eq!(answer.body["data"]["child"]["visits"]["__typename"], json!("Withheld"), "{}", answer.body);
    }

    async fn a_judge_reads_the_counts_that_were_filed_and_nothing_of_today(database: TestDatabase) {
        let council = Council::open(&database).await;
        for reader in ["judge", "legal-adviser"] {
            let counts = council.read_by(reader, Kind::Own).await;
            assert_eq!(counts["basis"], json!("AS_FILED"), "{counts}");
            assert!(counts["heldCount"].as_i64() > Some(0), "{counts}");
            assert_nothing_is_measured(&counts);
        }
    }

    async fn nothing_that_would_date_a_confidential_placement_is_counted_for_those_from_whom_its_dates_are_kept(database: TestDatabase) {
        let council = Council::open(&database).await;
        let kind = Kind::Confidential;
        council.visited(kind, &EVERY_27_DAYS).await;
        let (id, child) = council.key(kind).await;
        let kept_from = ["nominated-officer", "guardian", "cafcass-manager", "inspector"];
        let read = async || {
            let mut read = Vec::new();
            for slug in kept_from {
                read.push(council.read_by(slug, kind).await);
            }
            read
        };
        let before = read().await;
        for counts in &before {
            assert_eq!(counts["heldCount"], json!(14), "{counts}");
            assert_nothing_is_measured(counts);
        }
        let worker = council.read_by("social-worker", kind).await;
        assert_eq!(worker["statutory"]["dueCount"], json!(13), "{worker}");
        assert_eq!(worker["minimumCount"], json!(10), "{worker}");
        // Its start moves by a month, and with it what was due.
        let (ended, began) = (today() - chrono::Duration::days(210), today() - chrono::Duration::days(180));
        for (column, other) in [("ends_on", "starts_on"), ("starts_on", "ends_on")] {
            council.run(&format!(
                "update placement set {column} = '{ended}' where council_id = {id} and child_id = {child} and {column} = '{began}' \
                 and {other} <> '{began}'"
            )).await;
        }
        council.reckon(kind).await;
        assert_ne!(council.read_by("social-worker", kind).await, worker);
        assert_eq!(read().await, before);
    }

    async fn a_council_without_an_interval_of_its_own_has_no_local_standard(database: TestDatabase) {
        let council = Council::with(&database, |store| {
            let local = LocalStandards { visit_days: None, ..LocalStandards::default() };
            store.reckoning_by(Reckoning { local, ..Reckoning::usual().unwrap() })
        }).await;
        council.visited(Kind::Own, &EVERY_27_DAYS).await;
        let counts = council.read_by("team-manager", Kind::Own).await;
        assert_eq!((&counts["statutory"]["dueCount"], &counts["local"]), (&json!(13), &Value::Null));
    }

    async fn where_no_visits_are_recorded_nothing_is_said_of_them(database: TestDatabase) {
        let council = Council::open(&database).await;
        council.run("update council set records_from = null").await;
        council.visited(Kind::Own, &[]).await;
        let counts = council.read_by("team-manager", Kind::Own).await;
        assert_eq!(counts, json!({ "__typename": "NotRecorded" }));
        council.visited(Kind::Own, &[30]).await;
        let counts = council.read_by("team-manager", Kind::Own).await;
        assert_eq!((&counts["heldCount"], &counts["statutory"]["dueCount"]), (&json!(1), &json!(0)));
        assert_eq!(counts["frequencyOverMinimum"], Value::Null);
    }

    async fn the_facts_behind_the_ratio_are_read_only_where_it_is_asked_for(database: TestDatabase) {
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = heard.clone();
        let council = Council::with(&database, |store| {
            store.watched(move |sql| listener.lock().unwrap().push(sql.to_owned()))
        }).await;
        let viewer = council.cast.viewer("team-manager");
        let statements = async |fields: &str| {
            heard.lock().unwrap().clear();
            let query = format!("{{ children(first: 25) {{ nodes {{ visitCounts {{ ... on Withheld {{ withheldBecause }} ... on VisitCounts {{ {fields} }} }} }} }} }}");
            let answer = council.app.ask(&viewer, &query, Value::Null).await;
            assert!(answer.body["errors"].is_null(), "{}", answer.body);
            let heard = heard.lock().unwrap();
            let reads_facts = heard.iter().any(|sql| sql.contains("from care_event"));
            (heard.len(), reads_facts)
        };
        let (few, without) = statements("heldCount statutory { dueCount }").await;
        assert!(!without);
        for field in ["frequencyOverMinimum", "madeCount", "minimumCount"] {
            let (more, with) = statements(field).await;
            assert!(with && more > few, "{field}: {more} statements for {few}");
        }
    }
}
