//! The keys of one issuer: pinned in the configuration, or read from a set that the issuer changes when it likes.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use super::set::{self, SetFault};
use crate::auth::{KeyAlgorithm, algorithm::VerifyingKey};

/// Where an issuer publishes its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    File(PathBuf),
    Url(String),
}

/// Reads a set of keys where it is published. Bounded in bytes and in time by whoever does it.
pub trait FetchKeys: Send + Sync + 'static {
    fn fetch<'a>(&'a self, place: &'a KeyPlace) -> BoxFuture<'a, Result<Vec<u8>, String>>;
}

#[derive(Debug, thiserror::Error)]
pub enum RenewalFault {
    #[error("the key set cannot be fetched: {0}")]
    Away(String),
    #[error("the key set cannot be used: {0}")]
    Set(#[from] SetFault),
}

/// A key that nobody knows may have been made just now. So often may such a one have the set fetched.
pub const LEAST_BETWEEN: TimeDelta = TimeDelta::seconds(30);
/// How long the last good set is used when the issuer is away. Longer, and a key that was stolen and taken out of the
/// set would live on for as long as its thief could keep the set from us.
pub const LAST_GOOD: TimeDelta = TimeDelta::hours(24);

pub(in crate::auth) struct KeyRing {
    issuer: String,
    allowed: Vec<KeyAlgorithm>,
    place: Option<KeyPlace>,
    keys: RwLock<Arc<Keys>>,
    /// When the set was last asked for. Held while it is fetched: one fetch at a time.
    asked: Mutex<Option<DateTime<Utc>>>,
}

#[derive(Default)]
struct Keys {
    by_kid: HashMap<String, VerifyingKey>,
    /// None: they are of the configuration, and do not age.
    fetched_at: Option<DateTime<Utc>>,
}

impl KeyRing {
    pub fn pinned(issuer: String, by_kid: HashMap<String, VerifyingKey>) -> Self {
        let keys = Keys {
            by_kid,
            fetched_at: None,
        };
        Self {
            issuer,
            allowed: Vec::new(),
            place: None,
            keys: RwLock::new(Arc::new(keys)),
            asked: Mutex::new(None),
        }
    }

    /// Without a key until it is first renewed.
    pub fn published(issuer: String, place: KeyPlace, allowed: Vec<KeyAlgorithm>) -> Self {
        Self {
            allowed,
            place: Some(place),
            ..Self::pinned(issuer, HashMap::new())
        }
    }

    pub fn key(&self, kid: &str, now: DateTime<Utc>) -> Option<VerifyingKey> {
        // A key set is swapped whole, so that a panic elsewhere leaves nothing half done in it.
        let keys = self
            .keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if keys.fetched_at.is_some_and(|at| now - at > LAST_GOOD) {
            return None;
        }
        keys.by_kid.get(kid).cloned()
    }

    pub fn is_published(&self) -> bool {
        self.place.is_some()
    }

    /// Fetches the set and takes it in the place of what was there: a key that is no longer in it is dead. Where that
    /// fails, what was there stays. Not more often than `at_least_after` the time before, and then `Ok(false)`.
    pub async fn renew(
        &self,
        fetch: &dyn FetchKeys,
        now: DateTime<Utc>,
        at_least_after: TimeDelta,
    ) -> Result<bool, RenewalFault> {
        let Some(place) = &self.place else {
            return Ok(false);
        };
        let mut asked = self.asked.lock().await;
        // Of a clock that was set back, the time before is no measure.
        if asked.is_some_and(|before| (now - before).abs() < at_least_after) {
            return Ok(false);
        }
        *asked = Some(now);
        let bytes = fetch.fetch(place).await.map_err(RenewalFault::Away)?;
        let by_kid = set::read(&bytes, &self.allowed, &self.issuer)?;
        let keys = Keys {
            by_kid,
            fetched_at: Some(now),
        };
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        Ok(true)
    }
}
