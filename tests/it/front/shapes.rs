//! Requests of a shape that two servers could read differently: each is answered once, and the connection ends there.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::service::Service;

/// Another request, hidden behind what comes first.
const HIDDEN: &str = "GET /health/live HTTP/1.1\r\nhost: permanence\r\n\r\n";

#[tokio::test]
async fn what_could_hide_a_second_request_is_answered_once() {
    let service = Service::start().await;
    let token = &service.token;
    let head = |more: &str| {
        format!(
            "POST /graphql HTTP/1.1\r\nhost: permanence\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{more}\r\n"
        )
    };
    let long = "a".repeat(70_000);
    for (sent, expected) in [
        (
            head("content-length: 5\r\ncontent-length: 6\r\n") + "{}",
            &["400"][..],
        ),
        (
            head("transfer-encoding: chunked\r\n") + "zz\r\n" + HIDDEN,
            &["400", "BAD_REQUEST"],
        ),
        (
            head("content-encoding: gzip\r\ncontent-length: 4\r\n") + "zipped" + HIDDEN,
            &["415", "UNSUPPORTED_MEDIA_TYPE"],
        ),
        (
            format!("GET /graphql?query={long} HTTP/1.1\r\nhost: permanence\r\n\r\n{HIDDEN}"),
            &["414"],
        ),
        (format!("GRAPHQL\r\n\r\n{HIDDEN}"), &["400"]),
        (
            head("content-length: 2\r\nhost: elsewhere.example\r\n") + "{}" + HIDDEN,
            &["400"],
        ),
        (
            format!("GET /health/live HTTP/1.1\r\n\r\n{HIDDEN}"),
            &["400"],
        ),
        (head("content-length : 2\r\n") + "{}" + HIDDEN, &["400"]),
        (head("x: 1\r\n folded\r\n") + HIDDEN, &["400"]),
        (head("content-length: +2\r\n") + "{}" + HIDDEN, &["400"]),
        (
            head("transfer-encoding: chunked, identity\r\n") + "0\r\n\r\n" + HIDDEN,
            &["400"],
        ),
        (head(&"x: 1\r\n".repeat(200)) + HIDDEN, &["431"]),
        (
            head("content-length: 999999999\r\n") + HIDDEN,
            &["413", "PAYLOAD_TOO_LARGE"],
        ),
        // Read as it says of its chunks, and nothing after it.
        (
            head("content-length: 3\r\ntransfer-encoding: chunked\r\n")
                + "16\r\n{\"query\":\"{ viewer }\"}\r\n0\r\n\r\n"
                + HIDDEN,
            &["200", "GUARDIAN"],
        ),
        (
            head("transfer-encoding: chunked\r\ncontent-length: 3\r\n")
                + "16\r\n{\"query\":\"{ viewer }\"}\r\n0\r\n\r\n"
                + HIDDEN,
            &["200", "GUARDIAN"],
        ),
        (
            format!(
                "POST /graphql HTTP/1.1\r\nhost: permanence\r\ncontent-type: application/json\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}"
            ),
            &["401", "UNAUTHENTICATED"],
        ),
    ] {
        let mut stream = TcpStream::connect(service.address).await.unwrap();
        let _ = stream.write_all(sent.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{sent:?}: {answer}");
        assert!(!answer.contains("live"), "{answer}");
        for word in expected {
            assert!(answer.contains(word), "{sent:?}: {answer}");
        }
        service.still_serves().await;
    }
}

/// Sends it all and reads until the service closes.
async fn exchange(service: &Service, sent: &str) -> String {
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn ask(service: &Service, target: &str, version: &str, more: &str) -> String {
    let body = r#"{"query":"{ viewer }"}"#;
    format!(
        "POST {target} HTTP/{version}\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n{more}\r\n{body}",
        service.token,
        body.len()
    )
}

#[tokio::test]
async fn an_old_client_and_a_proxy_s_form_of_address_are_served() {
    let service = Service::start().await;
    // HTTP/1.0 needs no host, and its connection ends with the answer.
    for host in ["", "host: permanence\r\n"] {
        let answer = exchange(&service, &ask(&service, "/graphql", "1.0", host)).await;
        assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
        assert!(answer.contains("GUARDIAN"), "{answer}");
    }
    let chunked = ask(
        &service,
        "/graphql",
        "1.0",
        "transfer-encoding: chunked\r\n",
    );
    assert!(exchange(&service, &chunked).await.contains(" 400 "));
    // Which host an address names is nothing to us.
    let last = "host: permanence\r\nconnection: close\r\n";
    let whole = ask(&service, "http://elsewhere.example/graphql", "1.1", last);
    let answer = exchange(&service, &whole).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for target in [
        "elsewhere.example:443",
        "*",
        "//graphql",
        "/graphql/",
        "/%67raphql",
        "/GRAPHQL",
    ] {
        let answer = exchange(&service, &ask(&service, target, "1.1", last)).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{target}: {answer}");
        assert!(!answer.contains("GUARDIAN"), "{target}: {answer}");
    }
    service.still_serves().await;
}

#[tokio::test]
async fn a_body_is_called_for_only_when_it_will_be_read() {
    let service = Service::start().await;
    let wait = "host: permanence\r\nconnection: close\r\nexpect: 100-continue\r\n";
    let whole = ask(&service, "/graphql", "1.1", wait);
    let (head, body) = whole.split_at(whole.find("\r\n\r\n").unwrap() + 4);
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut called = [0; 25];
    stream.read_exact(&mut called).await.unwrap();
    assert_eq!(&called, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let nobody = head.replace("Bearer ", "Bearer x");
    let large = head.replace("content-length: ", "content-length: 9999999");
    for (head, status) in [(nobody, "401"), (large, "413")] {
        let answer = exchange(&service, &head).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn requests_that_are_sent_at_once_are_answered_in_their_order() {
    let service = Service::start().await;
    let host = "host: permanence\r\n";
    let first = ask(&service, "/graphql", "1.1", host);
    let last = ask(
        &service,
        "/graphql",
        "1.1",
        "host: permanence\r\nconnection: close\r\n",
    );
    let answer = exchange(&service, &format!("{first}{HIDDEN}{last}")).await;
    let told: Vec<&str> = answer.split("HTTP/1.1 200 OK").skip(1).collect();
    assert_eq!(told.len(), 3, "{answer}");
    assert!(
        told[0].contains("GUARDIAN") && told[2].contains("GUARDIAN"),
        "{answer}"
    );
    assert!(told[1].contains("live"), "{answer}");
    // After a body that was refused unread, what follows on the connection may be the rest of it: nothing more is read.
    let refused = format!("{}{first}", first.replace("application/json", "text/plain"));
    let answer = exchange(&service, &refused).await;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert!(answer.starts_with("HTTP/1.1 415"), "{answer}");
}

#[tokio::test]
async fn headers_that_fill_the_room_for_them_are_refused() {
    let service = Service::start().await;
    let begun = format!(
        "GET /health/live HTTP/1.1\r\nhost: permanence\r\nx: {}",
        "a".repeat(65_536)
    );
    // No more than is read: what is left unread can take the answer with it.
    let answer = exchange(&service, &begun[..65_536]).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    service.still_serves().await;
}
