//! What stands behind the front: a schema and whoever answers it.

use std::sync::Arc;

use async_graphql::{Request, Response};
use futures_util::future::BoxFuture;

use crate::{domain::access::Viewer, graphql::document::Inspection};

pub trait Engine: Send + Sync + 'static {
    /// The schema as text, read once at start.
    fn sdl(&self) -> String;

    /// Runs one accepted operation. The request already holds its parsed document.
    fn answer(
        &self,
        viewer: Viewer,
        request_id: String,
        inspection: Arc<Inspection>,
        request: Request,
    ) -> BoxFuture<'_, Response>;

    /// Whether the database answers.
    fn ready(&self) -> BoxFuture<'_, bool>;
}
