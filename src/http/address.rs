//! A query in the address, as GraphQL over HTTP has it for GET: the same parts as in a body, each once.

use serde_json::{Map, Value};

use super::body::{Asked, of_value};
use crate::{
    auth::strict,
    graphql::{code::ErrorCode, document::Refusal},
};

/// Reads what follows the `?`. A part that the body could not hold is refused here too, and so is a token: what stands
/// in an address stands in logs.
pub(super) fn read(said: &str, limit: usize) -> Result<Asked, Refusal> {
    if said.len() > limit {
        let (value, limit) = (said.len() as u64, limit as u64);
        let what = "Bytes of the query in the address";
        return Err(Refusal::limit(
            ErrorCode::PayloadTooLarge,
            what,
            value,
            limit,
        ));
    }
    let refuse = |message: &str| Refusal::new(ErrorCode::BadRequest, message);
    let mut object = Map::new();
    for pair in said.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
            return Err(refuse("The address must be UTF-8, escaped with `%`."));
        };
        let value = match name.as_str() {
            // Left out and empty are the same in an address.
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => strict::value(value.as_bytes())
                .ok_or_else(|| refuse(&format!("`{name}` must be an object, as JSON.")))?,
            _ => Value::String(value),
        };
        if object.insert(name, value).is_some() {
            return Err(refuse("Each part of the address may be given once."));
        }
    }
    of_value(Value::Object(object))
}

/// `%7B` as `{` and `+` as a space; nothing where it is not UTF-8 or an escape is broken off.
fn decoded(text: &str) -> Option<String> {
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_and_broken_ones_are_not() {
        for (text, expected) in [
            ("a+b%20c", Some("a b c")),
            ("%7b%7D", Some("{}")),
            ("%C3%A9", Some("\u{e9}")),
            ("%2B", Some("+")),
            ("%", None),
            ("%2", None),
            ("%+1", None),
            ("%C3", None),
        ] {
            assert_eq!(decoded(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_query_in_the_address_has_the_parts_of_a_body_and_no_others() {
        let asked = read(
            "query=query+A(%24n:Int!){a(n:%24n)}&operationName=A&variables=%7B%22n%22:1%7D&extensions=",
            1_000,
        )
        .unwrap();
        assert_eq!(asked.query.as_deref(), Some("query A($n:Int!){a(n:$n)}"));
        assert_eq!(asked.operation_name.as_deref(), Some("A"));
        for said in [
            "query={a}&query={b}",
            "query={a}&variables=[1]",
            "query={a}&variables={",
            "query={a}&access_token=x",
            "query=%FF",
        ] {
            let refusal = read(said, 1_000).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::BadRequest, "{said}");
        }
        let refusal = read("query={abcdef}", 10).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::PayloadTooLarge);
    }
}
