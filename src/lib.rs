//! Permanence: the same permanence plan, shown to each agency exactly as far as the law lets it see.
//! `ARCHITECTURE.md` says where everything lives and which way the arrows point.

pub mod auth;
pub mod casework;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod graphql;
pub mod http;
pub mod store;
