//! Permanence: the same permanence plan, shown to each agency exactly as far as the law lets it see.
//! `ARCHITECTURE.md` says where everything lives and which way the arrows point.

pub mod domain;
pub mod store;
pub mod casework;
pub mod exchange;
