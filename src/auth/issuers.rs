//! The issuers, checked at the start and ready to check tokens with.

use std::{collections::HashMap, fmt, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    ClaimNames, DpopUse, FetchKeys, IssuerSettings, KeyPlace, KeySettings, LEAST_BETWEEN,
    algorithm::VerifyingKey,
    dpop::{Address, Proofs},
    keys::{KeyRing, RenewalFault},
};
use crate::domain::access::{AgencyKind, BoundTo, Role};

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
    #[error("`auth.public_url` must be an address like https://api.example, without a path")]
    PublicUrl,
}

/// The issuers, ready to check tokens with.
#[derive(Default)]
pub struct Issuers {
    by_name: HashMap<String, Issuer>,
    fetch: Option<Arc<dyn FetchKeys>>,
    /// Where callers reach the service, for proofs that name the address.
    pub(super) served_at: Option<Address>,
    pub(super) proofs: Proofs,
}

pub(super) struct Issuer {
    pub name: String,
    pub agency: String,
    pub kind: AgencyKind,
    pub bound_to: Option<BoundTo>,
    pub roles: Vec<Role>,
    pub audiences: Vec<String>,
    pub token_types: Vec<String>,
    pub systems: Vec<String>,
    pub dpop: DpopUse,
    pub claims: ClaimNames,
    pub leeway: TimeDelta,
    pub max_lifetime: TimeDelta,
    pub keys: KeyRing,
}

/// More than this keeps tokens alive that are out of date.
pub const MOST_LEEWAY: u32 = 60;

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
        Ok(Self {
            by_name,
            ..Self::default()
        })
    }

    /// With somebody who reads the key sets that issuers publish.
    pub fn fetching(self, fetch: Arc<dyn FetchKeys>) -> Self {
        Self {
            fetch: Some(fetch),
            ..self
        }
    }

    /// With the address at which callers reach the service. Without one, no token that is bound to a key is accepted.
    pub fn served_at(self, url: &str) -> Result<Self, IssuersError> {
        let address = Address::base(url).ok_or(IssuersError::PublicUrl)?;
        Ok(Self {
            served_at: Some(address),
            ..self
        })
    }

    pub(super) fn named(&self, name: &str) -> Option<&Issuer> {
        self.by_name.get(name)
    }

    /// The key of the agency for which an issuer speaks.
    pub fn agency_of(&self, issuer: &str) -> Option<&str> {
        self.named(issuer).map(|it| it.agency.as_str())
    }

    /// When the last token of an issuer is out of date that may be signed at `now`, by clocks that differ as far as is
    /// agreed.
    pub fn last_end(&self, issuer: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let issuer = self.named(issuer)?;
        Some(now + issuer.leeway + issuer.max_lifetime + issuer.leeway)
    }

    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// Whether one of them must have its tokens bound to keys, for which the address must be known.
    pub fn need_address(&self) -> bool {
        let mut all = self.by_name.values();
        all.any(|it| it.dpop == DpopUse::Required)
    }

    /// Fetches every published key set again, and tells of those that could not be had.
    pub async fn renew_all(&self, now: DateTime<Utc>) -> Vec<(String, RenewalFault)> {
        let mut faults = Vec::new();
        for issuer in self.by_name.values() {
            if let Err(fault) = self.renewed(issuer, now, TimeDelta::zero()).await {
                faults.push((issuer.name.clone(), fault));
            }
        }
        faults
    }

    /// After a key that nobody knew: whether the issuer's set was fetched again, or is not published at all. A set is
    /// fetched for this no more often than [`LEAST_BETWEEN`], whoever asks.
    pub async fn renew_for(&self, issuer: &str, now: DateTime<Utc>) {
        let Some(issuer) = self.named(issuer) else {
            return;
        };
        if let Err(fault) = self.renewed(issuer, now, LEAST_BETWEEN).await {
            tracing::warn!(issuer = issuer.name, %fault, "the keys stay as they were");
        }
    }

    pub(super) fn may_renew(&self, issuer: &Issuer) -> bool {
        self.fetch.is_some() && issuer.keys.is_published()
    }

    async fn renewed(
        &self,
        issuer: &Issuer,
        now: DateTime<Utc>,
        at_least_after: TimeDelta,
    ) -> Result<bool, RenewalFault> {
        match &self.fetch {
            Some(fetch) => {
                let renewing = issuer.keys.renew(fetch.as_ref(), now, at_least_after);
                renewing.await
            }
            None => Ok(false),
        }
    }
}

