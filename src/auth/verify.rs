//! The check of a token. The order matters: nothing that the token says is believed before its signature.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;

use super::{Claims, Issuers, issuers::Issuer};
use crate::domain::access::{Role, Viewer};

/// A token that does not make its bearer a viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefused {
    /// Good in every other way.
    #[error("the token is out of date")]
    Expired,
    /// The fault is for the log: whoever tries tokens must not learn from it.
    #[error("the token is not accepted ({0:?})")]
    Invalid(Fault),
}

/// What was wrong, without a word of the token itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Malformed,
    UnknownIssuer,
    UnknownKey,
    Algorithm,
    Signature,
    Audience,
    Role,
    Agency,
    NotYetValid,
    IssuedInFuture,
    Lifetime,
}

/// Longer than any real token; keeps the work of refusing one small.
const MOST_BYTES: usize = 8 * 1024;
/// As long as `sub` and `jti` may be: both are written into the ledger.
const MOST_CHARS: usize = 255;

#[derive(Deserialize)]
struct UnverifiedIssuer {
    iss: String,
}

impl Issuers {
    /// Who is asking at `now`, as far as the token proves it.
    pub fn viewer(&self, token: &str, now: DateTime<Utc>) -> Result<Viewer, TokenRefused> {
        if token.len() > MOST_BYTES {
            return Err(Fault::Malformed.into());
        }
        let header = decode_header(token).map_err(|_| Fault::Malformed)?;
        let named: UnverifiedIssuer =
            jsonwebtoken::dangerous::insecure_decode_claims(token).map_err(|_| Fault::Malformed)?;
        let issuer = self.named(&named.iss).ok_or(Fault::UnknownIssuer)?;
        let kid = header.kid.as_deref().ok_or(Fault::UnknownKey)?;
        let (algorithm, key) = issuer.keys.get(kid).ok_or(Fault::UnknownKey)?;
        if header.alg != *algorithm {
            return Err(Fault::Algorithm.into());
        }
        let verified =
            decode::<Claims>(token, key, &signature_only(*algorithm)).map_err(|error| {
                use jsonwebtoken::errors::ErrorKind;
                match error.kind() {
                    ErrorKind::Json(_) | ErrorKind::Base64(_) | ErrorKind::Utf8(_) => {
                        Fault::Malformed
                    }
                    _ => Fault::Signature,
                }
            })?;
        issuer.accept(verified.claims, now)
    }
}

/// The library reads its own clock for the rest, and does not check `nbf` unless told to: see `accept`.
fn signature_only(algorithm: jsonwebtoken::Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

impl Issuer {
    /// Everything but the signature, in one place and against one clock.
    fn accept(&self, claims: Claims, now: DateTime<Utc>) -> Result<Viewer, TokenRefused> {
        if claims.iss != self.name {
            return Err(Fault::UnknownIssuer.into());
        }
        if !claims.aud.contains(&self.audience) {
            return Err(Fault::Audience.into());
        }
        if !is_name(&claims.sub) || !is_name(&claims.jti) {
            return Err(Fault::Malformed.into());
        }
        let role: Role = claims.role.parse().map_err(|_| Fault::Role)?;
        if !self.roles.contains(&role) || role.agency_kind() != self.kind {
            return Err(Fault::Role.into());
        }
        if claims.agency != self.agency {
            return Err(Fault::Agency.into());
        }
        let [expires_at, not_before, issued_at] = [claims.exp, claims.nbf, claims.iat].map(at);
        if issued_at - self.leeway > now {
            return Err(Fault::IssuedInFuture.into());
        }
        if not_before - self.leeway > now {
            return Err(Fault::NotYetValid.into());
        }
        if expires_at <= issued_at || expires_at - issued_at > self.max_lifetime {
            return Err(Fault::Lifetime.into());
        }
        if expires_at + self.leeway <= now {
            return Err(TokenRefused::Expired);
        }
        Ok(Viewer {
            issuer: claims.iss,
            subject: claims.sub,
            token_id: claims.jti,
            agency: claims.agency,
            role,
            expires_at,
        })
    }
}

impl From<Fault> for TokenRefused {
    fn from(fault: Fault) -> Self {
        Self::Invalid(fault)
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= MOST_CHARS && !text.chars().any(char::is_control)
}

/// The claims are already known to be within the years that chrono has.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MIN_UTC)
}
