//! How long a synthetic council takes to be invented and written, per database.
//!
//! `cargo bench --bench generate -- 640 100000` measures councils of these sizes in SQLite, and in PostgreSQL where
//! server binaries are found. The peak of memory is of this process, the largest so far.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on stops, and reads the clock"
)]

#[path = "../tests/it/support/cluster.rs"]
mod cluster;
#[path = "support/machine.rs"]
mod machine;

use std::{sync::Arc, time::Instant};

use machine::postgres;
use migration::{Migrator, MigratorTrait};
use permanence::{
    casework::founding::{FromSeed, found_in_chunks},
    cli::keys,
    domain::access::Windows,
    exchange::synthetic::{self, Plausible, Wanted},
    store::Store,
};
use sqlx::Row;

#[tokio::main]
async fn main() {
    let mut sizes: Vec<u32> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes.push(640);
    }
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores, shared by inventing, writing and the database");
    for children in sizes {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bench.db");
        let url = format!("sqlite://{}?mode=rwc", file.display());
        measure("SQLite", &url, children).await;
        if let Some(url) = postgres(&format!("generate_{children}")).await {
            measure("PostgreSQL", &url, children).await;
        }
    }
}

async fn measure(database: &str, url: &str, children: u32) {
    let store = Store::open(url, 4).await.unwrap();
    Migrator::up(store.for_migration(), None).await.unwrap();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let wanted = Wanted {
        seed: 1,
        today,
        now: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
        children,
        voice: Arc::new(Plausible { seed: 1 }),
        issuer_of: keys::issuer_of,
    };
    let began = Instant::now();
    found_in_chunks(
        &store,
        &FromSeed::new(1),
        &synthetic::people(&wanted),
        synthetic::flow(&wanted),
        &Windows::default(),
        wanted.now,
        |_| (),
    )
    .await
    .unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let rows = rows(url).await;
    println!(
        "{database:<11} {children:>7} children, {rows:>8} rows in {seconds:>6.1} s, {:>6.0} rows/s, peak {}",
        rows as f64 / seconds,
        peak().unwrap_or_else(|| "unknown".to_owned()),
    );
}

/// The rows of all tables that carry a council.
async fn rows(url: &str) -> i64 {
    let mut all = 0;
    if url.starts_with("sqlite") {
        let pool = sqlx::SqlitePool::connect(url).await.unwrap();
        let tables = "select name from sqlite_master where type = 'table'";
        for table in sqlx::query(tables).fetch_all(&pool).await.unwrap() {
            let sql = format!("select count(*) from {}", table.get::<String, _>(0));
            let row = sqlx::query(sqlx::AssertSqlSafe(sql));
            all += row.fetch_one(&pool).await.unwrap().get::<i64, _>(0);
        }
    } else {
        let pool = sqlx::PgPool::connect(url).await.unwrap();
        let tables = "select tablename::text from pg_tables where schemaname = 'public'";
        for table in sqlx::query(tables).fetch_all(&pool).await.unwrap() {
            let sql = format!("select count(*) from {}", table.get::<String, _>(0));
            let row = sqlx::query(sqlx::AssertSqlSafe(sql));
            all += row.fetch_one(&pool).await.unwrap().get::<i64, _>(0);
        }
    }
    all
}

/// The most memory this process ever held, where the system tells.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
