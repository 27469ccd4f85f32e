//! What a client sends on one connection: how much of it is taken, and how much at a time.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};

use super::{
    End,
    messages::{self, Closed, Said},
};
use crate::http::{
    Front,
    spending::{Bucket, Size},
};

pub(super) struct Inbox {
    front: Arc<Front>,
    messages: Bucket,
}

impl Inbox {
    pub fn new(front: Arc<Front>) -> Self {
        let now = (front.sources.now)();
        let messages = Bucket::full(size(&front), now);
        Self { front, messages }
    }

    /// The next message of the protocol. Cut off while it waits, it loses nothing.
    pub async fn next(&mut self, socket: &mut WebSocket) -> Result<Said, End> {
        let Some(Ok(message)) = socket.recv().await else {
            return Err(End::Gone);
        };
        // All of them count, also those that mean nothing.
        let now = (self.front.sources.now)();
        if self.messages.take(size(&self.front), now, 1) > 0 {
            return Err(Closed::TooMany.into());
        }
        match message {
            Message::Text(text) if text.len() > self.front.settings.body_bytes => {
                Err(Closed::TooLarge.into())
            }
            Message::Text(text) => Ok(messages::read(text.as_str())?),
            Message::Binary(_) => Err(Closed::BadMessage.into()),
            // A sign of life, one as the other.
            Message::Ping(_) | Message::Pong(_) => Ok(Said::Pong),
            Message::Close(_) => Err(End::Gone),
        }
    }
}

fn size(front: &Front) -> Size {
    Size {
        capacity: front.settings.sockets.messages,
        refill_per_second: front.settings.sockets.messages_per_second,
    }
}
