//! Verification: every chain from its first link, then the anchors. The first broken link is named.

use std::collections::HashMap;

use entity::ledger::{ledger_anchor, ledger_batch, ledger_child, ledger_entry};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use super::{
    anchor::{Heads, anchor_hash},
    chain::Rows,
};
use crate::store::{Store, StoreError, access::hex};

/// Batches read at a time.
const STEP: u64 = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub chains: u64,
    pub batches: u64,
    pub entries: u64,
    pub anchors: u64,
    pub fault: Option<Fault>,
}

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("chain {chain}: batch {batch} is missing or out of order")]
    Gap { chain: String, batch: i64 },
    #[error("chain {chain}: batch {batch} does not follow from the one before")]
    BrokenLink { chain: String, batch: i64 },
    #[error("chain {chain}: the entries of batch {batch} are not those that were committed")]
    Altered { chain: String, batch: i64 },
    #[error("anchor {0} is missing or does not follow from the one before")]
    BrokenAnchor(i64),
    #[error("anchor {anchor}: chain {chain} no longer reaches batch {batch}")]
    CutOff {
        anchor: i64,
        chain: String,
        batch: i64,
    },
}

pub async fn verify(store: &Store) -> Result<Verification, StoreError> {
    let mut told = Verification {
        chains: 0,
        batches: 0,
        entries: 0,
        anchors: 0,
        fault: None,
    };
    let chains: Vec<Vec<u8>> = ledger_batch::Entity::find()
        .select_only()
        .column(ledger_batch::Column::ChainId)
        .distinct()
        .order_by_asc(ledger_batch::Column::ChainId)
        .into_tuple()
        .all(&store.read)
        .await?;
    for chain in chains {
        told.chains += 1;
        if let Some(fault) = verify_chain(store, &chain, &mut told).await? {
            told.fault = Some(fault);
            return Ok(told);
        }
    }
    told.fault = verify_anchors(store, &mut told).await?;
    Ok(told)
}

async fn verify_chain(
    store: &Store,
    chain: &[u8],
    told: &mut Verification,
) -> Result<Option<Fault>, StoreError> {
    let mut prev = Sha256::digest(chain).to_vec();
    let mut next = 0;
    loop {
        let batches = ledger_batch::Entity::find()
            .filter(ledger_batch::Column::ChainId.eq(chain))
            .filter(ledger_batch::Column::BatchNo.gte(next))
            .order_by_asc(ledger_batch::Column::BatchNo)
            .limit(STEP)
            .all(&store.read)
            .await?;
        let Some(last) = batches.last() else {
            return Ok(None);
        };
        let mut rows = rows_between(store, chain, next, last.batch_no).await?;
        for batch in &batches {
            let name = || (hex(chain), batch.batch_no);
            if batch.batch_no != next {
                return Ok(Some(Fault::Gap {
                    chain: hex(chain),
                    batch: next,
                }));
            }
            if batch.prev != prev {
                let (chain, batch) = name();
                return Ok(Some(Fault::BrokenLink { chain, batch }));
            }
            let rows = rows.remove(&batch.batch_no).unwrap_or(Rows {
                entries: Vec::new(),
                children: Vec::new(),
            });
            let counted = i64::try_from(rows.entries.len()).unwrap_or(-1);
            if counted != i64::from(batch.entry_count) || rows.hash(&prev) != batch.hash {
                let (chain, batch) = name();
                return Ok(Some(Fault::Altered { chain, batch }));
            }
            told.batches += 1;
            told.entries += rows.entries.len() as u64;
            prev.clone_from(&batch.hash);
            next += 1;
        }
    }
}

async fn rows_between(
    store: &Store,
    chain: &[u8],
    from: i64,
    to: i64,
) -> Result<HashMap<i64, Rows>, StoreError> {
    let mut found: HashMap<i64, Rows> = HashMap::new();
    let empty = || Rows {
        entries: Vec::new(),
        children: Vec::new(),
    };
    let entries = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::ChainId.eq(chain))
        .filter(ledger_entry::Column::BatchNo.between(from, to))
        .all(&store.read)
        .await?;
    for entry in entries {
        found
            .entry(entry.batch_no)
            .or_insert_with(empty)
            .entries
            .push(entry);
    }
    let children = ledger_child::Entity::find()
        .filter(ledger_child::Column::ChainId.eq(chain))
        .filter(ledger_child::Column::BatchNo.between(from, to))
        .all(&store.read)
        .await?;
    for child in children {
        found
            .entry(child.batch_no)
            .or_insert_with(empty)
            .children
            .push(child);
    }
    found.values_mut().for_each(Rows::sort);
    Ok(found)
}

async fn verify_anchors(
    store: &Store,
    told: &mut Verification,
) -> Result<Option<Fault>, StoreError> {
    let mut prev = Vec::new();
    let anchors = ledger_anchor::Entity::find()
        .order_by_asc(ledger_anchor::Column::AnchorNo)
        .all(&store.read)
        .await?;
    for (number, anchor) in (0..).zip(&anchors) {
        let follows = anchor.anchor_no == number
            && anchor.prev == prev
            && anchor_hash(&prev, &anchor.heads, anchor.at) == anchor.hash;
        if !follows {
            return Ok(Some(Fault::BrokenAnchor(number)));
        }
        prev.clone_from(&anchor.hash);
        told.anchors += 1;
    }
    // Chains only grow: what the last anchor binds contains what the earlier ones bound.
    let Some(last) = anchors.last() else {
        return Ok(None);
    };
    let heads: Heads = serde_json::from_str(&last.heads)
        .map_err(|_| StoreError::Unreadable("the heads of the ledger".to_owned()))?;
    for (chain, (batch, hash)) in heads {
        let standing = ledger_batch::Entity::find_by_id((unhex(&chain), batch))
            .one(&store.read)
            .await?;
        if standing.is_none_or(|row| hex(&row.hash) != hash) {
            return Ok(Some(Fault::CutOff {
                anchor: last.anchor_no,
                chain,
                batch,
            }));
        }
    }
    Ok(None)
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter_map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect()
}
