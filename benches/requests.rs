//! Requests per second and processor time per request, per database, over real HTTP against the real program.
//!
//! `cargo bench --bench requests -- 640 100000 5s` (with `sqlite` or `postgres`, on that database alone) founds synthetic councils of these sizes (640 unless told) in SQLite,
//! and in PostgreSQL where server binaries are found, serves each from a process of its own, and asks with 16
//! connections for so many seconds (5 unless told): one child's status, a guardian's caseload, a manager's filtered page, and
//! what is due: the first page of a worker's and of a manager's worklist, and of the manager's children of whom something
//! is late.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on stops, and reads the clock"
)]

#[path = "../tests/it/support/cluster.rs"]
mod cluster;
#[path = "support/council.rs"]
mod council;
#[path = "support/machine.rs"]
mod machine;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use council::{Server, establish, token};
use machine::{cpu_seconds, cpu_seconds_of_all, postgres};
use sqlx::{Connection, Executor};

const CONNECTIONS: usize = 16;

const STATUS: &str = "query ($id: ID!) { child(by: {id: $id}) { ... on Child { id \
    legalStatus { ... on LegalStatusRecord { becameLookedAfterOn current { code startedOn } } ...Held } \
    plan { ... on PlanRecord { current { state primaryOption targetOn filedOn } } ...Held } } } } \
    fragment Held on Withheld { withheldBecause }";

const CASELOAD: &str = "{ children(first: 50, orderBy: {field: NEXT_HEARING, direction: ASC}) { nodes { id \
    identity { ... on Identity { givenNames familyName ageYears } ...Held } \
    plan { ... on PlanRecord { current { state primaryOption targetOn } } ...Held } \
    proceedings { ... on ProceedingsRecord { nextHearing { listedOn kind } } ...Held } } } } \
    fragment Held on Withheld { withheldBecause }";

/// A manager's list, narrowed by two classes and counted.
const FILTERED: &str = "{ children(first: 25, orderBy: {field: NAME, direction: ASC}, \
    filter: {placementType: [\"U4\", \"U6\"], not: {legalStatus: [\"C2\"]}}) { totalCount nodes { id \
    identity { ... on Identity { givenNames familyName ageYears } ...Held } \
    placement { ... on PlacementRecord { current { type } } ...Held } \
    legalStatus { ... on LegalStatusRecord { current { code } } ...Held } } } } \
    fragment Held on Withheld { withheldBecause }";

const WORKLIST: &str = "{ worklist(first: 50) { totalCount nodes { id \
    deadline { kind informationClass dueOn actBy status daysLate source } \
    child { id identity { ... on Identity { givenNames familyName } ...Held } } } } } \
    fragment Held on Withheld { withheldBecause }";

/// Of whom something is late, and what.
const OVERDUE: &str = "{ children(first: 50, filter: {isOverdue: true}, orderBy: {field: NEXT_DUE, direction: ASC}) { \
    totalCount nodes { id identity { ... on Identity { givenNames familyName } ...Held } \
    deadlines(status: [OVERDUE], first: 5) { totalCount nodes { kind dueOn daysLate } } } } } \
    fragment Held on Withheld { withheldBecause }";

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut sizes: Vec<u32> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.push(640);
    }
    let mut length = arguments
        .iter()
        .filter_map(|it| it.strip_suffix('s')?.parse().ok());
    let seconds = length.next_back().unwrap_or(5);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{CONNECTIONS} connections, {seconds} s each, {cores} cores (shared by server, database and asker)"
    );
    println!(
        "{:<11} {:<26} {:>8} {:>9} {:>9} {:>14} {:>14} {:>8}",
        "database",
        "question",
        "req/s",
        "p50 ms",
        "p99 ms",
        "server us/req",
        "postgres us/req",
        "bytes"
    );
    for children in sizes {
        println!("{children} children");
        if !arguments.iter().any(|it| it == "postgres") {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("bench.db");
            let url = format!("sqlite://{}?mode=rwc", file.display());
            measure("SQLite", &url, children, seconds).await;
        }
        if !arguments.iter().any(|it| it == "sqlite")
            && let Some(url) = postgres(&format!("requests_{children}")).await
        {
            measure("PostgreSQL", &url, children, seconds).await;
        }
    }
}

/// What autovacuum does where it is on: the tables are counted, and the pages marked that everybody sees. How references are
/// checked follows from that: a connection that took the ledger for empty reads all of it for each row that it enters.
async fn settle(url: &str) {
    if url.starts_with("postgres") {
        let mut connection = sqlx::postgres::PgConnection::connect(url).await.unwrap();
        connection.execute("vacuum analyze").await.unwrap();
    }
}

