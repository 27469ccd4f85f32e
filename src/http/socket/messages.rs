//! The messages of `graphql-transport-ws`, and the codes with which a connection is closed.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::auth::{Presented, strict};

/// Why a connection is closed. The numbers are the protocol's, 1001 to 1013 are WebSocket's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// The server stops, or the connection was open long enough: open another.
    GoingAway,
    /// A message that the protocol does not have.
    BadMessage,
    /// One that is larger than a request may be.
    TooLarge,
    /// More of them than anybody needs.
    TooMany,
    /// As many connections of this person are open as one may have.
    TooManyOfOne,
    /// A subscription before it was said who asks; or the token has ended since.
    Unauthorized,
    TokenEnded,
    /// The token is not accepted, or whoever brings it is out.
    Forbidden,
    /// Nobody can say now whether they are out.
    Unavailable,
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
            Self::TooLarge => 1009,
            Self::TooMany => 1008,
            Self::Unauthorized | Self::TokenEnded => 4401,
            Self::Forbidden => 4403,
            Self::Unavailable | Self::TooManyOfOne => 1013,
            Self::InitTimeout => 4408,
            Self::Duplicate => 4409,
            Self::TooManyInits => 4429,
        }
    }

    pub const fn reason(self) -> &'static str {
        match self {
            Self::GoingAway => "Going away",
            Self::BadMessage => "Invalid message",
            Self::TooLarge => "Message too large",
            Self::TooMany => "Too many messages",
            Self::TooManyOfOne => "Too many connections",
            Self::Unauthorized => "Unauthorized",
            Self::TokenEnded => "Token expired",
            Self::Forbidden => "Forbidden",
            Self::Unavailable => "Try again later",
            Self::InitTimeout => "Connection initialisation timeout",
            Self::Duplicate => "Subscriber already exists",
            Self::TooManyInits => "Too many initialisation requests",
        }
    }
}

/// What a client says.
#[derive(Debug)]
pub(super) enum Said {
    /// With the token and what goes with it, if there is one.
    Init(Option<Presented>),
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
    let Some(Value::Object(mut message)) = strict::value(text.as_bytes()) else {
        return Err(Closed::BadMessage);
    };
    let kind = match message.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        _ => return Err(Closed::BadMessage),
    };
    match kind.as_str() {
        "connection_init" => Ok(Said::Init(presented(message.get("payload"))?)),
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

/// Where a connection is opened, as a proof names it.
const METHOD: &str = "GET";
const PATH: &str = "/graphql/ws";

/// `{"authorization": "Bearer TOKEN", "role": "GUARDIAN"}`, or `DPoP TOKEN` with the proof as `dpop`, as headers would say
/// it. What says one of them twice, or in another form, says nothing.
fn presented(payload: Option<&Value>) -> Result<Option<Presented>, Closed> {
    let payload = match payload {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(payload)) => payload,
        Some(_) => return Err(Closed::BadMessage),
    };
    let (Some(Some(credentials)), Some(proof), Some(role)) = (
        only(payload, "authorization"),
        only(payload, "dpop"),
        only(payload, "role"),
    ) else {
        return Ok(None);
    };
    Ok(Presented::of(credentials, proof, role, METHOD, PATH))
}

/// The one text of this name, in any case of its letters: `Some(None)` where there is none.
fn only<'a>(payload: &'a Map<String, Value>, name: &str) -> Option<Option<&'a str>> {
    let mut given = payload
        .iter()
        .filter(|(given, _)| given.eq_ignore_ascii_case(name));
    match (given.next(), given.next()) {
        (None, _) => Some(None),
        (Some((_, Value::String(text))), None) => Some(Some(text)),
        _ => None,
    }
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
    use crate::auth::Holder;

    /// What is said, with of an opening only what it brings.
    fn told(text: &str) -> Result<String, Closed> {
        Ok(match read(text)? {
            Said::Init(None) => "init of nobody".to_owned(),
            Said::Init(Some(it)) => match it.holder {
                Holder::Proof { proof, .. } => format!("{} proven by {proof}", it.token),
                _ => format!("{} as {}", it.token, it.role.unwrap_or_default()),
            },
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn messages_of_the_protocol_are_read_and_no_others() {
        let opened = |payload: &str| format!(r#"{{"type":"connection_init","payload":{payload}}}"#);
        let said = |text: &str| Ok(text.to_owned());
        for (text, expected) in [
            (
                r#"{"type":"connection_init"}"#.to_owned(),
                said("init of nobody"),
            ),
            (opened(r#"{"Authorization":"bearer abc"}"#), said("abc as ")),
            (
                opened(r#"{"authorization":"Bearer abc","role":"JUDGE"}"#),
                said("abc as JUDGE"),
            ),
            (
                opened(r#"{"authorization":"DPoP abc","dpop":"p"}"#),
                said("abc proven by p"),
            ),
            (
                opened(r#"{"authorization":"DPoP abc"}"#),
                said("init of nobody"),
            ),
            (
                opened(r#"{"authorization":"Bearer abc","dpop":"p"}"#),
                said("init of nobody"),
            ),
            (
                opened(r#"{"authorization":"Bearer abc","Authorization":"Bearer abc"}"#),
                said("init of nobody"),
            ),
            (
                opened(r#"{"authorization":"Bearer abc","role":["JUDGE"]}"#),
                said("init of nobody"),
            ),
            (opened(r#"{"authorization":"abc"}"#), said("init of nobody")),
            (opened("3"), Err(Closed::BadMessage)),
            (
                r#"{"type":"ping","payload":{"a":1}}"#.to_owned(),
                said("Ping"),
            ),
            (
                r#"{"type":"complete","id":"1"}"#.to_owned(),
                said(r#"Complete { id: "1" }"#),
            ),
            (
                r#"{"type":"complete","id":""}"#.to_owned(),
                Err(Closed::BadMessage),
            ),
            (
                r#"{"type":"subscribe","id":"1"}"#.to_owned(),
                Err(Closed::BadMessage),
            ),
            (
                r#"{"type":"subscribe","id":7,"payload":{}}"#.to_owned(),
                Err(Closed::BadMessage),
            ),
            (
                r#"{"type":"start","id":"1","payload":{}}"#.to_owned(),
                Err(Closed::BadMessage),
            ),
            (r#"["ping"]"#.to_owned(), Err(Closed::BadMessage)),
            ("ping".to_owned(), Err(Closed::BadMessage)),
        ] {
            assert_eq!(told(&text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_sent_is_a_message_or_is_refused(
            noise in "\\PC*",
            kind in "(connection_init|ping|pong|subscribe|complete|next|\\PC{0,8})",
            id in proptest::option::of("\\PC{0,140}"),
            payload in "(null|7|\\[\\]|\\{\\}|\\{\"authorization\":\"\\PC{0,20}\"\\}|\\PC{0,20})",
            cut in 0usize..400,
        ) {
            let _ = read(&noise);
            let whole = serde_json::json!({ "type": kind, "id": id }).to_string();
            let with = format!("{},\"payload\":{payload}}}", &whole[..whole.len() - 1]);
            for text in [&whole, &with] {
                match read(text) {
                    Ok(Said::Subscribe { id, .. } | Said::Complete { id }) => {
                        proptest::prop_assert!(!id.is_empty() && id.chars().count() <= ID_CHARS);
                    }
                    Ok(_) => {}
                    Err(closed) => proptest::prop_assert_eq!(closed, Closed::BadMessage),
                }
                let end = (0..=cut.min(text.len())).rev().find(|it| text.is_char_boundary(*it));
                let _ = read(&text[..end.unwrap_or(0)]);
            }
        }
    }
}
