//! Who may issue tokens, as it is configured: each issuer is bound to one agency, the roles that it may grant, and its keys.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::KeyAlgorithm;
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
    /// The GSS code of the one council for which it may speak, where it is bound to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub council: Option<String>,
    /// The court area for which it may speak, where it is bound to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court_area: Option<String>,
    #[serde(deserialize_with = "words", serialize_with = "all_shown")]
    pub roles: Vec<Role>,
    pub audiences: Vec<String>,
    /// What a token may call itself (`typ`). `JWT` includes a token that calls itself nothing.
    #[serde(default = "default_types")]
    pub token_types: Vec<String>,
    /// What published keys may be used with; a pinned key names its own.
    #[serde(default = "default_algorithms")]
    pub algorithms: Vec<KeyAlgorithm>,
    /// Accounts of systems, which may ask for a person and never for themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<String>,
    #[serde(default)]
    pub dpop: DpopUse,
    #[serde(default = "default_leeway")]
    pub leeway_seconds: u32,
    #[serde(default = "default_lifetime")]
    pub max_lifetime_seconds: u32,
    /// Where its keys are published: a file beside the one that names it, or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_file: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_url: Option<String>,
    #[serde(default)]
    pub claims: ClaimNames,
    /// Its pinned keys, where it publishes none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeySettings>,
}

impl IssuerSettings {
    /// An issuer with pinned keys; all else as where it is left out.
    pub fn pinned(
        issuer: impl Into<String>,
        agency: impl Into<String>,
        kind: AgencyKind,
        audience: impl Into<String>,
        keys: Vec<KeySettings>,
    ) -> Self {
        let of_kind = |role: &Role| role.agency_kind() == kind;
        Self {
            issuer: issuer.into(),
            agency: agency.into(),
            kind,
            council: None,
            court_area: None,
            roles: Role::ALL.iter().copied().filter(of_kind).collect(),
            audiences: vec![audience.into()],
            token_types: default_types(),
            algorithms: default_algorithms(),
            systems: Vec::new(),
            dpop: DpopUse::default(),
            leeway_seconds: default_leeway(),
            max_lifetime_seconds: default_lifetime(),
            jwks_file: None,
            jwks_url: None,
            claims: ClaimNames::default(),
            keys,
        }
    }
}

/// Where an issuer writes what a token must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimNames {
    /// A member, or a path of members with points between them. A text, whose words are roles, or a list of them.
    #[serde(default = "default_role")]
    pub role: String,
    /// Only words that begin so are roles, and what follows is the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_prefix: Option<String>,
    /// Empty where the issuer's tokens do not say it: the issuer is bound to its agency all the same.
    #[serde(default = "default_agency")]
    pub agency: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            role: default_role(),
            role_prefix: None,
            agency: default_agency(),
        }
    }
}

/// Whether tokens may, must or must not be bound to a key of their bearer (RFC 9449).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DpopUse {
    #[default]
    Accepted,
    Required,
    Refused,
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

fn default_role() -> String {
    "role".to_owned()
}

fn default_agency() -> String {
    "agency".to_owned()
}

fn default_types() -> Vec<String> {
    vec!["JWT".to_owned()]
}

/// What is published for RSA is used with one algorithm: the newer padding must be asked for.
fn default_algorithms() -> Vec<KeyAlgorithm> {
    vec![
        KeyAlgorithm::RS256,
        KeyAlgorithm::ES256,
        KeyAlgorithm::ES384,
        KeyAlgorithm::EdDSA,
    ]
}

fn default_leeway() -> u32 {
    30
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