async fn measure(database: &str, url: &str, children: u32, seconds: u64) {
    let folder = tempfile::tempdir().unwrap();
    let personas = establish(url, folder.path(), children).await;
    let _server = Server::start(url, folder.path()).await;
    let named = |slug: &str| personas.iter().find(|it| it.persona == slug).unwrap();
    let (guardian, manager, worker) = (
        named("guardian"),
        named("team-manager"),
        named("social-worker"),
    );
    let own = guardian
        .children
        .iter()
        .find(|it| it.shows == "own")
        .unwrap();
    let one = serde_json::json!({"query": STATUS, "variables": {"id": own.id}});
    let many = serde_json::json!({"query": CASELOAD});
    let filtered = serde_json::json!({"query": FILTERED});
    let work = serde_json::json!({"query": WORKLIST});
    let overdue = serde_json::json!({"query": OVERDUE});
    // The ledger has entries of its own before anything is measured.
    let (first, begun) = (token(folder.path(), guardian), many.to_string());
    Asked::ask(&_server, &first, begun, Duration::from_secs(2)).await;
    settle(url).await;
    for (asker, question, body) in [
        (guardian, "one child's status", one),
        (guardian, "guardian's 50 children", many),
        (manager, "manager's filtered 25", filtered),
        (worker, "worker's worklist, 50", work.clone()),
        (manager, "manager's worklist, 50", work),
        (manager, "manager's overdue 50", overdue),
    ] {
        let token = token(folder.path(), asker);
        let asked = Asked::ask(
            &_server,
            &token,
            body.to_string(),
            Duration::from_secs(seconds),
        )
        .await;
        println!(
            "{database:<11} {question:<26} {:>8.0} {:>9.1} {:>9.1} {:>14.0} {:>14.0} {:>8}",
            asked.rate,
            asked.p50,
            asked.p99,
            asked.server_micros,
            asked.database_micros,
            asked.bytes
        );
    }
}

struct Asked {
    rate: f64,
    p50: f64,
    p99: f64,
    server_micros: f64,
    database_micros: f64,
    bytes: u64,
}

impl Asked {
    async fn ask(server: &Server, token: &str, body: String, length: Duration) -> Self {
        let client = reqwest::Client::new();
        let bytes = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let counting = Arc::new(AtomicBool::new(false));
        let mut askers = Vec::new();
        for _ in 0..CONNECTIONS {
            let (client, token, body) = (client.clone(), token.to_owned(), body.clone());
            let (bytes, stop, counting) = (bytes.clone(), stop.clone(), counting.clone());
            askers.push(tokio::spawn(async move {
                let mut times = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let began = Instant::now();
                    let answer = client
                        .post(Server::graphql())
                        .bearer_auth(&token)
                        .header("content-type", "application/json")
                        .body(body.clone())
                        .send()
                        .await
                        .unwrap();
                    assert!(answer.status().is_success());
                    let text = answer.text().await.unwrap();
                    assert!(
                        !text.contains("\"errors\"") && !text.contains("NotFound"),
                        "{text}"
                    );
                    bytes.store(text.len() as u64, Ordering::Relaxed);
                    if counting.load(Ordering::Relaxed) {
                        times.push(began.elapsed());
                    }
                }
                times
            }));
        }
        // Each connection plans each statement anew the first five times, and only then keeps a plan.
        tokio::time::sleep(Duration::from_secs(5)).await;
        counting.store(true, Ordering::Relaxed);
        let (began, server_cpu, database_cpu) = (
            Instant::now(),
            cpu_seconds(server.id()),
            cpu_seconds_of_all("postgres"),
        );
        tokio::time::sleep(length).await;
        let took = began.elapsed().as_secs_f64();
        let server_cpu = cpu_seconds(server.id()) - server_cpu;
        let database_cpu = cpu_seconds_of_all("postgres") - database_cpu;
        stop.store(true, Ordering::Relaxed);
        let mut times = Vec::new();
        for asker in askers {
            times.extend(asker.await.unwrap());
        }
        times.sort();
        let count = times.len() as f64;
        let at = |share: f64| times[((count - 1.0) * share) as usize].as_secs_f64() * 1e3;
        Self {
            rate: count / took,
            p50: at(0.5),
            p99: at(0.99),
            server_micros: server_cpu / count * 1e6,
            database_micros: database_cpu / count * 1e6,
            bytes: bytes.load(Ordering::Relaxed),
        }
    }
}
