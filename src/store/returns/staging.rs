//! Raw rows and findings, written in chunks so that neither is ever held whole.

use sea_orm::ConnectionTrait;
use sea_orm::DbBackend;
use sea_orm::Statement;
use sea_orm::Value;
use sha2::Digest;
use sha2::Sha256;

use super::ReturnWriter;
use crate::domain::care::Issue;
use crate::domain::care::Staged;
use crate::store::StoreError;

const CHUNK: usize = 500;
const ROW_COLUMNS: usize = 8;
const ISSUE_COLUMNS: usize = 12;

const ROW_INSERT: &str = "insert into import_row \
    (council_id, run_id, table_name, row_no, child_key, sort_date, cells, row_sha256) values ";
const ISSUE_INSERT: &str = "insert into import_issue \
    (council_id, id, run_id, file_name, table_name, child_key, row_no, column_name, rule, severity, value, expected) \
    values ";

/// Values waiting for their statement.
#[derive(Debug, Default)]
pub(super) struct Pending {
    rows: Vec<Value>,
    issues: Vec<Value>,
}

impl ReturnWriter<'_, '_> {
    pub async fn stage(&mut self, row: &Staged, cells: String) -> Result<(), StoreError> {
        let sha256 = Sha256::digest(cells.as_bytes()).to_vec();
        self.pending.rows.extend([
            self.council.into(),
            self.run.into(),
            row.table.name().into(),
            (row.row as i64).into(),
            row.child.as_str().into(),
            row.sort_date.into(),
            cells.into(),
            sha256.into(),
        ]);
        if self.pending.rows.len() >= CHUNK * ROW_COLUMNS {
            let values = std::mem::take(&mut self.pending.rows);
            self.insert(ROW_INSERT, ROW_COLUMNS, values).await?;
        }
        Ok(())
    }

    /// A finding about a row of a file, and about a child where one is known.
    pub async fn report(
        &mut self,
        file: &str,
        child: Option<&str>,
        issue: &Issue,
    ) -> Result<(), StoreError> {
        let id = self.unit.next_id(self.council).await?;
        self.pending.issues.extend([
            self.council.into(),
            id.into(),
            self.run.into(),
            file.into(),
            issue.table.name().into(),
            child.into(),
            issue.row.map(|row| row as i64).into(),
            issue.column.into(),
            issue.rule.into(),
            issue.severity.name().into(),
            issue.value.as_deref().into(),
            issue.expected.as_str().into(),
        ]);
        if self.pending.issues.len() >= CHUNK * ISSUE_COLUMNS {
            let values = std::mem::take(&mut self.pending.issues);
            self.insert(ISSUE_INSERT, ISSUE_COLUMNS, values).await?;
        }
        Ok(())
    }

    /// Writes what is still waiting.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        let Pending { rows, issues } = std::mem::take(&mut self.pending);
        self.insert(ROW_INSERT, ROW_COLUMNS, rows).await?;
        self.insert(ISSUE_INSERT, ISSUE_COLUMNS, issues).await
    }

    async fn insert(
        &self,
        insert: &str,
        columns: usize,
        values: Vec<Value>,
    ) -> Result<(), StoreError> {
        if values.is_empty() {
            return Ok(());
        }
        let rows = values.len() / columns;
        let backend = self.unit.transaction.get_database_backend();
        // SQLite takes `$1` for a name and looks each name up in a list: the square of a long statement.
        let by_place = backend == DbBackend::Sqlite;
        let mut sql = String::with_capacity(insert.len() + rows * columns * 6);
        sql.push_str(insert);
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 1..=columns {
                let comma = if column == 1 { "" } else { ", " };
                sql.push_str(comma);
                sql.push_str(&if by_place {
                    "?".to_owned()
                } else {
                    format!("${}", row * columns + column)
                });
            }
            sql.push(')');
        }
        let statement = Statement::from_sql_and_values(backend, sql, values);
        self.unit.transaction.execute_raw(statement).await?;
        Ok(())
    }
}
