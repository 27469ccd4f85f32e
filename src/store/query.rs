//! A statement under construction, and rows grouped by child.
//!
//! Reads are written in SQL: each names just the columns that will be shown, and its text does not change with
//! the number of children, so that it is prepared once.

use std::{collections::HashMap, future::Future};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, TryGetable, Value};

use super::{Store, StoreError, Unit};
use crate::domain::children::ChildKey;

/// Whatever a statement can be put to: the store, or a unit of work, which sees what it has written itself.
pub trait Source: Sync {
    fn backend(&self) -> DbBackend;

    fn ask(
        &self,
        statement: Statement,
    ) -> impl Future<Output = Result<Vec<QueryResult>, DbErr>> + Send;
}

impl Source for Store {
    fn backend(&self) -> DbBackend {
        Store::backend(self)
    }

    async fn ask(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.read.query_all_raw(statement).await
    }
}

impl Source for Unit<'_> {
    fn backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn ask(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.transaction.query_all_raw(statement).await
    }
}

pub(super) struct Query {
    sql: String,
    values: Vec<Value>,
    backend: DbBackend,
}

/// One row of an answer.
pub(super) struct Row<'a>(&'a QueryResult);

impl Row<'_> {
    pub fn get<T: TryGetable>(&self, column: &str) -> Result<T, StoreError> {
        Ok(self.0.try_get("", column)?)
    }

    pub fn key(&self) -> Result<ChildKey, StoreError> {
        Ok(ChildKey {
            council: self.get("council_id")?,
            child: self.get("child_id")?,
        })
    }
}

impl Query {
    pub fn new(source: &impl Source, sql: &str) -> Self {
        Self {
            sql: sql.to_owned(),
            values: Vec::new(),
            backend: source.backend(),
        }
    }

    pub fn backend(&self) -> DbBackend {
        self.backend
    }

    pub fn sql(mut self, sql: &str) -> Self {
        self.sql.push_str(sql);
        self
    }

    pub fn sql_if(self, holds: bool, sql: &str) -> Self {
        if holds { self.sql(sql) } else { self }
    }

    /// A value in this place.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        let place = self.name(value);
        self.sql.push_str(&place);
        self
    }

    /// Binds a value and returns the word that stands for it, for use in several places.
    pub fn name(&mut self, value: impl Into<Value>) -> String {
        let value = match value.into() {
            Value::String(Some(text)) => Value::String(Some(storable(&text))),
            other => other,
        };
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// `(council, child) in (these)`, as one value whatever their number.
    pub fn among(self, columns: &str, keys: &[ChildKey]) -> Self {
        let list: Vec<[i64; 2]> = keys
            .iter()
            .map(|key| [i64::from(key.council), key.child])
            .collect();
        let json = serde_json::to_string(&list).unwrap_or_else(|_| "[]".to_owned());
        let (before, after) = match self.backend {
            DbBackend::Postgres => (
                "(select (k->>0)::smallint, (k->>1)::bigint from jsonb_array_elements(",
                "::jsonb) k)",
            ),
            _ => ("(select value->>0, value->>1 from json_each(", "))"),
        };
        self.sql(columns)
            .sql(" in ")
            .sql(before)
            .bind(json)
            .sql(after)
    }

    /// One of these words, as one value whatever their number.
    pub fn one_of(mut self, column: &str, words: &[String]) -> Self {
        let words = self.name_words(words);
        self.sql(&format!("{column} in {words}"))
    }

    /// A select of these words, bound as one value whatever their number.
    pub fn name_words(&mut self, words: &[String]) -> String {
        let words: Vec<String> = words.iter().map(|word| storable(word)).collect();
        let words = self.name(serde_json::to_string(&words).unwrap_or_else(|_| "[]".to_owned()));
        match self.backend {
            DbBackend::Postgres => format!("(select jsonb_array_elements_text({words}::jsonb))"),
            _ => format!("(select value from json_each({words}))"),
        }
    }

    /// What ends an `exists (...)` that is to be asked of one row at a time. PostgreSQL takes a sub-select for a join
    /// unless it has an offset; where a reach of a hundred children is estimated at thousands, that join reads the
    /// whole table. SQLite asks by row of itself, and knows no offset without a limit.
    pub fn by_row(&self) -> &'static str {
        match self.backend {
            DbBackend::Postgres => " offset 0",
            _ => "",
        }
    }

    /// A select of these public ids, given as upper-case hexadecimal, bound as one value whatever their number.
    pub fn name_public_ids(&mut self, hex: &[String]) -> String {
        let ids = self.name(serde_json::to_string(hex).unwrap_or_else(|_| "[]".to_owned()));
        match self.backend {
            DbBackend::Postgres => {
                format!("(select decode(jsonb_array_elements_text({ids}::jsonb), 'hex'))")
            }
            _ => format!("(select unhex(value) from json_each({ids}))"),
        }
    }

    pub async fn rows<T>(
        self,
        source: &impl Source,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let statement = Statement::from_sql_and_values(self.backend, self.sql, self.values);
        let rows = source.ask(statement).await?;
        rows.iter().map(|row| read(&Row(row))).collect()
    }

    /// Runs a statement that writes, and tells how many rows it changed.
    pub async fn run(self, unit: &Unit<'_>) -> Result<u64, StoreError> {
        let statement = Statement::from_sql_and_values(self.backend, self.sql, self.values);
        let done = unit.transaction.execute_raw(statement).await?;
        Ok(done.rows_affected())
    }

    pub async fn first<T>(
        self,
        source: &impl Source,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(source, read).await?.into_iter().next())
    }

    /// The rows of each child. The statement selects `council_id` and `child_id` besides.
    pub async fn by_child<T>(
        self,
        source: &impl Source,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<ByChild<T>, StoreError> {
        let rows = self
            .rows(source, |row| Ok((row.key()?, read(row)?)))
            .await?;
        let mut grouped: HashMap<ChildKey, Vec<T>> = HashMap::new();
        for (key, value) in rows {
            grouped.entry(key).or_default().push(value);
        }
        Ok(ByChild(grouped))
    }
}

/// PostgreSQL refuses a text with the character zero, and no stored text has one: what replaces it finds nothing.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Rows by child, in the order of the statement.
#[derive(Debug)]
pub struct ByChild<T>(HashMap<ChildKey, Vec<T>>);

impl<T> Default for ByChild<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> ByChild<T> {
    /// Takes the rows of one child out.
    pub fn take(&mut self, key: ChildKey) -> Vec<T> {
        self.0.remove(&key).unwrap_or_default()
    }

    /// Takes the one row of a child out.
    pub fn take_one(&mut self, key: ChildKey) -> Option<T> {
        self.take(key).into_iter().next()
    }

    pub fn of(&self, key: ChildKey) -> &[T] {
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}
