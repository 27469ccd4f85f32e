//! An issuer changes its keys, takes one away, and is away itself.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{SinkExt, StreamExt, future::BoxFuture};
use permanence::{
    auth::{
        Fault, FetchKeys, IssuerSettings, Issuers, KeyPlace, LAST_GOOD, LEAST_BETWEEN, Presented,
        TokenRefused,
    },
    cli::key_sets::Fetcher,
    domain::access::AgencyKind,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::{
    drafts::{Draft, NOW, Signer},
    key, pair,
};
use crate::front::service::Service;

const COUNCIL: &str = "https://login.council.example";

/// What an issuer publishes now, and how often it was read.
#[derive(Default)]
struct Published {
    set: Mutex<Option<String>>,
    reads: AtomicUsize,
}

impl Published {
    fn says(&self, set: impl Into<Option<Value>>) {
        *self.set.lock().unwrap() = set.into().map(|it| it.to_string());
    }

    fn says_text(&self, text: &str) {
        *self.set.lock().unwrap() = Some(text.to_owned());
    }

    fn reads(&self) -> usize {
        self.reads.load(Ordering::SeqCst)
    }
}

struct Reader(Arc<Published>);

impl FetchKeys for Reader {
    fn fetch<'a>(&'a self, _: &'a KeyPlace) -> BoxFuture<'a, Result<Vec<u8>, String>> {
        self.0.reads.fetch_add(1, Ordering::SeqCst);
        let set = self.0.set.lock().unwrap().clone();
        Box::pin(async move {
            // Long enough that two who ask at once do so together.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            set.map(String::into_bytes).ok_or_else(|| "away".to_owned())
        })
    }
}

fn set(keys: &[(&str, Signer)]) -> Value {
    let keys = keys.iter().map(|(kid, signer)| {
        let mut key = serde_json::to_value(signer.jwk()).unwrap();
        key["kid"] = json!(kid);
        key
    });
    json!({ "keys": keys.collect::<Vec<_>>() })
}

fn council(url: &str) -> IssuerSettings {
    IssuerSettings {
        jwks_url: Some(url.into()),
        ..IssuerSettings::pinned(
            COUNCIL,
            "council-a",
            AgencyKind::Council,
            "permanence",
            vec![],
        )
    }
}

fn issuers() -> (Arc<Issuers>, Arc<Published>) {
    let published = Arc::new(Published::default());
    let issuers = Issuers::new([council("https://login.council.example/keys")]).unwrap();
    let issuers = issuers.fetching(Arc::new(Reader(published.clone())));
    (Arc::new(issuers), published)
}

/// A worker's token, good for a week from the start of these tests.
fn token(kid: &str, signer: Signer) -> String {
    let mut draft = Draft::jwt(
        COUNCIL,
        "worker-9",
        json!({ "role": "SOCIAL_WORKER", "agency": "council-a" }),
    );
    draft.header["kid"] = json!(kid);
    draft.signer = signer;
    draft.made(("", ""), ("", ""))
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(NOW, 0).unwrap()
}

fn fault(issuers: &Issuers, token: &str, now: DateTime<Utc>) -> Option<TokenRefused> {
    issuers.viewer(&Presented::bearer(token), now).err()
}

const UNKNOWN: Option<TokenRefused> = Some(TokenRefused::Invalid(Fault::UnknownKey));

#[tokio::test]
async fn a_key_that_is_taken_away_is_dead_and_a_new_one_lives() {
    let (issuers, published) = issuers();
    let (old, new) = (token("a", Signer::Es256), token("b", Signer::Rs256));
    assert_eq!(
        fault(&issuers, &old, now()),
        UNKNOWN,
        "nothing was read yet"
    );
    published.says(set(&[("a", Signer::Es256)]));
    assert!(issuers.renew_all(now()).await.is_empty());
    assert_eq!(fault(&issuers, &old, now()), None);
    published.says(set(&[("b", Signer::Rs256)]));
    assert!(issuers.renew_all(now()).await.is_empty());
    assert_eq!(fault(&issuers, &old, now()), UNKNOWN);
    assert_eq!(fault(&issuers, &new, now()), None);
    // All of them at once.
    published.says(set(&[]));
    assert!(issuers.renew_all(now()).await.is_empty());
    assert_eq!(fault(&issuers, &new, now()), UNKNOWN);
}

#[tokio::test]
async fn the_last_good_set_is_kept_for_a_day_while_the_issuer_is_away_or_talks_nonsense() {
    let (issuers, published) = issuers();
    let token = token("a", Signer::Es256);
    published.says(set(&[("a", Signer::Es256)]));
    assert!(issuers.renew_all(now()).await.is_empty());
    let twice = set(&[("b", Signer::Es256), ("b", Signer::Rs256)]);
    let many: Vec<_> = (0..65).map(|_| ("a", Signer::Es256)).collect();
    for nonsense in [
        None,
        Some("<html>".to_owned()),
        Some("[]".to_owned()),
        Some(r#"{"keys":[],"keys":[]}"#.to_owned()),
        Some(r#"{"keys":[1]}"#.to_owned()),
        Some(twice.to_string()),
        Some(set(&many).to_string()),
    ] {
        match &nonsense {
            None => published.says(None),
            Some(text) => published.says_text(text),
        }
        assert_eq!(issuers.renew_all(now()).await.len(), 1, "{nonsense:?}");
        assert_eq!(fault(&issuers, &token, now()), None, "{nonsense:?}");
    }
    // The token itself is over by then: what is looked at is whether its key is still known.
    let day = now() + LAST_GOOD;
    assert_eq!(fault(&issuers, &token, day), Some(TokenRefused::Expired));
    assert_eq!(
        fault(&issuers, &token, day + TimeDelta::seconds(1)),
        UNKNOWN
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_is_read_at_once_and_tokens_with_invented_ones_do_not_flood_the_issuer() {
    let (issuers, published) = issuers();
    published.says(set(&[("a", Signer::Es256)]));
    assert!(issuers.renew_all(now()).await.is_empty());
    published.says(set(&[("b", Signer::Rs256)]));
    // Within the half minute nothing is read, whoever asks.
    issuers
        .renew_for(COUNCIL, now() + TimeDelta::seconds(29))
        .await;
    assert_eq!(published.reads(), 1);
    // After it, however many ask together, it is read once.
    let service = Service::trusting(issuers, now() + LEAST_BETWEEN).await;
    let ask = |token: String| {
        let request = service.client.post(service.url("/graphql"));
        let request = request.bearer_auth(token);
        let request = request.json(&json!({ "query": "{ viewer }" }));
        async move { request.send().await.unwrap().status().as_u16() }
    };
    let invented = (0..20).map(|n| ask(token(&format!("x{n}"), Signer::Rs256)));
    let (statuses, good) = tokio::join!(
        futures_util::future::join_all(invented),
        ask(token("b", Signer::Rs256))
    );
    assert_eq!(statuses, [401; 20]);
    assert_eq!(good, 200);
    assert_eq!(published.reads(), 2);
}

#[tokio::test]
async fn an_issuer_with_pinned_keys_is_never_asked() {
    let published = Arc::new(Published::default());
    let pinned = IssuerSettings::pinned(
        COUNCIL,
        "council-a",
        AgencyKind::Council,
        "permanence",
        vec![key(
            "one",
            permanence::auth::KeyAlgorithm::EdDSA,
            &pair(1).public_pem,
        )],
    );
    let issuers = Issuers::new([pinned]).unwrap();
    let issuers = issuers.fetching(Arc::new(Reader(published.clone())));
    assert!(issuers.renew_all(now()).await.is_empty());
    assert_eq!(issuers.unknown_key_of(&token("x", Signer::Es256)), None);
    assert_eq!(published.reads(), 0);
}

/// Answers every request so.
async fn answering(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut asked = [0; 4096];
                let _ = stream.read(&mut asked).await;
                let _ = stream.write_all(&answer).await;
            });
        }
    });
    format!("http://{address}/keys")
}

