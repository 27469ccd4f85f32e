//! How many connections are open, and their end with the server's.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// The open connections of a process. Shared by the front, which opens them, and the server, which ends them.
#[derive(Debug, Clone)]
pub struct Sockets {
    places: Arc<Semaphore>,
    many: usize,
    stopping: watch::Sender<bool>,
}

/// One of them: gone with it.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    stopping: watch::Receiver<bool>,
}

impl Sockets {
    pub(in crate::http) fn new(many: usize) -> Self {
        let many = many.min(Semaphore::MAX_PERMITS);
        Self {
            places: Arc::new(Semaphore::new(many)),
            many,
            stopping: watch::Sender::new(false),
        }
    }

    pub(super) fn take(&self) -> Option<Place> {
        let permit = self.places.clone().try_acquire_owned().ok()?;
        Some(Place {
            _permit: permit,
            stopping: self.stopping.subscribe(),
        })
    }

    /// Tells each to end, and waits until they have.
    pub(in crate::http) async fn end(&self, patience: Duration) {
        self.stopping.send_replace(true);
        let all = u32::try_from(self.many).unwrap_or(u32::MAX);
        let ended = tokio::time::timeout(patience, self.places.acquire_many(all)).await;
        if ended.is_err() {
            tracing::warn!("connections with subscriptions were still open and are cut");
        }
    }
}

impl Place {
    /// Done when the server ends.
    pub async fn is_over(&mut self) {
        if self.stopping.wait_for(|it| *it).await.is_err() {
            std::future::pending().await
        }
    }
}
