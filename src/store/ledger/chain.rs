//! One process's chain of batches.

use chrono::{DateTime, SubsecRound, Utc};
use entity::ledger::{ledger_batch, ledger_child, ledger_entry};
use sea_orm::{ActiveValue::Set, EntityTrait};
use sha2::{Digest, Sha256};

use super::Entry;
use crate::store::{Randomness, Store, StoreError};

/// Rows in one insert statement: within the parameter limits of both databases.
const ROWS: usize = 1_000;

/// Stands before the system that asked for a person.
const ACTOR: &[u8] = b"actor";

pub(super) struct Chain {
    id: Vec<u8>,
    next: i64,
    prev: Vec<u8>,
}

impl Chain {
    pub fn begin(randomness: &dyn Randomness) -> Self {
        let id = randomness.public_id();
        let prev = Sha256::digest(&id).to_vec();
        Self { id, next: 0, prev }
    }

    pub async fn append(&mut self, store: &Store, entries: &[Entry]) -> Result<(), StoreError> {
        let rows = Rows::of(&self.id, self.next, entries);
        let hash = rows.hash(&self.prev);
        let batch = ledger_batch::ActiveModel {
            chain_id: Set(self.id.clone()),
            batch_no: Set(self.next),
            prev: Set(self.prev.clone()),
            hash: Set(hash.clone()),
            entry_count: Set(i32::try_from(entries.len()).unwrap_or(i32::MAX)),
            at: Set(rows
                .entries
                .first()
                .map_or_else(DateTime::<Utc>::default, |entry| entry.at)),
        };
        let transaction = store.begin().await?;
        ledger_batch::Entity::insert(batch)
            .exec_without_returning(&transaction)
            .await?;
        for chunk in rows.entries.chunks(ROWS) {
            let models = chunk.iter().cloned().map(ledger_entry::ActiveModel::from);
            ledger_entry::Entity::insert_many(models)
                .exec_without_returning(&transaction)
                .await?;
        }
        for chunk in rows.children.chunks(ROWS) {
            let models = chunk.iter().cloned().map(ledger_child::ActiveModel::from);
            ledger_child::Entity::insert_many(models)
                .exec_without_returning(&transaction)
                .await?;
        }
        transaction.commit().await?;
        self.next += 1;
        self.prev = hash;
        Ok(())
    }
}

/// The rows of one batch, as stored.
pub(super) struct Rows {
    pub entries: Vec<ledger_entry::Model>,
    pub children: Vec<ledger_child::Model>,
}

impl Rows {
    fn of(chain: &[u8], batch_no: i64, entries: &[Entry]) -> Self {
        let mut rows = Self {
            entries: Vec::new(),
            children: Vec::new(),
        };
        for (ord, entry) in (0..).zip(entries) {
            // Both databases keep microseconds; what is hashed is what can be read again.
            let at = entry.at.trunc_subsecs(6);
            rows.entries.push(ledger_entry::Model {
                chain_id: chain.to_vec(),
                batch_no,
                ord,
                request_id: entry.request_id.clone(),
                operation: entry.operation.clone(),
                issuer: entry.issuer.clone(),
                subject: entry.subject.clone(),
                token_id: entry.token_id.clone(),
                professional_id: entry.person,
                agency: entry.agency.clone(),
                role: entry.role.clone(),
                purpose: entry.purpose.clone(),
                policy_version: entry.policy_version.clone(),
                outcome: entry.outcome.word().to_owned(),
                at,
                actor: entry.actor.clone(),
            });
            let signed = |bits: u32| i32::try_from(bits).unwrap_or(i32::MAX);
            rows.children
                .extend(entry.children.iter().map(|child| ledger_child::Model {
                    chain_id: chain.to_vec(),
                    batch_no,
                    ord,
                    council_id: child.key.council,
                    child_id: child.key.child,
                    standings: signed(child.standings.0),
                    shown: signed(child.shown.0),
                    withheld: signed(child.withheld.0),
                    plan_version_id: child.plan_version,
                    at,
                }));
        }
        rows.sort();
        rows
    }

