//! Acts on access: who must not see a child, or where they live, and who may see more.

mod confidential;
mod releasing;
mod restricting;
mod sealing;

pub use confidential::{FlagConfidential, UnflagConfidential};
pub use releasing::DirectRelease;
pub use restricting::{DeclareExclusion, RestrictRecord, UnrestrictRecord};
pub use sealing::SealRecord;

pub use crate::store::acts::Markable;
