//! The shapes and words of the API. No rule and no SQL lives here.

pub mod access;
pub mod acts;
pub mod changes;
pub mod children;
pub mod code;
pub mod deadlines;
pub mod document;
pub mod guardian;
pub mod history;
mod limits;
mod lookup;
pub mod oversight;
mod paging;
pub mod plans;
pub mod proceedings;
mod query;
mod request;
pub mod reviews;
pub mod subscription;
pub mod visits;
mod words;

use std::sync::Arc;

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Pos, Response, SDLExportOptions, Schema, ServerError, Value};
use chrono::{DateTime, Utc};

use crate::{
    casework::{
        Asking, Casework,
        admission::{Admitted, Barred},
        summaries::Document,
    },
    domain::access::Viewer,
};
use acts::Mutation;
use document::Inspection;
use query::Query;
use request::Request;
use subscription::Subscription;

type ApiSchema = Schema<Query, Mutation, Subscription>;

/// The schema, with the casework that answers it.
#[derive(Clone)]
pub struct Api {
    schema: ApiSchema,
    casework: Arc<Casework>,
}

fn schema() -> ApiSchema {
    // Suggestions compare each unknown name with every name there is: a document of nothing else would take long.
    Schema::build(Query::default(), Mutation::default(), Subscription)
        .disable_suggestions()
        .finish()
}

/// The schema as text, with what each field costs: what `schema.graphql` holds.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items();
    let priced = document::priced(&schema().sdl_with_options(options));
    format!("{}\n", priced.trim_end())
}

impl Api {
    pub fn new(casework: Arc<Casework>) -> Self {
        Self {
            schema: schema(),
            casework,
        }
    }

    /// Lets somebody in whose token was found good at `now`, or does not.
    pub async fn admit(&self, viewer: Viewer, now: DateTime<Utc>) -> Result<Admitted, Barred> {
        self.casework.admit(viewer, now).await
    }

    /// Runs one accepted operation.
    pub async fn answer(
        &self,
        admitted: Admitted,
        request_id: String,
        inspection: Arc<Inspection>,
        request: async_graphql::Request,
    ) -> Response {
        let purpose = match stated_purpose(&request) {
            Ok(purpose) => purpose,
            Err(refused) => return Response::from_errors(vec![refused]),
        };
        let asking = Arc::new(Asking::new(admitted, request_id, purpose));
        let context = Request::new(self.casework.clone(), asking, inspection.clone());
        let mut response = self.schema.execute(request.data(context)).await;
        response.data = in_order(response.data, &inspection);
        response
    }

    /// A plan summary in words, for a page: decided and entered like any answer.
    pub async fn summary_document(
        &self,
        admitted: Admitted,
        request_id: String,
        id: String,
    ) -> Result<Option<Document>, code::ErrorCode> {
        let asking = Asking::new(admitted, request_id, None);
        let reference = children::summary_named(&id);
        let found = self.casework.summary_document(&asking, &reference).await;
        found.map_err(|trouble| request::code_of(&trouble))
    }

    pub async fn is_ready(&self) -> bool {
        self.casework.is_ready().await
    }
}

/// Root fields wait for the database and come in the order in which they are done; an answer has them in the order
/// in which they were asked for. Beneath a root field nothing waits, so the order is kept by itself.
fn in_order(data: Value, inspection: &Inspection) -> Value {
    let Value::Object(mut fields) = data else {
        return data;
    };
    let asked = inspection
        .roots
        .iter()
        .map(|root| Name::new(&root.response_key));
    let mut ordered: IndexMap<Name, Value> = asked
        .filter_map(|name| fields.shift_remove_entry(&name))
        .collect();
    ordered.append(&mut fields);
    Value::Object(ordered)
}

/// The longest purpose, in characters.
const PURPOSE: usize = 200;

/// `extensions.access.purpose` of the request.
fn stated_purpose(request: &async_graphql::Request) -> Result<Option<String>, ServerError> {
    let refuse = || {
        let message =
            format!("`extensions.access.purpose` is one line of at most {PURPOSE} characters.");
        let error = code::error(code::ErrorCode::BadUserInput, message);
        error.into_server_error(Pos::default())
    };
    let Some(access) = request.extensions.get("access") else {
        return Ok(None);
    };
    let Value::Object(access) = access else {
        return Err(refuse());
    };
    match access.get("purpose") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text))
            if text.chars().count() <= PURPOSE && !text.chars().any(char::is_control) =>
        {
            Ok(Some(text.clone()))
        }
        Some(_) => Err(refuse()),
    }
}
