//! `POST /graphql`, in the order in which a request is decided: method, forms, size, who asks, JSON, document, answer.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Request as GraphqlRequest, Value};
use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
};

use super::{
    Front,
    accept::{Media, is_json, media},
    answer,
    body::{self, Asked},
    envelope::RequestId,
    refused::Refused,
};
use crate::graphql::{
    code::ErrorCode,
    document::{Inspection, Refusal, inspect},
};

pub(super) async fn graphql(
    State(front): State<Arc<Front>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let form = media(&parts.headers);
    let answered = front
        .graphql(&id, &parts.method, &parts.headers, form, body)
        .await;
    answered.unwrap_or_else(|refused| {
        refused
            .media(form.unwrap_or_default())
            .with(&id)
            .into_response()
    })
}

impl Front {
    async fn graphql(
        &self,
        id: &RequestId,
        method: &Method,
        headers: &HeaderMap,
        form: Option<Media>,
        body: Body,
    ) -> Result<Response, Refused> {
        if method != Method::POST {
            let refused = Refused::new(
                ErrorCode::MethodNotAllowed,
                "GraphQL is asked with POST here.",
            );
            return Err(refused.header(header::ALLOW, "POST").closing());
        }
        let Some(form) = form else {
            let message = "Accept `application/graphql-response+json` or `application/json`.";
            return Err(Refused::new(ErrorCode::NotAcceptable, message).closing());
        };
        if !is_json(headers) {
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
        let bytes = body::read(body, self.settings.body_bytes, self.settings.body_read)
            .await
            .map_err(|refused| refused.caller(caller.0, &caller.1))?;
        let asked = body::parse(&bytes)
            .map_err(|refusal| Refused::from(refusal).caller(caller.0, &caller.1))?;
        drop(bytes);

        let response = match self.prepare(asked) {
            Err(refusal) => async_graphql::Response::from_errors(vec![refusal.into()]),
            Ok((inspection, request)) => {
                let answering = self
                    .engine
                    .answer(viewer, now, id.0.clone(), inspection, request);
                tokio::time::timeout(self.settings.answer, answering)
                    .await
                    .map_err(|_| {
                        Refused::new(
                            ErrorCode::Timeout,
                            "The answer took too long and was given up.",
                        )
                        .caller(caller.0, &caller.1)
                    })?
            }
        };
        Ok(answer::answer(response, form, id, caller))
    }

    /// Parses and inspects: after this, only the engine has a say.
    pub(super) fn prepare(
        &self,
        asked: Asked,
    ) -> Result<(Arc<Inspection>, GraphqlRequest), Refusal> {
        let document = self.documents.parse(&asked.query)?;
        let name = asked.operation_name.as_deref();
        let inspection = inspect(
            &self.schema,
            &document,
            name,
            &asked.variables,
            self.documents.limits(),
        )?;
        let mut request = GraphqlRequest::new(asked.query).variables(asked.variables);
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
