//! Who asks: the token, the proof and the role that a request brings in its headers. Nothing else of a request says who
//! somebody is: not its address, not its body, no other header.

use axum::http::{HeaderMap, HeaderName, Method, header};
use chrono::{DateTime, Utc};

use super::{Front, envelope::RequestId, refused::Refused};
use crate::{
    auth::{Fault, Presented, TokenRefused},
    casework::admission::{Admitted, Barred},
    domain::access::Viewer,
    graphql::code::ErrorCode,
};

const DPOP: HeaderName = HeaderName::from_static("dpop");
/// The role in which somebody acts whose token grants several.
const ROLE: HeaderName = HeaderName::from_static("permanence-role");

/// What a client is told to send. Proofs of any of these are taken.
macro_rules! challenge {
    ($bearer:literal, $dpop:literal) => {
        concat!(
            r#"Bearer realm="permanence""#,
            $bearer,
            r#", DPoP realm="permanence", algs="RS256 PS256 ES256 ES384 EdDSA""#,
            $dpop
        )
    };
}
const NOTHING: &str = challenge!("", "");
const INVALID: &str = challenge!(r#", error="invalid_token""#, r#", error="invalid_token""#);
const EXPIRED: &str = challenge!(
    r#", error="invalid_token", error_description="expired""#,
    r#", error="invalid_token", error_description="expired""#
);
const PROOF: &str =
    r#"DPoP realm="permanence", algs="RS256 PS256 ES256 ES384 EdDSA", error="invalid_dpop_proof""#;

impl Front {
    pub(super) async fn authenticate(
        &self,
        id: &RequestId,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Result<Viewer, Refused> {
        let presented = presented(method, path, headers)?;
        self.admit(&presented, now).await.map_err(|refused| {
            tracing::info!(request_id = id.0, %refused, "token refused");
            refused.into()
        })
    }

    /// A key that is not known may be a new one: then the issuer's keys are read again, which is rarely done, and it is
    /// looked for once more.
    pub(super) async fn admit(
        &self,
        presented: &Presented,
        now: DateTime<Utc>,
    ) -> Result<Viewer, TokenRefused> {
        let refused = match self.issuers.viewer(presented, now) {
            Err(refused @ TokenRefused::Invalid(Fault::UnknownKey)) => refused,
            other => return other,
        };
        let Some(issuer) = self.issuers.unknown_key_of(&presented.token) else {
            return Err(refused);
        };
        let (issuers, issuer) = (self.issuers.clone(), issuer.to_owned());
        // In a task of its own: a client that goes away must not break it off.
        let renewing = tokio::spawn(async move { issuers.renew_for(&issuer, now).await });
        let _ = renewing.await;
        self.issuers.viewer(presented, now)
    }

    /// Whether the record, as it is at this moment, lets somebody in whose token is good.
    pub(super) async fn let_in(
        &self,
        id: &RequestId,
        viewer: Viewer,
        now: DateTime<Utc>,
    ) -> Result<Admitted, Shut> {
        let asking = self.engine.admit(viewer, now);
        match tokio::time::timeout(self.settings.answer, asking).await {
            Ok(Ok(admitted)) => Ok(admitted),
            Ok(Err(Barred::Out(out))) => {
                tracing::info!(request_id = id.0, ?out, "a good token was refused");
                Err(Shut::Out)
            }
            Ok(Err(Barred::Unavailable(cause))) => {
                tracing::error!(request_id = id.0, cause = %cause.kind(), "the record is not available");
                Err(Shut::Unavailable)
            }
            Err(_) => Err(Shut::Unavailable),
        }
    }
}

/// Somebody whose token is good is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shut {
    Out,
    /// Nobody can say whether they are out.
    Unavailable,
}

/// What is said where the record cannot be asked.
pub(super) const UNAVAILABLE: &str = "The record is not available now.";

impl From<Shut> for Refused {
    fn from(shut: Shut) -> Self {
        match shut {
            Shut::Out => not_accepted(),
            Shut::Unavailable => Self::new(ErrorCode::Unavailable, UNAVAILABLE),
        }
    }
}

/// One answer for nearly every fault, and for whoever is out: which it was is for the log.
fn not_accepted() -> Refused {
    let message = "The token is not one that this service accepts.";
    Refused::new(ErrorCode::Unauthenticated, message).header(header::WWW_AUTHENTICATE, INVALID)
}

fn presented(method: &Method, path: &str, headers: &HeaderMap) -> Result<Presented, Refused> {
    let Some(value) = only(headers, &header::AUTHORIZATION)? else {
        let message = "Send one `Authorization` header, with `Bearer` or `DPoP` and a token.";
        return Err(Refused::new(ErrorCode::Unauthenticated, message)
            .header(header::WWW_AUTHENTICATE, NOTHING));
    };
    let (proof, role) = (only(headers, &DPOP)?, only(headers, &ROLE)?);
    let read = Presented::of(value, proof, role, method.as_str(), path);
    read.ok_or_else(|| TokenRefused::from(Fault::Malformed).into())
}

/// The one value of a header. Of two, whoever stands between might have read the other.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Refused> {
    let mut given = headers.get_all(name).iter();
    match (given.next(), given.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => match value.to_str() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(TokenRefused::from(Fault::Malformed).into()),
        },
        (Some(_), Some(_)) => Err(TokenRefused::from(Fault::Malformed).into()),
    }
}

impl From<TokenRefused> for Refused {
    fn from(refused: TokenRefused) -> Self {
        match refused {
            TokenRefused::Expired => Self::new(
                ErrorCode::TokenExpired,
                "The token is out of date: get a new one.",
            )
            .header(header::WWW_AUTHENTICATE, EXPIRED),
            TokenRefused::Invalid(fault) if fault.is_of_proof() => Self::new(
                ErrorCode::Unauthenticated,
                "The proof of having the token's key is not one for this request.",
            )
            .header(header::WWW_AUTHENTICATE, PROOF),
            TokenRefused::Invalid(_) => not_accepted(),
            TokenRefused::RoleNotNamed => Self::new(
                ErrorCode::BadRequest,
                "The token grants several roles: name the one in which you act in the header \
                 `Permanence-Role`, or as `role` when a connection is opened.",
            ),
            TokenRefused::RoleNotGranted => Self::new(
                ErrorCode::Forbidden,
                "The token does not grant the role that the request names.",
            ),
            TokenRefused::Busy => Self::new(
                ErrorCode::RateLimited,
                "Too many proofs were shown lately: come back later.",
            )
            .header(header::RETRY_AFTER, "60"),
        }
    }
}
