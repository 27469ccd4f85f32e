//! A bearer token to a viewer, or a refusal. Time is an argument; nothing is read from disk here.

mod claims;
mod issuers;
mod sign;
mod verify;

pub use claims::{Claims, OneOrMany};
pub use issuers::{IssuerSettings, Issuers, IssuersError, KeyAlgorithm, KeySettings};
pub use sign::{KeyPair, SignError, SigningKey};
pub use verify::{Fault, TokenRefused};
