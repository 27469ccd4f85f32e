//! A set of keys as an issuer publishes it (RFC 7517, 5).

use std::collections::HashMap;

use serde_json::Value;

use super::jwk;
use crate::auth::{KeyAlgorithm, algorithm::VerifyingKey, strict};

/// More than any issuer has: one that is turning keys has two or three.
const MOST_KEYS: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetFault {
    #[error("it is not a JSON object with a list `keys`, each member named once")]
    Form,
    #[error("it holds more than {MOST_KEYS} keys")]
    TooMany,
    #[error("two of its keys have the same `kid`")]
    Twice,
}

/// The keys by their `kid`. What cannot be used here is passed over: a set also holds keys for other purposes. An empty
/// set is a set: an issuer that takes every key away has ended every token.
pub(super) fn read(
    bytes: &[u8],
    allowed: &[KeyAlgorithm],
    issuer: &str,
) -> Result<HashMap<String, VerifyingKey>, SetFault> {
    let mut set = strict::object(bytes).ok_or(SetFault::Form)?;
    let Some(Value::Array(listed)) = set.remove("keys") else {
        return Err(SetFault::Form);
    };
    if listed.len() > MOST_KEYS {
        return Err(SetFault::TooMany);
    }
    let mut keys = HashMap::new();
    for listed in listed {
        let Value::Object(listed) = listed else {
            return Err(SetFault::Form);
        };
        let Some(kid) = listed.get("kid").and_then(Value::as_str) else {
            continue;
        };
        match jwk::read(&listed, allowed) {
            Ok(key) => {
                if keys.insert(kid.to_owned(), key).is_some() {
                    return Err(SetFault::Twice);
                }
            }
            Err(fault) => tracing::warn!(issuer, kid, ?fault, "a key of an issuer is passed over"),
        }
    }
    Ok(keys)
}
