//! How many connections are open, and their end with the server's.

use std::{sync::Arc, time::Duration};

use tokio::sync::{Semaphore, SemaphorePermit, watch};

use super::{
    super::places::{Kept, Place, Places},
    SocketSettings,
    messages::Closed,
};

/// The open connections of a process. Shared by the front, which opens them, and the server, which ends them.
#[derive(Debug, Clone)]
pub struct Sockets {
    places: Places,
    looks: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
}

/// The seat of one: gone with it.
pub(super) struct Seat {
    place: Arc<Place>,
    kept: Option<Kept>,
    stopping: watch::Receiver<bool>,
}

impl Sockets {
    pub(in crate::http) fn new(settings: &SocketSettings) -> Self {
        let looks = settings.looks.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            places: Places::new(settings.connections),
            looks: Arc::new(Semaphore::new(looks)),
            stopping: watch::Sender::new(false),
        }
    }

    /// One more, in the place of whoever has taken the longest to say who they are where there is no other.
    pub(super) fn take(&self) -> Option<Seat> {
        Some(Seat {
            place: self.places.take()?,
            kept: None,
            stopping: self.stopping.subscribe(),
        })
    }

    /// The turn of one to look at the record: when something happens all want to, and others ask it too.
    pub(super) async fn look(&self) -> Option<SemaphorePermit<'_>> {
        self.looks.acquire().await.ok()
    }

    /// Tells each to end, and waits until they have.
    pub(in crate::http) async fn end(&self, patience: Duration) {
        self.stopping.send_replace(true);
        let ended = tokio::time::timeout(patience, self.places.empty()).await;
        if ended.is_err() {
            tracing::warn!("connections with subscriptions were still open and are cut");
        }
    }
}

impl Seat {
    /// For who has said who they are. Nothing where it is lost already.
    pub fn keep(&mut self) -> Option<()> {
        self.kept = Some(self.place.keep()?);
        Some(())
    }

    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Done when the server ends, or somebody else is given the place.
    pub async fn is_over(&mut self) -> Closed {
        let stopped = async {
            if self.stopping.wait_for(|it| *it).await.is_err() {
                std::future::pending().await
            }
        };
        tokio::select! {
            () = stopped => Closed::GoingAway,
            () = self.place.is_lost() => Closed::Unavailable,
        }
    }
}
