//! The check of a token. The order matters: nothing that the token says is believed before its signature.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    DpopUse, Issuers,
    claims::{self, Acting, Bound, Said},
    dpop,
    issuers::Issuer,
    jws::Jws,
};
use crate::domain::access::{Role, Viewer};

/// What somebody shows of themselves.
#[derive(Debug, Clone)]
pub struct Presented {
    pub token: String,
    pub holder: Holder,
    /// The role in which they act, where they say it.
    pub role: Option<String>,
}

/// How a token is shown.
#[derive(Debug, Clone)]
pub enum Holder {
    /// By whoever has it.
    Bearer,
    /// With a proof of having its key, for a request of this method to this path.
    Proof {
        proof: String,
        method: String,
        path: String,
    },
    /// On a connection that was opened with such a proof.
    Proven,
}

impl Presented {
    /// What `SCHEME TOKEN` says, with the proof and the role beside it: nothing where the three do not go together.
    /// `method` and `path` are those of the request, as the proof must name them.
    pub fn of(
        credentials: &str,
        proof: Option<&str>,
        role: Option<&str>,
        method: &str,
        path: &str,
    ) -> Option<Self> {
        let (scheme, token) = credentials.split_once(' ')?;
        let holder = match (scheme.to_ascii_lowercase().as_str(), proof) {
            ("bearer", None) => Holder::Bearer,
            ("dpop", Some(proof)) => Holder::Proof {
                proof: proof.to_owned(),
                method: method.to_owned(),
                path: path.to_owned(),
            },
            _ => return None,
        };
        Some(Self {
            token: token.trim().to_owned(),
            holder,
            role: role.map(str::to_owned),
        })
    }

    pub fn bearer(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            holder: Holder::Bearer,
            role: None,
        }
    }

    pub fn in_role(self, role: impl Into<String>) -> Self {
        Self {
            role: Some(role.into()),
            ..self
        }
    }
}

/// A token that does not make its bearer a viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefused {
    /// Good in every other way.
    #[error("the token is out of date")]
    Expired,
    /// The fault is for the log: whoever tries tokens must not learn from it.
    #[error("the token is not accepted ({0:?})")]
    Invalid(Fault),
    /// The token is good, and grants several roles.
    #[error("the token grants several roles and none was named")]
    RoleNotNamed,
    /// The token is good, and does not grant the role that was named.
    #[error("the role that was named is not granted")]
    RoleNotGranted,
    /// There is no room to remember another proof.
    #[error("too many proofs are remembered")]
    Busy,
}

/// What was wrong, without a word of the token itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Malformed,
    UnknownIssuer,
    UnknownKey,
    Algorithm,
    Signature,
    /// It is a token for something else.
    Type,
    Audience,
    Role,
    Agency,
    NotYetValid,
    IssuedInFuture,
    Lifetime,
    /// A system that acts for nobody, or somebody who acts and is no system of the issuer.
    Acting,
    /// It is bound to a key, and is shown as if it were not; or it is not, and must be.
    Binding,
    Proof,
    ProofSignature,
    ProofKey,
    ProofOfAnother,
    ProofTime,
    ProofReplayed,
}

impl Fault {
    /// Whether the token itself may be good.
    pub fn is_of_proof(self) -> bool {
        matches!(
            self,
            Self::Proof
                | Self::ProofSignature
                | Self::ProofKey
                | Self::ProofOfAnother
                | Self::ProofTime
                | Self::ProofReplayed
        )
    }
}

/// Longer than any real token; keeps the work of refusing one small.
const MOST_BYTES: usize = 8 * 1024;

impl Issuers {
    /// Who is asking at `now`, as far as what they show proves it.
    pub fn viewer(
        &self,
        presented: &Presented,
        now: DateTime<Utc>,
    ) -> Result<Viewer, TokenRefused> {
        let token = presented.token.as_str();
        let (issuer, jws) = self.issuer(token)?;
        let kid = jws.header("kid").ok_or(Fault::UnknownKey)?;
        let key = issuer.keys.key(kid, now).ok_or(Fault::UnknownKey)?;
        if jws.algorithm() != Some(key.algorithm) {
            return Err(Fault::Algorithm.into());
        }
        if !key.verifies(jws.signature, jws.message) {
            return Err(Fault::Signature.into());
        }
        let said = claims::read(&jws.payload, &issuer.claims)?;
        issuer.check_type(&jws, &said)?;
        let viewer = issuer.accept(&said, presented.role.as_deref(), now)?;
        self.check_holder(issuer, &said.bound, presented, now)?;
        Ok(viewer)
    }

    /// The issuer whose keys should be read again, where a token names a key that is not known.
    pub fn unknown_key_of(&self, token: &str) -> Option<&str> {
        let (issuer, _) = self.issuer(token).ok()?;
        self.may_renew(issuer).then_some(issuer.name.as_str())
    }

