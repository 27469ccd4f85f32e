//! Making tokens: for the demo's own cast and for tests. A real agency signs with keys that we never see.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use super::Claims;

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the text is not an Ed25519 private key in PEM form")]
    Key,
    #[error("the token could not be signed")]
    Signature,
}

/// An Ed25519 key pair in PEM form.
pub struct KeyPair {
    pub private_pem: String,
    pub public_pem: String,
}

impl KeyPair {
    /// The key pair of a seed, which must come from a secure random source.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, SignError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| SignError::Key)?;
        let private = pair.to_pkcs8v1().map_err(|_| SignError::Key)?;
        Ok(Self {
            private_pem: pem("PRIVATE KEY", private.as_ref()),
            public_pem: pem(
                "PUBLIC KEY",
                &[SPKI_OF_ED25519, pair.public_key().as_ref()].concat(),
            ),
        })
    }
}

/// The start of a SubjectPublicKeyInfo that holds an Ed25519 key (RFC 8410, 4).
const SPKI_OF_ED25519: &[u8] = &[
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// Both kinds of key fit on few lines; 64 characters a line is what the form asks for.
fn pem(label: &str, der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let (mut rest, mut lines) = (encoded.as_str(), String::new());
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        lines.push_str(line);
        lines.push('\n');
        rest = after;
    }
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}

/// A private key with the name under which its public half is configured.
pub struct SigningKey {
    kid: String,
    key: EncodingKey,
}

impl SigningKey {
    pub fn from_pem(kid: impl Into<String>, private_pem: &str) -> Result<Self, SignError> {
        let key = EncodingKey::from_ed_pem(private_pem.as_bytes()).map_err(|_| SignError::Key)?;
        Ok(Self {
            kid: kid.into(),
            key,
        })
    }

    pub fn mint(&self, claims: &Claims) -> Result<String, SignError> {
        let header = Header {
            kid: Some(self.kid.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        encode(&header, claims, &self.key).map_err(|_| SignError::Signature)
    }
}
