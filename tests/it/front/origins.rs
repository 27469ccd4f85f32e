//! A page in a browser asks, of an origin that is configured and of one that is not.

use reqwest::{Method, Response};
use serde_json::json;

use super::{
    headers::{all_carry, asks},
    service::Service,
};

const PORTAL: &str = "https://portal.northmoor.example";
const SECOND: &str = "http://localhost:3000";

/// The headers by which a page is admitted.
fn admitted(response: &Response) -> Vec<(String, String)> {
    let all = response.headers().iter();
    let all = all.filter(|(name, _)| name.as_str().starts_with("access-control-"));
    let text = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    let mut all: Vec<_> = all.map(text).collect();
    all.sort();
    all
}

/// What a browser sends before the page's own request.
async fn preflight(service: &Service, origins: &[&str]) -> Response {
    let mut request = service
        .client
        .request(Method::OPTIONS, service.url("/graphql"))
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        );
    for origin in origins {
        request = request.header("origin", *origin);
    }
    request.send().await.unwrap()
}

async fn ask(service: &Service, origin: &str) -> Response {
    let request = service.post().header("origin", origin);
    let request = request.json(&json!({ "query": "{ viewer }" }));
    request.send().await.unwrap()
}

#[tokio::test]
async fn no_page_is_admitted_where_none_is_configured() {
    let service = Service::start().await;
    let response = preflight(&service, &[PORTAL]).await;
    assert_eq!(
        (response.status().as_u16(), admitted(&response)),
        (405, vec![])
    );
    let response = ask(&service, PORTAL).await;
    assert_eq!(
        (response.status().as_u16(), admitted(&response)),
        (200, vec![])
    );
}

#[tokio::test]
async fn a_page_of_a_configured_origin_may_ask_with_its_token_and_without_cookies() {
    let service = Service::open_to(&[PORTAL, SECOND]).await;
    for origin in [PORTAL, SECOND] {
        let response = preflight(&service, &[origin]).await;
        assert_eq!(response.status().as_u16(), 204);
        let mut told = admitted(&response);
        assert!(
            told.iter()
                .all(|(name, _)| name != "access-control-allow-credentials")
        );
        told.retain(|(name, _)| name != "access-control-expose-headers");
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected = [
            text(
                "access-control-allow-headers",
                "authorization, content-type, dpop, permanence-role",
            ),
            text("access-control-allow-methods", "GET, POST"),
            text("access-control-allow-origin", origin),
            text("access-control-max-age", "600"),
        ];
        assert_eq!(told, expected);
        assert_eq!(response.headers()["vary"], "origin");

        let response = ask(&service, origin).await;
        assert_eq!(response.status().as_u16(), 200);
        let expected = [
            text("access-control-allow-origin", origin),
            text(
                "access-control-expose-headers",
                "x-request-id, ratelimit, ratelimit-policy, retry-after, www-authenticate",
            ),
        ];
        assert_eq!(admitted(&response), expected);
    }
    // A page can tell why it was refused, too.
    let request = service.client.post(service.url("/graphql"));
    let refused = request.header("origin", PORTAL).send().await.unwrap();
    assert_eq!(refused.status().as_u16(), 415);
    assert_eq!(refused.headers()["access-control-allow-origin"], PORTAL);
}

#[tokio::test]
async fn a_page_of_another_origin_is_told_nothing_of_who_is_admitted() {
    let service = Service::open_to(&[PORTAL]).await;
    for others in [
        &["https://evil.example"][..],
        &["https://portal.northmoor.example.evil.example"],
        &["https://portal.northmoor.example:8443"],
        &["http://portal.northmoor.example"],
        &["https://Portal.northmoor.example"],
        &["null"],
        &[""],
        &["*"],
        &[PORTAL, "https://evil.example"],
    ] {
        let response = preflight(&service, others).await;
        assert_eq!(
            (response.status().as_u16(), admitted(&response)),
            (405, vec![]),
            "{others:?}"
        );
        assert_eq!(response.headers()["vary"], "origin");
        let response = ask(&service, others[others.len() - 1]).await;
        assert_eq!(admitted(&response), [], "{others:?}");
    }
    // Who is no page names no origin, and is served as ever.
    service.still_serves().await;
    let options = service
        .client
        .request(Method::OPTIONS, service.url("/graphql"));
    let response = options.header("origin", PORTAL).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 405, "no preflight");
    let asks = asks(&service.client, &service.url(""), &service.token);
    all_carry(asks, &[("vary", "origin")]).await;
}

#[tokio::test]
async fn a_preflight_needs_no_token_and_carries_what_every_answer_does() {
    let service = Service::open_to(&[PORTAL]).await;
    let preflight = service
        .client
        .request(Method::OPTIONS, service.url("/graphql"))
        .header("access-control-request-method", "POST")
        .header("origin", PORTAL);
    all_carry(vec![(204, preflight)], &[("vary", "origin")]).await;
}