impl Issuer {
    fn new(settings: IssuerSettings) -> Result<Self, IssuersError> {
        let name = settings.issuer.clone();
        let refuse = |fault: String| IssuersError::Issuer {
            issuer: name.clone(),
            fault,
        };
        if let Some(fault) = fault_of(&settings) {
            return Err(refuse(fault));
        }
        let bound_to = match (settings.council, settings.court_area) {
            (Some(council), _) => Some(BoundTo::Council(council)),
            (None, Some(area)) => Some(BoundTo::CourtArea(area)),
            (None, None) => None,
        };
        let place = match (settings.jwks_file, settings.jwks_url) {
            (Some(file), None) => Some(KeyPlace::File(file)),
            (None, Some(url)) => Some(KeyPlace::Url(url)),
            _ => None,
        };
        let keys = match place {
            Some(place) => KeyRing::published(name.clone(), place, settings.algorithms),
            None => KeyRing::pinned(name.clone(), pinned(&name, settings.keys)?),
        };
        let kinds = settings.token_types.iter();
        let kinds = kinds.map(|kind| {
            let kind = kind.to_ascii_lowercase();
            kind.strip_prefix("application/")
                .unwrap_or(&kind)
                .to_owned()
        });
        Ok(Self {
            agency: settings.agency,
            kind: settings.kind,
            bound_to,
            roles: settings.roles,
            audiences: settings.audiences,
            token_types: kinds.collect(),
            systems: settings.systems,
            dpop: settings.dpop,
            claims: settings.claims,
            leeway: TimeDelta::seconds(settings.leeway_seconds.into()),
            max_lifetime: TimeDelta::seconds(settings.max_lifetime_seconds.into()),
            keys,
            name,
        })
    }
}

/// What makes no sense about an issuer, keys apart.
fn fault_of(settings: &IssuerSettings) -> Option<String> {
    let blank = |texts: &[String]| texts.is_empty() || texts.iter().any(String::is_empty);
    let foreign = |role: &&Role| role.agency_kind() != settings.kind;
    let places = [settings.jwks_file.is_some(), settings.jwks_url.is_some()];
    let sources = places.iter().filter(|it| **it).count() + usize::from(!settings.keys.is_empty());
    if settings.issuer.is_empty() || settings.agency.is_empty() || blank(&settings.audiences) {
        return Some("`issuer`, `agency` and `audiences` must not be empty".into());
    }
    if let Some(role) = settings.roles.iter().find(foreign) {
        let kind = role.agency_kind();
        return Some(format!(
            "may not grant {role}, a role of an agency of the kind {kind}"
        ));
    }
    if settings.leeway_seconds > MOST_LEEWAY {
        return Some(format!("`leeway_seconds` must be 0 to {MOST_LEEWAY}"));
    }
    if settings.max_lifetime_seconds == 0 {
        return Some("`max_lifetime_seconds` must be more than 0".into());
    }
    if blank(&settings.token_types) || settings.algorithms.is_empty() {
        return Some("`token_types` and `algorithms` must not be empty".into());
    }
    if settings.claims.role.is_empty() || settings.claims.role_prefix.as_deref() == Some("") {
        return Some("`claims.role` and `claims.role_prefix` must not be empty".into());
    }
    if settings.systems.iter().any(String::is_empty) {
        return Some("`systems` must not hold an empty name".into());
    }
    let is_bound = (
        settings.council.as_deref(),
        settings.court_area.as_deref(),
        settings.kind,
    );
    match is_bound {
        (Some(_), Some(_), _) => {
            return Some("is bound to a council or to a court area, not to both".into());
        }
        (Some(code), _, kind) if kind != AgencyKind::Council || !is_gss_code(code) => {
            return Some(
                "`council` is the GSS code of a council, for an issuer of the kind COUNCIL".into(),
            );
        }
        (_, Some(area), kind)
            if !matches!(kind, AgencyKind::Court | AgencyKind::Cafcass) || area.is_empty() =>
        {
            return Some(
                "`court_area` is for an issuer of the kind COURT or CAFCASS, and not empty".into(),
            );
        }
        _ => {}
    }
    if let Some(url) = &settings.jwks_url
        && !may_be_fetched(url)
    {
        return Some("`jwks_url` must begin with https://, or with http:// of this machine".into());
    }
    match sources {
        0 => Some("has no key: add one under `keys`, or say where they are published".into()),
        1 => None,
        _ => Some("has its keys in one place: `keys`, `jwks_file` or `jwks_url`".into()),
    }
}

/// Whoever can change what is read from there can make tokens.
fn may_be_fetched(url: &str) -> bool {
    match Address::of(url) {
        Some(address) => address.is_secure() || address.is_of_this_machine(),
        None => false,
    }
}

fn is_gss_code(code: &str) -> bool {
    let mut bytes = code.bytes();
    code.len() == 9
        && bytes.next().is_some_and(|it| it.is_ascii_uppercase())
        && bytes.all(|it| it.is_ascii_digit())
}

fn pinned(
    issuer: &str,
    settings: Vec<KeySettings>,
) -> Result<HashMap<String, VerifyingKey>, IssuersError> {
    let mut keys = HashMap::new();
    for key in settings {
        let refuse = |fault: &str| IssuersError::Key {
            issuer: issuer.to_owned(),
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
            read.ok_or_else(|| refuse("the PEM text is not a public key for this algorithm"))?;
        if keys.insert(key.kid.clone(), known).is_some() {
            return Err(refuse("is there twice"));
        }
    }
    Ok(keys)
}

impl fmt::Debug for Issuers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuers")
            .field("names", &self.by_name.keys())
            .finish_non_exhaustive()
    }
}
