//! The limits of a request as data, so that a client need not meet them to know them.

use async_graphql::SimpleObject;

use super::document::{LIMITED, Limits};

/// A limit of what one request may ask for. Beyond it the request is refused, and nothing of it has run.
#[derive(SimpleObject)]
pub struct ApiLimit {
    /// The name of its setting.
    name: &'static str,
    /// The most that is taken.
    most: u64,
    /// The code with which more is refused.
    code: &'static str,
    /// What is counted.
    counts: &'static str,
}

pub fn api_limits(limits: &Limits) -> Vec<ApiLimit> {
    LIMITED
        .iter()
        .map(|it| ApiLimit {
            name: it.setting,
            most: (it.of)(limits),
            code: it.code.word(),
            counts: it.counts,
        })
        .collect()
}
