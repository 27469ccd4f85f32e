//! One connection, from its first message to its end. It is one task: a message is answered, or the feed looked at for
//! each subscription in turn, and nothing is held meanwhile.

use std::{sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio::{
    sync::watch,
    time::{self, Instant},
};

use super::{
    End,
    inbox::Inbox,
    look::{Bearer, Looked, Subscription},
    messages::{self, Closed, Said},
    places::Seat,
};
use crate::{
    auth::{Holder, Presented},
    graphql::{code::ErrorCode, document::Refusal},
    http::{Front, answer, bearer::Shut, body::of_value, spending::Turn},
};

pub(super) struct Session {
    front: Arc<Front>,
    socket: WebSocket,
    inbox: Inbox,
    seat: Seat,
    /// Its place among the connections of the person, once it is known whose it is.
    of_person: Option<Turn>,
    bearer: Bearer,
    open: Vec<Subscription>,
    /// When the client was last heard.
    heard: Instant,
}

impl Session {
    pub fn new(front: Arc<Front>, socket: WebSocket, seat: Seat) -> Self {
        Self {
            inbox: Inbox::new(front.clone()),
            bearer: Bearer {
                front: front.clone(),
                presented: Presented::bearer(""),
            },
            front,
            socket,
            seat,
            of_person: None,
            open: Vec::new(),
            heard: Instant::now(),
        }
    }

    pub async fn run(mut self) {
        let end = match self.greet().await {
            Ok(expires_at) => self.serve(expires_at).await,
            Err(end) => Err(end),
        };
        if let Err(End::Closed(closed)) = end {
            let frame = CloseFrame {
                code: closed.code(),
                reason: closed.reason().into(),
            };
            let _ = self.send(Message::Close(Some(frame))).await;
            tracing::info!(code = closed.code(), "a connection was closed");
        }
    }

    /// The first message says who asks, and until when the token is good.
    async fn greet(&mut self) -> Result<DateTime<Utc>, End> {
        let patience = self.front.settings.sockets.init;
        let said = time::timeout(patience, async {
            loop {
                let said = tokio::select! {
                    said = self.inbox.next(&mut self.socket) => said?,
                    closed = self.seat.is_over() => return Err(closed.into()),
                };
                match said {
                    Said::Init(presented) => return Ok(presented),
                    Said::Ping => self.say(messages::pong()).await?,
                    Said::Pong => {}
                    Said::Subscribe { .. } | Said::Complete { .. } => {
                        return Err(End::from(Closed::Unauthorized));
                    }
                }
            }
        });
        let presented = said.await.map_err(|_| Closed::InitTimeout)??;
        self.bearer.presented = presented.ok_or(Closed::Forbidden)?;
        let now = (self.front.sources.now)();
        let admitted = self.front.admit(&self.bearer.presented, now).await;
        let viewer = admitted.map_err(|refused| {
            tracing::info!(%refused, "token refused");
            Closed::Forbidden
        })?;
        if viewer.expires_at <= now {
            return Err(Closed::Forbidden.into());
        }
        let expires_at = viewer.expires_at;
        let most = self.front.settings.sockets.per_person;
        let turn = self.front.connected.take(&viewer, most);
        self.of_person = Some(turn.ok_or(Closed::TooManyOfOne)?);
        self.seat.keep().ok_or(Closed::Unavailable)?;
        self.front
            .let_in(&self.bearer.request_id(), viewer, now)
            .await
            .map_err(|shut| match shut {
                Shut::Out => Closed::Forbidden,
                Shut::Unavailable => Closed::Unavailable,
            })?;
        // The proof was good once; from here on the connection stands for it.
        if let Holder::Proof { .. } = self.bearer.presented.holder {
            self.bearer.presented.holder = Holder::Proven;
        }
        self.say(messages::acknowledged()).await?;
        self.heard = Instant::now();
        Ok(expires_at)
    }

    async fn serve(&mut self, expires_at: DateTime<Utc>) -> Result<(), End> {
        let front = self.front.clone();
        let settings = &front.settings.sockets;
        let mut news = front.engine.news();
        // A timer of no time at all cannot be made.
        let mut looks = time::interval(settings.poll.max(Duration::from_millis(1)));
        looks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        let mut life = std::pin::pin!(time::sleep(settings.life));
        let left = expires_at - (front.sources.now)();
        let mut token = std::pin::pin!(time::sleep(left.to_std().unwrap_or_default()));
        loop {
            tokio::select! {
                // In this order: what ends it first, and what the client has said before it is found to be silent, for
                // a look may have taken long.
                biased;
                closed = self.seat.is_over() => return Err(closed.into()),
                () = &mut token => return Err(Closed::TokenEnded.into()),
                () = &mut life => return Err(Closed::GoingAway.into()),
                said = self.inbox.next(&mut self.socket) => {
                    self.heard = Instant::now();
                    self.answer(said?).await?;
                }
                _ = looks.tick() => {
                    // Whoever answers each ping is heard once between two of them.
                    if self.heard.elapsed() > settings.silent.max(settings.poll * 2) {
                        return Err(End::Gone);
                    }
                    self.send(Message::Ping(Default::default())).await?;
                    self.look().await?;
                }
                () = told(&mut news) => self.look().await?,
            }
        }
    }

    async fn answer(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::Init(_) => Err(Closed::TooManyInits.into()),
            Said::Ping => self.say(messages::pong()).await,
            Said::Pong => Ok(()),
            Said::Complete { id } => {
                self.open.retain(|it| it.id != id);
                Ok(())
            }
            Said::Subscribe { id, payload } => {
                if self.open.iter().any(|it| it.id == id) {
                    return Err(Closed::Duplicate.into());
                }
                let most = self.front.settings.sockets.subscriptions;
                let asked = of_value(payload).and_then(|asked| match self.open.len() < most {
                    true => Ok(asked),
                    false => {
                        let what = "Subscriptions on one connection";
                        let (value, limit) = (self.open.len() as u64 + 1, most as u64);
                        Err(Refusal::limit(ErrorCode::RateLimited, what, value, limit))
                    }
                });
                match asked {
                    Ok(asked) => {
                        let place = self.open.len();
                        let after = None;
                        self.open.push(Subscription { id, asked, after });
                        self.look_for(place).await
                    }
                    Err(refusal) => self.refuse(&id, refusal).await,
                }
            }
        }
    }

    /// Looks at the feed for each subscription.
    async fn look(&mut self) -> Result<(), End> {
        // From behind, because one that ends is taken out.
        for place in (0..self.open.len()).rev() {
            self.look_for(place).await?;
        }
        Ok(())
    }

    /// Tells all that there is to tell to one subscription, each page decided at its own instant.
    async fn look_for(&mut self, place: usize) -> Result<(), End> {
        while let Some(subscription) = self.open.get(place).cloned() {
            if self.seat.is_stopping() {
                return Err(Closed::GoingAway.into());
            }
            let id = self.bearer.request_id();
            let (after, has_more) = match self.bearer.look(&id, subscription).await? {
                Looked::Later => break,
                Looked::Nothing { after, has_more } => (after, has_more),
                Looked::Page {
                    response,
                    after,
                    has_more,
                    role,
                    agency,
                } => {
                    let told = answer::told(response, &id);
                    tracing::info!(
                        request_id = id.0,
                        path = "/graphql/ws",
                        code = told.code.map(ErrorCode::word),
                        role = role.word(),
                        agency,
                        "told"
                    );
                    if told.is_refusal() {
                        let over = self.open.remove(place);
                        return self.tell("error", &over.id, &told.response.errors).await;
                    }
                    let Some(name) = self.open.get(place).map(|it| it.id.clone()) else {
                        return Ok(());
                    };
                    self.tell("next", &name, told.written()).await?;
                    (after, has_more)
                }
                Looked::Refused(refusal) => {
                    let over = self.open.remove(place);
                    return self.refuse(&over.id, refusal).await;
                }
            };
            if let Some(subscription) = self.open.get_mut(place) {
                subscription.after = after.or(subscription.after.take());
            }
            if !has_more {
                break;
            }
        }
        Ok(())
    }

    async fn refuse(&mut self, id: &str, refusal: Refusal) -> Result<(), End> {
        let request = self.bearer.request_id();
        let response = async_graphql::Response::from_errors(vec![refusal.into()]);
        let told = answer::told(response, &request);
        self.tell("error", id, &told.response.errors).await
    }

    async fn tell(&mut self, kind: &str, id: &str, payload: impl Serialize) -> Result<(), End> {
        let text = messages::told(kind, id, payload);
        self.say(text.map_err(|_| End::Gone)?).await
    }

    async fn say(&mut self, text: String) -> Result<(), End> {
        self.send(Message::Text(text.into())).await
    }

    /// A client that takes nothing is not waited for.
    async fn send(&mut self, message: Message) -> Result<(), End> {
        let sending = self.socket.send(message);
        match time::timeout(self.front.settings.answer, sending).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::Gone),
        }
    }
}

/// Done when this process has written something that somebody may have to be told of.
async fn told(news: &mut watch::Receiver<u64>) {
    if news.changed().await.is_err() {
        std::future::pending().await
    }
}
