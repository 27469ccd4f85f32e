//! Who the viewer is, and what the policy says.

mod directory;

use super::{Asking, Casework};
use crate::domain::access::{AgencyKind, Policy, PolicyError};

pub use crate::store::access::{CouncilContact, Person};
pub use directory::{Colleague, Colleagues};

impl Casework {
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
