//! What is held of an earlier return, for the rules that compare two years.

use chrono::NaiveDate;

use super::ReturnWriter;
use super::Run;
use crate::domain::care::Table;
use crate::store::StoreError;
use crate::store::Unit;
use entity::returns::import_file;
use sea_orm::ColumnTrait;
use sea_orm::ConnectionTrait;
use sea_orm::DbBackend;
use sea_orm::EntityTrait;
use sea_orm::PaginatorTrait;
use sea_orm::QueryFilter;

impl Unit<'_> {
    /// The newest return of a year: a corrected one stands for those that it corrects.
    pub async fn return_of(
        &mut self,
        council: i16,
        year_ending: NaiveDate,
    ) -> Result<Option<Run>, StoreError> {
        let runs = self.runs(council).await?;
        let run = runs.iter().find(|run| run.year_ending == year_ending);
        Ok(run.map(super::run::as_run))
    }

    pub async fn run_holds(
        &mut self,
        council: i16,
        run: i64,
        table: Table,
    ) -> Result<bool, StoreError> {
        let files = import_file::Entity::find()
            .filter(import_file::Column::CouncilId.eq(council))
            .filter(import_file::Column::RunId.eq(run))
            .filter(import_file::Column::TableName.eq(table.name()))
            .count(&self.transaction);
        Ok(files.await? > 0)
    }
}

impl ReturnWriter<'_, '_> {
    pub fn run(&self) -> i64 {
        self.run
    }

    /// The episode rows of these children in another run, as they came: the child's folded id and the cells.
    pub async fn episodes_of_run(
        &self,
        run: i64,
        keys: &[&str],
    ) -> Result<Vec<(String, String)>, StoreError> {
        let among = match self.unit.transaction.get_database_backend() {
            DbBackend::Postgres => "select jsonb_array_elements_text($3::jsonb)",
            _ => "select value from json_each($3)",
        };
        let sql = format!(
            "select child_key, cells from import_row \
             where council_id = $1 and run_id = $2 and table_name = 'Episodes' and child_key in ({among}) \
             order by child_key, row_no"
        );
        let keys = serde_json::to_string(keys)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        let values = [self.council.into(), run.into(), keys.into()];
        let rows = self.query(&sql, values).await?;
        rows.iter()
            .map(|row| Ok((row.try_get("", "child_key")?, row.try_get("", "cells")?)))
            .collect()
    }
}
