//! One look at the feed by whoever opened a connection: who they are is asked anew each time, and nothing is sent.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::time;

use super::{End, messages::Closed};
use crate::{
    auth::{Presented, TokenRefused},
    casework::admission::Admitted,
    domain::access::{Role, Viewer},
    graphql::{
        code::ErrorCode,
        document::Refusal,
        subscription::{Step, Waited},
    },
    http::{
        Front,
        bearer::{Shut, UNAVAILABLE},
        body::Asked,
        envelope::RequestId,
    },
};

/// What is said where somebody waits for more than their points are enough for.
const NO_POINTS: &str = "Not enough points are left: subscribe again later.";

/// Whoever opened a connection, as they said in its first message.
pub(super) struct Bearer {
    pub front: Arc<Front>,
    pub presented: Presented,
}

#[derive(Clone)]
pub(super) struct Subscription {
    pub id: String,
    pub asked: Asked,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// What one look brings.
pub(super) enum Looked {
    /// Nothing was asked: there are not enough points now.
    Later,
    Nothing {
        after: Option<String>,
        has_more: bool,
    },
    Page {
        response: async_graphql::Response,
        after: Option<String>,
        has_more: bool,
        role: Role,
        agency: String,
    },
    Refused(Refusal),
}

impl Bearer {
    /// Looks once, in its turn, which a client that takes nothing must not hold up.
    pub async fn look(&self, id: &RequestId, subscription: Subscription) -> Result<Looked, End> {
        let _turn = self.front.sockets.look().await;
        let now = (self.front.sources.now)();
        let viewer = self.viewer(now)?;
        let (role, agency) = (viewer.role, viewer.agency.clone());
        let Subscription { asked, after, .. } = subscription;
        let Some(admitted) = self.let_in(id, viewer.clone(), now).await? else {
            return Ok(Looked::Refused(unavailable()));
        };
        let (inspection, request) = match self.front.prepare(asked) {
            Ok(prepared) if prepared.0.is_subscription => prepared,
            Ok(_) => {
                self.front.rate.take(&viewer, now, 1);
                let message = "Only subscriptions are taken here: ask the rest with POST /graphql.";
                let refusal = Refusal::new(ErrorCode::BadRequest, message);
                return Ok(Looked::Refused(refusal));
            }
            Err(refusal) => {
                self.front.rate.take(&viewer, now, 1);
                return Ok(Looked::Refused(refusal));
            }
        };
        let cost = inspection.cost;
        let left = self.front.rate.take(&viewer, now, cost);
        if left.is_some_and(|it| it.retry_in.is_some()) {
            // One that has begun loses nothing: it goes on from where it was.
            return Ok(match after {
                Some(_) => Looked::Later,
                None => Looked::Refused(Refusal::new(ErrorCode::RateLimited, NO_POINTS)),
            });
        }
        let step = Step {
            admitted,
            request_id: id.0.clone(),
            inspection,
            after,
        };
        let looking = self.front.engine.wait(step, request);
        let waited = time::timeout(self.front.settings.answer, looking).await;
        // Nothing goes out once the token has ended, however long the answer took.
        let now = (self.front.sources.now)();
        let viewer = self.viewer(now)?;
        let Ok(waited) = waited else {
            let message = "The answer took too long and was given up.";
            let refusal = Refusal::new(ErrorCode::Timeout, message);
            return Ok(Looked::Refused(refusal));
        };
        let Waited {
            response,
            after,
            has_more,
        } = waited;
        let Some(response) = response else {
            self.front.rate.give_back(&viewer, cost);
            return Ok(Looked::Nothing { after, has_more });
        };
        // Nor once its bearer is out: what happened after that may be in the page.
        Ok(match self.let_in(id, viewer, now).await? {
            None => Looked::Refused(unavailable()),
            Some(_) => Looked::Page {
                response,
                after,
                has_more,
                role,
                agency,
            },
        })
    }

    /// Who asks now, by the token of the first message: checked anew each time.
    pub fn viewer(&self, now: DateTime<Utc>) -> Result<Viewer, End> {
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

    pub fn request_id(&self) -> RequestId {
        RequestId((self.front.sources.request_id)().to_string())
    }

    /// Asks the record about the bearer of a good token. Nothing where it cannot be asked.
    pub async fn let_in(
        &self,
        id: &RequestId,
        viewer: Viewer,
        now: DateTime<Utc>,
    ) -> Result<Option<Admitted>, End> {
        match self.front.let_in(id, viewer, now).await {
            Ok(admitted) => Ok(Some(admitted)),
            Err(Shut::Out) => Err(Closed::Forbidden.into()),
            Err(Shut::Unavailable) => Ok(None),
        }
    }
}

fn unavailable() -> Refusal {
    Refusal::new(ErrorCode::Unavailable, UNAVAILABLE)
}
