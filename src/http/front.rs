//! The router, and all that a request needs on its way.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{any, get},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Engine, Origins, SocketSettings, Sockets, envelope, graphql, health, page, refused, socket,
    spending::{Busy, Rate, RateSettings},
};
use crate::{
    auth::Issuers,
    graphql::document::{Documents, Limits, SchemaMap, SdlError, Trusted},
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
    pub(super) trusted: Trusted,
    pub(super) settings: FrontSettings,
    pub(super) sources: Sources,
    pub(super) sockets: Sockets,
    /// Requests that are being answered, and connections that are open, of each person.
    pub(super) busy: Busy,
    pub(super) connected: Busy,
    pub(super) rate: Rate,
    pub(super) origins: Origins,
    pub(super) is_over_tls: bool,
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
        let sockets = Sockets::new(&settings.sockets);
        Ok(Self {
            engine,
            issuers: issuers.into(),
            schema,
            documents,
            trusted: Trusted::default(),
            settings,
            sources,
            sockets,
            busy: Busy::default(),
            connected: Busy::default(),
            rate: Rate::new(RateSettings::default()),
            origins: Origins::default(),
            is_over_tls: false,
        })
    }

    /// With a limit to what each person may spend; without it there is none.
    pub fn at_rate(self, settings: RateSettings) -> Self {
        let rate = Rate::new(settings);
        Self { rate, ..self }
    }

    /// Pages of these origins may ask too; without it none may.
    pub fn open_to(self, origins: Origins) -> Self {
        Self { origins, ..self }
    }

    /// With documents that are registered; without it every request brings its own.
    pub fn knowing(self, trusted: Trusted) -> Self {
        Self { trusted, ..self }
    }

    /// Served over TLS of its own: browsers are told to come back over nothing else.
    pub fn over_tls(self) -> Self {
        let is_over_tls = true;
        Self {
            is_over_tls,
            ..self
        }
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
