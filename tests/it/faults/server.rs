//! The database server is stopped and frozen under the service.

use std::time::{Duration, Instant};

use migration::{Migrator, MigratorTrait};
use permanence::{
    exchange::synthetic::Kind,
    store::{Patience, Store, ledger},
};
use serde_json::json;

use crate::support::{
    cast::{Canaries, Cast},
    faulty::Faulty,
    server::{Answer, Rules, TestApp},
};

const CHILD: &str = "query($id: ID!) { child(by: {id: $id}) { ... on Child { id legalStatus { ... on Withheld { withheldBecause } } } } }";

/// Less than anything waits for a connection. Generous for a busy machine: it is a few milliseconds.
const AT_ONCE: Duration = Duration::from_millis(1800);

pub fn patience() -> Patience {
    Patience {
        statement: Duration::from_secs(4),
        acquire: Duration::from_secs(2),
        lock: Duration::from_secs(1),
        connect: Duration::from_secs(1),
    }
}

struct Desk {
    server: Faulty,
    cast: Cast,
    app: TestApp,
}

impl Desk {
    async fn open() -> Option<Self> {
        let server = Faulty::start()?;
        let store = Store::open_within(&server.url, 4, patience())
            .await
            .unwrap();
        Migrator::up(store.for_migration(), None).await.unwrap();
        let cast = Cast::over(store, Canaries, 30).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        Some(Self { server, cast, app })
    }

    async fn read(&self) -> Answer {
        let viewer = self.cast.viewer("social-worker");
        let id = self.cast.child(Kind::Own);
        self.app.ask(&viewer, CHILD, json!({ "id": id })).await
    }

    /// One reads and one acts: both are told that the database is not there. How long that took.
    async fn is_away(&self) -> Duration {
        let begun = Instant::now();
        let answer = self.read().await;
        assert_eq!(
            (answer.status, answer.code()),
            (503, Some("UNAVAILABLE")),
            "{}",
            answer.text
        );
        let child = self.cast.child(Kind::Own);
        let act = "mutation($input: RecordVoiceInput!) { recordVoice(input: $input) { id problems { code } } }";
        let input = json!({ "childId": child, "idempotencyKey": crate::acts::key(), "saidOn": "2026-05-30", "words": "Lost?" });
        let viewer = self.cast.viewer("social-worker");
        let answer = self.app.ask(&viewer, act, json!({ "input": input })).await;
        assert_eq!(answer.code(), Some("UNAVAILABLE"), "{}", answer.text);
        begun.elapsed()
    }

    /// How long it takes until the service answers again, by itself.
    async fn comes_back(&self) -> Duration {
        let begun = Instant::now();
        loop {
            let answer = self.read().await;
            if answer.status == 200 {
                break;
            }
            assert_eq!(answer.code(), Some("UNAVAILABLE"), "{}", answer.text);
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "it does not come back"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let took = begun.elapsed();
        // Every connection of the pool answers, and with its own answer.
        let all = (0..20).map(|_| self.read());
        for answer in futures_util::future::join_all(all).await {
            assert_eq!(answer.status, 200, "{}", answer.text);
            assert_eq!(
                answer.body["data"]["child"]["id"],
                self.cast.child(Kind::Own)
            );
        }
        assert_eq!(ledger::verify(&self.cast.store).await.unwrap().fault, None);
        took
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stopped_is_unavailable_at_once_and_back_by_itself() {
    let Some(mut desk) = Desk::open().await else {
        return;
    };
    let answer = desk.read().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    for _ in 0..2 {
        desk.server.stop();
        // The first who asks finds out; the others are told.
        let (first, later) = (desk.is_away().await, desk.is_away().await);
        assert!(first < AT_ONCE && later < AT_ONCE, "{first:?} {later:?}");
        // It is still so after longer than anything waits for.
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert!(desk.is_away().await < AT_ONCE);
        desk.server.start_again();
        let took = desk.comes_back().await;
        assert!(took < Duration::from_secs(3), "{took:?}");
        println!("stopped: told after {first:?}, then {later:?}; back {took:?} after its start");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_frees_who_waits_and_loses_no_connection() {
    let Some(mut desk) = Desk::open().await else {
        return;
    };
    assert_eq!(desk.read().await.status, 200);
    for _ in 0..2 {
        desk.server.freeze();
        // More than the pool has connections, all under way when it is found out.
        let begun = Instant::now();
        let waiting = (0..10).map(|_| desk.read());
        for answer in futures_util::future::join_all(waiting).await {
            assert_eq!(
                (answer.status, answer.code()),
                (503, Some("UNAVAILABLE")),
                "{}",
                answer.text
            );
        }
        let freed = begun.elapsed();
        // Half a second until there is doubt, one until the server has not answered to it.
        assert!(freed < Duration::from_secs(4), "{freed:?}");
        let later = desk.is_away().await;
        assert!(later < AT_ONCE, "{later:?}");
        desk.server.thaw();
        let took = desk.comes_back().await;
        assert!(took < Duration::from_secs(4), "{took:?}");
        println!("frozen: freed after {freed:?}, then {later:?}; back {took:?} after the thaw");
    }
}
