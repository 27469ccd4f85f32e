//! Tokens that are bound to a key of their bearer (RFC 9449): whoever shows one proves, at each request, to have the key.
//! A token that was stolen on its way is then of no use. Nonces of the server are not asked for: the window is a minute,
//! and each proof is good once.

mod address;
mod replay;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Fault, TokenRefused, claims, jws::Jws, keys::jwk};
pub(super) use address::Address;
pub(super) use replay::Proofs;

/// How old a proof may be.
const AGE: TimeDelta = TimeDelta::seconds(60);
/// As long as a proof may be, with an RSA key of the largest kind.
const MOST_BYTES: usize = 8 * 1024;

/// What a proof is held against.
pub(super) struct Asked<'a> {
    pub method: &'a str,
    pub address: &'a Address,
    pub token: &'a str,
    /// The thumbprint of the key to which the token is bound.
    pub thumbprint: &'a str,
    pub leeway: TimeDelta,
    pub now: DateTime<Utc>,
}

/// Whether the proof is one for this request, this token and its key, and is shown for the first time.
pub(super) fn check(proof: &str, asked: &Asked<'_>, proofs: &Proofs) -> Result<(), TokenRefused> {
    if proof.len() > MOST_BYTES {
        return Err(Fault::Proof.into());
    }
    let jws = Jws::read(proof, &["jwk"]).ok_or(Fault::Proof)?;
    if jws.kind() != Ok(Some("dpop+jwt".to_owned())) {
        return Err(Fault::Proof.into());
    }
    let algorithm = jws.algorithm().ok_or(Fault::Proof)?;
    let Some(Value::Object(key)) = jws.header.get("jwk") else {
        return Err(Fault::Proof.into());
    };
    let verifying = jwk::read(key, &[algorithm]).map_err(|_| Fault::Proof)?;
    if !verifying.verifies(jws.signature, jws.message) {
        return Err(Fault::ProofSignature.into());
    }
    if jwk::thumbprint(key).as_deref() != Some(asked.thumbprint) {
        return Err(Fault::ProofKey.into());
    }
    let text = |name: &str| jws.payload.get(name).and_then(Value::as_str);
    let named = text("htu").and_then(Address::of);
    if text("htm") != Some(asked.method) || named.as_ref() != Some(asked.address) {
        return Err(Fault::ProofOfAnother.into());
    }
    if text("ath") != Some(URL_SAFE_NO_PAD.encode(Sha256::digest(asked.token)).as_str()) {
        return Err(Fault::ProofOfAnother.into());
    }
    let issued_at = claims::instant(&jws.payload, "iat").map_err(|_| Fault::Proof)?;
    let issued_at = issued_at.ok_or(Fault::Proof)?;
    let end = issued_at + AGE + asked.leeway;
    if issued_at - asked.leeway > asked.now || end < asked.now {
        return Err(Fault::ProofTime.into());
    }
    let id = text("jti").filter(|it| claims::is_name(it));
    let id = id.ok_or(Fault::Proof)?;
    let key: [u8; 32] = Sha256::digest(asked.thumbprint).into();
    let id: [u8; 32] = Sha256::new()
        .chain_update(key)
        .chain_update(id)
        .finalize()
        .into();
    proofs
        .take(key, id, end, asked.now)
        .map_err(|refused| match refused {
            replay::Refused::Replayed => Fault::ProofReplayed.into(),
            replay::Refused::Full => TokenRefused::Busy,
        })
}
