//! A connection whose every statement ends: answered, or given up. Whatever the store asks goes through here.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, TransactionOptions, TransactionTrait,
    prelude::async_trait::async_trait,
};

use super::presence::Presence;

#[derive(Debug, Clone)]
pub(super) struct Bounded<C> {
    inner: C,
    most: Duration,
    presence: Presence,
}

/// A transaction of which every statement is bounded. Dropped, it leaves nothing behind.
pub(super) type Transaction = Bounded<DatabaseTransaction>;

impl<C> Bounded<C> {
    /// No statement takes longer than `most`.
    pub fn new(inner: C, most: Duration, presence: Presence) -> Self {
        Self {
            inner,
            most,
            presence,
        }
    }

    /// For what is not one statement, such as a stream of rows of a report.
    pub fn inner(&self) -> &C {
        &self.inner
    }

    pub fn inner_mut(&mut self) -> &mut C {
        &mut self.inner
    }
}

impl Bounded<DatabaseConnection> {
    pub async fn begin(&self, options: TransactionOptions) -> Result<Transaction, DbErr> {
        let begun = self.inner.begin_with_options(options);
        Ok(Bounded {
            inner: self.presence.within(self.most, begun).await?,
            most: self.most,
            presence: self.presence.clone(),
        })
    }
}

impl Transaction {
    /// After an error it is not known whether it took place.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.presence.within(self.most, self.inner.commit()).await
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send> ConnectionTrait for Bounded<C> {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let work = self.inner.execute_raw(statement);
        self.presence.within(self.most, work).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let work = self.inner.execute_unprepared(sql);
        self.presence.within(self.most, work).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let work = self.inner.query_one_raw(statement);
        self.presence.within(self.most, work).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let work = self.inner.query_all_raw(statement);
        self.presence.within(self.most, work).await
    }

    fn support_returning(&self) -> bool {
        self.inner.support_returning()
    }

    fn is_mock_connection(&self) -> bool {
        self.inner.is_mock_connection()
    }
}