    fn issuer<'a>(&self, token: &'a str) -> Result<(&Issuer, Jws<'a>), Fault> {
        if token.len() > MOST_BYTES {
            return Err(Fault::Malformed);
        }
        let jws = Jws::read(token, &[]).ok_or(Fault::Malformed)?;
        let named = jws.payload.get("iss").and_then(Value::as_str);
        let issuer = self.named(named.ok_or(Fault::Malformed)?);
        Ok((issuer.ok_or(Fault::UnknownIssuer)?, jws))
    }

    fn check_holder(
        &self,
        issuer: &Issuer,
        bound: &Bound,
        presented: &Presented,
        now: DateTime<Utc>,
    ) -> Result<(), TokenRefused> {
        let thumbprint = match (bound, issuer.dpop) {
            (Bound::Otherwise, _)
            | (Bound::Key(_), DpopUse::Refused)
            | (Bound::No, DpopUse::Required) => return Err(Fault::Binding.into()),
            (Bound::No, _) => match presented.holder {
                Holder::Bearer => return Ok(()),
                Holder::Proof { .. } | Holder::Proven => return Err(Fault::Binding.into()),
            },
            (Bound::Key(thumbprint), _) => thumbprint,
        };
        let (proof, method, path) = match &presented.holder {
            Holder::Bearer => return Err(Fault::Binding.into()),
            Holder::Proven => return Ok(()),
            Holder::Proof {
                proof,
                method,
                path,
            } => (proof, method, path),
        };
        let served_at = self.served_at.as_ref().ok_or(Fault::Binding)?;
        let asked = dpop::Asked {
            method,
            address: &served_at.at(path),
            token: &presented.token,
            thumbprint,
            leeway: issuer.leeway,
            now,
        };
        dpop::check(proof, &asked, &self.proofs)
    }
}

impl Issuer {
    fn check_type(&self, jws: &Jws<'_>, said: &Said) -> Result<(), Fault> {
        let kind = jws.kind().map_err(|()| Fault::Type)?;
        let kind = kind.as_deref().unwrap_or("jwt");
        if !self.token_types.iter().any(|it| it == kind) {
            return Err(Fault::Type);
        }
        match kind == "at+jwt" && said.client.is_none() {
            true => Err(Fault::Malformed),
            false => Ok(()),
        }
    }

    /// Everything but signature and type, in one place and against one clock.
    fn accept(
        &self,
        said: &Said,
        named: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Viewer, TokenRefused> {
        if said.issuer != self.name {
            return Err(Fault::UnknownIssuer.into());
        }
        if !said.audiences.iter().any(|it| self.audiences.contains(it)) {
            return Err(Fault::Audience.into());
        }
        if said.agency.as_ref().is_some_and(|it| *it != self.agency) {
            return Err(Fault::Agency.into());
        }
        let actor = self.actor(said)?;
        let granted = self.granted(&said.roles);
        if granted.is_empty() {
            return Err(Fault::Role.into());
        }
        if said.issued_at - self.leeway > now {
            return Err(Fault::IssuedInFuture.into());
        }
        if said.not_before - self.leeway > now {
            return Err(Fault::NotYetValid.into());
        }
        let lifetime = said.expires_at - said.issued_at;
        if lifetime <= chrono::TimeDelta::zero() || lifetime > self.max_lifetime {
            return Err(Fault::Lifetime.into());
        }
        if said.expires_at + self.leeway <= now {
            return Err(TokenRefused::Expired);
        }
        Ok(Viewer {
            role: chosen(&granted, named)?,
            issuer: said.issuer.clone(),
            subject: said.subject.clone(),
            token_id: said.token_id.clone(),
            agency: self.agency.clone(),
            actor,
            bound_to: self.bound_to.clone(),
            expires_at: said.expires_at,
        })
    }

    /// A system asks for a person, and a person for themselves.
    fn actor(&self, said: &Said) -> Result<Option<String>, Fault> {
        let is_system = |name: &String| self.systems.contains(name);
        match &said.acting {
            _ if is_system(&said.subject) => Err(Fault::Acting),
            Acting::Oneself => Ok(None),
            Acting::System(system) if is_system(system) => Ok(Some(system.clone())),
            Acting::System(_) => Err(Fault::Acting),
        }
    }

    /// Of what the token says, the roles that this issuer may grant, each once.
    fn granted(&self, words: &[String]) -> Vec<Role> {
        let may = |role: &Role| self.roles.contains(role) && role.agency_kind() == self.kind;
        let mut granted = Vec::new();
        for role in words.iter().filter_map(|it| it.parse().ok()).filter(may) {
            if !granted.contains(&role) {
                granted.push(role);
            }
        }
        granted
    }
}

/// One role at a time: the one that is named, or the only one there is.
fn chosen(granted: &[Role], named: Option<&str>) -> Result<Role, TokenRefused> {
    match (named, granted) {
        (Some(named), _) => {
            let mut granted = granted.iter().copied();
            granted
                .find(|role| role.word() == named)
                .ok_or(TokenRefused::RoleNotGranted)
        }
        (None, [only]) => Ok(*only),
        (None, _) => Err(TokenRefused::RoleNotNamed),
    }
}

impl From<Fault> for TokenRefused {
    fn from(fault: Fault) -> Self {
        Self::Invalid(fault)
    }
}
