//! The signatures that are taken: with a public key only. With a shared secret, whoever can check a token could also make one.

use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyAlgorithm {
    RS256,
    PS256,
    ES256,
    ES384,
    EdDSA,
}

/// The bytes of an uncompressed point on the two curves.
const POINT_OF_P256: usize = 65;
const POINT_OF_P384: usize = 97;

impl KeyAlgorithm {
    pub const ALL: [Self; 5] = [
        Self::RS256,
        Self::PS256,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    /// As `alg` says it, to the letter.
    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::PS256 => "PS256",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }

    const fn of_library(self) -> Algorithm {
        match self {
            Self::RS256 => Algorithm::RS256,
            Self::PS256 => Algorithm::PS256,
            Self::ES256 => Algorithm::ES256,
            Self::ES384 => Algorithm::ES384,
            Self::EdDSA => Algorithm::EdDSA,
        }
    }

    /// A public key in PEM form, if it is one for this algorithm.
    pub(super) fn read(self, pem: &[u8]) -> Option<VerifyingKey> {
        let key = match self {
            Self::RS256 | Self::PS256 => DecodingKey::from_rsa_pem(pem),
            Self::ES256 | Self::ES384 => DecodingKey::from_ec_pem(pem),
            Self::EdDSA => DecodingKey::from_ed_pem(pem),
        }
        .ok()?;
        let point = match self {
            Self::ES256 => Some(POINT_OF_P256),
            Self::ES384 => Some(POINT_OF_P384),
            _ => None,
        };
        let fits = point.is_none_or(|bytes| {
            key.try_get_as_bytes()
                .is_ok_and(|point| point.len() == bytes)
        });
        fits.then_some(VerifyingKey {
            algorithm: self,
            key,
        })
    }
}

/// A public key and the one algorithm that it is used with (RFC 8725, 3.1).
#[derive(Clone)]
pub(super) struct VerifyingKey {
    pub algorithm: KeyAlgorithm,
    pub key: DecodingKey,
}

impl VerifyingKey {
    pub fn verifies(&self, signature: &str, message: &[u8]) -> bool {
        crypto::verify(signature, message, &self.key, self.algorithm.of_library()).unwrap_or(false)
    }
}
