//! The real clock and the real randomness, handed to everything else as arguments.

use std::sync::Arc;

use chrono::Utc;
use uuid::Uuid;

use crate::http::Sources;

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
