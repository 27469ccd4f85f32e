//! What the measurements need of the machine: randomness, databases, processor time.
#![allow(dead_code, reason = "each measurement takes what it needs")]

use std::fs;

use permanence::store::Randomness;
use sqlx::{Connection, Executor, postgres::PgConnection};

use super::cluster;

pub struct Dice;

impl Randomness for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).unwrap();
    }
}

/// A new database on the PostgreSQL server of this run, or nothing where there are no server binaries.
pub async fn postgres(name: &str) -> Option<String> {
    let cluster::Server::At(url) = cluster::server() else {
        println!("PostgreSQL  skipped: no server binaries found");
        return None;
    };
    let name = format!("bench_{name}_{}", std::process::id());
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let create = format!("create database {name}");
    connection
        .execute(sqlx::AssertSqlSafe(create))
        .await
        .unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

/// Ticks of the kernel's accounting in a second, on every Linux.
const TICKS: f64 = 100.0;

/// Processor time that a process has used, its own and the kernel's for it.
pub fn cpu_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name in brackets may hold spaces: count from behind it.
    let behind = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let field = |place: usize| behind.split_whitespace().nth(place)?.parse::<f64>().ok();
    (field(11).unwrap_or(0.0) + field(12).unwrap_or(0.0)) / TICKS
}

/// The same of all processes of a name.
pub fn cpu_seconds_of_all(name: &str) -> f64 {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|id| {
            fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|it| it.trim() == name)
        })
        .map(cpu_seconds)
        .sum()
}

/// The processor time of all threads that a process has now, far finer than the kernel's accounting.
pub fn cpu_nanos(process: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let time = |thread: fs::DirEntry| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    };
    threads.flatten().filter_map(time).sum()
}

/// What a process holds of the memory, in KiB.
pub fn resident_kib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}
