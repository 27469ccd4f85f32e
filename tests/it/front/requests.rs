//! People and programs send requests, well-meant and otherwise.

use std::sync::atomic::Ordering;

use reqwest::Method;
use serde_json::json;

use super::service::{Service, code, read, token};

const READ_PLAN: &str = "{ child(id: 1) { id plan { ... on PlanRecord { state } ... on Withheld { withheldBecause } } } classes }";

#[tokio::test]
async fn a_guardian_reads_a_plan_and_the_resolver_knew_what_was_asked() {
    let service = Service::start().await;
    let (status, body) = service.ask(READ_PLAN).await;
    let expected = json!({ "data": { "child": { "id": "1", "plan": { "state": "AUTHORISED" } }, "classes": ["PLAN"] },
        "extensions": { "cost": { "requested": 5, "limit": 5000 } } });
    assert_eq!((status, body), (200, expected));
    // Once more, from the parsed documents kept.
    assert_eq!(service.ask(READ_PLAN).await.0, 200);
}

#[tokio::test]
async fn the_form_of_the_answer_and_its_status_follow_accept() {
    let service = Service::start().await;
    for (accept, query, status, kind) in [
        (
            "application/graphql-response+json",
            "{ viewer }",
            200,
            "application/graphql-response+json",
        ),
        ("application/json", "{ viewer }", 200, "application/json"),
        (
            "*/*",
            "{ nothing }",
            422,
            "application/graphql-response+json",
        ),
        ("application/json", "{ nothing }", 200, "application/json"),
        ("application/json", "{", 200, "application/json"),
        (
            "application/graphql-response+json",
            "{",
            400,
            "application/graphql-response+json",
        ),
        ("application/json", "{ fails }", 200, "application/json"),
    ] {
        let response = service
            .post()
            .header("accept", accept)
            .json(&json!({ "query": query }))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), status, "{accept} {query}");
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with(kind),
            "{accept} {query}"
        );
    }
    let (status, body) = read(
        service
            .post()
            .header("accept", "text/html")
            .json(&json!({ "query": "{ viewer }" })),
    )
    .await;
    assert_eq!((status, code(&body)), (406, "NOT_ACCEPTABLE"));
}

#[tokio::test]
async fn only_get_and_post_and_only_json() {
    let service = Service::start().await;
    for method in [Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = service
            .client
            .request(method, service.url("/graphql?query={viewer}"))
            .bearer_auth(&service.token);
        let response = request.send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &"GET, POST".parse().unwrap())
        );
    }
    let query = r#"{"query":"{ viewer }"}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
    ] {
        let (status, body) = read(service.post().header("content-type", kind).body(query)).await;
        assert_eq!(
            (status, code(&body)),
            (415, "UNSUPPORTED_MEDIA_TYPE"),
            "{kind}"
        );
    }
    let (status, body) = read(service.post().body(query)).await;
    assert_eq!((status, code(&body)), (415, "UNSUPPORTED_MEDIA_TYPE"));
    service.still_serves().await;
}

