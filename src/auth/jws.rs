//! A signed text in its three parts (RFC 7515, 7.1), taken apart and not yet believed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{KeyAlgorithm, strict};

/// Headers that bring a key or tell where to find one, want something else understood first, or say that the payload is
/// not what it looks like. None is followed: a token that has one was not made for us.
const REFUSED: [&str; 9] = [
    "crit", "b64", "zip", "enc", "cty", "jku", "jwk", "x5u", "x5c",
];

pub(super) struct Jws<'a> {
    pub header: Map<String, Value>,
    pub payload: Map<String, Value>,
    /// What was signed, and the signature over it.
    pub message: &'a [u8],
    pub signature: &'a str,
}

impl<'a> Jws<'a> {
    /// `allowed` are the headers of the refused ones that this use has.
    pub fn read(text: &'a str, allowed: &[&str]) -> Option<Self> {
        let (message, signature) = text.rsplit_once('.')?;
        let (header, payload) = message.split_once('.')?;
        // A fourth part is in what was taken for the payload, and a point is no base64url.
        let decoded = |part: &str| strict::object(&URL_SAFE_NO_PAD.decode(part).ok()?);
        let header = decoded(header)?;
        let brings = |name: &&str| header.contains_key(*name) && !allowed.contains(name);
        if REFUSED.iter().any(brings) {
            return None;
        }
        Some(Self {
            payload: decoded(payload)?,
            header,
            message: message.as_bytes(),
            signature,
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.header.get(name)?.as_str()
    }

    pub fn algorithm(&self) -> Option<KeyAlgorithm> {
        KeyAlgorithm::named(self.header("alg")?)
    }

    /// `typ`, without the part before the stroke that may be left out (RFC 7515, 4.1.9). `Err` is one that is no text.
    pub fn kind(&self) -> Result<Option<String>, ()> {
        match self.header.get("typ") {
            None => Ok(None),
            Some(Value::String(kind)) => {
                let kind = kind.to_ascii_lowercase();
                let kind = kind.strip_prefix("application/").unwrap_or(&kind);
                Ok(Some(kind.to_owned()))
            }
            Some(_) => Err(()),
        }
    }
}
