//! Clients over TLS, and others that only knock.

use std::{sync::Arc, time::Duration};

use permanence::http::{Tls, TlsFault};
use reqwest::tls::Version;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

use super::{
    headers::{all_carry, asks},
    service::{SHORT, Service},
};
use crate::support::certificate::Certificate;

const LONG: Duration = Duration::from_secs(30);

fn tls(of: &Certificate) -> Tls {
    Tls::new(of.certificate.as_bytes(), of.key.as_bytes()).unwrap()
}

/// A client that trusts this certificate and no other.
fn client(of: &Certificate) -> reqwest::ClientBuilder {
    let trusted = reqwest::Certificate::from_pem(of.certificate.as_bytes()).unwrap();
    reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([trusted])
}

fn address(service: &Service) -> String {
    format!("https://localhost:{}", service.address.port())
}

/// A connection that offers these protocols.
async fn connected(
    service: &Service,
    of: &Certificate,
    protocols: &[&str],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    let trusted = CertificateDer::from_pem_slice(of.certificate.as_bytes()).unwrap();
    roots.add(trusted).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(service.address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

#[tokio::test]
async fn a_guardian_asks_over_either_version_of_tls() {
    let certificate = Certificate::new();
    let service = Service::over_tls(tls(&certificate), LONG).await;
    for version in [Version::TLS_1_2, Version::TLS_1_3] {
        let client = client(&certificate)
            .tls_version_min(version)
            .tls_version_max(version)
            .build()
            .unwrap();
        let ask = client
            .post(format!("{}/graphql", address(&service)))
            .bearer_auth(&service.token)
            .json(&json!({ "query": "{ viewer }" }));
        let body: serde_json::Value = ask.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["data"]["viewer"], "GUARDIAN");
    }
    // Whoever was here once comes back over TLS alone.
    let client = client(&certificate).build().unwrap();
    let asks = asks(&client, &address(&service), &service.token);
    all_carry(asks, &[("strict-transport-security", "max-age=31536000")]).await;
}

#[tokio::test]
async fn http_1_1_is_the_one_protocol_over_it() {
    let certificate = Certificate::new();
    let service = Service::over_tls(tls(&certificate), LONG).await;
    for (offered, spoken) in [(&["h2", "http/1.1"][..], Some("http/1.1")), (&[][..], None)] {
        let mut stream = connected(&service, &certificate, offered).await.unwrap();
        let chosen = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
        assert_eq!(chosen.as_deref(), spoken.map(str::as_bytes));
        let ask = b"GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(ask).await.unwrap();
        let mut answer = String::new();
        // Reads to a proper end: a connection that is cut without one is an error.
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert!(connected(&service, &certificate, &["h2"]).await.is_err());
}

#[tokio::test]
async fn a_websocket_is_opened_over_it() {
    let certificate = Certificate::new();
    let service = Service::over_tls(tls(&certificate), LONG).await;
    let mut stream = connected(&service, &certificate, &[]).await.unwrap();
    let ask = "GET /graphql/ws HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
               sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
               sec-websocket-protocol: graphql-transport-ws\r\norigin: https://localhost\r\n\r\n";
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 101");
}

#[tokio::test]
async fn whoever_speaks_something_else_or_nothing_is_cut() {
    let certificate = Certificate::new();
    let service = Service::over_tls(tls(&certificate), SHORT).await;
    for sent in [
        &b""[..],
        b"\x16",
        b"\x16\x03\x01\x00\xff\x01",
        b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(service.address).await.unwrap();
        stream.write_all(sent).await.unwrap();
        let mut answer = Vec::new();
        let cut = timeout(LONG / 3, stream.read_to_end(&mut answer)).await;
        assert!(cut.is_ok(), "still open after {sent:?}");
        assert!(!answer.starts_with(b"HTTP"), "{sent:?}");
    }
    let client = client(&certificate).build().unwrap();
    let live = client.get(format!("{}/health/live", address(&service)));
    assert_eq!(live.send().await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn those_who_have_not_shaken_hands_do_not_hold_up_the_end() {
    let certificate = Certificate::new();
    let service = Service::over_tls(tls(&certificate), LONG).await;
    let _silent = TcpStream::connect(service.address).await.unwrap();
    let client = client(&certificate).build().unwrap();
    let live = client.get(format!("{}/health/live", address(&service)));
    live.send().await.unwrap();
    timeout(LONG / 3, service.stop()).await.unwrap();
}

#[tokio::test]
async fn a_new_certificate_is_shown_to_the_next_connection_and_a_bad_one_to_nobody() {
    let (first, second) = (Certificate::new(), Certificate::new());
    let shared = tls(&first);
    let service = Service::over_tls(shared.clone(), LONG).await;
    let mut open = connected(&service, &first, &[]).await.unwrap();
    let refused = shared.replace(second.certificate.as_bytes(), first.key.as_bytes());
    assert!(matches!(refused, Err(TlsFault::Pair(_))), "{refused:?}");
    assert!(connected(&service, &first, &[]).await.is_ok());
    shared
        .replace(second.certificate.as_bytes(), second.key.as_bytes())
        .unwrap();
    assert!(connected(&service, &first, &[]).await.is_err());
    assert!(connected(&service, &second, &[]).await.is_ok());
    // What was open stays so.
    let ask = b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n";
    open.write_all(ask).await.unwrap();
    let mut answer = [0; 12];
    open.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[test]
fn files_that_hold_something_else_are_refused() {
    let of = Certificate::new();
    let refused = |certificate: &str, key: &str| {
        Tls::new(certificate.as_bytes(), key.as_bytes())
            .err()
            .map(|it| it.to_string())
            .unwrap_or_default()
    };
    for certificate in ["", "nothing", of.key.as_str()] {
        assert!(refused(certificate, &of.key).contains("no certificate"));
    }
    for key in ["", "nothing", of.certificate.as_str()] {
        assert!(refused(&of.certificate, key).contains("no private key"));
    }
    let cut = of.certificate.replace("-----END CERTIFICATE-----", "");
    assert!(!refused(&cut, &of.key).is_empty());
    assert!(refused(&of.certificate, &Certificate::new().key).contains("together"));
}
