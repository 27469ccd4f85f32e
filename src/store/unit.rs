//! A unit of work: one transaction, with the ids and random values that new rows need.

use std::{collections::HashMap, sync::Arc};

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use tokio::sync::watch;

use super::{
    Store, StoreError,
    bounded::Transaction,
    changes::{self, Noted},
    deadlines::Reckoning,
};

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

/// How many ids are taken from the counter the first time. Each further block of a unit is twice as large, up to
/// the last number: a few records leave few gaps, and a whole council seldom asks.
const FIRST_BLOCK: i64 = 256;
const LAST_BLOCK: i64 = 65_536;

/// How much of a SQLite database is held in memory while very many rows are written.
const CACHE_KIB: u32 = 1_500_000;

/// Ids taken from the counter and not used yet, and how many were taken.
struct Block {
    ids: std::ops::Range<i64>,
    size: i64,
}

/// One transaction. Dropped without `commit`, it leaves nothing behind.
pub struct Unit<'a> {
    pub(super) transaction: Transaction,
    pub(super) randomness: &'a dyn Randomness,
    pub(super) reckoning: Arc<Reckoning>,
    /// What the change feed is to tell of it.
    pub(super) noted: Noted,
    news: watch::Sender<u64>,
    blocks: HashMap<i16, Block>,
}

impl Store {
    pub async fn unit<'a>(&self, randomness: &'a dyn Randomness) -> Result<Unit<'a>, StoreError> {
        Ok(Unit {
            transaction: self.begin().await?,
            randomness,
            reckoning: self.reckoning.clone(),
            noted: Noted::default(),
            news: self.news.clone(),
            blocks: HashMap::new(),
        })
    }
}

impl Unit<'_> {
    /// The next id in a scope: `GLOBAL` or a council. Ids come in blocks from one counter row, so that
    /// councils never wait for each other.
    pub async fn next_id(&mut self, scope: i16) -> Result<i64, StoreError> {
        let mut size = FIRST_BLOCK;
        if let Some(block) = self.blocks.get_mut(&scope) {
            if let Some(id) = block.ids.next() {
                return Ok(id);
            }
            size = (block.size * 2).min(LAST_BLOCK);
        }
        let statement = Statement::from_sql_and_values(
            self.transaction.get_database_backend(),
            "insert into id_counter (scope, next_id) values ($1, 1 + $2) \
             on conflict (scope) do update set next_id = id_counter.next_id + $2 returning next_id",
            [scope.into(), size.into()],
        );
        let row = self.transaction.query_one_raw(statement).await?;
        let end: i64 = row
            .ok_or_else(|| StoreError::Unreadable("id_counter gave no row".into()))?
            .try_get("", "next_id")?;
        let mut ids = end - size..end;
        let id = ids.next().unwrap_or(end);
        self.blocks.insert(scope, Block { ids, size });
        Ok(id)
    }

    /// Prepares for very many rows. On SQLite their ids fall all over the indexes: pages that do not stay in memory are
    /// written to the log again and again.
    pub async fn expect_much(&self) -> Result<(), StoreError> {
        if self.transaction.get_database_backend() == DbBackend::Sqlite {
            let pages = format!("pragma cache_size = -{CACHE_KIB}");
            self.transaction.execute_unprepared(&pages).await?;
        }
        Ok(())
    }

    /// Tells the planner how large the tables have become within this unit. PostgreSQL counts them when a unit has ended,
    /// and would go through tables of a whole council as if they were empty.
    pub async fn take_stock(&self) -> Result<(), StoreError> {
        if self.transaction.get_database_backend() == DbBackend::Postgres {
            self.transaction.execute_unprepared("analyze").await?;
        }
        Ok(())
    }

    pub fn public_id(&self) -> Vec<u8> {
        self.randomness.public_id()
    }

    /// Makes it so, with the changes noted numbered last of all, and wakes whoever waits for changes.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let is_news = self.noted.is_news();
        let notes = std::mem::take(&mut self.noted.notes);
        changes::number(&self, notes).await?;
        self.transaction.commit().await?;
        if is_news {
            self.news
                .send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(())
    }
}
