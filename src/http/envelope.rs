//! Around every request: its id, the catch for panics, the headers of each answer and one line in the log.

use std::{panic::AssertUnwindSafe, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tokio::time::Instant;

use super::{Front, origins, refused::Refused};
use crate::{domain::access::Role, graphql::code::ErrorCode};

/// Given to each request. A client's own `x-request-id` is not taken over: it could be anything.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub String);

/// What the log may know of an answer, put into its extensions by whoever made it.
#[derive(Debug, Clone, Default)]
pub(super) struct Noted {
    pub code: Option<ErrorCode>,
    pub caller: Option<(Role, String)>,
}

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
];

/// A year. For this host alone: what else is served under its name is not ours to say.
const TLS_ALONE: HeaderValue = HeaderValue::from_static("max-age=31536000");

pub(super) async fn envelope(
    State(front): State<Arc<Front>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = RequestId((front.sources.request_id)().to_string());
    let method = request.method().clone();
    let path = known_path(request.uri().path());
    request.extensions_mut().insert(id.clone());

    let admitted = front.origins.of(request.headers());
    let mut response = if admitted.is_some() && origins::is_preflight(&request) {
        origins::preflight()
    } else {
        let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        answered.unwrap_or_else(|_| {
            Refused::new(ErrorCode::Internal, OUR_FAULT)
                .with(&id)
                .into_response()
        })
    };

    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    front.origins.tell(admitted, headers);
    if front.is_over_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TLS_ALONE);
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    let noted = response
        .extensions()
        .get::<Noted>()
        .cloned()
        .unwrap_or_default();
    let (role, agency) = noted.caller.map_or((None, None), |(role, agency)| {
        (Some(role.word()), Some(agency))
    });
    tracing::info!(
        request_id = id.0,
        method = method.as_str(),
        path,
        status = response.status().as_u16(),
        code = noted.code.map(ErrorCode::word),
        duration_ms = began.elapsed().as_millis() as u64,
        role,
        agency,
        "answered"
    );
    response
}

pub(super) const OUR_FAULT: &str =
    "Something went wrong on our side. The request id finds it in our log.";

/// An address that is not ours may hold anything, so the log does not repeat it.
fn known_path(path: &str) -> &'static str {
    const SUMMARIES: &str = "/plan-summaries/";
    if path.starts_with(SUMMARIES) {
        return SUMMARIES;
    }
    ["/graphql", "/graphql/ws", "/health/live", "/health/ready"]
        .into_iter()
        .find(|known| *known == path)
        .unwrap_or("other")
}
