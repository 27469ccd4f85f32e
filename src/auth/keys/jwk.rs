//! One public key in JSON (RFC 7517, 7518 and 8037), and its thumbprint (RFC 7638).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::auth::{KeyAlgorithm, algorithm::VerifyingKey};

/// Members of keys that whoever checks a signature must never be given.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];
/// 2,048 bits: a shorter modulus is no longer safe.
const LEAST_MODULUS: usize = 256;
const MOST_MODULUS: usize = 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::auth) enum JwkFault {
    /// Not a key, or one of a form that is not taken here.
    Form,
    /// It holds a part that should never have left the issuer.
    Private,
    /// It says that it is for something else than signatures.
    Use,
    /// None of the algorithms may use it, or more than one might.
    Algorithm,
}

/// The key, for the one algorithm of `allowed` that fits it.
pub(in crate::auth) fn read(
    jwk: &Map<String, Value>,
    allowed: &[KeyAlgorithm],
) -> Result<VerifyingKey, JwkFault> {
    if PRIVATE.iter().any(|name| jwk.contains_key(*name)) {
        return Err(JwkFault::Private);
    }
    let for_signatures = match (jwk.get("use"), jwk.get("key_ops")) {
        (Some(it), _) if it != "sig" => false,
        (_, Some(Value::Array(uses))) => uses.iter().any(|it| it == "verify"),
        (_, Some(_)) => false,
        (_, None) => true,
    };
    if !for_signatures {
        return Err(JwkFault::Use);
    }
    let (key, fitting) = material(jwk).ok_or(JwkFault::Form)?;
    let mut able = allowed.iter().copied().filter(|it| fitting.contains(it));
    let algorithm = match jwk.get("alg") {
        Some(named) => able.find(|it| named == it.word()),
        // Each key has one algorithm (RFC 8725, 3.1): where the key does not say which, there must be no choice.
        None => able.next().filter(|_| able.next().is_none()),
    };
    let algorithm = algorithm.ok_or(JwkFault::Algorithm)?;
    Ok(VerifyingKey { algorithm, key })
}

fn material(jwk: &Map<String, Value>) -> Option<(DecodingKey, &'static [KeyAlgorithm])> {
    use KeyAlgorithm::{ES256, ES384, EdDSA, PS256, RS256};
    match text(jwk, "kty")? {
        "RSA" => {
            let (n, e) = (bytes(jwk, "n")?, bytes(jwk, "e")?);
            if !(LEAST_MODULUS..=MOST_MODULUS).contains(&n.len()) || n.first() == Some(&0) {
                return None;
            }
            let key = DecodingKey::from_rsa_raw_components(&n, &e);
            Some((key, &[RS256, PS256]))
        }
        "EC" => {
            let (length, fitting): (_, &[_]) = match text(jwk, "crv")? {
                "P-256" => (32, &[ES256]),
                "P-384" => (48, &[ES384]),
                _ => return None,
            };
            let (x, y) = (bytes(jwk, "x")?, bytes(jwk, "y")?);
            if x.len() != length || y.len() != length {
                return None;
            }
            let point = [&[4][..], &x, &y].concat();
            Some((DecodingKey::from_ec_der(&point), fitting))
        }
        "OKP" => {
            let x = bytes(jwk, "x")?;
            if text(jwk, "crv")? != "Ed25519" || x.len() != 32 {
                return None;
            }
            Some((DecodingKey::from_ed_der(&x), &[EdDSA]))
        }
        _ => None,
    }
}

/// The members that make the key, in the order of their names, without a space.
pub(in crate::auth) fn thumbprint(jwk: &Map<String, Value>) -> Option<String> {
    let names: &[&str] = match text(jwk, "kty")? {
        "RSA" => &["e", "kty", "n"],
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        _ => return None,
    };
    let mut members = Vec::new();
    for name in names {
        // Written as JSON writes texts: nothing of these needs an escape, and what does is no such key.
        members.push(format!("{}:{}", json(name)?, json(text(jwk, name)?)?));
    }
    let written = format!("{{{}}}", members.join(","));
    Some(URL_SAFE_NO_PAD.encode(Sha256::digest(written)))
}

fn json(text: &str) -> Option<String> {
    serde_json::to_string(text).ok()
}

fn text<'a>(jwk: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    jwk.get(name)?.as_str()
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text(jwk, name)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::strict;

    /// The example of RFC 7638, 3.1.
    #[test]
    fn the_thumbprint_is_that_of_the_standard() {
        let jwk = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let jwk = strict::object(jwk.as_bytes()).unwrap();
        let expected = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
        assert_eq!(thumbprint(&jwk).as_deref(), Some(expected));
    }
}
