//! A token to a viewer, or a refusal. Time is an argument; nothing is read from disk or from the network here.

mod algorithm;
mod claims;
mod dpop;
mod issuers;
mod jws;
mod keys;
mod settings;
mod sign;
pub(crate) mod strict;
mod verify;

pub use algorithm::KeyAlgorithm;
pub use claims::{Claims, OneOrMany};
pub use issuers::{Issuers, IssuersError, MOST_LEEWAY};
pub use keys::{FetchKeys, KeyPlace, LAST_GOOD, LEAST_BETWEEN, RenewalFault, SetFault};
pub use settings::{ClaimNames, DpopUse, IssuerSettings, KeySettings};
pub use sign::{KeyPair, SignError, SigningKey};
pub use verify::{Fault, Holder, Presented, TokenRefused};
