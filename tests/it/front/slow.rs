//! Clients that send too much, too slowly, or stay too long.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::service::{SHORT, Service, code};

const LONG: Duration = Duration::from_secs(30);

/// Sends bytes and reads what comes until the service closes the connection.
async fn exchange(service: &Service, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    stream.write_all(sent).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn head(service: &Service, more: &str) -> String {
    let token = &service.token;
    format!(
        "POST /graphql HTTP/1.1\r\nhost: permanence\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{more}\r\n"
    )
}

#[tokio::test]
async fn a_body_of_20_megabytes_is_refused_before_it_is_read() {
    let service = Service::start().await;
    let answer = exchange(
        &service,
        head(&service, "content-length: 20000000\r\n").as_bytes(),
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 413") && answer.contains("PAYLOAD_TOO_LARGE"),
        "{answer}"
    );
    service.still_serves().await;
}

#[tokio::test]
async fn a_body_that_does_not_say_its_length_is_read_up_to_the_limit() {
    let service = Service::start().await;
    let mut sent = head(&service, "transfer-encoding: chunked\r\n");
    for _ in 0..5 {
        sent += &format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    }
    let answer = exchange(&service, sent.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    service.still_serves().await;
}

#[tokio::test]
async fn headers_that_never_end_are_cut() {
    let service = Service::patient(SHORT, LONG, LONG).await;
    let answer = exchange(&service, b"POST /graphql HTTP/1.1\r\nhost: perm").await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    // Silence is cut too.
    exchange(&service, b"").await;
    service.still_serves().await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_cut() {
    let service = Service::patient(LONG, SHORT, LONG).await;
    let sent = head(&service, "content-length: 100\r\n") + "{\"query\":";
    let answer = exchange(&service, sent.as_bytes()).await;
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("TIMEOUT"),
        "{answer}"
    );
    service.still_serves().await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let service = Service::patient(LONG, LONG, SHORT).await;
    let (status, body) = service.send(json!({ "query": "{ never }" })).await;
    assert_eq!((status, code(&body)), (503, "TIMEOUT"));
}

#[tokio::test]
async fn a_server_told_to_stop_closes_idle_connections_and_ends() {
    let service = Service::start().await;
    service.still_serves().await;
    service.stop().await;
}

/// More than the service has places for.
const MANY: usize = 200;

async fn idle(service: &Service, sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    stream.write_all(sent).await.unwrap();
    stream
}

#[tokio::test]
async fn connections_on_which_nothing_is_asked_keep_nobody_waiting() {
    let service = Service::start().await;
    service.still_serves().await;
    let mut held = Vec::new();
    for at in 0..MANY {
        let half: &[u8] = match at % 2 {
            0 => b"",
            _ => b"POST /graphql HTTP/1.1\r\nhost: perm",
        };
        held.push(idle(&service, half).await);
    }
    let asking = tokio::time::timeout(Duration::from_secs(10), service.still_serves());
    asking.await.expect("nobody waits for those who are idle");
    // Who came first went first, without a word.
    let mut heard = Vec::new();
    let mut first = held.remove(0);
    let ended = tokio::time::timeout(Duration::from_secs(10), first.read_to_end(&mut heard));
    let _ = ended.await.expect("it is ended for others");
    assert!(heard.is_empty());
}

#[tokio::test]
async fn who_is_being_answered_is_not_cut_for_others() {
    let service = Service::patient(LONG, LONG, Duration::from_secs(2)).await;
    let asked = json!({ "query": "{ never }" });
    let asking = tokio::spawn(service.post().json(&asked).send());
    // It is on its way before the others come.
    tokio::time::sleep(SHORT).await;
    let mut held = Vec::new();
    for _ in 0..MANY {
        held.push(idle(&service, b"").await);
    }
    let answer = asking.await.unwrap().unwrap();
    assert_eq!(
        answer.status().as_u16(),
        503,
        "given up in time, and told so"
    );
}
