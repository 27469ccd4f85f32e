//! The router, and all that a request needs on its way.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{any, get},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Engine, SocketSettings, Sockets, envelope, graphql, health, page, refused, socket};
use crate::{
    auth::Issuers,
    graphql::document::{Documents, Limits, SchemaMap, SdlError},
};

#[derive(Debug, Clone)]
pub struct FrontSettings {
    pub limits: Limits,
    pub body_bytes: usize,
    /// How long a client may take to send its body.
    pub body_read: Duration,
    /// How long an answer may take.
    pub answer: Duration,
    pub sockets: SocketSettings,
}

/// Where time and chance come from: only the command line knows the real ones.
#[derive(Clone)]
pub struct Sources {
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    pub request_id: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

pub struct Front {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) issuers: Arc<Issuers>,
    pub(super) schema: SchemaMap,
    pub(super) documents: Documents,
    pub(super) settings: FrontSettings,
    pub(super) sources: Sources,
    pub(super) sockets: Sockets,
}

impl Front {
    pub fn new(
        engine: Arc<dyn Engine>,
        issuers: impl Into<Arc<Issuers>>,
        settings: FrontSettings,
        sources: Sources,
    ) -> Result<Self, SdlError> {
        let schema = SchemaMap::from_sdl(&engine.sdl())?;
        let documents = Documents::new(settings.limits.clone());
        let sockets = Sockets::new(settings.sockets.connections);
        Ok(Self {
            engine,
            issuers: issuers.into(),
            schema,
            documents,
            settings,
            sources,
            sockets,
        })
    }

    /// The connections that it will open, for whoever serves it to end them.
    pub fn sockets(&self) -> Sockets {
        self.sockets.clone()
    }
}

pub fn router(front: Front) -> Router {
    let front = Arc::new(front);
    Router::new()
        .route("/graphql", any(graphql::graphql))
        .route("/graphql/ws", any(socket::socket))
        .route("/plan-summaries/{id}", any(page::plan_summary))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(refused::nothing_here)
        .method_not_allowed_fallback(refused::method_not_allowed)
        .layer(from_fn_with_state(front.clone(), envelope::envelope))
        .with_state(front)
}
