//! A team registers what its programs ask; where nothing else is run, nobody can ask for anything else.

use permanence::graphql::document::{Limits, Trusted, document_id};
use serde_json::{Value, json};

use super::service::{Service, code, read};

const KNOWN: &str = "query Seven($n: Int!) { many(first: $n) }";
const CHANGING: &str = "mutation { close }";

fn trusted() -> Trusted {
    let manifest = json!({ document_id(KNOWN): KNOWN, document_id(CHANGING): CHANGING });
    Trusted::read(&manifest.to_string(), &Limits::default()).unwrap()
}

fn named(text: &str) -> Value {
    json!({ "documentId": document_id(text), "variables": { "n": 7 } })
}

#[tokio::test]
async fn a_registered_document_is_asked_for_by_its_id() {
    let service = Service::knowing(trusted()).await;
    let (status, body) = service.send(named(KNOWN)).await;
    assert_eq!((status, &body["data"]), (200, &json!({ "many": 7 })));
    let closing = json!({ "documentId": document_id(CHANGING) });
    assert_eq!(
        service.send(closing).await.1["data"],
        json!({ "close": true })
    );

    let (status, body) = service.send(named("{ viewer }")).await;
    assert_eq!((status, code(&body)), (404, "PERSISTED_DOCUMENT_NOT_FOUND"));
    for both in [
        json!({ "documentId": document_id(KNOWN), "query": KNOWN }),
        json!({}),
        json!({ "documentId": 1 }),
    ] {
        let (status, body) = service.send(both.clone()).await;
        assert_eq!((status, code(&body)), (400, "BAD_REQUEST"), "{both}");
    }
    assert_eq!(
        service.ask("{ viewer }").await.0,
        200,
        "others are taken as they come"
    );
}

#[tokio::test]
async fn the_id_may_stand_in_the_address_and_still_changes_nothing() {
    let service = Service::knowing(trusted()).await;
    let get = |text: &str| {
        let mut address = reqwest::Url::parse(&service.url("/graphql")).unwrap();
        let id = document_id(text);
        let said = [("documentId", id.as_str()), ("variables", r#"{"n":7}"#)];
        let said = &said[..if text == KNOWN { 2 } else { 1 }];
        address.query_pairs_mut().extend_pairs(said);
        read(service.client.get(address).bearer_auth(&service.token))
    };
    let (status, body) = get(KNOWN).await;
    assert_eq!((status, &body["data"]), (200, &json!({ "many": 7 })));
    let (status, body) = get(CHANGING).await;
    assert_eq!((status, code(&body)), (405, "METHOD_NOT_ALLOWED"));
}

#[tokio::test]
async fn where_only_they_are_run_nothing_else_is_and_the_schema_is_not_told() {
    let service = Service::knowing(trusted().alone()).await;
    assert_eq!(service.send(named(KNOWN)).await.0, 200);
    for text in [
        KNOWN,
        "{ viewer }",
        "{ __schema { types { name } } }",
        "{ veiwer }",
        "{",
    ] {
        let (status, body) = service.ask(text).await;
        assert_eq!(
            (status, code(&body)),
            (403, "DOCUMENT_NOT_TRUSTED"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn the_schema_can_be_kept_back_alone() {
    let service = Service::knowing(Trusted::default().hiding_the_schema()).await;
    for text in [
        "{ __schema { types { name } } }",
        "{ __type(name: \"Child\") { name } }",
        "{ a: viewer ...A } fragment A on Query { b: __schema { types { name } } }",
    ] {
        let (status, body) = service.ask(text).await;
        assert_eq!(
            (status, code(&body)),
            (422, "GRAPHQL_VALIDATION_FAILED"),
            "{text}"
        );
        assert!(!body.to_string().contains("PlanRecord"), "{body}");
    }
    let (_, body) = service.ask("{ veiwer }").await;
    assert!(
        !body.to_string().contains("\"viewer\""),
        "no name is suggested: {body}"
    );
    assert_eq!(service.ask("{ __typename viewer }").await.0, 200);
}
