//! A client of `graphql-transport-ws` that may be anything but well-behaved.

use std::{net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

const LONG: Duration = Duration::from_secs(20);

/// A socket, or the status with which none is opened.
pub async fn open(
    address: SocketAddr,
    protocol: &str,
    origin: Option<&str>,
) -> Result<Result<Socket, u16>, String> {
    let mut request = format!("ws://{address}/graphql/ws")
        .into_client_request()
        .unwrap();
    let headers = [("sec-websocket-protocol", protocol)];
    let origin = origin.map(|it| ("origin", it));
    for (name, value) in headers.into_iter().chain(origin) {
        let value = HeaderValue::from_str(value).unwrap();
        request
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
    match timeout(LONG, connect_async(request)).await {
        Ok(Ok((socket, _))) => Ok(Ok(socket)),
        Ok(Err(Error::Http(answer))) => Ok(Err(answer.status().as_u16())),
        Ok(Err(other)) => Err(other.to_string()),
        Err(_) => Err("no socket is opened and none refused".to_owned()),
    }
}

pub async fn say(socket: &mut Socket, message: &Value) -> Result<(), String> {
    socket
        .send(Message::text(message.to_string()))
        .await
        .map_err(|it| it.to_string())
}

pub async fn greeted(address: SocketAddr, token: &str) -> Result<Socket, String> {
    let mut socket = open(address, "graphql-transport-ws", None)
        .await?
        .map_err(|status| format!("no socket is opened: {status}"))?;
    let payload = json!({ "authorization": format!("Bearer {token}") });
    say(
        &mut socket,
        &json!({ "type": "connection_init", "payload": payload }),
    )
    .await?;
    match timeout(LONG, socket.next()).await {
        Ok(Some(Ok(Message::Text(text)))) if text.as_str().contains("connection_ack") => Ok(socket),
        other => Err(format!("no greeting but {other:?}")),
    }
}

/// Hears it, among whatever else is said.
pub async fn heard(socket: &mut Socket, word: &str) -> Result<(), String> {
    loop {
        match timeout(LONG, socket.next()).await {
            Ok(Some(Ok(Message::Text(text)))) if text.as_str().contains(word) => return Ok(()),
            Ok(Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_)))) => {}
            other => return Err(format!("no {word} but {other:?}")),
        }
    }
}

/// The code with which the server closes it, whatever it says before.
pub async fn closed(socket: &mut Socket) -> Result<u16, String> {
    loop {
        match timeout(LONG, socket.next()).await {
            Ok(Some(Ok(Message::Close(Some(frame))))) => return Ok(frame.code.into()),
            Ok(Some(Ok(_))) => {}
            other => return Err(format!("not closed but {other:?}")),
        }
    }
}
