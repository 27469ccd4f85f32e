//! Whatever is asked, the answer tells browsers to keep nothing of it, to guess nothing and to show it in no frame.

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::json;

use super::service::Service;

const ALWAYS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
];

/// One of each kind of answer, with its status.
pub fn asks(client: &Client, address: &str, token: &str) -> Vec<(u16, RequestBuilder)> {
    let at = |method: Method, path: &str| client.request(method, format!("{address}{path}"));
    let post = || at(Method::POST, "/graphql").bearer_auth(token);
    let ask = |query: &str| post().json(&json!({ "query": query }));
    vec![
        (200, ask("{ viewer }")),
        (
            200,
            at(Method::GET, "/graphql?query={viewer}").bearer_auth(token),
        ),
        (200, at(Method::GET, "/health/live")),
        (200, at(Method::GET, "/health/ready")),
        (
            400,
            post().header("content-type", "application/json").body("{"),
        ),
        (400, at(Method::GET, "/graphql/ws")),
        (401, at(Method::POST, "/graphql").json(&json!({}))),
        (404, at(Method::GET, "/nothing")),
        (
            404,
            at(Method::GET, "/plan-summaries/x")
                .bearer_auth(token)
                .header("accept", "text/html"),
        ),
        (405, at(Method::DELETE, "/graphql").bearer_auth(token)),
        (405, at(Method::OPTIONS, "/graphql")),
        (405, at(Method::POST, "/health/live")),
        (406, ask("{ viewer }").header("accept", "text/csv")),
        (
            413,
            post()
                .header("content-type", "application/json")
                .body(" ".repeat(300_000)),
        ),
        (415, post().body("query={viewer}")),
        (422, ask("{ nothing }")),
        (500, ask("{ panics }")),
    ]
}

fn told<'a>(response: &'a Response, name: &str) -> Vec<&'a str> {
    let values = response.headers().get_all(name).iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

/// Every kind of answer has them, and what is to be there besides.
pub async fn all_carry(asks: Vec<(u16, RequestBuilder)>, more: &[(&str, &str)]) {
    for (status, request) in asks {
        let what = format!("{request:?}");
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{what}");
        for (name, value) in ALWAYS.iter().chain(more) {
            assert_eq!(told(&response, name), [*value], "{what}: {name}");
        }
        assert_eq!(told(&response, "x-request-id").len(), 1, "{what}");
        for name in ["server", "x-powered-by", "set-cookie"] {
            assert!(told(&response, name).is_empty(), "{what}: {name}");
        }
    }
}

#[tokio::test]
async fn every_answer_and_every_refusal_carries_them() {
    let service = Service::start().await;
    let asks = asks(&service.client, &service.url(""), &service.token);
    all_carry(asks, &[]).await;
    // Whether TLS is spoken before us, we do not know.
    let live = service.client.get(service.url("/health/live")).send().await;
    assert!(told(&live.unwrap(), "strict-transport-security").is_empty());
}
