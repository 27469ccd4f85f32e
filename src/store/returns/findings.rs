//! Reading the findings of a return back, arranged as its report needs them. One statement an arrangement; rows are
//! handed on as they come, so that a long report costs no memory.

use futures_util::TryStreamExt;
use sea_orm::ConnectionTrait;
use sea_orm::QueryResult;
use sea_orm::Statement;
use sea_orm::StreamTrait;
use sea_orm::Value;

use crate::store::Store;
use crate::store::StoreError;

/// By what the findings are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arranged {
    ByRule,
    ByChild,
    ByFile,
}

/// How much of it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    pub groups: u32,
    /// Findings in each group.
    pub each: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: String,
    pub file: String,
    /// None where the finding is about the whole file.
    pub row: Option<i64>,
    pub column: Option<String>,
    pub value: Option<String>,
    pub expected: String,
    /// The child's folded local id.
    pub child: Option<String>,
    /// How many findings its group has, listed or not.
    pub in_group: i64,
}

/// A rule's findings, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub rule: String,
    pub severity: String,
    pub findings: u64,
    pub expected: String,
}

impl Arranged {
    /// The group that a finding belongs to.
    pub fn group_of(self, finding: &Finding) -> &str {
        match self {
            Arranged::ByRule => &finding.rule,
            Arranged::ByChild => finding.child.as_deref().unwrap_or_default(),
            Arranged::ByFile => &finding.file,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Arranged::ByRule => "rule",
            Arranged::ByChild => "child_key",
            Arranged::ByFile => "file_name",
        }
    }
}

const NAMED: &str = "rule, file_name, row_no, column_name, value, expected, child_key";

impl Store {
    /// Hands on the findings of a run in order; all of them unless a limit is given.
    pub async fn findings<E: From<StoreError>>(
        &self,
        council: i16,
        run: i64,
        arranged: Arranged,
        listed: Option<Listed>,
        mut each: impl FnMut(Finding) -> Result<(), E>,
    ) -> Result<(), E> {
        let key = arranged.key();
        let within = "file_name, coalesce(row_no, 0), rule, id";
        let mut values: Vec<Value> = vec![council.into(), run.into()];
        let of_run =
            format!("import_issue where council_id = $1 and run_id = $2 and {key} is not null");
        let sql = match listed {
            None => format!(
                "select {NAMED}, cast(0 as bigint) as in_group from {of_run} order by {key}, {within}"
            ),
            Some(listed) => {
                values.extend([
                    i64::from(listed.groups).into(),
                    i64::from(listed.each).into(),
                ]);
                format!(
                    "select {NAMED}, in_group from (select id, {NAMED}, \
                        count(*) over (partition by {key}) as in_group, \
                        row_number() over (partition by {key} order by {within}) as place, \
                        dense_rank() over (order by {key}) as group_place \
                     from {of_run}) as placed \
                     where group_place <= $3 and place <= $4 order by {key}, {within}"
                )
            }
        };
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        let rows = self.read.inner().stream_raw(statement).await;
        let mut rows = rows.map_err(StoreError::from)?;
        while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
            each(finding(&row)?)?;
        }
        Ok(())
    }

    /// The findings of a run by rule, counted.
    pub async fn tallies(&self, council: i16, run: i64) -> Result<Vec<Tally>, StoreError> {
        let sql = "select rule, severity, count(*) as findings, min(expected) as expected from import_issue \
            where council_id = $1 and run_id = $2 group by rule, severity order by rule, severity";
        let values = [council.into(), run.into()];
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        let rows = self.read.query_all_raw(statement).await?;
        rows.iter()
            .map(|row| {
                let findings: i64 = row.try_get("", "findings")?;
                Ok(Tally {
                    rule: row.try_get("", "rule")?,
                    severity: row.try_get("", "severity")?,
                    findings: findings as u64,
                    expected: row.try_get("", "expected")?,
                })
            })
            .collect()
    }

    /// How many children have findings.
    pub async fn children_with_findings(&self, council: i16, run: i64) -> Result<u64, StoreError> {
        let sql = "select count(distinct child_key) as children from import_issue \
            where council_id = $1 and run_id = $2";
        let values = [council.into(), run.into()];
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        let row = self.read.query_one_raw(statement).await?;
        let children: i64 = row.map_or(Ok(0), |row| row.try_get("", "children"))?;
        Ok(children as u64)
    }
}

fn finding(row: &QueryResult) -> Result<Finding, StoreError> {
    Ok(Finding {
        rule: row.try_get("", "rule")?,
        file: row.try_get("", "file_name")?,
        row: row.try_get("", "row_no")?,
        column: row.try_get("", "column_name")?,
        value: row.try_get("", "value")?,
        expected: row.try_get("", "expected")?,
        child: row.try_get("", "child_key")?,
        in_group: row.try_get("", "in_group")?,
    })
}
