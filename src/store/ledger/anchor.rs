//! Anchors: from time to time the heads of all chains are bound together, so that cutting off the end of a
//! chain breaks an anchor.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use entity::ledger::{ledger_anchor, ledger_batch};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};

use crate::store::{Store, StoreError, access::hex};

/// The heads that an anchor binds: chain, number of its last batch, hash of that batch.
pub(super) type Heads = BTreeMap<String, (i64, String)>;

/// Writes the next anchor. Processes that anchor at the same moment wait for each other.
pub async fn anchor(store: &Store, now: DateTime<Utc>) -> Result<(), StoreError> {
    let transaction = store.begin().await?;
    if store.backend() == DbBackend::Postgres {
        transaction
            .execute_unprepared("lock table ledger_anchor in exclusive mode")
            .await?;
    }
    let last = ledger_anchor::Entity::find()
        .order_by_desc(ledger_anchor::Column::AnchorNo)
        .one(&transaction)
        .await?;
    let tips: Vec<(Vec<u8>, i64)> = ledger_batch::Entity::find()
        .select_only()
        .column(ledger_batch::Column::ChainId)
        .column_as(ledger_batch::Column::BatchNo.max(), "tip")
        .group_by(ledger_batch::Column::ChainId)
        .into_tuple()
        .all(&transaction)
        .await?;
    let mut heads = Heads::new();
    for (chain, tip) in tips {
        let batch = ledger_batch::Entity::find()
            .filter(ledger_batch::Column::ChainId.eq(chain.clone()))
            .filter(ledger_batch::Column::BatchNo.eq(tip))
            .one(&transaction)
            .await?;
        if let Some(batch) = batch {
            heads.insert(hex(&chain), (tip, hex(&batch.hash)));
        }
    }
    let heads = serde_json::to_string(&heads)
        .map_err(|_| StoreError::Unreadable("the heads of the ledger".to_owned()))?;
    let (number, prev) = last.map_or((0, Vec::new()), |last| (last.anchor_no + 1, last.hash));
    let at = now.trunc_subsecs(6);
    let row = ledger_anchor::ActiveModel {
        anchor_no: Set(number),
        hash: Set(anchor_hash(&prev, &heads, at)),
        prev: Set(prev),
        heads: Set(heads),
        at: Set(at),
    };
    ledger_anchor::Entity::insert(row)
        .exec_without_returning(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}

pub(super) fn anchor_hash(prev: &[u8], heads: &str, at: DateTime<Utc>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update((prev.len() as u64).to_be_bytes());
    hash.update(prev);
    hash.update(heads.as_bytes());
    hash.update(at.timestamp_micros().to_be_bytes());
    hash.finalize().to_vec()
}
