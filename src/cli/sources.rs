//! The real clock and the real randomness, handed to everything else as arguments.

use std::sync::Arc;

use chrono::{DateTime, Utc};
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

pub fn sources() -> Sources {
    Sources {
        now: Arc::new(now),
        request_id: Arc::new(random_id),
    }
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
        reason = "without randomness nothing may be served: ids and cursors would be guessable"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives randomness");
    }
}

pub fn random() -> Arc<dyn Randomness> {
    Arc::new(FromSystem)
}
