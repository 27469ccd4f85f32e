//! The body of a request: bounded while it is read, then the one JSON object that GraphQL over HTTP asks for.

use std::time::Duration;

use async_graphql::Variables;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value};

use super::refused::Refused;
use crate::{
    auth::strict,
    graphql::{code::ErrorCode, document::Refusal},
};

/// The parts of a request.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub query: Option<String>,
    /// The id of a registered document, instead of a query.
    pub document_id: Option<String>,
    pub operation_name: Option<String>,
    pub variables: Variables,
    pub extensions: Map<String, Value>,
}

/// Refuses a body that says of itself that it is too large before a byte of it is read.
pub(super) fn check_length(headers: &HeaderMap, limit: usize) -> Result<(), Refused> {
    let said = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    match said {
        Some(length) if length > limit as u64 => Err(too_large(Some(length), limit)),
        _ => Ok(()),
    }
}

pub(super) async fn read(body: Body, limit: usize, patience: Duration) -> Result<Bytes, Refused> {
    match tokio::time::timeout(patience, Limited::new(body, limit).collect()).await {
        Ok(Ok(read)) => Ok(read.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(None, limit)),
        Ok(Err(_)) => Err(Refused::new(ErrorCode::BadRequest, "The body broke off.").closing()),
        Err(_) => {
            Err(Refused::new(ErrorCode::Timeout, "The body took too long to arrive.").closing())
        }
    }
}

fn too_large(length: Option<u64>, limit: usize) -> Refused {
    let limit = limit as u64;
    let refusal = match length {
        Some(length) => Refusal::limit(
            ErrorCode::PayloadTooLarge,
            "Bytes of the body",
            length,
            limit,
        ),
        None => Refusal::new(
            ErrorCode::PayloadTooLarge,
            format!("The body has more than the {limit} bytes allowed."),
        ),
    };
    Refused::from(refusal).closing()
}

pub(super) fn parse(body: &[u8]) -> Result<Asked, Refusal> {
    of_value(strict::value(body).unwrap_or_default())
}

/// The same of what has been read already.
pub(super) fn of_value(body: Value) -> Result<Asked, Refusal> {
    let refuse = |message: &str| Refusal::new(ErrorCode::BadRequest, message);
    let mut object = match body {
        Value::Object(object) => object,
        Value::Array(_) => {
            return Err(refuse("Send one request: lists of requests are not taken."));
        }
        _ => {
            return Err(refuse(
                "The body must be a JSON object with a `query`, or a `documentId`.",
            ));
        }
    };
    let mut text = |name: &str| match object.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(refuse(&format!("`{name}` must be a string."))),
    };
    let (query, document_id) = (text("query")?, text("documentId")?);
    let operation_name = text("operationName")?.filter(|it| !it.is_empty());
    let mut map = |name: &str| match object.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(refuse(&format!("`{name}` must be an object."))),
    };
    let (variables, extensions) = (map("variables")?, map("extensions")?);
    if !object.is_empty() {
        return Err(refuse(
            "The body may hold `query` or `documentId`, `operationName`, `variables` and `extensions` only.",
        ));
    }
    Ok(Asked {
        query,
        document_id,
        operation_name,
        variables: Variables::from_json(Value::Object(variables)),
        extensions,
    })
}
