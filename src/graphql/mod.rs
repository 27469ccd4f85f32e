//! The shapes and words of the API. No rule and no SQL lives here.

pub mod access;
pub mod children;
pub mod code;
pub mod document;
mod paging;
pub mod plans;
pub mod proceedings;
mod query;
mod request;
pub mod reviews;
pub mod visits;
mod words;

use std::sync::Arc;

use async_graphql::{EmptyMutation, EmptySubscription, Response, SDLExportOptions, Schema};
use chrono::{DateTime, Utc};

use crate::{
    casework::{Asking, Casework},
    domain::access::Viewer,
};
use document::Inspection;
use query::Query;
use request::Request;

type ApiSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// The schema, with the casework that answers it.
#[derive(Clone)]
pub struct Api {
    schema: ApiSchema,
    casework: Arc<Casework>,
}

fn schema() -> ApiSchema {
    Schema::build(Query, EmptyMutation, EmptySubscription).finish()
}

/// The schema as text: what `schema.graphql` holds.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items();
    format!("{}\n", schema().sdl_with_options(options).trim_end())
}

impl Api {
    pub fn new(casework: Arc<Casework>) -> Self {
        Self {
            schema: schema(),
            casework,
        }
    }

    /// Runs one accepted operation.
    pub async fn answer(
        &self,
        viewer: Viewer,
        now: DateTime<Utc>,
        request_id: String,
        inspection: Arc<Inspection>,
        request: async_graphql::Request,
    ) -> Response {
        let asking = Arc::new(Asking::new(viewer, now, request_id));
        let context = Request::new(self.casework.clone(), asking, inspection);
        self.schema.execute(request.data(context)).await
    }

    pub async fn is_ready(&self) -> bool {
        self.casework.is_ready().await
    }
}
