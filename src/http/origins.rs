//! Pages of other origins (CORS). A browser lets no page of another origin read an answer of ours, or send a token here,
//! unless the answer names its origin: so nothing is told to any but those that are configured, and to none by default.
//!
//! Written out here because a layer that takes every `OPTIONS` for a preflight would tell pages that are not admitted
//! what is admitted.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

/// The origins whose pages may ask, as a browser writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(Vec<HeaderValue>);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginFault {
    #[error("`*` would let every page ask: name the origins")]
    Every,
    #[error(
        "`{0}` is not an origin: write it as a browser does, as `https://portal.example` or `http://localhost:3000`, in \
         lower case, without a path and without the port that goes with `https` or `http`"
    )]
    Form(String),
}

impl Origins {
    pub fn new<'a>(origins: impl IntoIterator<Item = &'a str>) -> Result<Self, OriginFault> {
        origins
            .into_iter()
            .map(origin)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// What cannot be compared letter by letter with what a browser sends would never be admitted.
fn origin(text: &str) -> Result<HeaderValue, OriginFault> {
    if text == "*" {
        return Err(OriginFault::Every);
    }
    let refuse = || OriginFault::Form(text.to_owned());
    let uri: Uri = text.parse().map_err(|_| refuse())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(refuse());
    };
    let usual = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return Err(refuse()),
    };
    let written = format!("{scheme}://{authority}");
    let as_sent = text == written
        && text == text.to_ascii_lowercase()
        && !text.contains('@')
        && authority.port_u16() != Some(usual);
    as_sent
        .then(|| HeaderValue::from_str(text).ok())
        .flatten()
        .ok_or_else(refuse)
}

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
/// All that a request says beyond what any page may send.
const TAKEN: HeaderValue =
    HeaderValue::from_static("authorization, content-type, dpop, permanence-role");
/// What a page may read besides the answer.
const TOLD: HeaderValue = HeaderValue::from_static(
    "x-request-id, ratelimit, ratelimit-policy, retry-after, www-authenticate",
);
/// How long a browser need not ask again, in seconds: an origin that is taken out is out this soon.
const REMEMBERED: HeaderValue = HeaderValue::from_static("600");

impl Origins {
    /// The origin of the request, if it is one of these.
    pub(super) fn of(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let mut said = headers.get_all(header::ORIGIN).iter();
        let (Some(origin), None) = (said.next(), said.next()) else {
            return None;
        };
        self.0.iter().find(|it| *it == origin).cloned()
    }

    /// Lets a page of the origin that is admitted read an answer; pages of others are told nothing.
    pub(super) fn tell(&self, admitted: Option<HeaderValue>, headers: &mut HeaderMap) {
        if !self.0.is_empty() {
            headers.append(header::VARY, HeaderValue::from_static("origin"));
        }
        if let Some(origin) = admitted {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, TOLD);
        }
    }
}

/// Whether a browser asks before the page's own request, and without its token.
pub(super) fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// What a page that is admitted may send. Cookies are not in it: none is read.
pub(super) fn preflight() -> Response {
    let told = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, TAKEN),
        (header::ACCESS_CONTROL_MAX_AGE, REMEMBERED),
    ];
    (StatusCode::NO_CONTENT, told).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for good in [
            "https://portal.example",
            "http://localhost:3000",
            "https://portal.example:8443",
            "http://127.0.0.1:8080",
        ] {
            assert!(Origins::new([good]).is_ok(), "{good}");
        }
        for bad in [
            "",
            "null",
            "portal.example",
            "https://portal.example/",
            "https://portal.example/app",
            "https://Portal.example",
            "HTTPS://portal.example",
            "https://portal.example:443",
            "http://portal.example:80",
            "https://somebody@portal.example",
            "file:///page.html",
            "chrome-extension://abc",
        ] {
            assert_eq!(
                Origins::new(["https://good.example", bad]),
                Err(OriginFault::Form(bad.to_owned())),
                "{bad}"
            );
        }
        assert_eq!(Origins::new(["*"]), Err(OriginFault::Every));
    }
}