    /// One order for writing and for verifying.
    pub fn sort(&mut self) {
        self.entries.sort_by_key(|entry| entry.ord);
        self.children
            .sort_by_key(|child| (child.ord, child.council_id, child.child_id));
    }

    /// The hash of the batch after the one that ended in `prev`. Every field goes in with its length, so that
    /// no two batches read the same.
    pub fn hash(&self, prev: &[u8]) -> Vec<u8> {
        let mut hash = Canonical(Sha256::new());
        hash.bytes(prev);
        for entry in &self.entries {
            let ledger_entry::Model {
                chain_id,
                batch_no,
                ord,
                request_id,
                operation,
                issuer,
                subject,
                token_id,
                professional_id,
                agency,
                role,
                purpose,
                policy_version,
                outcome,
                at,
                actor,
            } = entry;
            hash.bytes(chain_id)
                .number(*batch_no)
                .number(i64::from(*ord));
            for text in [
                request_id,
                operation,
                issuer,
                subject,
                token_id,
                agency,
                role,
                policy_version,
                outcome,
            ] {
                hash.bytes(text.as_bytes());
            }
            hash.optional(purpose.as_deref().map(str::as_bytes));
            hash.optional(
                professional_id
                    .map(i64::to_be_bytes)
                    .as_ref()
                    .map(<[u8; 8]>::as_slice),
            );
            hash.number(at.timestamp_micros());
            // Only where there is one: entries from before systems were named have the hash that they had. What follows
            // an entry otherwise is the id of a chain, 16 bytes long, so neither can be taken for the other.
            if let Some(actor) = actor {
                hash.bytes(ACTOR).bytes(actor.as_bytes());
            }
        }
        for child in &self.children {
            let ledger_child::Model {
                chain_id,
                batch_no,
                ord,
                council_id,
                child_id,
                standings,
                shown,
                withheld,
                plan_version_id,
                at,
            } = child;
            hash.bytes(chain_id)
                .number(*batch_no)
                .number(i64::from(*ord));
            hash.number(i64::from(*council_id)).number(*child_id);
            for bits in [standings, shown, withheld] {
                hash.number(i64::from(*bits));
            }
            hash.optional(
                plan_version_id
                    .map(i64::to_be_bytes)
                    .as_ref()
                    .map(<[u8; 8]>::as_slice),
            );
            hash.number(at.timestamp_micros());
        }
        hash.0.finalize().to_vec()
    }
}

struct Canonical(Sha256);

impl Canonical {
    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn number(&mut self, number: i64) -> &mut Self {
        self.bytes(&number.to_be_bytes())
    }

    fn optional(&mut self, bytes: Option<&[u8]>) -> &mut Self {
        match bytes {
            Some(bytes) => self.bytes(&[1]).bytes(bytes),
            None => self.bytes(&[0]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::access::hex;

    fn rows(actor: Option<&str>) -> Rows {
        let entry = ledger_entry::Model {
            chain_id: vec![7; 16],
            batch_no: 3,
            ord: 0,
            request_id: "r".into(),
            operation: "child".into(),
            issuer: "i".into(),
            subject: "s".into(),
            token_id: "t".into(),
            professional_id: Some(42),
            agency: "a".into(),
            role: "JUDGE".into(),
            purpose: None,
            policy_version: "p".into(),
            outcome: "SHOWN".into(),
            at: DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default(),
            actor: actor.map(str::to_owned),
        };
        Rows {
            entries: vec![entry],
            children: Vec::new(),
        }
    }

    /// Reckoned by hand, by the way of writing that was in use before systems were named.
    const BEFORE: &str = "74e627fbf27172d3a4dbed3122d8a44900c276716b11673518958242e30fb8e5";

    #[test]
    fn what_was_entered_before_systems_were_named_still_holds_and_a_system_counts() {
        let hash = |actor| hex(&rows(actor).hash(&[9; 32])).to_lowercase();
        assert_eq!(hash(None), BEFORE);
        let all = [hash(None), hash(Some("")), hash(Some("a")), hash(Some("b"))];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[..place].contains(one), "{place}");
        }
    }
}
