//! Who may issue tokens: each issuer is bound to one agency, the roles that it may grant, and its keys.

use std::{collections::HashMap, fmt, path::PathBuf};

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::access::{AgencyKind, Role};

/// One issuer as it is configured.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerSettings {
    /// The exact text of `iss`.
    pub issuer: String,
    /// The key of the one agency for which it may speak, for example `cafcass`.
    pub agency: String,
    #[serde(deserialize_with = "word", serialize_with = "shown")]
    pub kind: AgencyKind,
    #[serde(deserialize_with = "words", serialize_with = "all_shown")]
    pub roles: Vec<Role>,
    pub audience: String,
    #[serde(default = "default_leeway")]
    pub leeway_seconds: u32,
    #[serde(default = "default_lifetime")]
    pub max_lifetime_seconds: u32,
    pub keys: Vec<KeySettings>,
}

/// One public key: exactly one of `pem` and `file`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySettings {
    pub kid: String,
    pub algorithm: KeyAlgorithm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pem: Option<String>,
    /// Read by whoever reads the configuration, relative to the file that names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
}

/// Signatures with a public key only: with a shared secret, whoever can check a token could also make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyAlgorithm {
    RS256,
    ES256,
    EdDSA,
}

#[derive(Debug, thiserror::Error)]
pub enum IssuersError {
    #[error("issuer `{issuer}`: {fault}")]
    Issuer { issuer: String, fault: String },
    #[error("issuer `{issuer}`, key `{kid}`: {fault}")]
    Key {
        issuer: String,
        kid: String,
        fault: String,
    },
}

/// The issuers, ready to check tokens with.
#[derive(Debug, Default)]
pub struct Issuers {
    by_name: HashMap<String, Issuer>,
}

pub(super) struct Issuer {
    pub name: String,
    pub agency: String,
    pub kind: AgencyKind,
    pub roles: Vec<Role>,
    pub audience: String,
    pub leeway: TimeDelta,
    pub max_lifetime: TimeDelta,
    pub keys: HashMap<String, (Algorithm, DecodingKey)>,
}

/// Clocks of partners drift: less than this refuses good tokens.
const LEAST_LEEWAY: u32 = 30;
/// More than this keeps tokens alive that are out of date.
const MOST_LEEWAY: u32 = 300;

impl Issuers {
    pub fn new(settings: impl IntoIterator<Item = IssuerSettings>) -> Result<Self, IssuersError> {
        let mut by_name = HashMap::new();
        for settings in settings {
            let issuer = Issuer::new(settings)?;
            let name = issuer.name.clone();
            if by_name.insert(name.clone(), issuer).is_some() {
                return Err(IssuersError::Issuer {
                    issuer: name,
                    fault: "is there twice".into(),
                });
            }
        }
        Ok(Self { by_name })
    }

    pub(super) fn named(&self, name: &str) -> Option<&Issuer> {
        self.by_name.get(name)
    }

    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl Issuer {
    fn new(settings: IssuerSettings) -> Result<Self, IssuersError> {
        let refuse = |fault: String| IssuersError::Issuer {
            issuer: settings.issuer.clone(),
            fault,
        };
        if settings.issuer.is_empty() || settings.agency.is_empty() || settings.audience.is_empty()
        {
            return Err(refuse(
                "`issuer`, `agency` and `audience` must not be empty".into(),
            ));
        }
        if let Some(role) = settings
            .roles
            .iter()
            .find(|role| role.agency_kind() != settings.kind)
        {
            let kind = role.agency_kind();
            return Err(refuse(format!(
                "may not grant {role}, a role of an agency of the kind {kind}"
            )));
        }
        if !(LEAST_LEEWAY..=MOST_LEEWAY).contains(&settings.leeway_seconds) {
            return Err(refuse(format!(
                "`leeway_seconds` must be {LEAST_LEEWAY} to {MOST_LEEWAY}"
            )));
        }
        if settings.max_lifetime_seconds == 0 {
            return Err(refuse("`max_lifetime_seconds` must be more than 0".into()));
        }
        if settings.keys.is_empty() {
            return Err(refuse("has no key: add one under `keys`".into()));
        }
        let mut keys = HashMap::new();
        for key in settings.keys {
            let refuse = |fault: &str| IssuersError::Key {
                issuer: settings.issuer.clone(),
                kid: key.kid.clone(),
                fault: fault.into(),
            };
            let (Some(pem), None) = (&key.pem, &key.file) else {
                return Err(refuse(
                    "give its public key as `pem` or as `file`, one of the two",
                ));
            };
            let read = key.algorithm.read(pem.as_bytes());
            let known =
                read.map_err(|_| refuse("the PEM text is not a public key for this algorithm"))?;
            if keys.insert(key.kid.clone(), known).is_some() {
                return Err(refuse("is there twice"));
            }
        }
        Ok(Self {
            name: settings.issuer,
            agency: settings.agency,
            kind: settings.kind,
            roles: settings.roles,
            audience: settings.audience,
            leeway: TimeDelta::seconds(settings.leeway_seconds.into()),
            max_lifetime: TimeDelta::seconds(settings.max_lifetime_seconds.into()),
            keys,
        })
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer")
            .field("name", &self.name)
            .field("agency", &self.agency)
            .finish_non_exhaustive()
    }
}

impl KeyAlgorithm {
    fn read(self, pem: &[u8]) -> jsonwebtoken::errors::Result<(Algorithm, DecodingKey)> {
        Ok(match self {
            Self::RS256 => (Algorithm::RS256, DecodingKey::from_rsa_pem(pem)?),
            Self::ES256 => (Algorithm::ES256, DecodingKey::from_ec_pem(pem)?),
            Self::EdDSA => (Algorithm::EdDSA, DecodingKey::from_ed_pem(pem)?),
        })
    }
}

fn default_leeway() -> u32 {
    60
}

fn default_lifetime() -> u32 {
    3600
}

fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AgencyKind, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(de::Error::custom)
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Role>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    words
        .iter()
        .map(|word| word.parse().map_err(de::Error::custom))
        .collect()
}

fn shown<S: Serializer>(kind: &AgencyKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(kind)
}

fn all_shown<S: Serializer>(roles: &[Role], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(roles.iter().map(|role| role.word()))
}
