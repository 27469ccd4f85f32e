//! The messages of `graphql-transport-ws`, and the codes with which a connection is closed.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Why a connection is closed. The numbers are the protocol's, 1001 is WebSocket's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// The server stops, or the connection was open long enough: open another.
    GoingAway,
    /// A message that the protocol does not have.
    BadMessage,
    /// A subscription before it was said who asks; or the token has ended since.
    Unauthorized,
    TokenEnded,
    /// The token is not accepted.
    Forbidden,
    InitTimeout,
    /// The id is in use.
    Duplicate,
    TooManyInits,
}

impl Closed {
    pub const fn code(self) -> u16 {
        match self {
            Self::GoingAway => 1001,
            Self::BadMessage => 4400,
            Self::Unauthorized | Self::TokenEnded => 4401,
            Self::Forbidden => 4403,
            Self::InitTimeout => 4408,
            Self::Duplicate => 4409,
            Self::TooManyInits => 4429,
        }
    }

    pub const fn reason(self) -> &'static str {
        match self {
            Self::GoingAway => "Going away",
            Self::BadMessage => "Invalid message",
            Self::Unauthorized => "Unauthorized",
            Self::TokenEnded => "Token expired",
            Self::Forbidden => "Forbidden",
            Self::InitTimeout => "Connection initialisation timeout",
            Self::Duplicate => "Subscriber already exists",
            Self::TooManyInits => "Too many initialisation requests",
        }
    }
}

/// What a client says.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    /// With the token, if there is one.
    Init(Option<String>),
    Ping,
    Pong,
    Subscribe {
        id: String,
        payload: Value,
    },
    Complete {
        id: String,
    },
}

/// As long as an id of a subscription may be.
const ID_CHARS: usize = 128;

pub(super) fn read(text: &str) -> Result<Said, Closed> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
        return Err(Closed::BadMessage);
    };
    let kind = match message.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        _ => return Err(Closed::BadMessage),
    };
    match kind.as_str() {
        "connection_init" => Ok(Said::Init(token(message.get("payload"))?)),
        "ping" => Ok(Said::Ping),
        "pong" => Ok(Said::Pong),
        "subscribe" => Ok(Said::Subscribe {
            id: id(&message)?,
            payload: message.remove("payload").ok_or(Closed::BadMessage)?,
        }),
        "complete" => Ok(Said::Complete { id: id(&message)? }),
        _ => Err(Closed::BadMessage),
    }
}

fn id(message: &Map<String, Value>) -> Result<String, Closed> {
    match message.get("id") {
        Some(Value::String(id)) if !id.is_empty() && id.chars().count() <= ID_CHARS => {
            Ok(id.clone())
        }
        _ => Err(Closed::BadMessage),
    }
}

/// `{"authorization": "Bearer TOKEN"}`, as the header would say it.
fn token(payload: Option<&Value>) -> Result<Option<String>, Closed> {
    let payload = match payload {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(payload)) => payload,
        Some(_) => return Err(Closed::BadMessage),
    };
    let given = payload
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let token = given
        .and_then(|(_, value)| value.as_str()?.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    Ok(token.map(|(_, token)| token.trim().to_owned()))
}

pub(super) fn acknowledged() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

pub(super) fn pong() -> String {
    json!({ "type": "pong" }).to_string()
}

/// `next`, or `error` with a list of errors.
pub(super) fn told(
    kind: &str,
    id: &str,
    payload: impl Serialize,
) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Message<'a, P> {
        id: &'a str,
        r#type: &'a str,
        payload: P,
    }
    serde_json::to_string(&Message {
        id,
        r#type: kind,
        payload,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_protocol_are_read_and_no_others() {
        let init = |token: &str| Ok(Said::Init(Some(token.to_owned())));
        for (text, expected) in [
            (r#"{"type":"connection_init"}"#, Ok(Said::Init(None))),
            (
                r#"{"type":"connection_init","payload":{"Authorization":"bearer abc"}}"#,
                init("abc"),
            ),
            (
                r#"{"type":"connection_init","payload":{"authorization":"abc"}}"#,
                Ok(Said::Init(None)),
            ),
            (
                r#"{"type":"connection_init","payload":3}"#,
                Err(Closed::BadMessage),
            ),
            (r#"{"type":"ping","payload":{"a":1}}"#, Ok(Said::Ping)),
            (
                r#"{"type":"complete","id":"1"}"#,
                Ok(Said::Complete { id: "1".into() }),
            ),
            (r#"{"type":"complete","id":""}"#, Err(Closed::BadMessage)),
            (r#"{"type":"subscribe","id":"1"}"#, Err(Closed::BadMessage)),
            (
                r#"{"type":"subscribe","id":7,"payload":{}}"#,
                Err(Closed::BadMessage),
            ),
            (
                r#"{"type":"start","id":"1","payload":{}}"#,
                Err(Closed::BadMessage),
            ),
            (r#"["ping"]"#, Err(Closed::BadMessage)),
            ("ping", Err(Closed::BadMessage)),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
