//! The program itself, killed in the middle of a storm of acts: what was acknowledged is there, nothing is half there.

use std::{
    collections::HashSet,
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use permanence::{
    auth::{Claims, OneOrMany},
    cli::keys::{self, DemoAgency},
    domain::{
        access::Windows,
        ids::{self, Kind as Id},
    },
    exchange::synthetic::{AGENCIES, Kind},
    store::{deadlines, ledger, standings},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::key;
use crate::{
    on_both,
    support::{
        cast::{Cast, today},
        database::TestDatabase,
    },
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_permanence");
const ROUNDS: u32 = 20;
const WRITERS: usize = 6;
/// Acts that are acknowledged in each round before the process is killed.
const ACKNOWLEDGED: usize = 5;

/// A server of the real program, on a port of its own.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    async fn start(database: &TestDatabase, issuers: &std::path::Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let child = Command::new(PROGRAM)
            .args(["serve", "--demo-keys"])
            .env("PERMANENCE_DATABASE_URL", &database.url)
            .env("PERMANENCE_SERVER_LISTEN", address.to_string())
            .env("PERMANENCE_AUTH_ISSUERS_FILE", issuers)
            .env("PERMANENCE_LOG_FILTER", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            child,
            url: format!("http://{address}"),
        };
        for _ in 0..300 {
            let ready = reqwest::get(format!("{}/health/ready", server.url)).await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server did not get ready");
    }

    /// `kill -9`.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was acknowledged: the id of a visit, and the words of a child.
#[derive(Default)]
struct Acknowledged {
    visits: Mutex<HashSet<String>>,
    voices: Mutex<HashSet<String>>,
}

impl Acknowledged {
    fn count(&self) -> usize {
        self.visits.lock().unwrap().len() + self.voices.lock().unwrap().len()
    }
}

/// Acts until the server is gone.
async fn act(
    url: String,
    token: String,
    child: String,
    told: Arc<Acknowledged>,
    at: Arc<AtomicU64>,
) {
    let client = reqwest::Client::new();
    loop {
        let turn = at.fetch_add(1, Ordering::Relaxed);
        let (act, kind, more) = if turn.is_multiple_of(2) {
            let visit = json!({ "heldOn": today(), "wasSeen": true, "seenAlone": "YES", "note": "In the storm" });
            ("recordVisit", "RecordVisitInput", visit)
        } else {
            (
                "recordVoice",
                "RecordVoiceInput",
                json!({ "saidOn": today(), "words": "It is windy" }),
            )
        };
        let mut input = json!({ "childId": child, "idempotencyKey": key() });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        let made = if act == "recordVisit" {
            "visit { id }"
        } else {
            "id"
        };
        let query = format!(
            "mutation($input: {kind}!) {{ {act}(input: $input) {{ {made} problems {{ code }} }} }}"
        );
        let sent = client
            .post(format!("{url}/graphql"))
            .bearer_auth(&token)
            .json(&json!({ "query": query, "variables": { "input": input } }))
            .send()
            .await;
        let Ok(answer) = sent else { return };
        let Ok(body) = answer.json::<Value>().await else {
            return;
        };
        let payload = &body["data"][act];
        let problems = payload["problems"].as_array();
        if problems.is_some_and(Vec::is_empty) {
            let (id, list) = match act {
                "recordVisit" => (&payload["visit"]["id"], &told.visits),
                _ => (&payload["id"], &told.voices),
            };
            list.lock().unwrap().insert(id.as_str().unwrap().to_owned());
        }
    }
}

/// The public ids of the rows of a table, and how many of its rows no act tells of.
async fn rows(
    database: &TestDatabase,
    table: &str,
    kind: Id,
    word: &str,
) -> (HashSet<String>, i64) {
    let connection = database.connect().await;
    let ask = async |sql: String| {
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        connection.query_all_raw(statement).await.unwrap()
    };
    let found = ask(format!("select public_id from {table}")).await;
    let ids = found
        .iter()
        .map(|row| ids::encode(kind, &row.try_get::<Vec<u8>>("", "public_id").unwrap()));
    let ids = ids.collect();
    let untold = ask(format!(
        "select cast(count(*) as bigint) as n from act_event e where e.linked_kind = '{word}' \
         and not exists (select 1 from {table} t where t.council_id = e.council_id and t.id = e.linked_id)"
    ))
    .await;
    (ids, untold[0].try_get("", "n").unwrap())
}

/// The council and the number of the child on whom all the acts were.
async fn child_of_acts(database: &TestDatabase) -> (i16, i64) {
    let connection = database.connect().await;
    let sql = "select distinct council_id, child_id from act_event where linked_kind = 'VISIT'";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    (
        row.try_get("", "council_id").unwrap(),
        row.try_get("", "child_id").unwrap(),
    )
}

async fn count(database: &TestDatabase, table: &str) -> i64 {
    crate::support::cast::counts(database, &[table]).await[table]
}

on_both! {
    async fn what_was_acknowledged_outlives_the_process_and_nothing_is_half_there(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let agencies = AGENCIES.map(|(key, kind)| DemoAgency { key, kind });
        let mut seed = 0u8;
        keys::prepare(folder.path(), &agencies, || {
            seed += 1;
            [seed; 32]
        })
        .unwrap();
        let viewer = cast.viewer("social-worker");
        let now = chrono::Utc::now().timestamp();
        let claims = Claims {
            iss: viewer.issuer.clone(),
            aud: OneOrMany::One(keys::AUDIENCE.to_owned()),
            exp: now + 3000,
            nbf: now - 5,
            iat: now - 5,
            sub: viewer.subject.clone(),
            jti: "storm".to_owned(),
            role: viewer.role.to_string(),
            agency: viewer.agency.clone(),
        };
        let token = keys::signing_key(folder.path(), &viewer.agency).unwrap().mint(&claims).unwrap();
        let issuers = keys::issuers_file(folder.path());
        let migrated = Command::new(PROGRAM).arg("migrate").env("PERMANENCE_DATABASE_URL", &database.url).status();
        assert!(migrated.unwrap().success());
        let before = [count(&database, "visit").await, count(&database, "voice").await];
        let told = Arc::new(Acknowledged::default());
        let turn = Arc::new(AtomicU64::new(0));
        for round in 0..ROUNDS {
            let mut server = Server::start(&database, &issuers).await;
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| {
                    let child = cast.child(Kind::Own).to_owned();
                    tokio::spawn(act(server.url.clone(), token.clone(), child, told.clone(), turn.clone()))
                })
                .collect();
            // In the middle of it: some have been acknowledged in this round, others are on their way.
            let before = told.count();
            for _ in 0..400 {
                if told.count() >= before + ACKNOWLEDGED {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            tokio::time::sleep(Duration::from_millis(u64::from(round * 7 % 50))).await;
            server.kill();
            for writer in writers {
                writer.await.unwrap();
            }
        }

        let mut acknowledged = 0;
        for (table, id, word, told, before) in [
            ("visit", Id::Visit, "VISIT", &told.visits, before[0]),
            ("voice", Id::Voice, "VOICE", &told.voices, before[1]),
        ] {
            let told = told.lock().unwrap().clone();
            let (there, untold) = rows(&database, table, id, word).await;
            assert!(told.is_subset(&there), "{table}: an acknowledged act is not there");
            assert_eq!(untold, 0, "{table}: an act without its record");
            let connection = database.connect().await;
            let sql = format!("select cast(count(*) as bigint) as n from act_event where linked_kind = '{word}'");
            let statement = Statement::from_string(connection.get_database_backend(), sql);
            let acts: i64 = connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap();
            let rows = i64::try_from(there.len()).unwrap();
            assert_eq!(rows - before, acts, "{table}: a record without its act");
            acknowledged += told.len();
        }
        assert!(acknowledged >= ROUNDS as usize * ACKNOWLEDGED, "the storm was a breeze: {acknowledged}");
        assert_eq!(standings::check(&cast.store, &Windows::default()).await.unwrap(), []);
        let (council, child) = child_of_acts(&database).await;
        assert_eq!(deadlines::differences(&cast.store, council, &[child]).await.unwrap(), []);
        assert_eq!(ledger::verify(&cast.store).await.unwrap().fault, None);
        println!("{acknowledged} acts acknowledged over {ROUNDS} kills");
    }
}
