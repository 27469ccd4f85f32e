//! `/graphql` by POST and GET, in the order in which a request is decided: method, forms, size, who asks, JSON or
//! address, document, answer.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Request as GraphqlRequest, Value};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use super::{
    Front,
    accept::{Media, is_json, media},
    address, answer,
    body::{self, Asked},
    envelope::RequestId,
    refused::Refused,
    spending::Left,
};
use crate::{
    domain::access::Viewer,
    graphql::{
        code::ErrorCode,
        document::{Inspection, Refusal, inspect},
    },
};

pub(super) async fn graphql(
    State(front): State<Arc<Front>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let form = media(&parts.headers);
    let mut left = None;
    let answered = front.graphql(&id, &parts, form, body, &mut left).await;
    let answered = answered.unwrap_or_else(|refused| {
        refused
            .media(form.unwrap_or_default())
            .with(&id)
            .into_response()
    });
    Left::told(left, answered)
}

impl Front {
    async fn graphql(
        &self,
        id: &RequestId,
        parts: &Parts,
        form: Option<Media>,
        body: Body,
        left: &mut Option<Left>,
    ) -> Result<Response, Refused> {
        let (method, headers) = (&parts.method, &parts.headers);
        let is_get = method == Method::GET;
        if method != Method::POST && !is_get {
            let message = "GraphQL is asked with POST here, or with GET for queries.";
            let refused = Refused::new(ErrorCode::MethodNotAllowed, message);
            return Err(refused.header(header::ALLOW, "GET, POST").closing());
        }
        let Some(form) = form else {
            let message = "Accept `application/graphql-response+json` or `application/json`.";
            return Err(Refused::new(ErrorCode::NotAcceptable, message).closing());
        };
        if !is_get && !is_json(headers) {
            let message = "Send `content-type: application/json`, in UTF-8 and not compressed.";
            return Err(Refused::new(ErrorCode::UnsupportedMediaType, message).closing());
        }
        body::check_length(headers, self.settings.body_bytes)?;
        let now = (self.sources.now)();
        let viewer = self
            .authenticate(id, method, "/graphql", headers, now)
            .await
            .map_err(Refused::closing)?;
        let caller = (viewer.role, viewer.agency.clone());
        match self.asked(id, parts, body, viewer, now, left).await {
            Ok(response) => Ok(answer::answer(response, form, id, caller)),
            Err(refused) => Err(refused.caller(caller.0, &caller.1)),
        }
    }

    /// What is asked by somebody whose token is good, and the answer to it.
    async fn asked(
        &self,
        id: &RequestId,
        parts: &Parts,
        body: Body,
        viewer: Viewer,
        now: DateTime<Utc>,
        left: &mut Option<Left>,
    ) -> Result<async_graphql::Response, Refused> {
        let _turn = self.turn(&viewer)?;
        // One point for whatever is sent; the rest once the cost is known.
        self.spend(&viewer, now, 1, left)
            .map_err(Refused::closing)?;
        let is_get = parts.method == Method::GET;
        // A body means nothing with GET: where there is one, the connection ends with the answer.
        let bytes = match is_get {
            true => Bytes::new(),
            false => body::read(body, self.settings.body_bytes, self.settings.body_read).await?,
        };
        // After the body, however long that took, and before anything is said about it.
        let admitted = self.let_in(id, viewer, now).await?;
        let asked = match is_get {
            true => {
                let said = parts.uri.query().unwrap_or_default();
                address::read(said, self.settings.body_bytes)?
            }
            false => body::parse(&bytes)?,
        };
        drop(bytes);

        let prepared = self.prepare(asked);
        let cost = prepared.as_ref().map_or(1, |(it, _)| it.cost);
        self.spend(admitted.viewer(), now, cost.saturating_sub(1), left)?;
        let (inspection, request) = match prepared {
            Ok(prepared) => prepared,
            Err(refusal) => return Ok(async_graphql::Response::from_errors(vec![refusal.into()])),
        };
        // An address can be followed by a page, a cache or a preview: nothing may be changed by one.
        if is_get && inspection.is_mutation {
            let message = "A mutation is sent with POST.";
            let refused = Refused::new(ErrorCode::MethodNotAllowed, message);
            return Err(refused.header(header::ALLOW, "POST"));
        }
        let answering = self
            .engine
            .answer(admitted, id.0.clone(), inspection, request);
        let answered = tokio::time::timeout(self.settings.answer, answering).await;
        let mut response = answered.map_err(|_| {
            let message = "The answer took too long and was given up.";
            Refused::new(ErrorCode::Timeout, message)
        })?;
        let limit = self.documents.limits().cost;
        let told = async_graphql::value!({ "requested": cost, "limit": limit });
        response.extensions.insert("cost".to_owned(), told);
        Ok(response)
    }

    /// Parses and inspects: after this, only the engine has a say.
    pub(super) fn prepare(
        &self,
        asked: Asked,
    ) -> Result<(Arc<Inspection>, GraphqlRequest), Refusal> {
        let text = self
            .trusted
            .text(asked.query, asked.document_id.as_deref())?;
        let document = self.documents.parse(&text)?;
        let name = asked.operation_name.as_deref();
        let inspection = inspect(
            &self.schema,
            &document,
            name,
            &asked.variables,
            self.documents.limits(),
        )?;
        if self.trusted.is_schema_hidden() && inspection.asks_for_the_schema() {
            let message = "The schema is not told here.";
            return Err(Refusal::new(ErrorCode::ValidationFailed, message));
        }
        let mut request = GraphqlRequest::new(text)
            .variables(asked.variables)
            .data(self.documents.limits().clone());
        request.operation_name = asked.operation_name;
        request.extensions.0 = asked
            .extensions
            .into_iter()
            .filter_map(|(name, value)| Some((name, Value::from_json(value).ok()?)))
            .collect::<HashMap<_, _>>();
        request.set_parsed_query((*document).clone());
        Ok((Arc::new(inspection), request))
    }
}
