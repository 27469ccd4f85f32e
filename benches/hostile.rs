//! What the operations of `tests/it/hostile` cost the real program, and what it keeps of them.
//!
//! `cargo bench --bench hostile` founds a synthetic council of 640 children in SQLite, serves it from a process of its own,
//! and sends each operation 20 times. It prints the least processor time that each took (all threads of the process), and
//! ends with 1 where one came to something else than is written beside it, where one that is refused took 10 ms or more,
//! or where the process held 16 MiB more after the last round than after the third.
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
#[path = "../tests/it/hostile/operations.rs"]
mod operations;

use std::process::ExitCode;

use council::{Server, establish, token};
use machine::{cpu_nanos, resident_kib};
use operations::Verdict;
use reqwest::Method;

const ROUNDS: usize = 20;
const REFUSED_MS: f64 = 10.0;
const KEPT_KIB: u64 = 16 * 1024;
/// By then the caches are as full as these operations make them.
const WARM: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.db");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let personas = establish(&url, folder.path(), 640).await;
    let server = Server::start(&url, folder.path()).await;
    let worker = personas.iter().find(|it| it.persona == "social-worker");
    let token = token(folder.path(), worker.unwrap());
    let client = reqwest::Client::new();

    let all = operations::all();
    let mut least = vec![f64::MAX; all.len()];
    let mut is_as_written = true;
    let (started, mut warm) = (resident_kib(server.id()), 0);
    for round in 0..ROUNDS {
        for (hostile, least) in all.iter().zip(&mut least) {
            let url = format!("{}{}", Server::graphql(), hostile.said);
            let mut request = client
                .request(Method::from_bytes(hostile.method.as_bytes()).unwrap(), url)
                .bearer_auth(&token)
                .body(hostile.body.clone());
            for (header, value) in &hostile.headers {
                request = request.header(*header, *value);
            }
            let before = cpu_nanos(server.id());
            let text = request.send().await.unwrap().text().await.unwrap();
            let took = cpu_nanos(server.id()) - before;
            *least = least.min(took as f64 / 1e6);
            let told: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            let code = told["errors"][0]["extensions"]["code"].as_str();
            let expected = match hostile.verdict {
                Verdict::Refused(code) => Some(code),
                Verdict::Served(_) => None,
            };
            if code != expected {
                is_as_written = false;
                println!(
                    "{}, {}: {expected:?}, but {code:?}",
                    hostile.family, hostile.name
                );
            }
        }
        if round + 1 == WARM {
            warm = resident_kib(server.id());
        }
    }
    let ended = resident_kib(server.id());

    println!("{:<14} {:<66} {:>8} verdict", "family", "operation", "ms");
    let mut worst = 0.0f64;
    for (hostile, least) in all.iter().zip(&least) {
        let verdict = match hostile.verdict {
            Verdict::Refused(code) => {
                worst = worst.max(*least);
                code.to_owned()
            }
            Verdict::Served(limit) => format!("served, within {limit}"),
        };
        println!(
            "{:<14} {:<66} {least:>8.2} {verdict}",
            hostile.family, hostile.name
        );
    }
    println!(
        "\n{} operations, the least of {ROUNDS} each; the dearest that is refused took {worst:.2} ms",
        all.len()
    );
    println!(
        "resident: {started} KiB at the start, {warm} after {WARM} rounds, {ended} after {ROUNDS}"
    );
    let is_cheap = worst < REFUSED_MS;
    let is_flat = ended < warm + KEPT_KIB;
    match is_as_written && is_cheap && is_flat {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
