//! The claims of a token. `docs/claims.md` explains each to a partner.

use serde::{Deserialize, Deserializer, Serialize};

/// All of them are required; others are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: OneOrMany,
    #[serde(deserialize_with = "seconds")]
    pub exp: i64,
    #[serde(deserialize_with = "seconds")]
    pub nbf: i64,
    #[serde(deserialize_with = "seconds")]
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

impl OneOrMany {
    pub fn contains(&self, word: &str) -> bool {
        match self {
            Self::One(it) => it == word,
            Self::Many(all) => all.iter().any(|it| it == word),
        }
    }
}

/// A NumericDate, which may have a fraction (RFC 7519, 2).
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let whole = number
        .as_i64()
        .or_else(|| number.as_f64().map(|it| it.floor() as i64));
    // Far enough for any date, near enough that adding a leeway cannot overflow.
    whole
        .filter(|it| (0..=253_402_300_799).contains(it))
        .ok_or_else(|| serde::de::Error::custom("not a date"))
}
