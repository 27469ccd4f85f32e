//! Whether the process runs, and whether it can answer. Neither says anything of the data.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use serde_json::json;

use super::Front;

const PATIENCE: Duration = Duration::from_secs(2);

pub(super) async fn live() -> impl IntoResponse {
    Json(json!({ "status": "live" }))
}

pub(super) async fn ready(State(front): State<Arc<Front>>) -> impl IntoResponse {
    if tokio::time::timeout(PATIENCE, front.engine.ready())
        .await
        .unwrap_or(false)
    {
        (StatusCode::OK, Json(json!({ "status": "ready" })))
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({ "status": "unavailable" })),
        )
    }
}
