//! Who the viewer is, and what the policy says.

mod directory;

use super::{Asking, Casework, Trouble};
use crate::domain::access::{AgencyKind, Policy, PolicyError};

pub use crate::store::access::{CouncilContact, Person};
pub use directory::{Colleague, Colleagues};

impl Casework {
    /// The person behind the token. Needs no ledger entry: it shows nothing of a child.
    pub async fn viewer<'a>(&self, asking: &'a Asking) -> Result<Option<&'a Person>, Trouble> {
        asking.person(self).await
    }

    pub async fn is_ready(&self) -> bool {
        self.store.answers().await
    }
}

/// Reads a policy. Its version is the hash of its text: the ledger tells which text was in force.
pub fn policy(text: &str) -> Result<Policy, PolicyError> {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(text.as_bytes());
    let version: String = hash
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Policy::parse(text, &version)
}

/// Is this reader a court?
pub fn reads_for_court(asking: &Asking) -> bool {
    asking.viewer.role.agency_kind() == AgencyKind::Court
}
