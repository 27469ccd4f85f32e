//! What stands behind the front: a schema and whoever answers it.

use std::sync::Arc;

use async_graphql::{Request, Response};
use futures_util::future::BoxFuture;
use tokio::sync::watch;

use chrono::{DateTime, Utc};

use crate::{
    casework::{
        admission::{Admitted, Barred},
        summaries::Document,
    },
    domain::access::Viewer,
    graphql::{
        self, Api,
        code::ErrorCode,
        document::Inspection,
        subscription::{Step, Waited},
    },
};

pub trait Engine: Send + Sync + 'static {
    /// The schema as text, read once at start.
    fn sdl(&self) -> String;

    /// Whether somebody is let in whose token was found good at `now`. Asked at each request and each look, of the
    /// record as it is then.
    fn admit(&self, viewer: Viewer, now: DateTime<Utc>) -> BoxFuture<'_, Result<Admitted, Barred>>;

    /// Runs one accepted operation. The request already holds its parsed document. Everything in the answer is as of
    /// the instant at which the asker was let in.
    fn answer(
        &self,
        admitted: Admitted,
        request_id: String,
        inspection: Arc<Inspection>,
        request: Request,
    ) -> BoxFuture<'_, Response>;

    /// A plan summary in words, by its id; nothing where there is none that the viewer may see.
    fn summary(
        &self,
        admitted: Admitted,
        request_id: String,
        id: String,
    ) -> BoxFuture<'_, Result<Option<Document>, ErrorCode>>;

    /// Looks once at what a subscription waits for. An engine without subscriptions has nothing to tell.
    fn wait(&self, _step: Step, _request: Request) -> BoxFuture<'_, Waited> {
        Box::pin(async { Waited::default() })
    }

    /// Changes whenever there may be something new for whoever waits.
    fn news(&self) -> watch::Receiver<u64> {
        watch::channel(0).1
    }

    /// Whether the database answers.
    fn ready(&self) -> BoxFuture<'_, bool>;
}

impl Engine for Api {
    fn sdl(&self) -> String {
        graphql::sdl()
    }

    fn admit(&self, viewer: Viewer, now: DateTime<Utc>) -> BoxFuture<'_, Result<Admitted, Barred>> {
        Box::pin(Api::admit(self, viewer, now))
    }

    fn answer(
        &self,
        admitted: Admitted,
        request_id: String,
        inspection: Arc<Inspection>,
        request: Request,
    ) -> BoxFuture<'_, Response> {
        Box::pin(Api::answer(self, admitted, request_id, inspection, request))
    }

    fn summary(
        &self,
        admitted: Admitted,
        request_id: String,
        id: String,
    ) -> BoxFuture<'_, Result<Option<Document>, ErrorCode>> {
        Box::pin(self.summary_document(admitted, request_id, id))
    }

    fn wait(&self, step: Step, request: Request) -> BoxFuture<'_, Waited> {
        Box::pin(Api::wait(self, step, request))
    }

    fn news(&self) -> watch::Receiver<u64> {
        Api::news(self)
    }

    fn ready(&self) -> BoxFuture<'_, bool> {
        Box::pin(self.is_ready())
    }
}
