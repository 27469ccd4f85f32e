//! The keys with which issuers sign.

pub(super) mod jwk;
mod ring;
mod set;

pub(super) use ring::KeyRing;
pub use ring::{FetchKeys, KeyPlace, LAST_GOOD, LEAST_BETWEEN, RenewalFault};
pub use set::SetFault;
