//! What a resolver may use of the request that it serves.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Context, Result};
use serde::{Serialize, de::DeserializeOwned};

use super::{children::Child, code, document::Inspection};
use crate::casework::{Asking, Casework, Trouble};

/// Put into each request before it runs.
#[derive(Clone)]
pub struct Request {
    pub casework: Arc<Casework>,
    pub asking: Arc<Asking>,
    pub inspection: Arc<Inspection>,
    /// The children answered so far, by root field and id: a plan leads back to its child without a second
    /// reading and a second entry.
    answered: Arc<Mutex<Answered>>,
}

/// Children by the root field beneath which they are answered, and by id.
type Answered = HashMap<(Arc<str>, Vec<u8>), Child>;

impl Request {
    pub fn new(casework: Arc<Casework>, asking: Arc<Asking>, inspection: Arc<Inspection>) -> Self {
        Self {
            casework,
            asking,
            inspection,
            answered: Arc::default(),
        }
    }

    pub fn seal_cursor<T: Serialize>(&self, list: &str, place: &T) -> Result<String> {
        self.casework
            .cursors
            .seal(&self.asking.viewer, list, place)
            .map_err(refuse)
    }

    pub fn open_cursor<T: DeserializeOwned>(&self, list: &str, cursor: &str) -> Result<T> {
        self.casework
            .cursors
            .open(&self.asking.viewer, list, cursor)
            .map_err(refuse)
    }

    pub fn remember(&self, child: &Child) {
        let key = (child.root(), child.public_id().to_vec());
        self.answered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, child.clone());
    }

    pub fn answered(&self, root: &Arc<str>, public_id: &[u8]) -> Option<Child> {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.get(&(root.clone(), public_id.to_vec())).cloned()
    }
}

/// The name under which the root field of this resolver is answered.
pub fn response_key(ctx: &Context<'_>) -> Arc<str> {
    ctx.item.node.response_key().node.as_str().into()
}

/// A refusal as the client reads it. The cause of what is not available goes to the log only.
pub fn refuse(trouble: Trouble) -> async_graphql::Error {
    code::error(code_of(&trouble), format!("{trouble}."))
}

pub fn code_of(trouble: &Trouble) -> code::ErrorCode {
    use code::ErrorCode as E;
    match trouble {
        Trouble::Unavailable(cause) => {
            tracing::error!(cause = %cause.kind(), "the record is not available");
            E::Unavailable
        }
        Trouble::Out => E::Unauthenticated,
        Trouble::FilterNotPermitted(_) => E::FilterNotPermitted,
        Trouble::CursorInvalid => E::CursorInvalid,
        Trouble::CursorExpired => E::CursorExpired,
        Trouble::BadInput(_) => E::BadUserInput,
    }
}
