//! Reading staged rows back, children in the order of their keys, a page at a time.

use sea_orm::ConnectionTrait;
use sea_orm::DbBackend;
use sea_orm::Statement;
use sea_orm::Value;

use super::ReturnWriter;
use crate::domain::care::Table;
use crate::store::StoreError;

/// How many children are worked on at once: the measure of memory, not of the return.
const PAGE: i64 = 200;

#[derive(Debug, Clone)]
pub struct StagedRow {
    pub table: Table,
    pub row: u64,
    /// The cells as stored.
    pub cells: String,
}

/// A child's rows, by table, then by date, then as they stood.
#[derive(Debug, Clone)]
pub struct StagedChild {
    pub key: String,
    pub rows: Vec<StagedRow>,
}

impl ReturnWriter<'_, '_> {
    /// Ends the staging of rows. PostgreSQL counts them at once: it would otherwise plan the reading of a
    /// full table as if it were empty.
    pub async fn finish_staging(&mut self) -> Result<(), StoreError> {
        self.flush().await?;
        if self.unit.transaction.get_database_backend() == DbBackend::Postgres {
            self.unit
                .transaction
                .execute_unprepared("analyze import_row")
                .await?;
        }
        Ok(())
    }

    /// The next page of children after a key. Children of an earlier return of the same year come too,
    /// with no rows, because a corrected return may no longer hold them.
    pub async fn page(&mut self, after: Option<&str>) -> Result<Vec<StagedChild>, StoreError> {
        let keys = self.keys(after).await?;
        let (Some(first), Some(last)) = (keys.first().cloned(), keys.last().cloned()) else {
            return Ok(Vec::new());
        };
        let mut page: Vec<StagedChild> = keys
            .into_iter()
            .map(|key| StagedChild {
                key,
                rows: Vec::new(),
            })
            .collect();
        let sql = "select child_key, table_name, row_no, cells from import_row \
            where council_id = $1 and run_id = $2 and child_key >= $3 and child_key <= $4 \
            order by child_key, table_name, sort_date, row_no";
        let values = [
            self.council.into(),
            self.run.into(),
            first.into(),
            last.into(),
        ];
        let mut at = 0;
        for row in self.query(sql, values).await? {
            let key: String = row.try_get("", "child_key")?;
            let table: String = row.try_get("", "table_name")?;
            while at < page.len() && page[at].key != key {
                at += 1;
            }
            let table = Table::named(&table)
                .ok_or_else(|| StoreError::Unreadable(format!("table {table}")))?;
            let number: i64 = row.try_get("", "row_no")?;
            let staged = StagedRow {
                table,
                row: number as u64,
                cells: row.try_get("", "cells")?,
            };
            match page.get_mut(at) {
                Some(child) => child.rows.push(staged),
                None => return Err(StoreError::Unreadable("staged rows out of order".into())),
            }
        }
        Ok(page)
    }

    async fn keys(&mut self, after: Option<&str>) -> Result<Vec<String>, StoreError> {
        let runs = self.runs_of_the_year().await?;
        let mut values: Vec<Value> =
            vec![self.council.into(), after.unwrap_or("").into(), PAGE.into()];
        // Each run's next keys by its own index range; one range over several runs would be sorted whole.
        let parts: Vec<String> = (0..runs.len())
            .map(|at| {
                format!(
                    "select * from (select distinct child_key from import_row where council_id = $1 \
                    and run_id = ${} and child_key > $2 order by child_key limit $3) as run_{at}",
                    at + 4
                )
            })
            .collect();
        values.extend(runs.into_iter().map(Value::from));
        let sql = format!(
            "select child_key from ({}) as keys order by child_key limit $3",
            parts.join(" union ")
        );
        let rows = self.query(&sql, values).await?;
        rows.iter()
            .map(|row| row.try_get("", "child_key").map_err(StoreError::from))
            .collect()
    }

    pub(super) async fn query(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<sea_orm::QueryResult>, StoreError> {
        let backend = self.unit.transaction.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(self.unit.transaction.query_all_raw(statement).await?)
    }
}
