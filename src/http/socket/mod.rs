//! `/graphql/ws`: subscriptions over `graphql-transport-ws`. A WebSocket is opened by whoever may, and says who it is
//! in its first message; after that every answer is decided anew.

mod inbox;
mod look;
mod messages;
mod places;
mod session;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::{Front, envelope::RequestId, refused::Refused};
use crate::graphql::code::ErrorCode;
use messages::Closed;
pub use places::Sockets;
use session::Session;

/// The subprotocol, and the only one.
const PROTOCOL: &str = "graphql-transport-ws";

#[derive(Debug, Clone)]
pub struct SocketSettings {
    /// How many may be open.
    pub connections: usize,
    /// How many of them by one person.
    pub per_person: u64,
    /// How many subscriptions one may hold.
    pub subscriptions: usize,
    /// How long a client may take to say who it is.
    pub init: Duration,
    /// How many messages one may send at once, and how many more as time goes on.
    pub messages: u64,
    pub messages_per_second: u64,
    /// How long a client may give no sign of life.
    pub silent: Duration,
    /// How many look at the record at the same time.
    pub looks: usize,
    /// How often the feed is looked at besides when this process writes to it.
    pub poll: Duration,
    /// How long one may stay open.
    pub life: Duration,
    /// Pages from these origins may open one, besides those of the service's own.
    pub origins: Vec<String>,
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self {
            connections: 256,
            per_person: 16,
            subscriptions: 10,
            messages: 100,
            messages_per_second: 20,
            silent: Duration::from_secs(30),
            looks: 4,
            init: Duration::from_secs(10),
            poll: Duration::from_secs(5),
            life: Duration::from_secs(3600),
            origins: Vec::new(),
        }
    }
}

/// Why a connection ends.
enum End {
    Closed(Closed),
    /// The client has gone, or takes nothing any more.
    Gone,
}

impl From<Closed> for End {
    fn from(closed: Closed) -> Self {
        Self::Closed(closed)
    }
}

pub(super) async fn socket(
    State(front): State<Arc<Front>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let opened = front.clone().open(&headers, upgrade);
    opened.unwrap_or_else(|refused| refused.with(&id).into_response())
}

impl Front {
    fn open(
        self: Arc<Self>,
        headers: &HeaderMap,
        upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    ) -> Result<Response, Refused> {
        if !is_of_origin(headers, &self.settings.sockets.origins) {
            let message = "Pages of this origin may not open a connection here.";
            return Err(Refused::new(ErrorCode::Forbidden, message).closing());
        }
        let refuse = |message| Refused::new(ErrorCode::BadRequest, message).closing();
        let upgrade = upgrade.map_err(|_| refuse("Open a WebSocket here, with GET."))?;
        let upgrade = upgrade.protocols([PROTOCOL]);
        if upgrade.selected_protocol().is_none() {
            return Err(refuse("Speak the subprotocol `graphql-transport-ws`."));
        }
        let seat = self.sockets.take().ok_or_else(|| {
            let message = "Too many connections are open: come back later.";
            let refused = Refused::new(ErrorCode::RateLimited, message);
            refused.header(header::RETRY_AFTER, "30").closing()
        })?;
        let bytes = self.settings.body_bytes;
        // Somewhat more is read, so that it can be said what is wrong with it.
        let (message, frame) = (bytes.saturating_mul(2), bytes.saturating_mul(2));
        let upgrade = upgrade.max_message_size(message).max_frame_size(frame);
        Ok(upgrade.on_upgrade(move |socket| Session::new(self, socket, seat).run()))
    }
}

/// Whether a page may open it: one of ours, or of an origin that is configured. A client that is no page sends none.
fn is_of_origin(headers: &HeaderMap, allowed: &[String]) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else {
        return true;
    };
    let Some(origin) = origin.to_str().ok().filter(|_| origins.next().is_none()) else {
        return false;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let own = origin.split_once("://").map(|(_, authority)| authority);
    let is_own = own
        .zip(host)
        .is_some_and(|(own, host)| own.eq_ignore_ascii_case(host));
    is_own || allowed.iter().any(|it| it.eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_page_of_ours_and_of_a_configured_origin_may_open_one() {
        let allowed = ["https://portal.northmoor.example".to_owned()];
        for (origins, expected) in [
            (&[][..], true),
            (&["http://api.example:8080"][..], true),
            (&["https://API.example:8080"][..], true),
            (&["https://portal.northmoor.example"][..], true),
            (&["https://api.example"][..], false),
            (&["https://evil.example"][..], false),
            (&["null"][..], false),
            (
                &["http://api.example:8080", "https://evil.example"][..],
                false,
            ),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("api.example:8080"));
            for origin in origins {
                headers.append(header::ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(is_of_origin(&headers, &allowed), expected, "{origins:?}");
        }
    }
}