/// Says an opening message, and gives back the connection that was opened with it.
async fn opened(service: &Service, token: &str) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
    let url = format!("ws://{}/graphql/ws", service.address);
    let mut request = url.into_client_request().unwrap();
    let protocol = "graphql-transport-ws".parse().unwrap();
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await.unwrap();
    let payload = json!({ "authorization": format!("Bearer {token}") });
    let message = json!({ "type": "connection_init", "payload": payload });
    socket
        .send(Message::text(message.to_string()))
        .await
        .unwrap();
    let said = socket.next().await.unwrap().unwrap();
    assert!(said.to_text().unwrap().contains("connection_ack"), "{said}");
    socket
}

/// What is said next, whether the service asks for a sign of life or not.
async fn heard(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Message {
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Ping(_) => {}
            said => return said,
        }
    }
}

#[tokio::test]
async fn a_key_that_is_taken_away_ends_open_connections_too() {
    let (issuers, published) = issuers();
    published.says(set(&[("a", Signer::Es256)]));
    assert!(issuers.renew_all(now()).await.is_empty());
    let service = Service::trusting(issuers.clone(), now()).await;
    let token = token("a", Signer::Es256);
    let message = json!({ "type": "subscribe", "id": "1", "payload": { "query": "{ viewer }" } });
    let message = Message::text(message.to_string());
    // While the key is there, what is asked is answered: here with an error, for it is no subscription.
    let mut socket = opened(&service, &token).await;
    socket.send(message.clone()).await.unwrap();
    let said = heard(&mut socket).await;
    assert!(said.to_text().unwrap().contains("BAD_REQUEST"), "{said}");
    published.says(set(&[("b", Signer::Rs256)]));
    assert!(issuers.renew_all(now()).await.is_empty());
    socket.send(message).await.unwrap();
    match heard(&mut socket).await {
        Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), 4403),
        other => panic!("{other:?}"),
    }
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_set_is_fetched_by_http_and_from_a_file_within_its_bounds() {
    let good = set(&[("a", Signer::Es256)]).to_string();
    let real = answering(http("200 OK", "", &good)).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    std::fs::write(&file, &good).unwrap();
    let large = format!("{good}{}", " ".repeat(300 * 1024));
    let large_file = folder.path().join("large.json");
    std::fs::write(&large_file, &large).unwrap();
    let url = |url: String| council(&url);
    let of_file = |file: std::path::PathBuf| IssuerSettings {
        jwks_url: None,
        jwks_file: Some(file),
        ..council("")
    };
    let moved = http("302 Found", &format!("location: {real}\r\n"), "");
    for (settings, says) in [
        (url(real.clone()), None),
        (of_file(file), None),
        (of_file(large_file), Some("larger")),
        (of_file(folder.path().join("none.json")), Some("none.json")),
        (
            url(answering(http("200 OK", "", &large)).await),
            Some("larger"),
        ),
        (url(answering(moved).await), Some("302")),
        (url(answering(http("500 Oh", "", "")).await), Some("500")),
        (url(answering(Vec::new()).await), Some("cannot be fetched")),
    ] {
        let place = format!("{:?} {:?}", settings.jwks_url, settings.jwks_file);
        let issuers = Issuers::new([settings]).unwrap();
        let issuers = issuers.fetching(Arc::new(Fetcher::default()));
        let faults = issuers.renew_all(now()).await;
        match says {
            None => {
                assert!(faults.is_empty(), "{place}: {faults:?}");
                assert_eq!(fault(&issuers, &token("a", Signer::Es256), now()), None);
            }
            Some(says) => {
                let message = faults[0].1.to_string();
                assert!(message.contains(says), "{place}: {message}");
            }
        }
    }
}
