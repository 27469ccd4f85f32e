//! The ledger of disclosures: entered and committed before the answer leaves.
//!
//! A process keeps one chain. Requests that arrive together are committed together; an entry that cannot be
//! committed stops its answer.

mod anchor;
mod chain;
mod verify;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

use super::{Randomness, Store, StoreError};
use crate::domain::{
    access::{ClassSet, StandingSet},
    children::ChildKey,
};

pub use anchor::anchor;
pub use verify::{Fault, Verification, verify};

/// How long an answer waits for its entry before it is given up.
const WAIT: Duration = Duration::from_secs(6);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Shown,
    NotFound,
    /// A restricted child, and a person with a court-made standing: told where to apply.
    ToldToApply,
}

impl Outcome {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "SHOWN",
            Self::NotFound => "NOT_FOUND",
            Self::ToldToApply => "TOLD_TO_APPLY",
        }
    }
}

/// One answer: who asked, how, and what of which child was shown and withheld.
#[derive(Debug, Clone)]
pub struct Entry {
    pub request_id: String,
    pub operation: String,
    pub issuer: String,
    pub subject: String,
    /// Which token was used.
    pub token_id: String,
    /// The system that asked for the person.
    pub actor: Option<String>,
    pub person: Option<i64>,
    pub agency: String,
    pub role: String,
    pub purpose: Option<String>,
    pub policy_version: String,
    pub outcome: Outcome,
    pub at: DateTime<Utc>,
    pub children: Vec<EntryChild>,
}

#[derive(Debug, Clone)]
pub struct EntryChild {
    pub key: ChildKey,
    pub standings: StandingSet,
    pub shown: ClassSet,
    pub withheld: ClassSet,
    pub plan_version: Option<i64>,
}

type Waiting = (Entry, oneshot::Sender<Result<(), StoreError>>);

/// The way into the ledger.
#[derive(Clone)]
pub struct Ledger {
    queue: mpsc::Sender<Waiting>,
}

impl Ledger {
    /// Starts the committer of this process. It ends when every handle is gone.
    /// At most `group` entries share a commit.
    pub fn open(store: Store, randomness: Arc<dyn Randomness>, group: usize) -> Self {
        let group = group.max(1);
        let (queue, waiting) = mpsc::channel(4 * group);
        tokio::spawn(commit_groups(store, randomness, waiting, group));
        Self { queue }
    }

    /// Returns once the entry is committed. An error means: no answer.
    pub async fn record(&self, entry: Entry) -> Result<(), StoreError> {
        let (done, committed) = oneshot::channel();
        let entered = async {
            self.queue
                .send((entry, done))
                .await
                .map_err(|_| StoreError::Ledger)?;
            committed.await.map_err(|_| StoreError::Ledger)?
        };
        tokio::time::timeout(WAIT, entered)
            .await
            .unwrap_or(Err(StoreError::Ledger))
    }
}

async fn commit_groups(
    store: Store,
    randomness: Arc<dyn Randomness>,
    mut waiting: mpsc::Receiver<Waiting>,
    size: usize,
) {
    let mut chain = chain::Chain::begin(randomness.as_ref());
    let mut group = Vec::with_capacity(size);
    while waiting.recv_many(&mut group, size).await > 0 {
        let (entries, done): (Vec<Entry>, Vec<_>) = group.drain(..).unzip();
        if commit(&store, randomness.as_ref(), &mut chain, &entries).await {
            done.into_iter().for_each(|waiter| tell(waiter, true));
            continue;
        }
        // One entry that the database does not take must not fail its neighbours: each is tried by itself.
        let alone = entries.len() > 1;
        for (entry, waiter) in entries.into_iter().zip(done) {
            let entered = alone && commit(&store, randomness.as_ref(), &mut chain, &[entry]).await;
            tell(waiter, entered);
        }
    }
}

/// Appends to the chain. After a failure it is not known whether the commit took place: what follows starts a
/// chain of its own.
async fn commit(
    store: &Store,
    randomness: &dyn Randomness,
    chain: &mut chain::Chain,
    entries: &[Entry],
) -> bool {
    let outcome = chain.append(store, entries).await;
    if let Err(cause) = &outcome {
        tracing::error!(
            cause = cause.kind(),
            entries = entries.len(),
            "ledger entries were not committed"
        );
        *chain = chain::Chain::begin(randomness);
    }
    outcome.is_ok()
}

fn tell(waiter: oneshot::Sender<Result<(), StoreError>>, is_entered: bool) {
    // A waiter that has given up has sent no answer.
    let _ = waiter.send(if is_entered {
        Ok(())
    } else {
        Err(StoreError::Ledger)
    });
}
