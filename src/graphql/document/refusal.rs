//! A request refused before it ran.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};

use super::super::code::ErrorCode;

/// Why a request was refused, in words for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: ErrorCode,
    pub message: String,
    /// What was counted and how much is allowed, for the refusals that are limits.
    pub over: Option<Over>,
    pub at: Option<Pos>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    pub value: u64,
    pub limit: u64,
}

impl Refusal {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            over: None,
            at: None,
        }
    }

    /// `what` is counted in the message, for example "fields nested".
    pub fn limit(code: ErrorCode, what: &str, value: u64, limit: u64) -> Self {
        Self {
            over: Some(Over { value, limit }),
            ..Self::new(
                code,
                format!("{what}: {value}, and at most {limit} are allowed."),
            )
        }
    }

    pub fn at(mut self, pos: Pos) -> Self {
        self.at = Some(pos);
        self
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let mut error = ServerError::new(refusal.message, refusal.at);
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", refusal.code.word());
        if let Some(Over { value, limit }) = refusal.over {
            extensions.set("value", value);
            extensions.set("limit", limit);
        }
        error.extensions = Some(extensions);
        error
    }
}
