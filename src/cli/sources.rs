//! The real clock and the real randomness, handed to everything else as arguments.

use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use uuid::Uuid;

use crate::{http::Sources, store::Randomness};

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the program reads the clock"
)]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the program draws its random ids"
)]
pub fn random_id() -> Uuid {
    Uuid::new_v4()
}

/// What a new key of the demo is made from.
pub fn key_seed() -> [u8; 32] {
    let mut seed = [0; 32];
    FromSystem.fill(&mut seed);
    seed
}

pub fn sources() -> Sources {
    sources_ahead(0)
}

/// With a clock that is so many days ahead of the machine's, or behind it.
pub fn sources_ahead(days: i64) -> Sources {
    Sources {
        now: Arc::new(move || ahead(now(), days)),
        request_id: Arc::new(random_id),
    }
}

/// An instant so many days later, or earlier.
pub fn ahead(instant: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    let shift = Days::new(days.unsigned_abs());
    let moved = match days < 0 {
        true => instant.checked_sub_days(shift),
        false => instant.checked_add_days(shift),
    };
    moved.unwrap_or(instant)
}

/// Done when the process is asked to stop: Ctrl-C, or SIGTERM from whoever supervises it.
pub async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => return,
                _ = terminate.recv() => return,
            }
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// The operating system's randomness.
struct FromSystem;

impl Randomness for FromSystem {
    #[expect(
        clippy::expect_used,
        clippy::disallowed_methods,
        reason = "the program's one source: without it nothing may be served, ids and cursors would be guessable"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives randomness");
    }
}

pub fn random() -> Arc<dyn Randomness> {
    Arc::new(FromSystem)
}
