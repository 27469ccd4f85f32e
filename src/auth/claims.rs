//! The claims of a token. `docs/claims.md` explains each to a partner.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ClaimNames, Fault};

/// The claims of a token as the demo makes one, and as most partners do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: OneOrMany,
    pub exp: i64,
    pub nbf: i64,
    pub iat: i64,
    pub sub: String,
    pub jti: String,
    pub role: String,
    pub agency: String,
}

/// `aud` may be one text or a list (RFC 7519, 4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// What a signed token says, read by the names of its issuer.
pub(super) struct Said {
    pub issuer: String,
    pub audiences: Vec<String>,
    pub expires_at: DateTime<Utc>,
    pub not_before: DateTime<Utc>,
    pub issued_at: DateTime<Utc>,
    pub subject: String,
    pub token_id: String,
    /// The words in the place of roles.
    pub roles: Vec<String>,
    pub agency: Option<String>,
    /// The client that was given the token, which tokens of RFC 9068 must name.
    pub client: Option<String>,
    pub acting: Acting,
    pub bound: Bound,
}

/// Who uses the token (RFC 8693, 4.1).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Acting {
    /// The person.
    Oneself,
    /// A system, for the person.
    System(String),
}

/// Whether the token is bound to a key (RFC 7800).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Bound {
    No,
    /// To the key with this thumbprint (RFC 9449, 6.1).
    Key(String),
    /// In a way that cannot be checked here.
    Otherwise,
}

/// As long as `sub` and `jti` may be: both are written into the ledger.
const MOST_CHARS: usize = 255;
/// The last second of the year 9999. Adding a leeway to it cannot overflow.
const LAST_SECOND: i64 = 253_402_300_799;

pub(super) fn read(claims: &Map<String, Value>, names: &ClaimNames) -> Result<Said, Fault> {
    let issued_at = instant(claims, "iat")?.ok_or(Fault::Malformed)?;
    let subject = text(claims, "sub")?.ok_or(Fault::Malformed)?;
    let token_id = text(claims, "jti")?.ok_or(Fault::Malformed)?;
    if !is_name(&subject) || !is_name(&token_id) {
        return Err(Fault::Malformed);
    }
    let agency = match names.agency.as_str() {
        "" => None,
        name => match found(claims, name) {
            Some(Value::String(agency)) => Some(agency.clone()),
            _ => return Err(Fault::Malformed),
        },
    };
    Ok(Said {
        issuer: text(claims, "iss")?.ok_or(Fault::Malformed)?,
        audiences: texts(claims.get("aud").ok_or(Fault::Malformed)?)?,
        expires_at: instant(claims, "exp")?.ok_or(Fault::Malformed)?,
        // Not of every issuer: what is issued is then good at once.
        not_before: instant(claims, "nbf")?.unwrap_or(issued_at),
        issued_at,
        subject,
        token_id,
        roles: roles(claims, names)?,
        agency,
        client: text(claims, "client_id")?,
        acting: acting(claims)?,
        bound: bound(claims)?,
    })
}

/// A NumericDate, which may have a fraction (RFC 7519, 2).
pub(super) fn instant(
    claims: &Map<String, Value>,
    name: &str,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let Some(value) = claims.get(name) else {
        return Ok(None);
    };
    let Value::Number(number) = value else {
        return Err(Fault::Malformed);
    };
    let whole = number
        .as_i64()
        .or_else(|| number.as_f64().map(|it| it.floor() as i64))
        .filter(|it| (0..=LAST_SECOND).contains(it));
    let instant = whole.and_then(|it| DateTime::from_timestamp(it, 0));
    instant.map(Some).ok_or(Fault::Malformed)
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= MOST_CHARS && !text.chars().any(char::is_control)
}

fn text(claims: &Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Fault::Malformed),
    }
}

fn texts(value: &Value) -> Result<Vec<String>, Fault> {
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(all) => {
            let all = all.iter().map(|it| it.as_str().map(str::to_owned));
            all.collect::<Option<_>>().ok_or(Fault::Malformed)
        }
        _ => Err(Fault::Malformed),
    }
}

/// A member of this very name, which may be an address with points in it; else the path that the points divide.
fn found<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let (outer, inner) = name.split_once('.')?;
    found(claims.get(outer)?.as_object()?, inner)
}

/// The words in the place of roles: those of a text, or those of a list, without what stands before each.
fn roles(claims: &Map<String, Value>, names: &ClaimNames) -> Result<Vec<String>, Fault> {
    let words = match found(claims, &names.role).ok_or(Fault::Malformed)? {
        Value::String(text) => text.split(' ').map(str::to_owned).collect(),
        list => texts(list)?,
    };
    Ok(match &names.role_prefix {
        None => words,
        Some(prefix) => {
            let roles = words
                .iter()
                .filter_map(|it| it.strip_prefix(prefix.as_str()));
            roles.map(str::to_owned).collect()
        }
    })
}

/// One system and no chain of them: who stands behind the first is then never a question.
fn acting(claims: &Map<String, Value>) -> Result<Acting, Fault> {
    let Some(act) = claims.get("act") else {
        return Ok(Acting::Oneself);
    };
    let act = act.as_object().ok_or(Fault::Acting)?;
    let system = act
        .get("sub")
        .and_then(Value::as_str)
        .ok_or(Fault::Acting)?;
    let same_issuer = act
        .get("iss")
        .is_none_or(|issuer| Some(issuer) == claims.get("iss"));
    if act.contains_key("act") || !same_issuer {
        return Err(Fault::Acting);
    }
    Ok(Acting::System(system.to_owned()))
}

fn bound(claims: &Map<String, Value>) -> Result<Bound, Fault> {
    let Some(confirmed) = claims.get("cnf") else {
        return Ok(Bound::No);
    };
    let confirmed = confirmed.as_object().ok_or(Fault::Malformed)?;
    Ok(match (confirmed.len(), confirmed.get("jkt")) {
        (1, Some(Value::String(thumbprint))) => Bound::Key(thumbprint.clone()),
        _ => Bound::Otherwise,
    })
}
