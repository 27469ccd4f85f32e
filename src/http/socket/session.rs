//! One connection, from its first message to its end. It is one task: a message is answered, or the feed looked at for
//! each subscription in turn, and nothing is held meanwhile.

use std::{sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use chrono::{DateTime, Utc};
use tokio::{sync::watch, time};

use super::{
    messages::{self, Closed, Said},
    places::Place,
};
use crate::{
    auth::{Holder, Presented, TokenRefused},
    casework::admission::Admitted,
    domain::access::Viewer,
    graphql::{
        code::ErrorCode,
        document::Refusal,
        subscription::{Step, Waited},
    },
    http::{
        Front, answer,
        bearer::{Shut, UNAVAILABLE},
        body::{Asked, of_value},
        envelope::RequestId,
    },
};

/// How many looks at the feed a client may let pass without a sign of life.
const SILENT: u32 = 6;

pub(super) struct Session {
    front: Arc<Front>,
    socket: WebSocket,
    place: Place,
    presented: Presented,
    open: Vec<Subscription>,
    /// Looks at the feed since the client was heard.
    silent: u32,
}

#[derive(Clone)]
struct Subscription {
    id: String,
    asked: Asked,
    /// Where the page before ended.
    after: Option<String>,
}

/// Why it ends.
enum End {
    Closed(Closed),
    /// The client has gone, or takes nothing any more.
    Gone,
}

impl From<Closed> for End {
    fn from(closed: Closed) -> Self {
        Self::Closed(closed)
    }
}

impl Session {
    pub fn new(front: Arc<Front>, socket: WebSocket, place: Place) -> Self {
        Self {
            front,
            socket,
            place,
            presented: Presented::bearer(""),
            open: Vec::new(),
            silent: 0,
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
                    said = hear(&mut self.socket) => said?,
                    () = self.place.is_over() => return Err(Closed::GoingAway.into()),
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
        self.presented = presented.ok_or(Closed::Forbidden)?;
        let now = (self.front.sources.now)();
        let admitted = self.front.admit(&self.presented, now).await;
        let viewer = admitted.map_err(|refused| {
            tracing::info!(%refused, "token refused");
            Closed::Forbidden
        })?;
        if viewer.expires_at <= now {
            return Err(Closed::Forbidden.into());
        }
        let expires_at = viewer.expires_at;
        self.front
            .let_in(&self.request_id(), viewer, now)
            .await
            .map_err(|shut| match shut {
                Shut::Out => Closed::Forbidden,
                Shut::Unavailable => Closed::Unavailable,
            })?;
        // The proof was good once; from here on the connection stands for it.
        if let Holder::Proof { .. } = self.presented.holder {
            self.presented.holder = Holder::Proven;
        }
        self.say(messages::acknowledged()).await?;
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
                said = hear(&mut self.socket) => {
                    self.silent = 0;
                    self.answer(said?).await?;
                }
                () = told(&mut news) => self.look().await?,
                _ = looks.tick() => {
                    self.silent += 1;
                    if self.silent > SILENT {
                        return Err(End::Gone);
                    }
                    self.send(Message::Ping(Default::default())).await?;
                    self.look().await?;
                }
                () = &mut token => return Err(Closed::TokenEnded.into()),
                () = &mut life => return Err(Closed::GoingAway.into()),
                () = self.place.is_over() => return Err(Closed::GoingAway.into()),
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
        while let Some(subscription) = self.open.get(place) {
            let now = (self.front.sources.now)();
            let viewer = self.viewer(now)?;
            let (role, agency) = (viewer.role, viewer.agency.clone());
            let id = self.request_id();
            let Subscription {
                id: name,
                asked,
                after,
            } = subscription.clone();
            let Some(admitted) = self.let_in(&id, viewer, now, place).await? else {
                return Ok(());
            };
            let waited = match self.front.prepare(asked) {
                Ok((inspection, request)) if inspection.is_subscription => {
                    let step = Step {
                        admitted,
                        request_id: id.0.clone(),
                        inspection,
                        after,
                    };
                    let looking = self.front.engine.wait(step, request);
                    time::timeout(self.front.settings.answer, looking)
                        .await
                        .map_err(|_| {
                            let message = "The answer took too long and was given up.";
                            Refusal::new(ErrorCode::Timeout, message)
                        })
                }
                Ok(_) => {
                    let message =
                        "Only subscriptions are taken here: ask the rest with POST /graphql.";
                    Err(Refusal::new(ErrorCode::BadRequest, message))
                }
                Err(refusal) => Err(refusal),
            };
            // Nothing goes out once the token has ended, however long the answer took.
            let now = (self.front.sources.now)();
            let viewer = self.viewer(now)?;
            let waited = match waited {
                Ok(waited) => waited,
                Err(refusal) => {
                    self.open.remove(place);
                    return self.refuse(&name, refusal).await;
                }
            };
            let Waited {
                response,
                after,
                has_more,
            } = waited;
            if let Some(response) = response {
                // Nor once its bearer is out: what happened after that may be in the page.
                if self.let_in(&id, viewer, now, place).await?.is_none() {
                    return Ok(());
                }
                let told = answer::told(response, &id);
                tracing::info!(
                    request_id = id.0,
                    path = "/graphql/ws",
                    code = told.code.map(ErrorCode::word),
                    role = role.word(),
                    agency,
                    "told"
                );
                let is_over = told.is_refusal();
                let text = match is_over {
                    true => messages::told("error", &name, &told.response.errors),
                    false => messages::told("next", &name, told.written()),
                };
                self.say(text.map_err(|_| End::Gone)?).await?;
                if is_over {
                    self.open.remove(place);
                    return Ok(());
                }
            }
            if let Some(subscription) = self.open.get_mut(place) {
                subscription.after = after.or(subscription.after.take());
            }
            if !has_more {
                break;
            }
        }
        Ok(())
    }

    /// Who asks now, by the token of the first message: checked anew each time.
    fn viewer(&self, now: DateTime<Utc>) -> Result<Viewer, End> {
        match self.front.issuers.viewer(&self.presented, now) {
            Ok(viewer) if viewer.expires_at <= now => Err(Closed::TokenEnded.into()),
            Ok(viewer) => Ok(viewer),
            Err(TokenRefused::Expired) => Err(Closed::TokenEnded.into()),
            Err(refused) => {
                tracing::info!(%refused, "token refused");
                Err(Closed::Forbidden.into())
            }
        }
    }

    fn request_id(&self) -> RequestId {
        RequestId((self.front.sources.request_id)().to_string())
    }

    /// Asks the record about the bearer of a good token. Where it cannot be asked, the subscription ends.
    async fn let_in(
        &mut self,
        id: &RequestId,
        viewer: Viewer,
        now: DateTime<Utc>,
        place: usize,
    ) -> Result<Option<Admitted>, End> {
        match self.front.let_in(id, viewer, now).await {
            Ok(admitted) => Ok(Some(admitted)),
            Err(Shut::Out) => Err(Closed::Forbidden.into()),
            Err(Shut::Unavailable) => {
                let subscription = self.open.remove(place);
                let refusal = Refusal::new(ErrorCode::Unavailable, UNAVAILABLE);
                self.refuse(&subscription.id, refusal).await?;
                Ok(None)
            }
        }
    }

    async fn refuse(&mut self, id: &str, refusal: Refusal) -> Result<(), End> {
        let request = self.request_id();
        let response = async_graphql::Response::from_errors(vec![refusal.into()]);
        let told = answer::told(response, &request);
        let text = messages::told("error", id, &told.response.errors);
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

/// The next message of the protocol. Cut off while it waits, it loses nothing.
async fn hear(socket: &mut WebSocket) -> Result<Said, End> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => return Ok(messages::read(text.as_str())?),
            Some(Ok(Message::Binary(_))) => return Err(Closed::BadMessage.into()),
            Some(Ok(Message::Ping(_))) => {}
            Some(Ok(Message::Pong(_))) => return Ok(Said::Pong),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
        }
    }
}

/// Done when this process has written something that somebody may have to be told of.
async fn told(news: &mut watch::Receiver<u64>) {
    if news.changed().await.is_err() {
        std::future::pending().await
    }
}
