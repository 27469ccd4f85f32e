//! Formal disputes of the reviewing officer.

use chrono::NaiveDate;

use super::set;
use crate::{
    domain::children::ChildKey,
    store::{StoreError, Unit, query::Query},
};

/// An open dispute of a child: its number and its stage.
pub async fn open_dispute(
    unit: &Unit<'_>,
    key: ChildKey,
    public_id: &[u8],
) -> Result<Option<(i64, Option<String>, Option<NaiveDate>)>, StoreError> {
    Query::new(
        unit,
        "select id, stage, closed_on from dispute where council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" and public_id = ")
    .bind(public_id.to_vec())
    .first(unit, |row| {
        Ok((row.get("id")?, row.get("stage")?, row.get("closed_on")?))
    })
    .await
}

pub async fn move_dispute(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    stage: &str,
) -> Result<(), StoreError> {
    set(unit, "dispute", (council, id), [("stage", stage.into())]).await?;
    Ok(())
}

pub async fn close_dispute(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    set(unit, "dispute", (council, id), [("closed_on", on.into())]).await?;
    Ok(())
}
