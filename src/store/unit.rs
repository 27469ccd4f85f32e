//! A unit of work: one transaction, with the ids and random values that new rows need.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use super::{Store, StoreError};

/// Where random bytes come from. The program gives the operating system's; tests give a seeded source.
pub trait Randomness: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);

    /// A public id: opaque, unguessable, and silent about when its row was made.
    fn public_id(&self) -> Vec<u8> {
        let mut bytes = vec![0; 16];
        self.fill(&mut bytes);
        bytes
    }
}

/// The scope of ids that belong to no council.
pub const GLOBAL: i16 = 0;

/// How many ids are taken from the counter at once.
const BLOCK: i64 = 256;

/// One transaction. Dropped without `commit`, it leaves nothing behind.
pub struct Unit<'a> {
    pub(super) transaction: DatabaseTransaction,
    pub(super) randomness: &'a dyn Randomness,
    blocks: HashMap<i16, std::ops::Range<i64>>,
}

impl Store {
    pub async fn unit<'a>(&self, randomness: &'a dyn Randomness) -> Result<Unit<'a>, StoreError> {
        Ok(Unit {
            transaction: self.begin().await?,
            randomness,
            blocks: HashMap::new(),
        })
    }
}

impl Unit<'_> {
    /// The next id in a scope: `GLOBAL` or a council. Ids come in blocks from one counter row, so that
    /// councils never wait for each other.
    pub async fn next_id(&mut self, scope: i16) -> Result<i64, StoreError> {
        if let Some(block) = self.blocks.get_mut(&scope)
            && let Some(id) = block.next()
        {
            return Ok(id);
        }
        let statement = Statement::from_sql_and_values(
            self.transaction.get_database_backend(),
            "insert into id_counter (scope, next_id) values ($1, 1 + $2) \
             on conflict (scope) do update set next_id = id_counter.next_id + $2 returning next_id",
            [scope.into(), BLOCK.into()],
        );
        let row = self.transaction.query_one_raw(statement).await?;
        let end: i64 = row
            .ok_or_else(|| StoreError::Unreadable("id_counter gave no row".into()))?
            .try_get("", "next_id")?;
        let mut block = end - BLOCK..end;
        let id = block.next().unwrap_or(end);
        self.blocks.insert(scope, block);
        Ok(id)
    }

    pub fn public_id(&self) -> Vec<u8> {
        self.randomness.public_id()
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}
