//! Rows imported per second and the memory that it takes.
//!
//! `cargo bench --bench import` loads 100,000 episodes into SQLite, and into PostgreSQL where server binaries are found;
//! `-- EPISODES [DATABASE_URL]` chooses otherwise. The peak is the whole process's, so each size is a run of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on stops, and reads the clock"
)]

#[path = "../tests/it/support/cluster.rs"]
mod cluster;
#[path = "support/machine.rs"]
mod machine;
mod support;

use std::time::Instant;

use chrono::NaiveDate;
use machine::{Dice, postgres};
use migration::{Migrator, MigratorTrait};
use permanence::{
    casework::returns::{Outcome, Return, Watch, load},
    domain::care::CollectionYear,
    exchange::ssda903::check,
    store::Store,
};

struct Silent;

impl Watch for Silent {}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let episodes: u64 = arguments
        .first()
        .map_or(100_000, |count| count.parse().unwrap());
    if let Some(url) = arguments.get(1) {
        return measure(url, episodes).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.db");
    measure(&format!("sqlite://{}?mode=rwc", file.display()), episodes).await;
    if let Some(url) = postgres("import").await {
        measure(&url, episodes).await;
    }
}

async fn measure(url: &str, episodes: u64) {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("return");
    std::fs::create_dir(&files).unwrap();
    support::write_return(&files, episodes).unwrap();

    let store = Store::open(url, 2).await.unwrap();
    Migrator::up(store.for_migration(), None).await.unwrap();
    let year = CollectionYear::ending(NaiveDate::from_ymd_opt(2020, 3, 31).unwrap()).unwrap();

    let began = Instant::now();
    let checked = check(&[files], year).unwrap();
    let read = began.elapsed();
    let incoming = Return {
        authority: "E08000018",
        year,
        fingerprint: checked.fingerprint(),
        files: &checked.files,
        remarks: &checked.remarks,
    };
    let outcome = load(
        &store,
        &Dice,
        chrono::Utc::now(),
        &incoming,
        checked.rows(),
        &mut Silent,
    )
    .await
    .unwrap();
    let taken = began.elapsed();
    let Outcome::Loaded(summary) = outcome else {
        println!("loaded before: choose an empty database");
        return;
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{} {episodes} episodes, {} rows, {} children: read and checked in {:.1} s, loaded in {:.1} s, {:.0} rows/s, peak {}, {cores} cores",
        url.split(':').next().unwrap_or_default(),
        summary.rows,
        summary.children,
        read.as_secs_f64(),
        taken.as_secs_f64(),
        summary.rows as f64 / taken.as_secs_f64(),
        peak().unwrap_or_else(|| "unknown".into()),
    );
}

/// The most memory this process ever held, where the system tells.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
