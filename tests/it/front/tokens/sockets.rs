//! The same on a connection: the token, its proof and the role come in the first message, and are looked at again.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::DateTime;
use futures_util::{SinkExt, StreamExt};
use permanence::{
    auth::{IssuerSettings, Issuers, KeyAlgorithm},
    domain::access::AgencyKind,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::{
    drafts::{Draft, NOW, SERVED_AT, bound_to_key},
    key, pair,
};
use crate::front::service::Service;

const COURT: &str = "https://login.court.example";

async fn service() -> Service {
    let key = key("one", KeyAlgorithm::EdDSA, &pair(1).public_pem);
    let court = IssuerSettings::pinned(
        COURT,
        "court-leeds",
        AgencyKind::Court,
        "permanence",
        vec![key],
    );
    let issuers = Issuers::new([court]).unwrap().served_at(SERVED_AT).unwrap();
    Service::trusting(Arc::new(issuers), DateTime::from_timestamp(NOW, 0).unwrap()).await
}

/// What is said to an opening message: its type, or the code with which the connection is closed.
async fn greeted(service: &Service, payload: &Value) -> String {
    let mut request = format!("ws://{}/graphql/ws", service.address)
        .into_client_request()
        .unwrap();
    let protocol = "graphql-transport-ws".parse().unwrap();
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await.unwrap();
    let message = json!({ "type": "connection_init", "payload": payload });
    socket
        .send(Message::text(message.to_string()))
        .await
        .unwrap();
    match socket.next().await.unwrap().unwrap() {
        Message::Text(text) => {
            let said: Value = serde_json::from_str(&text).unwrap();
            said["type"].as_str().unwrap().to_owned()
        }
        Message::Close(Some(frame)) => u16::from(frame.code).to_string(),
        other => panic!("{other:?}"),
    }
}

fn token(more: Value) -> String {
    let mut claims = json!({ "role": ["JUDGE", "LEGAL_ADVISER"], "agency": "court-leeds" });
    claims
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    Draft::jwt(COURT, "judge-3", claims).made(("", ""), ("", ""))
}

fn proof(token: &str, id: &str, more: Value) -> String {
    let mut draft = Draft::proof();
    draft.payload = json!({
        "htm": "GET", "htu": "wss://api.example/graphql/ws", "iat": NOW, "jti": id,
        "ath": URL_SAFE_NO_PAD.encode(Sha256::digest(token)),
    });
    draft
        .payload
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    draft.made(("", ""), ("", ""))
}

#[tokio::test]
async fn who_opens_a_connection_says_in_which_role() {
    let service = service().await;
    let bearer = format!("Bearer {}", token(json!({})));
    for (role, expected) in [
        (json!("JUDGE"), "connection_ack"),
        (json!("LEGAL_ADVISER"), "connection_ack"),
        (json!("COURT_STAFF"), "4403"),
        (json!(null), "4403"),
    ] {
        let payload = json!({ "authorization": bearer, "role": role });
        assert_eq!(greeted(&service, &payload).await, expected, "{role}");
    }
    let payload = json!({ "authorization": bearer });
    assert_eq!(
        greeted(&service, &payload).await,
        "4403",
        "several, and none named"
    );
}

#[tokio::test]
async fn a_proof_opens_one_connection() {
    let service = service().await;
    let bound = token(json!({ "cnf": bound_to_key() }));
    let plain = token(json!({}));
    let open = |token: &str, scheme: &str, proof: Option<String>| {
        let credentials = format!("{scheme} {token}");
        let mut payload = json!({ "authorization": credentials, "role": "JUDGE" });
        if let Some(proof) = proof {
            payload["dpop"] = proof.into();
        }
        payload
    };
    let good = open(&bound, "DPoP", Some(proof(&bound, "a", json!({}))));
    assert_eq!(greeted(&service, &good).await, "connection_ack");
    assert_eq!(greeted(&service, &good).await, "4403", "shown before");
    for (what, payload) in [
        ("no proof", open(&bound, "DPoP", None)),
        ("as a bearer's", open(&bound, "Bearer", None)),
        (
            "for a request of another kind",
            open(
                &bound,
                "DPoP",
                Some(proof(&bound, "b", json!({ "htm": "POST" }))),
            ),
        ),
        (
            "for another address",
            open(
                &bound,
                "DPoP",
                Some(proof(
                    &bound,
                    "c",
                    json!({ "htu": "https://api.example/graphql" }),
                )),
            ),
        ),
        (
            "of a token that is not bound",
            open(&plain, "DPoP", Some(proof(&plain, "d", json!({})))),
        ),
    ] {
        assert_eq!(greeted(&service, &payload).await, "4403", "{what}");
    }
    let https = json!({ "htu": "https://api.example/graphql/ws" });
    let again = open(&bound, "DPoP", Some(proof(&bound, "e", https)));
    assert_eq!(greeted(&service, &again).await, "connection_ack");
}
