//! The plan summary as a page to read and to print: the same permits and the same entry in the ledger as over GraphQL.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{
    Front,
    accept::{media, takes_html},
    envelope::{Noted, OUR_FAULT, RequestId},
    refused::Refused,
    spending::Left,
};
use crate::{
    casework::summaries::{Document, Item, Line, WithheldPart},
    graphql::code::ErrorCode,
};

const STYLE: &str = include_str!("../../templates/plan-summary.css");

/// Nothing is loaded, run or sent from the page: its own style is the one thing that it may use, named by its hash.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

#[derive(Template)]
#[template(path = "plan-summary.html")]
struct Page {
    style: &'static str,
    about: Vec<Line>,
    sections: Vec<Section>,
    withheld: Vec<WithheldPart>,
    /// The number of the last paragraph, which lists what is withheld.
    last: usize,
    ask: String,
}

struct Section {
    heading: &'static str,
    standing: Option<String>,
    paragraphs: Vec<Paragraph>,
}

/// Numbered through the whole page, so that it can be cited.
struct Paragraph {
    number: usize,
    heading: String,
    /// A text, or else lines in a table.
    words: Option<String>,
    lines: Vec<Line>,
}

/// A text longer than this is a paragraph of its own and not a cell of a table.
const LONG: usize = 60;

impl Page {
    fn of(document: Document) -> Self {
        let about = about(&document);
        let mut number = 0;
        let mut next = |heading: String, words: Option<String>, lines: Vec<Line>| {
            number += 1;
            Paragraph {
                number,
                heading,
                words,
                lines,
            }
        };
        let mut sections = Vec::new();
        for part in document.parts {
            let mut paragraphs = Vec::new();
            for Item { heading, lines } in part.items {
                let (long, short): (Vec<Line>, Vec<Line>) = lines
                    .into_iter()
                    .partition(|line| line.value.chars().count() > LONG);
                if !short.is_empty() {
                    paragraphs.push(next(heading, None, short));
                }
                for line in long {
                    paragraphs.push(next(line.label.to_owned(), Some(line.value), Vec::new()));
                }
            }
            sections.push(Section {
                heading: part.heading,
                standing: part.standing,
                paragraphs,
            });
        }
        let ask = document.council.map_or_else(
            || "The council.".to_owned(),
            |council| {
                let ways = [Some(council.name), council.email, council.telephone];
                let ways: Vec<String> = ways.into_iter().flatten().collect();
                format!("{}.", ways.join(", "))
            },
        );
        Self {
            style: STYLE,
            about,
            sections,
            withheld: document.withheld,
            last: number + 1,
            ask,
        }
    }
}

fn about(document: &Document) -> Vec<Line> {
    let moment = |at: chrono::DateTime<chrono::Utc>| at.format("%-d %B %Y, %H:%M UTC").to_string();
    let line = |label, value| Line { label, value };
    let mut about = vec![
        line("As at", moment(document.as_at)),
        line("Produced", moment(document.produced_at)),
        line(
            "Produced for",
            format!("{}, {}", words(document.role.word()), document.agency),
        ),
    ];
    match &document.version {
        Some(version) => {
            about.push(line("Version", version.number.to_string()));
            let filed = version
                .filed_on
                .map(|day| day.format("%-d %B %Y").to_string());
            about.extend(filed.map(|day| line("Filed", day)));
        }
        None => about.push(line("Version", "As it is now".to_owned())),
    }
    about
}

/// `COURT_STAFF` as `court staff`.
fn words(code: &str) -> String {
    code.replace('_', " ").to_lowercase()
}

/// What a page takes of the points of whoever reads it, whether it is there or not.
const POINTS: u64 = 100;

pub(super) async fn plan_summary(
    State(front): State<Arc<Front>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    // As it was written: an id has no letter that is escaped, and what is escaped names nothing, like anything else.
    let path = request.uri().path();
    let named = path.rsplit('/').next().unwrap_or_default().to_owned();
    let form = media(request.headers()).unwrap_or_default();
    let mut left = None;
    let answered = front
        .page(&id, request.method(), request.headers(), named, &mut left)
        .await;
    let answered = answered.unwrap_or_else(|refused| refused.media(form).with(&id).into_response());
    Left::told(left, answered)
}

impl Front {
    async fn page(
        &self,
        id: &RequestId,
        method: &Method,
        headers: &HeaderMap,
        named: String,
        left: &mut Option<Left>,
    ) -> Result<Response, Refused> {
        if method != Method::GET {
            let refused = Refused::new(ErrorCode::MethodNotAllowed, "A summary is read with GET.");
            return Err(refused.header(header::ALLOW, "GET").closing());
        }
        if !takes_html(headers) {
            let message = "A summary is a page: accept `text/html`.";
            return Err(Refused::new(ErrorCode::NotAcceptable, message));
        }
        let now = (self.sources.now)();
        let path = format!("/plan-summaries/{named}");
        let viewer = self.authenticate(id, method, &path, headers, now).await?;
        let (role, agency) = (viewer.role, viewer.agency.clone());
        let refused = |refused: Refused| refused.caller(role, &agency);
        let _turn = self.turn(&viewer).map_err(refused)?;
        self.spend(&viewer, now, POINTS, left).map_err(refused)?;
        let admitted = self
            .let_in(id, viewer, now)
            .await
            .map_err(|shut| Refused::from(shut).caller(role, &agency))?;
        let making = self.engine.summary(admitted, id.0.clone(), named);
        let made = tokio::time::timeout(self.settings.answer, making)
            .await
            .unwrap_or(Err(ErrorCode::Timeout))
            .map_err(|code| Refused::new(code, "The summary is not available now."))
            .and_then(|found| {
                // One answer for what is not there, what is not permitted and what is no id.
                let message = "There is no such plan summary, or it is not yours to see.";
                let nothing =
                    || Refused::new(ErrorCode::BadRequest, message).status(StatusCode::NOT_FOUND);
                found.ok_or_else(nothing)
            })
            .and_then(|document| {
                let page = Page::of(document).render();
                page.map_err(|_| Refused::new(ErrorCode::Internal, OUR_FAULT))
            });
        let page = made.map_err(|refused| refused.caller(role, &agency))?;
        let mut response = Response::new(Body::from(page));
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, html);
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
        response.extensions_mut().insert(Noted {
            code: None,
            caller: Some((role, agency)),
        });
        Ok(response)
    }
}
