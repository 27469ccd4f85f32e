//! Opening a database: SQLite with one writer, PostgreSQL with a pool.

use std::{str::FromStr, sync::Arc, time::Duration};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, SqliteTransactionMode, SqlxPostgresConnector,
    SqlxSqliteConnector, TransactionOptions,
};
use sqlx::{
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use tokio::sync::watch;

use super::{
    Patience, StoreError,
    bounded::{Bounded, Transaction},
    deadlines::Reckoning,
    presence::Presence,
};

/// A database, open. Reads and writes go through different connections, so that on SQLite the one writer
/// never waits for a reader, and a connection for reading cannot write.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) read: Bounded<DatabaseConnection>,
    pub(super) write: Bounded<DatabaseConnection>,
    /// By what the deadlines are reckoned that are stored with the facts.
    pub(super) reckoning: Arc<Reckoning>,
    /// Counts the commits of this process that changed what somebody may be told.
    pub(super) news: watch::Sender<u64>,
}

impl Store {
    /// With the long patience of a command.
    pub async fn open(address: &str, connections: u32) -> Result<Self, StoreError> {
        Self::open_within(address, connections, Patience::LONG).await
    }

    pub async fn open_within(
        address: &str,
        connections: u32,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        if address.starts_with("sqlite:") {
            Self::open_sqlite(address, connections, patience).await
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Self::open_postgres(address, connections, patience).await
        } else {
            Err(StoreError::Address(scheme(address)))
        }
    }

    async fn open_sqlite(
        address: &str,
        connections: u32,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(address)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(patience.lock)
            .statement_cache_capacity(512);
        // A commit that failed (a full disk) leaves its connection inside a transaction, where later writes
        // would be acknowledged and lost. Such a connection is closed instead of being used again.
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(patience.acquire + patience.lock)
            .after_release(|connection, _| {
                Box::pin(async move {
                    let clean = sqlx::query("begin").execute(&mut *connection).await.is_ok()
                        && sqlx::query("rollback")
                            .execute(&mut *connection)
                            .await
                            .is_ok();
                    Ok(clean)
                })
            })
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(patience.acquire)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        let bounded = |pool| {
            let connection = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
            Bounded::new(connection, patience.statement, Presence::default())
        };
        Ok(Self {
            read: bounded(read),
            write: bounded(write),
            reckoning: Arc::new(Reckoning::usual()?),
            news: watch::Sender::new(0),
        })
    }

    async fn open_postgres(
        address: &str,
        connections: u32,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        let milliseconds = |it: Duration| it.as_millis().to_string();
        let options = PgConnectOptions::from_str(address)?
            .application_name("permanence")
            .statement_cache_capacity(512)
            .options([
                ("lock_timeout", milliseconds(patience.lock)),
                // Compiling the conditions of one page takes PostgreSQL a hundred times as long as reading it.
                ("jit", "off".to_owned()),
                ("statement_timeout", milliseconds(patience.statement)),
                ("idle_in_transaction_session_timeout", "60s".to_owned()),
            ]);
        let (presence, doubts) = Presence::of_server(options.clone(), patience.connect);
        // The pool's own tests of a connection wait for ever for a server that hangs. Where one gives no sign of life
        // in time it is closed, on its way out as on its way back, and the doubt is told.
        let (leaving, coming) = (doubts.clone(), doubts);
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(patience.acquire)
            .test_before_acquire(false)
            .before_acquire(move |connection, _| {
                Box::pin(leaving.clone().check(connection, patience.connect))
            })
            .after_release(move |connection, _| {
                Box::pin(coming.clone().check(connection, patience.connect))
            })
            .connect_with(options)
            .await?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        let connection = Bounded::new(connection, patience.statement_with_grace(), presence);
        Ok(Self {
            read: connection.clone(),
            write: connection,
            reckoning: Arc::new(Reckoning::usual()?),
            news: watch::Sender::new(0),
        })
    }

    /// With the council's own standards, or another calendar.
    pub fn reckoning_by(mut self, by: Reckoning) -> Self {
        self.reckoning = Arc::new(by);
        self
    }

    pub fn reckoning(&self) -> &Reckoning {
        &self.reckoning
    }

    /// Changes whenever a unit of this process was committed that somebody may have to be told of.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// The connection that migrations run on. Named by `cli` and tests.
    pub fn for_migration(&self) -> &DatabaseConnection {
        self.write.inner()
    }

    /// Calls `watch` with the text of every statement, for tests that count them.
    pub fn watched(mut self, watch: impl Fn(&str) + Send + Sync + Clone + 'static) -> Self {
        let again = watch.clone();
        self.read
            .inner_mut()
            .set_metric_callback(move |info| watch(&info.statement.sql));
        self.write
            .inner_mut()
            .set_metric_callback(move |info| again(&info.statement.sql));
        self
    }

    /// Does the database answer?
    pub async fn answers(&self) -> bool {
        self.read
            .execute_unprepared("select 1 from child limit 1")
            .await
            .is_ok()
    }

    /// A transaction that writes. On SQLite it takes the write lock at once: one that first reads and then
    /// writes would fail under load instead of waiting.
    pub(super) async fn begin(&self) -> Result<Transaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.write.begin(options).await?)
    }
}

/// The part of an address that cannot hold a password.
fn scheme(address: &str) -> String {
    address.split(':').next().unwrap_or_default().to_owned()
}
