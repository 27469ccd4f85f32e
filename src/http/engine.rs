//! What stands behind the front: a schema and whoever answers it.

use std::sync::Arc;

use async_graphql::{Request, Response};
use futures_util::future::BoxFuture;

use chrono::{DateTime, Utc};

use crate::{
    domain::access::Viewer,
    graphql::{self, Api, document::Inspection},
};

pub trait Engine: Send + Sync + 'static {
    /// The schema as text, read once at start.
    fn sdl(&self) -> String;

    /// Runs one accepted operation. The request already holds its parsed document. `now` is the instant at which
    /// the token was checked: everything in the answer is as of then.
    fn answer(
        &self,
        viewer: Viewer,
        now: DateTime<Utc>,
        request_id: String,
        inspection: Arc<Inspection>,
        request: Request,
    ) -> BoxFuture<'_, Response>;

    /// Whether the database answers.
    fn ready(&self) -> BoxFuture<'_, bool>;
}

impl Engine for Api {
    fn sdl(&self) -> String {
        graphql::sdl()
    }

    fn answer(
        &self,
        viewer: Viewer,
        now: DateTime<Utc>,
        request_id: String,
        inspection: Arc<Inspection>,
        request: Request,
    ) -> BoxFuture<'_, Response> {
        Box::pin(Api::answer(
            self, viewer, now, request_id, inspection, request,
        ))
    }

    fn ready(&self) -> BoxFuture<'_, bool> {
        Box::pin(self.is_ready())
    }
}
