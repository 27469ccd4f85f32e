//! How an answer of the engine leaves: each error with a code of the closed list, and the status that fits.

use async_graphql::{Response as GraphqlResponse, ServerError, Value};
use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    accept::Media,
    envelope::{Noted, OUR_FAULT, RequestId},
    refused::Refused,
};
use crate::{
    domain::access::Role,
    graphql::code::{Cause, ErrorCode},
};

/// The draft wants no `data` at all where nothing ran, and `null` where the whole of it failed.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[ServerError]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    extensions: &'a std::collections::BTreeMap<String, Value>,
}

pub(super) fn answer(
    response: GraphqlResponse,
    form: Media,
    id: &RequestId,
    caller: (Role, String),
) -> Response {
    let told = told(response, id);
    let Ok(body) = serde_json::to_vec(&told.written()) else {
        return Refused::new(ErrorCode::Internal, OUR_FAULT)
            .media(form)
            .with(id)
            .into_response();
    };
    let status = match told.code {
        Some(code) if told.has_no_data() && form == Media::GraphqlResponse => {
            StatusCode::from_u16(code.status())
        }
        _ => Ok(StatusCode::OK),
    };
    let mut answered = Response::new(Body::from(body));
    *answered.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answered
        .headers_mut()
        .insert(header::CONTENT_TYPE, form.content_type());
    answered.extensions_mut().insert(Noted {
        code: told.code,
        caller: Some(caller),
    });
    answered
}

/// An answer with a code for each of its errors.
pub(super) struct Told {
    pub response: GraphqlResponse,
    /// The one that stands for the whole.
    pub code: Option<ErrorCode>,
}

pub(super) fn told(mut response: GraphqlResponse, id: &RequestId) -> Told {
    let codes: Vec<ErrorCode> = response
        .errors
        .iter_mut()
        .map(|error| name(error, id))
        .collect();
    // Faults of ours before refusals: half a reason would mislead.
    let ours = codes.iter().copied().find(|code| code.status() >= 500);
    let code = ours.or(codes.first().copied());
    Told { response, code }
}

impl Told {
    fn has_no_data(&self) -> bool {
        self.response.data == Value::Null
    }

    /// There is nothing but errors.
    pub fn is_refusal(&self) -> bool {
        self.code.is_some() && self.has_no_data()
    }

    pub fn written(&self) -> impl Serialize {
        let errors = &self.response.errors;
        let nothing_ran = self.code.is_some() && errors.iter().all(|error| error.path.is_empty());
        Written {
            data: (!(nothing_ran && self.has_no_data())).then_some(&self.response.data),
            errors,
            extensions: &self.response.extensions,
        }
    }
}

/// Gives the error the request id, and a code where it has none: then it is the library's, from validation or from
/// reading a value, or a fault of ours whose text nobody outside may read.
fn name(error: &mut ServerError, id: &RequestId) -> ErrorCode {
    let extensions = error.extensions.get_or_insert_default();
    let given = match extensions.get("code") {
        Some(Value::String(word)) => ErrorCode::from_word(word),
        _ => None,
    };
    let code = given.unwrap_or_else(|| of_library(error));
    if given.is_none() && code == ErrorCode::Internal {
        *error = ServerError {
            path: error.path.clone(),
            ..ServerError::new(OUR_FAULT, error.locations.first().copied())
        };
    }
    if code == ErrorCode::Internal {
        let cause = error.source::<Cause>().map(|cause| cause.0);
        let path = error.path.iter().filter_map(|it| match it {
            async_graphql::PathSegment::Field(name) => Some(name.as_str()),
            async_graphql::PathSegment::Index(_) => None,
        });
        let path = path.collect::<Vec<_>>().join(".");
        tracing::error!(request_id = id.0, path, cause, "a fault of ours");
    }
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", code.word());
    extensions.set("requestId", id.0.as_str());
    code
}

/// The library's own words for a value that does not fit, which it gives without a code.
const OF_VALUES: [&str; 4] = [
    "Expected input type \"",
    "Failed to parse \"",
    "Invalid value for argument",
    "Invalid input value",
];

fn of_library(error: &ServerError) -> ErrorCode {
    if OF_VALUES
        .iter()
        .any(|words| error.message.starts_with(words))
    {
        ErrorCode::BadUserInput
    } else if error.path.is_empty() {
        ErrorCode::ValidationFailed
    } else {
        ErrorCode::Internal
    }
}
