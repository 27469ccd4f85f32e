//! The real clock and the real randomness, handed to everything else as arguments.

use std::sync::Arc;

use chrono::Utc;
use uuid::Uuid;

use crate::http::Sources;
use crate::store::Randomness;

pub fn sources() -> Sources {
    Sources {
        now: Arc::new(Utc::now),
        request_id: Arc::new(Uuid::new_v4),
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

/// Random bytes of the operating system.
#[derive(Debug, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(
        clippy::disallowed_methods,
        reason = "`cli` is where the real randomness comes in"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            // Ids that can be guessed would be worse than no program.
            eprintln!("permanence: the operating system gives no random bytes");
            std::process::abort();
        }
    }
}
