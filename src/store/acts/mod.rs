//! Writing what people do: the child is held while its record changes, the act is appended, and a client's key is
//! remembered with what it did.

mod access;
mod allocations;
mod care;
mod court;
mod decisions;
mod disputes;
mod event;
mod guardian;
mod key;
mod named;
mod plans;
mod rows;
mod sealing;

pub use access::{
    Flagged, Markable, address_to_flag, allocated, end_flags, end_list, gate, is_released,
    mark_confidential, move_gate, order_of, placement_to_flag,
};
pub use allocations::*;
pub use care::*;
pub use court::{
    CaseRow, all_decided_on, case_by_public_id, case_row, close_case, decide_case, direction_of,
    end_appeal, end_listing, ever_covered, has_case_key, has_open_case, has_order, hearing_of,
    lodge_appeal, meet_direction, sits_on,
};
pub use decisions::*;
pub use disputes::*;
pub use event::{Event, append};
pub use guardian::{
    AnalysisRow, AppointmentRow, analysis_by, appointment_of, appointments, close_request,
    end_appointment, file_analysis, is_excluded, officer_teams_named, open_request, sits_at,
};
pub use key::{ClientKey, Done, Taken, remember, take};
pub use named::{Named, court_by_public_id, person_by_public_id};
pub use plans::*;
pub use rows::*;
pub use sealing::{AdoptionOrder, adoption_order, seal};

use sea_orm::DbBackend;

use super::{StoreError, Unit, query::Query};
use crate::domain::children::ChildKey;

/// Holds the rows of some children until the unit ends, in one order, so that two who act on the same children wait for
/// each other and never for ever. On SQLite a unit that writes is alone anyway.
pub async fn hold(unit: &Unit<'_>, children: &[ChildKey]) -> Result<(), StoreError> {
    let query = Query::new(unit, "select council_id, id as child_id from child where ")
        .among("(council_id, id)", children)
        .sql(" order by council_id, id");
    let is_postgres = query.backend() == DbBackend::Postgres;
    query
        .sql_if(is_postgres, " for update")
        .rows(unit, |row| row.key())
        .await?;
    Ok(())
}

/// Writes one new row.
pub async fn add<M: sea_orm::ModelTrait>(unit: &Unit<'_>, row: M) -> Result<(), StoreError> {
    super::bulk::insert(unit, vec![row]).await
}

/// Changes columns of one row, and tells how many rows that were.
async fn set(
    unit: &Unit<'_>,
    table: &str,
    (council, id): (i16, i64),
    columns: impl IntoIterator<Item = (&'static str, sea_orm::Value)>,
) -> Result<u64, StoreError> {
    let mut query = Query::new(unit, &format!("update {table} set "));
    for (place, (column, value)) in columns.into_iter().enumerate() {
        query = query
            .sql_if(place > 0, ", ")
            .sql(&format!("{column} = "))
            .bind(value);
    }
    query
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await
}