#[tokio::test]
async fn a_query_may_stand_in_the_address_and_a_mutation_may_not() {
    let service = Service::start().await;
    let get = |said: &[(&str, &str)]| {
        let mut address = reqwest::Url::parse(&service.url("/graphql")).unwrap();
        address.query_pairs_mut().extend_pairs(said);
        service.client.get(address)
    };
    let as_guardian = |said: &[(&str, &str)]| get(said).bearer_auth(&service.token);
    let named = [
        (
            "query",
            "query A($n: Int!) { many(first: $n) } query B { viewer }",
        ),
        ("operationName", "A"),
        ("variables", r#"{"n": 7}"#),
        ("extensions", "{}"),
    ];
    let (status, body) = read(as_guardian(&named)).await;
    assert_eq!((status, &body["data"]), (200, &json!({ "many": 7 })));

    for kind in ["application/json", "application/graphql-response+json"] {
        let mutation = as_guardian(&[("query", "mutation { close }")]).header("accept", kind);
        let response = mutation.send().await.unwrap();
        let told = (response.status().as_u16(), &response.headers()["allow"]);
        assert_eq!(told, (405, &"POST".parse().unwrap()), "{kind}");
        let body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(code(&body), "METHOD_NOT_ALLOWED");
        assert!(body.get("data").is_none());
    }
    // Of two operations the one that is named counts.
    let both = "mutation A { close } query B { viewer }";
    let (status, _) = read(as_guardian(&[("query", both), ("operationName", "A")])).await;
    assert_eq!(status, 405);
    let (status, _) = read(as_guardian(&[("query", both), ("operationName", "B")])).await;
    assert_eq!(status, 200);

    for said in [
        &[][..],
        &[("query", "{ viewer }"), ("variables", "[1]")],
        &[("query", "{ viewer }"), ("variables", "{")],
        &[("query", "{ viewer }"), ("surprise", "1")],
        &[("query", "{ viewer }"), ("query", "{ classes }")],
    ] {
        let (status, body) = read(as_guardian(said)).await;
        assert_eq!((status, code(&body)), (400, "BAD_REQUEST"), "{said:?}");
    }
    // A token in the address is nobody's, alone or beside a good one.
    let token = [
        ("query", "{ viewer }"),
        ("access_token", service.token.as_str()),
    ];
    let (status, body) = read(get(&token)).await;
    assert_eq!((status, code(&body)), (401, "UNAUTHENTICATED"));
    let (status, body) = read(as_guardian(&token)).await;
    assert_eq!((status, code(&body)), (400, "BAD_REQUEST"));
    service.still_serves().await;
}

#[tokio::test]
async fn a_body_that_is_not_one_request_is_refused() {
    let service = Service::start().await;
    let one = json!({ "query": "{ viewer }" });
    for body in [
        json!([one, one]),
        json!([]),
        json!("query"),
        json!({}),
        json!({ "query": 1 }),
        json!({ "query": "{ viewer }", "variables": [1] }),
        json!({ "query": "{ viewer }", "operationName": {} }),
        json!({ "query": "{ viewer }", "surprise": true }),
    ] {
        let (status, answer) = service.send(body.clone()).await;
        assert_eq!((status, code(&answer)), (400, "BAD_REQUEST"), "{body}");
    }
    let nested = format!(
        r#"{{"query":"{{ viewer }}","variables":{{"x":{}{}}}}}"#,
        "[".repeat(2_000),
        "]".repeat(2_000)
    );
    for text in [
        "",
        "{",
        "\u{feff}{}",
        "{\"query\":\"\\ud800\"}",
        nested.as_str(),
    ] {
        let (status, answer) = read(
            service
                .post()
                .header("content-type", "application/json")
                .body(text.to_owned()),
        )
        .await;
        assert_eq!((status, code(&answer)), (400, "BAD_REQUEST"), "{text:.40}");
    }
    for empty in [
        json!({ "query": "{ viewer }", "variables": null, "operationName": null, "extensions": null }),
    ] {
        assert_eq!(service.send(empty).await.0, 200);
    }
}

#[tokio::test]
async fn small_requests_that_would_stop_the_process_do_not() {
    let service = Service::start().await;
    let nested = |open: &str, close: &str| {
        format!(
            "{{ child(id: {}1{}) {{ id }} }}",
            open.repeat(1_600),
            close.repeat(1_600)
        )
    };
    let doubling = (0..25).fold(
        String::from("{ ...F0 } fragment F25 on Query { viewer }"),
        |text, level| {
            format!(
                "{text} fragment F{level} on Query {{ ...F{0} ...F{0} }}",
                level + 1
            )
        },
    );
    let aliases: String = (0..2_000).map(|it| format!("a{it}: viewer ")).collect();
    for (query, expected) in [
        (nested("[", "]"), "LIMIT_DEPTH"),
        (nested("{a:", "}"), "LIMIT_DEPTH"),
        ("{ a ".repeat(1_600), "LIMIT_DEPTH"),
        (
            format!("{{ child(id: [\"\"\" x\" {}", "[".repeat(1_600)),
            "GRAPHQL_PARSE_FAILED",
        ),
        (doubling, "LIMIT_COST"),
        (format!("{{ {aliases} }}"), "LIMIT_ROOT_FIELDS"),
        ("{ viewer } ".repeat(3_500), "LIMIT_TOKENS"),
        (
            "{ viewer ".to_owned() + &"__typename ".repeat(2_000) + "}",
            "LIMIT_ROOT_FIELDS",
        ),
    ] {
        let (_, body) = service.ask(&query).await;
        assert_eq!(code(&body), expected, "{query:.60}");
        assert!(body.get("data").is_none());
        service.still_serves().await;
    }
    let aliases: String = (0..31).map(|it| format!("a{it}: id ")).collect();
    let (status, body) = service
        .ask(&format!("{{ child(id: 1) {{ {aliases} }} }}"))
        .await;
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!(
        (status, &extensions["code"]),
        (422, &json!("LIMIT_ALIASES"))
    );
    assert_eq!(
        (&extensions["value"], &extensions["limit"]),
        (&json!(31), &json!(30))
    );
}

#[tokio::test]
async fn brackets_at_the_very_limit_are_parsed_without_harm() {
    let service = Service::start().await;
    let query = format!(
        "{{ child(id: {}1{}) {{ id }} }}",
        "[".repeat(62),
        "]".repeat(62)
    );
    let (status, body) = service.ask(&query).await;
    assert_eq!((status, code(&body)), (422, "BAD_USER_INPUT"), "{body}");
}

#[tokio::test]
async fn two_operations_need_a_name_and_a_section_needs_withheld() {
    let service = Service::start().await;
    let two = "query A { viewer } query B { classes }";
    let (status, body) = service.ask(two).await;
    assert_eq!((status, code(&body)), (422, "OPERATION_RESOLUTION_FAILURE"));
    let (status, body) = service
        .send(json!({ "query": two, "operationName": "A" }))
        .await;
    assert_eq!(
        (status, &body["data"]),
        (200, &json!({ "viewer": "GUARDIAN" }))
    );

    let (status, body) = service
        .ask("{ child(id: 1) { plan { __typename ... on PlanRecord { state } } } }")
        .await;
    assert_eq!((status, code(&body)), (422, "WITHHELD_NOT_HANDLED"));
    assert!(
        body["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("`Child.plan`")
    );
}

#[tokio::test]
async fn faults_of_the_client_are_told_apart() {
    let service = Service::start().await;
    let with = |query: &str, variables| json!({ "query": query, "variables": variables });
    for (body, expected) in [
        (with("{ nothing }", json!({})), "GRAPHQL_VALIDATION_FAILED"),
        (
            with("{ child { id } }", json!({})),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            with("mutation { anything }", json!({})),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            with(
                "query($n: Int!) { many(first: $n) }",
                json!({ "n": "seven" }),
            ),
            "BAD_USER_INPUT",
        ),
        (
            with("query($n: Int!) { many(first: $n) }", json!({})),
            "BAD_USER_INPUT",
        ),
        (
            with(
                "query($at: DateTime!) { since(at: $at) }",
                json!({ "at": "yesterday" }),
            ),
            "BAD_USER_INPUT",
        ),
        (
            with("{ since(at: \"yesterday\") }", json!({})),
            "BAD_USER_INPUT",
        ),
    ] {
        let (status, answer) = service.send(body.clone()).await;
        assert_eq!((status, code(&answer)), (422, expected), "{body} {answer}");
    }
    let (status, answer) = service.ask("{ forbidden }").await;
    assert_eq!((status, code(&answer)), (403, "FORBIDDEN"));
}

#[tokio::test]
async fn a_fault_of_ours_tells_nothing_but_its_request_id() {
    let service = Service::start().await;
    for query in ["{ viewer fails }", "{ fails }", "{ panics }"] {
        let (_, body) = service.ask(query).await;
        assert_eq!(code(&body), "INTERNAL");
        let text = body.to_string();
        assert!(
            !text.contains("Casey") && !text.contains("UNIQUE") && !text.contains("High Street"),
            "{text}"
        );
        service.still_serves().await;
    }
    assert_eq!(service.ask("{ panics }").await.0, 500);
}

#[tokio::test]
async fn whoever_has_no_good_token_is_told_so_and_no_more() {
    let service = Service::start().await;
    let body = json!({ "query": "{ viewer }" });
    let ask = |header: Option<String>| {
        let request = service.client.post(service.url("/graphql")).json(&body);
        header.map_or_else(
            || request.try_clone().unwrap(),
            |it| request.try_clone().unwrap().header("authorization", it),
        )
    };
    let good = &service.token;
    let forged = format!("{}x{}", &good[..good.len() - 40], &good[good.len() - 39..]);
    let mut told = Vec::new();
    for header in [
        format!("Bearer {forged}"),
        "Bearer x.y.z".into(),
        "Bearer ".into(),
        "Basic YTpi".into(),
    ] {
        let response = ask(Some(header)).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 401);
        assert!(
            response.headers()["www-authenticate"]
                .to_str()
                .unwrap()
                .contains("invalid_token")
        );
        let mut body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(code(&body), "UNAUTHENTICATED");
        body["errors"][0]["extensions"]["requestId"].take();
        told.push(body);
    }
    assert!(told.iter().all(|it| *it == told[0]));
    let (status, none) = read(ask(None)).await;
    assert_eq!((status, code(&none)), (401, "UNAUTHENTICATED"));
    let (status, late) = read(ask(Some(format!("Bearer {}", token(-120))))).await;
    assert_eq!((status, code(&late)), (401, "TOKEN_EXPIRED"));
    assert_eq!(read(ask(Some(format!("bearer {good}")))).await.0, 200);
}

#[tokio::test]
async fn the_tools_read_the_schema() {
    let service = Service::start().await;
    let (status, body) = service.ask(include_str!("introspection.graphql")).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["data"]["__schema"]["queryType"]["name"], "Query");
}

#[tokio::test]
async fn health_tells_whether_the_database_answers() {
    let service = Service::start().await;
    let get = |path: &str| service.client.get(service.url(path));
    assert_eq!(read(get("/health/live")).await.0, 200);
    assert_eq!(read(get("/health/ready")).await.0, 200);
    service.database_answers.store(false, Ordering::SeqCst);
    assert_eq!(read(get("/health/live")).await.0, 200);
    assert_eq!(read(get("/health/ready")).await.0, 503);
    assert_eq!(read(get("/admin")).await.0, 404);
    let (status, body) = read(service.client.post(service.url("/health/live"))).await;
    assert_eq!((status, code(&body)), (405, "METHOD_NOT_ALLOWED"));
}
