//! Faults, done to the real program on a synthetic council while acts are sent to it: what was acknowledged is there
//! afterwards, nothing is half there, the ledger's chain holds, and it goes on by itself. `./drills` runs it;
//! docs/faults.md has the table of a run.
//!
//! With arguments, only those drills whose fault has one of them in its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a drill that cannot go on stops, and reads the clock"
)]

mod council;
mod database;
mod floods;
mod process;
mod storm;
mod wire;

#[path = "../../tests/it/support/cluster.rs"]
mod cluster;
#[path = "../../tests/it/support/faulty.rs"]
mod faulty;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/council.rs"]
mod support;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use council::Council;
use database::Tmpfs;
use faulty::Faulty;

/// What a drill came to.
#[derive(Default)]
pub struct Outcome {
    pub tried: usize,
    pub acknowledged: usize,
    pub lost: usize,
    pub half: usize,
    /// From the end of the fault to the next acknowledged act; of several, the longest.
    pub recovery: Duration,
    /// What else was to be seen.
    pub seen: String,
}

/// Or why it did not go as it must.
pub type Drilled = Result<Outcome, String>;

/// No drill takes longer, so that the whole is bounded.
const LIMIT: Duration = Duration::from_secs(75);

struct Table {
    wanted: Vec<String>,
    failed: bool,
}

impl Table {
    fn wants(&self, fault: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|word| fault.contains(word.as_str()))
    }

    async fn row(
        &mut self,
        fault: &str,
        means: &str,
        database: &str,
        drill: impl Future<Output = Drilled>,
    ) {
        if !self.wants(fault) {
            return;
        }
        let told = tokio::time::timeout(LIMIT, drill)
            .await
            .unwrap_or_else(|_| Err(format!("not over after {} s", LIMIT.as_secs())));
        match told {
            Ok(it) => {
                self.failed |= it.lost + it.half > 0;
                println!(
                    "| {fault} | {means} | {database} | {} | {} | {} | {} | {:.2} s | {} |",
                    it.tried,
                    it.acknowledged,
                    it.lost,
                    it.half,
                    it.recovery.as_secs_f64(),
                    it.seen
                );
            }
            Err(why) => {
                self.failed = true;
                println!("| {fault} | {means} | {database} | | | | | | FAILED: {why} |");
            }
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tokio::select! {
        told = drills() => told,
        // What was started and mounted goes with what is dropped here.
        _ = tokio::signal::ctrl_c() => ExitCode::FAILURE,
    }
}

async fn drills() -> ExitCode {
    let begun = Instant::now();
    // `cargo bench` and `cargo test` add words of their own.
    let wanted = std::env::args().skip(1).filter(|it| !it.starts_with('-'));
    let mut table = Table {
        wanted: wanted.collect(),
        failed: false,
    };
    let profile = if cfg!(debug_assertions) {
        "dev"
    } else {
        "optimised"
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{} synthetic children, {} writers, {profile} build, {cores} cores shared by server, database and drills\n",
        council::CHILDREN,
        storm::WRITERS
    );
    println!(
        "| fault | means | database | tried | acknowledged | lost | half there | recovery | seen |"
    );
    println!("|---|---|---|---:|---:|---:|---:|---:|---|");

    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("drills.db").display()
    );
    let sqlite = Council::found(&url).await;
    both(&mut table, &sqlite, "SQLite").await;
    drop(sqlite);
    if table.wants("disk full") {
        match Tmpfs::mount() {
            Ok(disk) => {
                let means = "a tmpfs of 48 MB, filled";
                table
                    .row("disk full", means, "SQLite", database::full(&disk))
                    .await;
            }
            Err(why) => println!("\nskipped: disk full: {why}\n"),
        }
    }
    match Faulty::start() {
        Some(mut server) => {
            let council = Council::found(&server.url).await;
            both(&mut table, &council, "PostgreSQL").await;
            let drill = database::away(&council, &mut server);
            table
                .row("database away", "pg_ctl stop, start", "PostgreSQL", drill)
                .await;
            let drill = database::frozen(&council, &mut server);
            let means = "SIGSTOP, SIGCONT of all its processes";
            table
                .row("database frozen", means, "PostgreSQL", drill)
                .await;
        }
        None => println!("\nskipped: all on PostgreSQL: its server programs are not here\n"),
    }
    println!("\nin {:.0} s", begun.elapsed().as_secs_f64());
    if table.failed {
        println!("FAILED");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The faults that are none of the database's.
async fn both(table: &mut Table, council: &Council, database: &str) {
    let drill = process::killed(council);
    let means = "kill -9, eight times";
    table
        .row("killed in a storm of acts", means, database, drill)
        .await;
    let drill = process::terminated(council);
    table
        .row("told to stop", "SIGTERM in the storm", database, drill)
        .await;
    let drill = floods::connections(council);
    let means = "opened, half a header sent";
    table
        .row("2,000 idle connections", means, database, drill)
        .await;
    let drill = floods::slow(council);
    let means = "400, a byte a second";
    table.row("slow clients", means, database, drill).await;
    let drill = floods::sockets(council);
    let means = "wrong Origin, old protocol, bad messages, ids used twice";
    table.row("websocket flood", means, database, drill).await;
    let drill = floods::strangers(council);
    let means = "opened, and not a word";
    table
        .row("2,000 silent websockets", means, database, drill)
        .await;
}
