//! A client of `graphql-transport-ws` on a real connection.

use std::{net::SocketAddr, time::Duration};

use axum::http::{HeaderName, HeaderValue};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, handshake::client::Request},
};

/// Longer than anything takes here.
const LONG: Duration = Duration::from_secs(30);
/// How long nothing must be heard for it to be nothing.
const SHORT: Duration = Duration::from_millis(300);

pub struct Subscriber(WebSocketStream<MaybeTlsStream<TcpStream>>);

fn request(address: SocketAddr, headers: &[(&'static str, &str)]) -> Request {
    let mut request = format!("ws://{address}/graphql/ws")
        .into_client_request()
        .unwrap();
    let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
    for (name, value) in protocol.iter().chain(headers) {
        let name = HeaderName::from_static(name);
        request
            .headers_mut()
            .insert(name, HeaderValue::from_str(value).unwrap());
    }
    request
}

impl Subscriber {
    pub async fn open(address: SocketAddr) -> Self {
        Self(connect_async(request(address, &[])).await.unwrap().0)
    }

    pub async fn from_page(address: SocketAddr, origin: &str) -> Self {
        let request = request(address, &[("origin", origin)]);
        Self(connect_async(request).await.unwrap().0)
    }

    /// Opened, and told who asks.
    pub async fn greeted(address: SocketAddr, token: &str) -> Self {
        let mut subscriber = Self::open(address).await;
        subscriber.greet(token).await;
        subscriber
    }

    /// The status with which no connection is opened.
    pub async fn refused(address: SocketAddr, headers: &[(&'static str, &str)]) -> u16 {
        match connect_async(request(address, headers)).await {
            Err(Error::Http(response)) => response.status().as_u16(),
            other => panic!("{other:?}"),
        }
    }

    pub async fn greet(&mut self, token: &str) {
        let payload = json!({ "authorization": format!("Bearer {token}") });
        self.raw(&json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(self.heard().await["type"], "connection_ack");
    }

    /// Whether the greeting is taken; it is closed where it is not.
    pub async fn is_acknowledged(&mut self) -> bool {
        match timeout(LONG, self.0.next()).await.expect("it is answered") {
            Some(Ok(Message::Text(text))) => text.contains("connection_ack"),
            _ => false,
        }
    }

    pub async fn raw(&mut self, message: &Value) {
        self.0
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.raw(&json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    /// The next message, whatever it is.
    pub async fn heard(&mut self) -> Value {
        loop {
            match timeout(LONG, self.0.next())
                .await
                .expect("something is heard")
            {
                Some(Ok(Message::Text(text))) => {
                    return serde_json::from_str(text.as_str()).unwrap();
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The data of the next page.
    pub async fn next(&mut self, id: &str) -> Value {
        let mut message = self.heard().await;
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("next"), &json!(id)),
            "{message}"
        );
        assert!(message["payload"]["errors"].is_null(), "{message}");
        message["payload"]["data"].take()
    }

    /// The code of the error that ends a subscription.
    pub async fn error(&mut self, id: &str) -> String {
        let message = self.heard().await;
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("error"), &json!(id)),
            "{message}"
        );
        let extensions = &message["payload"][0]["extensions"];
        assert!(extensions["requestId"].is_string(), "{message}");
        extensions["code"].as_str().unwrap().to_owned()
    }

    /// Whatever may stand in a frame.
    pub async fn frame(&mut self, message: Message) {
        // What was closed meanwhile takes nothing.
        let _ = self.0.send(message).await;
    }

    /// It ends, with a number or without.
    pub async fn ends(&mut self) -> Option<u16> {
        let ending = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Close(frame))) => return frame.map(|it| it.code.into()),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return None,
                }
            }
        };
        timeout(LONG, ending).await.expect("it ends")
    }

    pub async fn ping(&mut self) {
        self.raw(&json!({ "type": "ping" })).await;
        assert_eq!(self.heard().await["type"], "pong");
    }

    pub async fn is_silent(&mut self) {
        let listening = timeout(SHORT, self.heard()).await;
        assert!(listening.is_err(), "{listening:?}");
    }

    /// The code with which the server closes it, without another word before.
    pub async fn closed_unheard(&mut self) -> u16 {
        self.closed_by(|said| panic!("{said:?}")).await
    }

    /// The code with which the server closes it. What it says before is passed over.
    pub async fn closed(&mut self) -> u16 {
        self.closed_by(|_| ()).await
    }

    /// Signs of life do not keep it waiting.
    async fn closed_by(&mut self, heard: impl Fn(Message)) -> u16 {
        let closing = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(said)) => heard(said),
                    other => panic!("{other:?}"),
                }
            }
        };
        timeout(LONG, closing).await.expect("it is closed")
    }
}
