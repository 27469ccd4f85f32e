//! Which form of answer a client takes, and which form of body we take.

use axum::http::{HeaderMap, HeaderValue, header};

/// The two media types of GraphQL over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Media {
    #[default]
    GraphqlResponse,
    /// For older clients, which read anything but 200 as a broken connection.
    LegacyJson,
}

impl Media {
    pub fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::LegacyJson => "application/json; charset=utf-8",
        })
    }
}

/// The form that the client likes best; at equal weight the newer one. `None` where it takes neither.
pub(super) fn media(headers: &HeaderMap) -> Option<Media> {
    if !headers.contains_key(header::ACCEPT) {
        return Some(Media::default());
    }
    let ranges = ranges(headers);
    let weight = |name: &str| {
        let specific = |wanted: &str| {
            ranges
                .iter()
                .find(|(range, _)| range == wanted)
                .map(|(_, weight)| *weight)
        };
        specific(name)
            .or_else(|| specific("application/*"))
            .or_else(|| specific("*/*"))
            .unwrap_or(0.0)
    };
    let (new, old) = (
        weight("application/graphql-response+json"),
        weight("application/json"),
    );
    match new.max(old) {
        best if best <= 0.0 => None,
        _ if new >= old => Some(Media::GraphqlResponse),
        _ => Some(Media::LegacyJson),
    }
}

/// Whether the client takes a page of HTML.
pub(super) fn takes_html(headers: &HeaderMap) -> bool {
    let ranges = ranges(headers);
    let specific = |wanted: &str| {
        let found = ranges.iter().find(|(range, _)| range == wanted);
        found.map(|(_, weight)| *weight)
    };
    !headers.contains_key(header::ACCEPT)
        || specific("text/html")
            .or_else(|| specific("text/*"))
            .or_else(|| specific("*/*"))
            .is_some_and(|weight| weight > 0.0)
}

fn ranges(headers: &HeaderMap) -> Vec<(String, f32)> {
    let values = headers.get_all(header::ACCEPT).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(range)
        .collect()
}

/// One media range with its weight; `None` where it asks for another encoding than UTF-8.
fn range(text: &str) -> Option<(String, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let mut weight = 1.0;
    for part in parts {
        let (key, value) = part.split_once('=')?;
        match key.trim().to_ascii_lowercase().as_str() {
            "q" => {
                weight = value
                    .trim()
                    .parse()
                    .ok()
                    .filter(|it: &f32| it.is_finite())?
            }
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some((name, weight))
}

/// Whether the body is plain `application/json` in UTF-8. Forms and text can be sent by any page without asking.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (types.next().and_then(|it| it.to_str().ok()), types.next()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|it| it.eq_ignore_ascii_case("application/json"));
    let utf8 = parts.all(|part| match part.split_once('=') {
        Some((key, value)) => key.trim().eq_ignore_ascii_case("charset") && is_utf8(value),
        None => part.is_empty(),
    });
    let encoded = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|it| !it.as_bytes().eq_ignore_ascii_case(b"identity"));
    json && utf8 && !encoded
}

fn is_utf8(charset: &str) -> bool {
    charset
        .trim()
        .trim_matches('"')
        .eq_ignore_ascii_case("utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_takes_the_form_that_the_client_likes_best() {
        for (accept, expected) in [
            (None, Some(Media::GraphqlResponse)),
            (Some("*/*"), Some(Media::GraphqlResponse)),
            (Some("application/*;q=0.5"), Some(Media::GraphqlResponse)),
            (Some("application/json"), Some(Media::LegacyJson)),
            (
                Some("application/json; charset=utf-8"),
                Some(Media::LegacyJson),
            ),
            (
                Some("application/graphql-response+json, application/json;q=0.9"),
                Some(Media::GraphqlResponse),
            ),
            (
                Some("application/graphql-response+json;q=0.1, application/json"),
                Some(Media::LegacyJson),
            ),
            (
                Some("application/json, application/graphql-response+json"),
                Some(Media::GraphqlResponse),
            ),
            (
                Some("application/graphql-response+json;q=0, */*"),
                Some(Media::LegacyJson),
            ),
            (Some("text/html"), None),
            (Some("application/json;q=0"), None),
            (Some("application/json;charset=latin1"), None),
        ] {
            let mut headers = HeaderMap::new();
            headers.extend(accept.map(|it| (header::ACCEPT, HeaderValue::from_static(it))));
            assert_eq!(media(&headers), expected, "{accept:?}");
        }
    }

    #[test]
    fn a_page_goes_to_whoever_takes_one() {
        for (accept, expected) in [
            (None, true),
            (Some("*/*"), true),
            (Some("text/*;q=0.1"), true),
            (Some("text/html, application/xml;q=0.9"), true),
            (Some("text/html;q=0, */*"), false),
            (Some("application/json"), false),
            (Some("text/html;charset=latin1"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.extend(accept.map(|it| (header::ACCEPT, HeaderValue::from_static(it))));
            assert_eq!(takes_html(&headers), expected, "{accept:?}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        for (kind, expected) in [
            ("application/json", true),
            ("Application/JSON; Charset=\"UTF-8\"", true),
            ("application/json;charset=latin1", false),
            ("application/x-www-form-urlencoded", false),
            ("multipart/form-data; boundary=x", false),
            ("text/plain", false),
            ("application/graphql", false),
        ] {
            let headers =
                HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
            assert_eq!(is_json(&headers), expected, "{kind}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
