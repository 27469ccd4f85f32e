//! A request refused as a whole: status, headers, and a body with the one error.

use axum::{
    Extension,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{
    accept::{Media, media},
    envelope::{Noted, RequestId},
};
use crate::{
    domain::access::Role,
    graphql::{code::ErrorCode, document::Refusal},
};

/// Built up on the way out; `with` closes it under a request id.
#[derive(Debug)]
pub(super) struct Refused {
    /// Boxed, as it is: this travels in a `Result` through every step of a request.
    refusal: Box<Refusal>,
    status: StatusCode,
    media: Media,
    headers: Vec<(header::HeaderName, &'static str)>,
    caller: Option<(Role, String)>,
}

impl Refused {
    pub fn new(code: ErrorCode, message: &str) -> Self {
        Refusal::new(code, message).into()
    }

    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub fn media(self, media: Media) -> Self {
        Self { media, ..self }
    }

    pub fn caller(self, role: Role, agency: &str) -> Self {
        Self {
            caller: Some((role, agency.to_owned())),
            ..self
        }
    }

    pub fn header(mut self, name: header::HeaderName, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// For a body that was not read to its end: what is left of it must not be taken for a request.
    pub fn closing(self) -> Self {
        self.header(header::CONNECTION, "close")
    }

    pub fn with(self, id: &RequestId) -> impl IntoResponse + use<> {
        let mut extensions = Map::new();
        extensions.insert("code".into(), self.refusal.code.word().into());
        extensions.insert("requestId".into(), id.0.clone().into());
        if let Some(over) = self.refusal.over {
            extensions.insert("value".into(), over.value.into());
            extensions.insert("limit".into(), over.limit.into());
        }
        let mut error = Map::new();
        error.insert("message".into(), self.refusal.message.into());
        if let Some(pos) = self.refusal.at {
            error.insert(
                "locations".into(),
                json!([{ "line": pos.line, "column": pos.column }]),
            );
        }
        error.insert("extensions".into(), Value::Object(extensions));
        let mut response = Response::new(Body::from(json!({ "errors": [error] }).to_string()));
        *response.status_mut() = self.status;
        let headers = self.headers.into_iter();
        response
            .headers_mut()
            .extend(headers.map(|(name, value)| (name, HeaderValue::from_static(value))));
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, self.media.content_type());
        response.extensions_mut().insert(Noted {
            code: Some(self.refusal.code),
            caller: self.caller,
        });
        response
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.code.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            refusal: Box::new(refusal),
            status,
            media: Media::GraphqlResponse,
            headers: Vec::new(),
            caller: None,
        }
    }
}

pub(super) async fn nothing_here(
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> impl IntoResponse {
    Refused::new(
        ErrorCode::BadRequest,
        "There is nothing at this address. The API is at POST /graphql.",
    )
    .status(StatusCode::NOT_FOUND)
    .media(media(&headers).unwrap_or_default())
    .with(&id)
}

/// The router adds `Allow`.
pub(super) async fn method_not_allowed(
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> impl IntoResponse {
    Refused::new(
        ErrorCode::MethodNotAllowed,
        "This address is read with GET.",
    )
    .media(media(&headers).unwrap_or_default())
    .with(&id)
}
